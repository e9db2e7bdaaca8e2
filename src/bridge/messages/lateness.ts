import type { SlackTs } from "../../domain/ids.ts";
import type { TooLate } from "../../domain/policy/may-send.ts";
import type { Place } from "../../domain/sentence.ts";
import { awayKey, copiedKey } from "../context/away.ts";
import type { Context } from "../context/context.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** What is told for the first time is told sooner after it was written, where Slack's clock and ours agree. Milliseconds. */
const toldWithin = 5_000;

/**
 * Law 3: nothing leaves late on a guess, and nothing written before or while we were away leaves by itself. Another instance may have found
 * out that we were, or the process before: so it is asked of the database, and only of what is not new.
 *
 * @param how `found`: not told by an event, but seen when we looked at what we missed.
 */
export async function lateness(
  ctx: Context,
  tx: Tx,
  writtenAt: number,
  how: "event" | "found",
): Promise<TooLate> {
  const isNew = writtenAt >= ctx.connection.awayUntil && Math.abs(ctx.now() - writtenAt) < toldWithin;
  if (!isNew || how === "found") {
    // What another app has sent may be told again, because Slack did not hear that it was taken.
    const keys = how === "found" ? [awayKey] : [awayKey, copiedKey];
    const untils = await Promise.all(keys.map((key) => tx.settings.readTime(key)));
    if (untils.every((until) => until !== null && writtenAt < until)) return "outage";
  }
  return ctx.now() - writtenAt > ctx.settings.sendWithin ? "late" : false;
}

/**
 * Law 4: what is heard only after a later reply of its thread has left can't take its place any more.
 *
 * @param latest the newest message known in the thread before: mostly it is older, and nothing need be asked.
 */
export async function isOvertaken(
  tx: Tx,
  place: Place,
  { id }: Pick<Episode, "id">,
  latest: SlackTs,
): Promise<boolean> {
  return place.ts < latest && (await tx.replies.laterThatLeft(place, id)) !== null;
}

/** Whether a text that is about to leave waited for longer than anybody meant it to: since it was written, or since its time came. */
export function isLate(
  { settings, now }: Pick<Context, "settings" | "now">,
  { writtenAt, notBefore, waitReason }: Pick<Message, "writtenAt" | "notBefore" | "waitReason">,
): boolean {
  const dueSince = notBefore === null || waitReason === "hold" ? writtenAt : Math.max(writtenAt, notBefore);
  return now() - dueSince > settings.sendWithin + settings.hold;
}
