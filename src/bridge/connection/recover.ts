/**
 * Whoever takes the lead begins with this: after a start before any traffic, and when another one had it before anything leaves. What was
 * under way when that one ended is settled or marked unknown, and after too long an absence (an outage, a restored backup, a copied host)
 * nothing that was due leaves by itself (law 3).
 */
import { earliest } from "../../lib/earliest.ts";
import type { Context } from "../context/context.ts";
import { enqueueIdentities } from "../directory/identify-member.ts";
import { enqueueMissing } from "../messages/enqueue-unsent.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { enqueueLook } from "../outbox/look-kind.ts";
import { stopWhatIsDue } from "./after-absence.ts";
import { awayKey } from "./away.ts";
import { isRestored, lastHeartbeat } from "./heartbeat.ts";
import { missedByAll } from "./heed-instances.ts";
import { setBack } from "./take-set-back.ts";

/** The system corrects its clock by less than that. Milliseconds. */
const clocksDiffer = 60_000;

export async function recover(ctx: Context): Promise<void> {
  const now = ctx.now();
  const heard = await lastHeartbeat(ctx);
  // Who ran beside the one that had the lead knows it by its own clock.
  const known = heard === null ? null : ctx.instance.heartbeatAt(heard);
  // Heard at a time that is yet to come: the clock was set back, or is behind that of the one that led.
  const isSetBack = heard !== null && heard > now + clocksDiffer;
  const seen = known ?? (isSetBack ? now : heard);
  if (isSetBack)
    ctx.log.warn(
      { ms: heard - now },
      known === null
        ? "the clock was set back; what is due is due as much earlier"
        : "this host's clock is behind that of the one that led; what is due is due as much earlier",
    );
  await ctx.store.transaction(async (tx) => {
    if (isSetBack) await setBack(ctx, tx, heard - now);
    const isCopy = await isRestored(tx);
    // Where the clock was set back, for how long we were away can't be said.
    const isLong = seen !== null && now - seen > ctx.settings.sendWithin;
    const away = seen !== null && (isLong || isCopy || (isSetBack && known === null));
    if (away) await tx.settings.writeTime(awayKey, now);
    const began = seen === null ? null : { at: now, heard: seen, lastJob: await tx.outbox.lastId(), isCopy };
    const missed = earliest([await missedByAll(ctx, tx), seen ?? now, now]);
    ctx.connection.begin(missed ?? now, (await tx.settings.readTime(awayKey)) ?? 0, began);
    for (const message of await tx.messages.inState(["sending"])) await markUnknown(ctx, tx, message);
    if (away) await stopWhatIsDue(ctx, tx, { seen, isCopy });
    else await enqueueMissing(ctx, tx);
    await enqueueIdentities(tx, now);
  });
  // What comes to others meanwhile waits until what was missed is here (law 4).
  if (ctx.store.lead.isShared) for (const name of ctx.carriers.keys()) await enqueueLook(ctx, name);
}

/** Where another one has the lead, a start only takes in what comes: it has missed nothing, and hears the desk from when it is connected. */
export async function beginBeside(ctx: Context): Promise<void> {
  const away = await ctx.store.read((tx) => tx.settings.readTime(awayKey));
  ctx.connection.begin(ctx.now(), away ?? 0, null);
}
