/** Someone edited what they wrote. Until it is handed to the carrier, the edit is what will be sent, judged anew; later its author is told that it can't reach the phone. */
import type { Message } from "../../store/messages.ts";
import type { Reply } from "../../store/replies.ts";
import type { Tx } from "../../store/store.ts";
import type { Bridge } from "../context/context.ts";
import { type Scene, sceneOf } from "../context/episode-context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import { type Considered, considerReply } from "../messages/consider-reply.ts";
import { lateness } from "../messages/lateness.ts";
import { readBeforeLeaving, readIfUnheard } from "../messages/read-before-leaving.ts";
import { tellPrivately } from "../notices/tell.ts";
import { toMilliseconds } from "../../domain/slack-time.ts";
import { keepWords, mayBeOurs } from "./remember-early.ts";

export async function changeReply(bridge: Bridge, input: { reply: DeskReply }): Promise<void> {
  const { reply } = input;
  await bridge.store.transaction(async (tx) => {
    await takeChange(bridge, tx, reply, "event");
    await readIfUnheard(bridge, tx, reply, reply.edited ?? reply.ts);
  });
  bridge.wake();
}

/** Also for what is read again after a gap, inside its transaction. */
export async function takeChange(
  bridge: Bridge,
  tx: Tx,
  reply: DeskReply,
  how: "event" | "found",
): Promise<void> {
  const place = { channel: reply.channel, ts: reply.ts };
  const known = await tx.replies.find(place);
  if (known === null || known.verdict === "unseen") {
    if (known !== null || (await mayBeOurs(tx, reply.channel, reply.thread)))
      await keepWords(bridge, tx, reply, known);
    return;
  }
  const edited = reply.edited ?? reply.ts;
  // Slack stamps edits by the second: a second one within it carries the same stamp, and comes after.
  if (known.deletedAt !== null || (known.edited !== null && edited < known.edited)) return;
  const { text, mentions, files } = reply;
  await tx.replies.update(place, { text, mentions, files, edited: reply.edited });
  if (known.text === text && known.files === files && known.mentions === mentions) return;
  // A note never becomes a text by editing; one that mentions someone can still be sent by its button.
  if (known.verdict === "note" || known.episodeId === null) return;
  const episode = await tx.episodes.get(known.episodeId);
  if (episode === null) return;
  const scene = await sceneOf(tx, episode);
  const message = known.messageId === null ? null : await tx.messages.get(known.messageId);
  if (message !== null && message.state === "cancelled") return;
  if (message !== null && message.state !== "waiting" && message.state !== "queued")
    return tooLate(bridge, tx, scene, known, message);
  await judgeAnew(bridge, tx, scene, { ...known, text, mentions, files, edited: reply.edited }, message, how);
}

/** @param reply as it stands now. Null when nobody knows who wrote it. */
export async function judgeAnew(
  bridge: Bridge,
  tx: Tx,
  scene: Scene,
  reply: Reply,
  message: Message | null,
  how: "event" | "found",
): Promise<Considered | null> {
  const { channel, ts, authorUser: author, text, kind, mentions, files } = reply;
  if (author === null) return null;
  const thread = reply.thread === null ? null : await tx.episodes.atThread(channel, reply.thread);
  const writtenAt = toMilliseconds(reply.edited ?? ts);
  const stillAsked =
    message?.waitReason === "outage" || message?.waitReason === "late" ? message.waitReason : false;
  return await considerReply(bridge, tx, scene, {
    place: { channel, ts },
    author,
    text,
    kind,
    mentions,
    files,
    thread: thread?.thread.state ?? "current",
    writtenAt,
    tooLate: stillAsked || lateness(bridge, writtenAt, how),
    agreed: new Set(),
    message,
  });
}

async function tooLate(bridge: Bridge, tx: Tx, scene: Scene, known: Reply, message: Message): Promise<void> {
  await readBeforeLeaving(tx, message);
  if (known.authorUser === null) return;
  const sentence =
    message.state === "failed"
      ? ["Your edit was not sent: the text had failed already. Write it again to send it."]
      : ["Your edit can't reach the phone: the text is already on its way without it."];
  await tellPrivately(bridge, tx, known.authorUser, {
    episode: scene.episode,
    about: { channel: known.channel, ts: known.ts },
    message: message.id,
    sentence,
    choices: [],
    causedAt: bridge.now(),
  });
}
