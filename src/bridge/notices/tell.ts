/** Telling one person, or a thread, something with the choices they have: always a row first, so that it can be opened again (law 7). */
import type { MessageId, NoticeId, SlackUserId } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Context } from "../context/context.ts";
import type { Again, PrivateNotice } from "../contracts/desk.ts";
import type { Episode } from "../contracts/store/episodes.ts";
import type { Notice } from "../contracts/store/notices.ts";
import type { Tx } from "../contracts/store/store.ts";
import { enqueueLine, enqueueRewrite } from "../outbox/enqueue.ts";
import { enqueue } from "../outbox/job-kind.ts";
import { informJob, tellJob } from "../outbox/kinds.ts";
import { type NoticeKind, remark } from "./notice-kind.ts";

/** What a notice is about. */
export interface About {
  readonly episode: Episode;
  /** The member's message. */
  readonly about: Place | null;
  readonly message: MessageId | null;
  /** When what it is about happened. Milliseconds. */
  readonly causedAt: number;
}

/** Tells one person, in the thread if they are likely still there, else by direct message. */
export async function tellPrivately<Payload>(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  kind: NoticeKind<Payload>,
  payload: Payload,
  about: About,
): Promise<void> {
  await tellRow(ctx, tx, user, { ...asked(kind, payload), ...aboutRow(about) });
}

/** Asks one person what concerns no stretch of a conversation. */
export async function askPrivately<Payload>(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  kind: NoticeKind<Payload>,
  payload: Payload,
): Promise<NoticeId> {
  const nothing = { episodeId: null, messageId: null, replyChannel: null, replyTs: null };
  return await tellRow(ctx, tx, user, { ...asked(kind, payload), ...nothing, causedAt: ctx.now() });
}

/** The same for something that offers no choice. */
export async function remarkPrivately(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  sentence: Sentence,
  about: About,
): Promise<void> {
  await tellPrivately(ctx, tx, user, remark, { sentence }, about);
}

/** Tells again what was told before, as a notice of its own. */
export async function tellAgain(ctx: Context, tx: Tx, user: SlackUserId, notice: Notice): Promise<void> {
  const { kind, payload, outlives, owed, sentence, choices, episodeId, messageId, replyChannel, replyTs } =
    notice;
  const same = {
    kind,
    payload,
    outlives,
    owed,
    sentence,
    choices,
    episodeId,
    messageId,
    replyChannel,
    replyTs,
  };
  await tellRow(ctx, tx, user, { ...same, causedAt: ctx.now() });
}

/** Says it in the thread, for everyone who may decide. */
export async function tellInThread<Payload>(
  ctx: Context,
  tx: Tx,
  kind: NoticeKind<Payload>,
  payload: Payload,
  about: About,
): Promise<NoticeId> {
  const row = { ...asked(kind, payload), ...aboutRow(about) };
  const id = await write(ctx, tx, "thread", null, row);
  await enqueueLine(tx, about.episode, row.sentence, ctx.now(), id);
  return id;
}

/** Tells someone something that is kept nowhere: there if they have just done something at a place, else by direct message. */
export async function inform(
  ctx: Context,
  tx: Tx,
  user: SlackUserId,
  sentence: Sentence,
  about: PrivateNotice["about"] = null,
  again: Again | null = null,
): Promise<void> {
  const told = { user, sentence, about, ...(again === null ? {} : { again }) };
  await enqueue(tx, informJob, told, { dueAt: ctx.now() }, ctx.now());
}

/** The choice is made or void: a line in a thread is shown again without its buttons. */
export async function closeNotice(
  ctx: Context,
  tx: Tx,
  notice: Notice,
  how: { state: "chosen"; choice: string; by: SlackUserId } | { state: "expired" },
  outcome: Sentence,
): Promise<void> {
  const chosen = how.state === "chosen" ? { chosen: how.choice, chosenBy: how.by } : {};
  await tx.notices.close(notice.id, { state: how.state, outcome, chosenAt: ctx.now(), ...chosen });
  // One that is not posted yet is posted as it stands by then.
  if (notice.postChannel !== null) await enqueueRewrite(tx, notice.id, notice.postChannel, ctx.now());
}

/** More came of it than was said when it was closed. */
export async function extendOutcome(
  ctx: Context,
  tx: Tx,
  { id, state, outcome, postChannel }: Notice,
  more: string,
): Promise<void> {
  const last = outcome.at(-1);
  const ending = typeof last === "string" ? last.replace(/\.$/, `; ${more}.`) : `; ${more}.`;
  const kept = typeof last === "string" ? outcome.slice(0, -1) : outcome;
  await tx.notices.close(id, { state, outcome: [...kept, ending] });
  if (postChannel !== null) await enqueueRewrite(tx, id, postChannel, ctx.now());
}

/** Choices about a member's message that no longer make sense are withdrawn. */
export async function withdrawNotices(ctx: Context, tx: Tx, about: Place, outcome: Sentence): Promise<void> {
  for (const notice of await tx.notices.openAbout(about))
    await closeNotice(ctx, tx, notice, { state: "expired" }, outcome);
}

type Row = Pick<
  Notice,
  | "kind"
  | "payload"
  | "outlives"
  | "owed"
  | "sentence"
  | "choices"
  | "episodeId"
  | "messageId"
  | "replyChannel"
  | "replyTs"
  | "causedAt"
>;

function asked<Payload>(
  kind: NoticeKind<Payload>,
  payload: Payload,
): Pick<Row, "kind" | "payload" | "outlives" | "owed" | "sentence" | "choices"> {
  return {
    kind: kind.name,
    payload,
    outlives: kind.outlives ?? kind.owed ?? false,
    owed: kind.owed ?? false,
    sentence: kind.sentence(payload),
    choices: kind.offers(payload).map((choice) => ({
      choice,
      label: kind.label?.(choice, payload) ?? kind.labels[choice] ?? choice,
    })),
  };
}

function aboutRow({ episode, about, message, causedAt }: About) {
  return {
    episodeId: episode.id,
    messageId: message,
    replyChannel: about?.channel ?? null,
    replyTs: about?.ts ?? null,
    causedAt,
  };
}

async function tellRow(ctx: Context, tx: Tx, user: SlackUserId, row: Row): Promise<NoticeId> {
  const id = await write(ctx, tx, "private", user, row);
  await enqueue(tx, tellJob, { notice: id, user }, { dueAt: ctx.now() }, ctx.now());
  return id;
}

async function write(
  ctx: Context,
  tx: Tx,
  audience: Notice["audience"],
  user: SlackUserId | null,
  row: Row,
): Promise<NoticeId> {
  const id = ctx.newId() as NoticeId;
  await replaceEarlier(ctx, tx, row);
  await tx.notices.insert({ id, audience, user, ...row, createdAt: ctx.now() });
  return id;
}

/** Takes the place of what was said before about the same message; only a question does that of a question. */
async function replaceEarlier(
  ctx: Context,
  tx: Tx,
  { replyChannel: channel, replyTs: ts, choices }: Row,
): Promise<void> {
  if (channel === null || ts === null) return;
  for (const notice of await tx.notices.openAbout({ channel, ts })) {
    if (choices.length > 0 || notice.choices.length === 0)
      await closeNotice(ctx, tx, notice, { state: "expired" }, []);
  }
}
