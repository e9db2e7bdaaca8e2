/** Telling one person something, with the choices they have: always a row first, so that it can be opened again (law 7). */
import type { Choice } from "../../domain/choice.ts";
import type { MessageId, NoticeId, SlackUserId, Username } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import type { Episode } from "../../store/episodes.ts";
import type { Notice } from "../../store/notices.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { owe, oweLine, oweRewrite } from "../outbox/enqueue.ts";

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
  bridge: Bridge,
  tx: Tx,
  user: SlackUserId,
  telling: Telling,
): Promise<void> {
  const id = await write(bridge, tx, "private", user, telling);
  await owe(tx, { kind: "tell", notice: id }, `tell:${user}`, bridge.now());
}

/** Says it in the thread, for everyone who may decide. */
export async function tellInThread(bridge: Bridge, tx: Tx, telling: Telling): Promise<void> {
  const id = await write(bridge, tx, "thread", null, telling);
  await oweLine(tx, telling.episode, telling.sentence, bridge.now(), id);
}

/** Tells someone something that offers nothing. */
export async function inform(bridge: Bridge, tx: Tx, user: SlackUserId, sentence: Sentence): Promise<void> {
  await owe(tx, { kind: "inform", user, sentence }, `tell:${user}`, bridge.now());
}

/** The choice is made or void: a line in a thread is shown again without its buttons. */
export async function closeNotice(
  bridge: Bridge,
  tx: Tx,
  notice: Notice,
  how: { state: "chosen"; choice: Choice; by: SlackUserId } | { state: "expired" },
  outcome: Sentence,
): Promise<void> {
  const chosen = how.state === "chosen" ? { chosen: how.choice, chosenBy: how.by } : {};
  await tx.notices.close(notice.id, { state: how.state, outcome, chosenAt: bridge.now(), ...chosen });
  // One that is not posted yet is posted as it stands by then.
  if (notice.postChannel !== null) await oweRewrite(tx, notice.id, notice.postChannel, bridge.now());
}

/** Choices about a member's message that no longer make sense are withdrawn. */
export async function withdrawNotices(
  bridge: Bridge,
  tx: Tx,
  about: Place,
  outcome: Sentence,
): Promise<void> {
  for (const notice of await tx.notices.openAbout(about))
    await closeNotice(bridge, tx, notice, { state: "expired" }, outcome);
}

/** Takes the place of what was said before about the same message; only a question does that of a question. */
async function replaceEarlier(bridge: Bridge, tx: Tx, { about, choices }: Telling): Promise<void> {
  if (about === null) return;
  for (const notice of await tx.notices.openAbout(about)) {
    if (choices.length > 0 || notice.choices.length === 0)
      await closeNotice(bridge, tx, notice, { state: "expired" }, []);
  }
}

async function write(
  bridge: Bridge,
  tx: Tx,
  kind: Notice["kind"],
  user: SlackUserId | null,
  telling: Telling,
): Promise<NoticeId> {
  const id = bridge.newId() as NoticeId;
  await replaceEarlier(bridge, tx, telling);
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
    createdAt: bridge.now(),
  });
  return id;
}
