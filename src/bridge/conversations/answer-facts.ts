/** What the rules of automatic answers (`domain/policy`) are asked of. */
import { isSmsOn, type Line } from "../../domain/directory.ts";
import type { AnswerFacts } from "../../domain/policy/may-answer.ts";
import type { Route } from "../../domain/route.ts";
import { senderOf } from "../../domain/sender.ts";
import type { Context } from "../context/context.ts";
import { optOutFrom } from "../context/opted-out.ts";
import type { AnswersBefore } from "../contracts/store/automatic-answers.ts";
import type { Conversation } from "../contracts/store/conversations.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Tx } from "../contracts/store/store.ts";
import { lateness } from "../messages/lateness.ts";

export const anHour = 3_600_000;

/** A text that was written down just now. */
export interface Heard {
  readonly conversation: Conversation;
  readonly episode: Episode;
  /** The line that it came to. */
  readonly line: Line;
  readonly route: Route;
  readonly message: Pick<Message, "id" | "writtenAt">;
  /** Whether it said, or may have said, something about being texted. */
  readonly isWord: boolean;
}

/** What was decided about it; `stop`: there have been too many answers, and it may have been said before. */
export type Answering =
  | { readonly kind: "answer"; readonly body: string; readonly whose: string }
  | { readonly kind: "stop"; readonly saidAt: number | null };

/** All but the past. @param from the line that the answer would leave from. */
export async function answerFacts(
  ctx: Context,
  tx: Tx,
  { conversation, message, isWord }: Heard,
  from: Line | null,
): Promise<AnswerFacts> {
  const directory = await tx.directories.current();
  const { writtenAt } = message;
  const isOut = (await optOutFrom(tx, conversation, from?.number ?? null)) !== null;
  // On an older copy of the database, the app that went on with it has answered.
  const isOthers = (await lateness(ctx, tx, writtenAt, "event")) === "outage";
  return {
    sender: senderOf(directory, conversation.address),
    accountOn: from === null || isSmsOn(directory, from),
    isWord,
    optedOut: isOut || conversation.review !== null,
    blocked: conversation.blockedAt !== null,
    age: isOthers ? Number.POSITIVE_INFINITY : ctx.now() - writtenAt,
    answersWithin: ctx.settings.sendWithin,
    inLastHour: 0,
  };
}

/** @param matters how far back. Milliseconds. */
export async function answersBefore(
  ctx: Context,
  tx: Tx,
  { conversation: { id, contactId } }: Heard,
  matters: number,
): Promise<AnswersBefore> {
  const now = ctx.now();
  const times = { since: now - Math.max(anHour, matters), hourAgo: now - anHour, now };
  return await tx.automaticAnswers.before(contactId, id, times);
}

/** How long ago that was, in milliseconds; null where there was no such moment. @param moment milliseconds since 1970. */
export function since({ now }: Pick<Context, "now">, moment: number | null): number | null {
  return moment === null ? null : now() - moment;
}
