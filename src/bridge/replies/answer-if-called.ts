/** What was written in a thread calls a template: whoever may answer there is shown it, or which ones come near. */
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { Draft } from "../messages/draft.ts";
import type { WrittenText } from "../messages/write-text.ts";
import { answerCall } from "../templates/answer-call.ts";

/** @param written what came of it; who may not answer there was told so by that. */
export async function answerIfCalled(
  ctx: Context,
  tx: Tx,
  { around, author: user, body, reply, writtenAt: causedAt }: Draft,
  { verdict, held }: WrittenText,
): Promise<void> {
  if (verdict.kind !== "note" || verdict.reason !== "template" || held !== null) return;
  const member = user && memberOf(around, user);
  if (user === null || member === null || reply === null) return;
  await answerCall(ctx, tx, { around, member, user, place: reply.place, causedAt }, body);
}
