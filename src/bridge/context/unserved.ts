import type { Directory, Line } from "../../domain/directory.ts";
import type { Context } from "./context.ts";

/**
 * How the carrier of a line is called where this app does not have it: it is not set up, or is described only since the start. Null where it
 * has it.
 */
export function unservedBy(
  { carriers, carrierTitle }: Pick<Context, "carriers" | "carrierTitle">,
  { httpCarriers = [] }: Pick<Directory, "httpCarriers">,
  { carrier }: Pick<Line, "carrier">,
): string | null {
  if (carriers.has(carrier)) return null;
  return httpCarriers.find(({ name }) => name === carrier)?.title ?? carrierTitle(carrier);
}
