/**
 * The system's clock was set back. Every moment that is yet to come goes back with it, so that nothing waits for the clock to be
 * there again; and a text that waits is as old as it was, so that it does not leave late. A time that a member chose does not: they chose
 * it by their own clock.
 */
import { noteGapIn, readGap, watchedChannels } from "../channels/gaps.ts";
import { awayKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { noteHeartbeat } from "./heartbeat.ts";

/** A list's next turn is no further ahead. Milliseconds. */
const listsTurn = 60_000;

/**
 * A tick. Without the lead, only this process goes by the new time: what is due is reckoned by whoever has it.
 * @param by milliseconds.
 * @param follow from then on `ctx.now` says what the clock says; called inside, so that whoever decides next goes by it.
 */
export async function takeSetBack(ctx: Context, by: number, follow: () => void): Promise<void> {
  if (!ctx.leads()) {
    follow();
    return ctx.connection.setBack(by);
  }
  ctx.log.warn({ ms: by }, "the clock was set back; what is due is due as much earlier");
  let moved = 0;
  try {
    await ctx.store.transaction(async (tx) => {
      // Decided anew, it is followed already.
      if (moved === 0) {
        follow();
        ctx.connection.setBack(by);
        moved = by;
      }
      await setBack(ctx, tx, by);
      await noteHeartbeat(tx, ctx.now());
    });
  } catch (error) {
    // It comes again, as a whole.
    ctx.connection.setBack(-moved);
    throw error;
  }
}

/** Inside a transaction, by the new time. */
export async function setBack(ctx: Context, tx: Tx, by: number): Promise<void> {
  const now = ctx.now();
  await tx.dueTimes.setBack(by, now, Math.max(listsTurn, ctx.settings.hold));
  const away = await tx.settings.readTime(awayKey);
  if (away !== null && away > now) await tx.settings.writeTime(awayKey, away - by);
  for (const channel of await watchedChannels(tx)) {
    const gap = await readGap(tx, channel);
    if (gap !== null && gap.noted > now) await noteGapIn(ctx, tx, channel, gap.since - by);
  }
}
