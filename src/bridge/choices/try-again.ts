/** Trying again is a new message that names the old one (law 9). It leaves, and is shown, where the conversation goes on. */

import { lineByNumber } from "../../domain/directory.ts";
import { keepsItsLine } from "../../domain/origin.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { accessOf, type EpisodeContext, fromLine } from "../context/episode-context.ts";
import { optedOutWords, whoOptedOut } from "../context/opted-out.ts";
import { replyPlace } from "../context/reply-place.ts";
import { threadPlace } from "../context/thread-place.ts";
import type { Message } from "../contracts/store/messages.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { isHolders } from "../messages/beside.ts";
import { type Draft, templateOf } from "../messages/draft.ts";
import { isLastingFailure } from "../messages/failure-notices.ts";
import { firstTry } from "../messages/first-try.ts";
import { whereItGoesOn } from "../messages/open-again.ts";
import { saidIn } from "../messages/said-in.ts";
import { showThere } from "../messages/show-there.ts";
import { writeText } from "../messages/write-text.ts";
import { type Choosing, type Decision, decided, did, undecided } from "../notices/choosing.ts";
import { enqueueCard, enqueueMark } from "../outbox/enqueue.ts";
import { onlyMembers } from "./send-waiting.ts";

export async function tryAgain(ctx: Context, tx: Tx, choosing: Choosing): Promise<Decision> {
  const { message, member, user } = choosing;
  if (message === null) return decided("The text this was about is not known any more.");
  const around = await leavingFrom(tx, choosing.around, message);
  if (message.state !== "failed" && message.state !== "unknown") {
    return decided("This text has left meanwhile.");
  }
  if (isLastingFailure(ctx, message, message.failureCode))
    return decided(
      `It would fail again: ${message.failureSentence ?? "its carrier takes no text for them."}`,
    );
  if (around.optedOut !== null)
    return undecided(
      ...optedOutWords(around, whoOptedOut(around, around.optedOut), around.optedOut),
      " It can be tried again once they text START.",
    );
  const place = replyPlace(message);
  const reply = place === null ? null : await tx.replies.find(place);
  if (reply?.deletedAt) return decided("Its message was deleted, so it will not be sent again.");
  if (!accessOf(ctx, around, member).reply) return onlyMembers(around);
  if (around.line === null) return undecided(`It can't be sent again: ${whatIsMissing(around)}`);
  const open =
    around.episode.state === "open" ? around.episode : await whereItGoesOn(tx, message.conversationId);
  if (open === null) return undecided(...(await reopenFirst(tx, around)));
  if (isHolders({ around: { ...around, episode: open }, origin: "retry" }, member))
    return undecided("Only whoever has this conversation answers in it. Take it first, then try again here.");
  const agreed: readonly WaitReason[] =
    choosing.choice === "try_text_only" ? [...message.agreed, "files"] : message.agreed;
  const wasMoved = open.id !== message.episodeId;
  const { message: again } = await writeText(ctx, tx, {
    around: { ...around, episode: open },
    origin: "retry",
    body: message.body,
    author: user,
    reply: null,
    writtenAt: ctx.now(),
    tooLate: false,
    atOnce: false,
    agreed: new Set(wasMoved ? [...agreed, "former"] : agreed),
    message: null,
    retryOf: message.id,
    ...templateOf(message),
    ...(await alongAgain(tx, message, reply)),
  });
  if (again === null) return undecided("It can't be sent again now; you are told why.");
  if (place !== null) {
    const { channel: replyChannel, ts: replyTs } = place;
    await tx.messages.update(again.id, { replyChannel, replyTs });
    await tx.replies.update(place, { messageId: again.id });
    await enqueueMark(tx, place, ctx.now(), "if it waits");
  }
  if (wasMoved) await showThere(ctx, tx, open, user, saidIn(again));
  await enqueueCard(tx, open, ctx.now(), "soon");
  return did("tried again", "Trying again.");
}

/** What the first try took along, or was to. */
async function alongAgain(
  tx: Tx,
  { id, files }: Message,
  reply: Reply | null,
): Promise<Pick<Draft, "along">> {
  if (files === 0) return {};
  const rows = await tx.files.ofMessage(id);
  const along = rows.flatMap(({ source }) => source?.attached ?? []);
  return { along: along.length > 0 ? along : (reply?.attached ?? []) };
}

/** A reply, from the line that is right by now; what was begun, from the one that it was begun from. */
async function leavingFrom(tx: Tx, around: EpisodeContext, message: Message): Promise<EpisodeContext> {
  const { origin } = await firstTry(tx, message);
  return origin !== "automatic" && keepsItsLine(origin)
    ? await fromLine(tx, around, lineByNumber(around.directory, message.line))
    : around;
}

function whatIsMissing({ conversation }: EpisodeContext): string {
  return conversation.owner.kind === "line"
    ? "its line is no longer in the directory."
    : "you have no outbound line that it could leave from. Ask whoever runs Threadline to give you one.";
}

/** Only the newest stretch of a conversation can be reopened. */
async function reopenFirst(tx: Tx, { conversation, episode }: EpisodeContext): Promise<Sentence> {
  const newest = await tx.episodes.newest(conversation.id);
  const place = newest === null || newest.id === episode.id ? null : threadPlace(newest);
  if (place === null) return ["This conversation is resolved. Reopen it, then try again."];
  const there = { link: place, label: "its newest thread" };
  return ["This conversation is resolved. Reopen it in ", there, ", then try again here."];
}
