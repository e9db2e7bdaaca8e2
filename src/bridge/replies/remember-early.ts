/** What is known of a message before the message itself is, or before its thread is known to be ours: kept, and applied when that comes. */

import { gapsLeft } from "../../domain/filled-template.ts";
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import { beginsInside, isNote, linksInside } from "../../domain/inside.ts";
import type { Place } from "../../domain/sentence.ts";
import { calledTemplate } from "../../domain/template-call.ts";
import type { Context } from "../context/context.ts";
import type { DeskReply } from "../contracts/desk.ts";
import type { Reply } from "../contracts/store/replies.ts";
import type { Tx } from "../contracts/store/store.ts";
import { isCardUnderWay } from "../outbox/enqueue.ts";

/** Whether it may turn out to be a reply of ours: its thread is one, or a card is on its way into the channel. */
export async function mayBeOurs(tx: Tx, channel: Place["channel"], thread: SlackTs): Promise<boolean> {
  if ((await tx.episodes.atThread(channel, thread)) !== null) return true;
  return await isCardUnderWay(tx, channel);
}

/** Why a message that is not judged yet will not leave whatever it is edited to: it was a note once. */
export const notedBefore = "noted before";

/** Its author was told that it reached nobody: if its thread turns out to be ours after all, only a person may send it. */
export const astray = "astray";

/** Whether these words reach no customer by themselves: they are meant for the team, or seem to be, or call a template. */
export function isInside(
  { settings }: Pick<Context, "settings">,
  { kind, text, mentions }: Pick<DeskReply, "kind" | "text" | "mentions">,
): boolean {
  if (kind === "me" || mentions || isNote(text) || calledTemplate(text) !== null) return true;
  return beginsInside(text, settings.insideWords) || linksInside(text) || gapsLeft(text).length > 0;
}

/** The words of a message; newer ones that are known already stay. */
export async function rememberWords(
  ctx: Context,
  tx: Tx,
  reply: DeskReply,
  known: Reply | null,
): Promise<void> {
  const place = { channel: reply.channel, ts: reply.ts };
  const wasNote = isInside(ctx, reply) || known?.reason === notedBefore;
  const reason = known?.reason === astray ? astray : wasNote ? notedBefore : null;
  if (known?.edited && (reply.edited ?? "") < known.edited) return await tx.replies.update(place, { reason });
  await tx.replies.put({
    ...reply,
    episodeId: null,
    verdict: "unseen",
    reason,
    messageId: null,
    deletedAt: known?.deletedAt ?? null,
    createdAt: ctx.now(),
  });
}

/** Of a message of which only something that was done to it is known. */
const nothingKnown = {
  thread: null,
  episodeId: null,
  author: null,
  text: "",
  mentions: false,
  files: 0,
  kind: "plain",
  verdict: "unseen",
  reason: null,
  messageId: null,
  edited: null,
} as const satisfies Partial<Reply>;

/** That a message was deleted. */
export async function rememberDeletion(
  ctx: Context,
  tx: Tx,
  { channel, ts }: Place,
  thread: SlackTs | null,
): Promise<void> {
  const now = ctx.now();
  await tx.replies.put({ channel, ts, ...nothingKnown, thread, deletedAt: now, createdAt: now });
}

/** That someone does not want it to be sent. */
export async function rememberStop(
  ctx: Context,
  tx: Tx,
  place: Place,
  user: SlackUserId,
  known: Reply | null,
): Promise<void> {
  if (known === null) {
    const now = ctx.now();
    await tx.replies.put({ ...place, ...nothingKnown, deletedAt: null, createdAt: now });
  }
  const before = known === null ? [] : stopsOf(known).filter((other) => other !== user);
  await tx.replies.update(place, { stoppedBy: [...before, user].join(" ") });
}

export function stopsOf({ stoppedBy }: Pick<Reply, "stoppedBy">): SlackUserId[] {
  return stoppedBy.split(" ").filter((user) => user !== "") as SlackUserId[];
}
