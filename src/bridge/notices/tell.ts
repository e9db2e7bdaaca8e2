/** Telling one person something, with the choices they have: always a row first, so that it can be opened again (law 7). */
import type { Choice } from "../../domain/choice.ts";
import type { MessageId, NoticeId, SlackUserId, Username } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Notice } from "../../store/notices.ts";
import type { Tx } from "../../store/store.ts";
import type { Context } from "../context/context.ts";
import type { PrivateNotice } from "../contracts/desk.ts";
import { enqueue, enqueueLine, enqueueRewrite } from "../outbox/enqueue.ts";

export interface Telling {
  readonly episode: Episode;
  /** The member's message it is about. */
  readonly about: Place | null;
  readonly message: MessageId | null;
  readonly sentence: Sentence;
  readonly choices: readonly Choice[];
  /** When what it is about happened. Milliseconds. */
  readonly causedAt: number;
  /** Who has the conversation, where taking it over is offered. */
  readonly seenAssignee?: Username;
}

/** Tells one person, in the thread if they are likely still there, else by direct message. */
export async function tellPrivately(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  telling: Telling,
): Promise<void> {
  const id = await write(ctx, tx, "private", user, telling);
  await enqueue(tx, { kind: "tell", notice: id }, `tell:${user}`, ctx.now());
}

/** Says it in the thread, for everyone who may decide. */
export async function tellInThread(ctx: Context, tx: Tx, telling: Telling): Promise<void> {
  const id = await write(ctx, tx, "thread", null, telling);
  await enqueueLine(tx, telling.episode, telling.sentence, ctx.now(), id);
}

/** Tells someone something that offers nothing: there if they have just done something at a place, else by direct message. */
export async function inform(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  sentence: Sentence,
  about: PrivateNotice["about"] = null,
): Promise<void> {
  await enqueue(tx, { kind: "inform", user, sentence, about }, `tell:${user}`, ctx.now());
}

/** The choice is made or void: a line in a thread is shown again without its buttons. */
export async function closeNotice(
  ctx: Context,
  tx: Tx,
  notice: Notice,
  how: { state: "chosen"; choice: Choice; by: SlackUserId } | { state: "expired" },
  outcome: Sentence,
): Promise<void> {
  const chosen = how.state === "chosen" ? { chosen: how.choice, chosenBy: how.by } : {};
  await tx.notices.close(notice.id, { state: how.state, outcome, chosenAt: ctx.now(), ...chosen });
  // One that is not posted yet is posted as it stands by then.
  if (notice.postChannel !== null) await enqueueRewrite(tx, notice.id, notice.postChannel, ctx.now());
}

/** Choices about a member's message that no longer make sense are withdrawn. */
export async function withdrawNotices(ctx: Context, tx: Tx, about: Place, outcome: Sentence): Promise<void> {
  for (const notice of await tx.notices.openAbout(about))
    await closeNotice(ctx, tx, notice, { state: "expired" }, outcome);
}

/** Takes the place of what was said before about the same message; only a question does that of a question. */
async function replaceEarlier(ctx: Context, tx: Tx, { about, choices }: Telling): Promise<void> {
  if (about === null) return;
  for (const notice of await tx.notices.openAbout(about)) {
    if (choices.length > 0 || notice.choices.length === 0)
      await closeNotice(ctx, tx, notice, { state: "expired" }, []);
  }
}

async function write(
  ctx: Context,
  tx: Tx,
  kind: Notice["kind"],
  user: SlackUserId | null,
  telling: Telling,
): Promise<NoticeId> {
  const id = ctx.newId() as NoticeId;
  await replaceEarlier(ctx, tx, telling);
  await tx.notices.insert({
    id,
    kind,
    user,
    episodeId: telling.episode.id,
    messageId: telling.message,
    replyChannel: telling.about?.channel ?? null,
    replyTs: telling.about?.ts ?? null,
    choices: telling.choices,
    sentence: telling.sentence,
    causedAt: telling.causedAt,
    seenAssignee: telling.seenAssignee ?? null,
    createdAt: ctx.now(),
  });
  return id;
}
