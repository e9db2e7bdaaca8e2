/**
 * Whoever takes the lead begins with this: after a start before any traffic, and when another one had it before anything leaves. What was
 * under way when that one ended is settled or marked unknown, and after too long an absence (an outage, a restored backup, a copied host)
 * nothing that was due leaves by itself (law 3).
 */
import { earliest } from "../../lib/earliest.ts";
import { awayKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import { enqueueIdentities } from "../directory/identify-member.ts";
import { enqueueMissing } from "../messages/enqueue-unsent.ts";
import { markUnknown } from "../messages/mark-unknown.ts";
import { markJob } from "../outbox/kinds.ts";
import { enqueueLook } from "../outbox/look-kind.ts";
import { stopWhatIsDue } from "./after-absence.ts";
import { isRestored, lastHeartbeat, sinceHeartbeat } from "./heartbeat.ts";
import { missedByAll } from "./heed-instances.ts";
import { setBack } from "./take-set-back.ts";

/** The system corrects its clock by less than that. Milliseconds. */
const clocksDiffer = 60_000;

/** As many as there are under way at the desk at most. */
const marksUnderWay = 64;

export async function recover(ctx: Context): Promise<void> {
  const now = ctx.now();
  const heard = await lastHeartbeat(ctx);
  const since = heard === null ? null : await sinceHeartbeat(ctx);
  // Heard at a time that is yet to come: the clock was set back, or is behind that of another host.
  const isBehind = heard !== null && heard > now + clocksDiffer;
  const seen = since !== null ? now - since : isBehind ? now : heard;
  const behind = isBehind && seen !== null ? heard - seen : 0;
  if (behind > 0)
    ctx.log.warn(
      { ms: behind },
      "the clock was set back, or is behind another host's; what is due is due as much earlier",
    );
  await ctx.store.transaction(async (tx) => {
    if (behind > 0) await setBack(ctx, tx, behind);
    const isCopy = await isRestored(tx);
    // For how long we were away can't be said where only a clock that was set back tells.
    const isUnknown = isBehind && since === null;
    const away = seen !== null && (isUnknown || now - seen > ctx.settings.sendWithin || isCopy);
    if (away) await tx.settings.writeTime(awayKey, now);
    const began = seen === null ? null : { at: now, heard: seen, lastJob: await tx.outbox.lastId(), isCopy };
    const missed = earliest([await missedByAll(ctx, tx), seen ?? now, now]);
    ctx.connection.begin(missed ?? now, (await tx.settings.readTime(awayKey)) ?? 0, began);
    // None is written down before it is set. After longer this may be an older copy: what the marks say that it knows nothing of stays.
    if (!away) await tx.outbox.noteTried(markJob.name, marksUnderWay, now);
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
