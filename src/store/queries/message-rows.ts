/** A text as its table holds it. */
import { and, eq, sql } from "drizzle-orm";
import type { Media, Message } from "../../bridge/contracts/store/messages.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { messages } from "../schema/schema.ts";
import type { Sealer } from "../seal.ts";

export type MessageRow = typeof messages.$inferSelect;

/** As the index says it, word for word: a bound value would not let SQLite see that it fits. */
export const unsettled = sql`${messages.state} in ('waiting', 'queued', 'sending', 'unknown')`;
export const waitsForPerson = and(unsettled, eq(messages.state, "waiting"), eq(messages.waitsFor, "person"));
export const cameOrLeft = sql`(${messages.direction} = 'in' or ${messages.state} in ('accepted', 'sent', 'delivered'))`;

/** What a new one has not yet. */
export const unset = {
  origin: null,
  notBefore: null,
  localDay: null,
  waitsFor: null,
  waitReason: null,
  waitingSince: null,
  agreed: [],
  media: [],
  carrierMessageId: null,
  login: null,
  carrierThread: null,
  sender: null,
  files: 0,
  author: null,
  authorUser: null,
  replyChannel: null,
  replyTs: null,
  retryOf: null,
  sendingAt: null,
  reread: false,
  postedTs: null,
  failureCode: null,
  failureSentence: null,
  unlessTheyWrite: false,
  listId: null,
  templateId: null,
  templateVersion: null,
  unlogged: false,
} as const;

export function readMessage(
  sealer: Sealer,
  { sealedBody, sealedMedia, sealedSender, agreed, ...row }: MessageRow,
): Message {
  const media = sealedMedia === null ? [] : readMedia(sealer, sealedMedia);
  const reasons = agreed.split(" ").filter((word) => word !== "") as WaitReason[];
  const sender = sealedSender === null ? null : sealer.open(sealedSender);
  return { ...row, body: sealer.open(sealedBody), media, sender, agreed: reasons };
}

export function readMedia(sealer: Sealer, sealed: string): Media[] {
  return JSON.parse(sealer.open(sealed)) as Media[];
}

/** Of what is given of it. */
export function sealMessage(
  sealer: Sealer,
  { body, media, sender, agreed, ...rest }: Partial<Message>,
): Partial<MessageRow> {
  const row: Partial<MessageRow> = rest;
  if (agreed !== undefined) row.agreed = agreed.join(" ");
  if (body !== undefined) row.sealedBody = sealer.seal(body);
  if (sender !== undefined) row.sealedSender = sender === null ? null : sealer.seal(sender);
  if (media !== undefined) row.sealedMedia = media.length > 0 ? sealer.seal(JSON.stringify(media)) : null;
  return row;
}
