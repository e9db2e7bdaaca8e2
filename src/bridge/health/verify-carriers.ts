/** Asks every carrier whether all is well: with the account, and with the lines that it serves. */
import type { Finding } from "../../domain/finding.ts";
import { carrierLines } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";

/** Each is told of as soon as it has answered. */
export async function verifyCarriers(
  { store, carriers }: Pick<Context, "store" | "carriers">,
  found: (carrier: string, findings: readonly Finding[]) => void,
): Promise<void> {
  const directory = await store.read((tx) => tx.directories.current());
  for (const [name, carrier] of carriers) found(name, await carrier.verify(carrierLines(directory, name)));
}
