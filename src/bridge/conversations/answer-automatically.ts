/**
 * A text has come in, and its member's auto-reply or its group's after-hours reply may answer it. Decided in the transaction that
 * takes the text; how often there were answers is counted by the database.
 */
import { isGroupAddress } from "../../domain/group-address.ts";
import { isSameOwner } from "../../domain/owner.ts";
import { mostPerHour } from "../../domain/policy/may-answer.ts";
import { wholeAtEnd } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, episodeContext } from "../context/episode-context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { writeText } from "../messages/write-text.ts";
import { enqueueLine } from "../outbox/enqueue.ts";
import { afterHoursReplyTo } from "./after-hours-reply-to.ts";
import { type Answering, anHour, type Heard } from "./answer-facts.ts";
import { autoReplyTo } from "./auto-reply-to.ts";

export async function answerAutomatically(ctx: Context, tx: Tx, heard: Heard): Promise<void> {
  const { owner, party } = heard.route;
  // Nobody's answer is meant for several people at once.
  if (isGroupAddress(heard.conversation.address)) return;
  // What was begun when the line led elsewhere goes on there: nobody's answer fits it.
  if (!isSameOwner(owner, heard.conversation.owner)) return;
  const answering =
    party.kind === "member"
      ? await autoReplyTo(ctx, tx, heard, party.member)
      : await afterHoursReplyTo(ctx, tx, heard, party.group);
  if (answering?.kind === "answer") await answer(ctx, tx, heard, answering);
  if (answering?.kind === "stop") await sayItStops(ctx, tx, heard, answering.saidAt);
}

/** Through the one door, like any text of ours; the thread shows it as what it is. */
async function answer(
  ctx: Context,
  tx: Tx,
  { conversation, episode, route, message: heard }: Heard,
  { body, whose }: Answering & { kind: "answer" },
): Promise<void> {
  const now = ctx.now();
  const { verdict, message } = await writeText(ctx, tx, {
    around: await episodeContext(tx, episode, conversation),
    origin: "automatic",
    body,
    author: null,
    reply: null,
    // However long it waits, it never answers a text that is too old by then.
    writtenAt: heard.writtenAt,
    tooLate: false,
    agreed: new Set(),
    atOnce: true,
    message: null,
    retryOf: null,
  });
  if (verdict.kind !== "text" || message === null) return;
  const kind = route.party.kind === "member" ? "auto_reply" : "after_hours";
  await tx.automaticAnswers.add(conversation.contactId, kind, message.id, now);
  await enqueueLine(tx, episode, [`${whose}: ${wholeAtEnd(body)}`], now);
}

/** Once an hour: somebody should look whether a machine answers there. */
async function sayItStops(
  ctx: Context,
  tx: Tx,
  { conversation, episode, message }: Heard,
  saidAt: number | null,
): Promise<void> {
  const now = ctx.now();
  if (saidAt !== null && now - saidAt < anHour) return;
  await tx.automaticAnswers.add(conversation.contactId, "stopped", message.id, now);
  const who = contactLabel(await episodeContext(tx, episode, conversation));
  const sentence = `No more automatic answers to ${who} for now: there were ${mostPerHour} within an hour, so something may be answering them by itself. What you write here still leaves.`;
  await enqueueLine(tx, episode, [sentence], now);
}
