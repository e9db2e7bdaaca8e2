/** Has carriers tell us of what comes to the lines in force, and takes what they tell over connections that they keep. */
import { usesLogin } from "../../domain/whose-login.ts";
import { carrierLines } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { CarrierEvent } from "../contracts/carrier-events.ts";
import { catchUpOwed } from "./catch-up-carrier.ts";
import { takeIn } from "./take-in.ts";

/** A tick of whoever has the lead. Never throws: a carrier that can't be reached is asked again by the next one. */
export async function attendCarriers(ctx: Context): Promise<void> {
  if (!ctx.leads()) return;
  const attended = [...ctx.carriers].filter(([, { attend }]) => attend !== undefined);
  if (attended.length === 0) return;
  const directory = await ctx.store.read((tx) => tx.directories.current());
  for (const [name, carrier] of attended) {
    const lines = carrierLines(directory, name);
    const used = carrier.logins?.filter((login) => usesLogin(directory, name, login));
    const logins = used === undefined ? {} : { logins: used };
    try {
      await carrier.attend?.({ lines, ...logins, take: (event) => hear(ctx, name, event) });
    } catch (error) {
      ctx.log.warn({ carrier: name, err: error }, "a carrier can't tell us of what comes; it is asked again");
    }
  }
}

/** What a carrier tells by itself; a text behind those that are known to be missed where it was told (law 4). */
async function hear(ctx: Context, carrier: string, event: CarrierEvent): Promise<void> {
  if (event.kind === "text") await catchUpOwed(ctx, carrier, event.login);
  await takeIn(ctx, carrier, event);
}
