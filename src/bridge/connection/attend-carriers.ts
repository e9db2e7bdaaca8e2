/** Has carriers tell us of what comes to the lines in force, and takes what they tell over connections that they keep. */
import { usesLogin } from "../../domain/whose-login.ts";
import { carrierLines } from "../context/carrier-lines.ts";
import type { Context } from "../context/context.ts";
import type { Attending, Carrier } from "../contracts/carrier.ts";
import type { CarrierEvent } from "../contracts/carrier-events.ts";
import { isBehindKept, keepBehindMissed } from "../conversations/keep-behind-missed.ts";
import { catchUpOwed } from "./catch-up-carrier.ts";
import { takeIn } from "./take-in.ts";

/**
 * A tick. Whoever has the lead attends to them; all others let go of what they kept while they had it: it would tell them what comes a second
 * time, and past older texts that whoever leads now is fetching. Never throws: a carrier that can't be reached is asked again by the next one.
 */
export async function attendCarriers(ctx: Context): Promise<void> {
  const attended = [...ctx.carriers].filter(([, { attend }]) => attend !== undefined);
  if (attended.length === 0) return;
  if (!ctx.leads()) {
    for (const [name, carrier] of attended) await attend(ctx, name, carrier, { lines: [], logins: [] });
    return;
  }
  const directory = await ctx.store.read((tx) => tx.directories.current());
  for (const [name, carrier] of attended) {
    const lines = carrierLines(directory, name);
    const used = carrier.logins?.filter((login) => usesLogin(directory, name, login));
    const logins = used === undefined ? {} : { logins: used };
    await attend(ctx, name, carrier, { lines, ...logins });
  }
}

async function attend(
  ctx: Context,
  name: string,
  carrier: Carrier,
  whom: Omit<Attending, "take">,
): Promise<void> {
  try {
    await carrier.attend?.({ ...whom, take: (event) => hear(ctx, name, event) });
  } catch (error) {
    ctx.log.warn({ carrier: name, err: error }, "a carrier can't tell us of what comes; it is asked again");
  }
}

/** What a carrier tells by itself; a text behind those that are known to be missed where it was told (law 4). */
async function hear(ctx: Context, carrier: string, event: CarrierEvent): Promise<void> {
  if (event.kind === "text") {
    await catchUpOwed(ctx, carrier, event.login);
    if (await isBehindKept(ctx, carrier, event)) return await keepBehindMissed(ctx, carrier, event);
  }
  await takeIn(ctx, carrier, event);
}
