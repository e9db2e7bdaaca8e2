/** What may have happened to a message without our knowing: before its text leaves, the message is looked at again. */
import type { SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import type { Context } from "../context/context.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";

/** Slack's clock and ours differ by about this much at most. Milliseconds. */
const clocksDiffer = 5_000;

/** Also while the carrier is asked: if it says "come back later", it leaves only after another look. */
export async function readBeforeLeaving(tx: Tx, { id, state }: Pick<Message, "id" | "state">): Promise<void> {
  if (state !== "waiting" && state !== "queued" && state !== "sending") return;
  await tx.messages.update(id, { reread: true });
}

/** Whether an edit, a deletion or a stop would reach us now. */
export function isHeard({ connection, now }: Context): boolean {
  connection.noticeSleep();
  return connection.lostSince === null && now() >= connection.fetchingUntil;
}

/** Whether something may have been done to what was written then while the connection was lost, or another instance's was. */
export function mayHaveMissed({ connection }: Context, stamp: SlackTs): boolean {
  const until = Math.max(connection.regainedAt ?? 0, connection.doubtedUntil);
  return toMilliseconds(stamp) <= until + clocksDiffer;
}

/**
 * Slack tells again what nobody acknowledged, but not what was done to it while the connection was lost.
 *
 * @param stamp when the words that we are told of were written.
 */
export async function readIfUnheard(ctx: Context, tx: Tx, place: Place, stamp: SlackTs): Promise<void> {
  if (!mayHaveMissed(ctx, stamp)) return;
  const reply = await tx.replies.find(place);
  const message = reply?.messageId ? await tx.messages.get(reply.messageId) : null;
  if (message !== null) await readBeforeLeaving(tx, message);
}
