/** A text as a user's message store has it. Long ids are strings. */
import { z } from "zod";
import type { ElsewhereEvent, TextEvent, UnreadableEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { Address, E164, LoginName } from "../../domain/ids.ts";
import { keepAddress, parseAddress, parseE164 } from "../../domain/phone.ts";
import { isRecord } from "../../lib/json.ts";
import { readMessageId, readReport } from "./message-status.ts";

export const time = z
  .string()
  .nullish()
  .catch(null)
  .transform((raw) => {
    const ms = raw == null ? Number.NaN : Date.parse(raw);
    return Number.isNaN(ms) ? null : new Date(ms);
  });

const party = z.object({
  phoneNumber: z.string().nullish(),
  extensionNumber: z.coerce.string().nullish(),
  name: z.string().nullish(),
  /** Of several: the one whose store this is. */
  target: z.boolean().nullish(),
});

const attachment = z.object({
  id: z.coerce.string().nullish(),
  uri: z.string().nullish(),
  type: z.string().nullish(),
  contentType: z.string().nullish(),
  fileName: z.string().nullish(),
  size: z.number().nullish(),
});

const messageRecord = z.object({
  id: z.unknown().transform(readMessageId),
  type: z.string().nullish(),
  direction: z.string(),
  availability: z.string().nullish(),
  from: party.nullish(),
  to: z.array(party).nullish(),
  subject: z.string().nullish(),
  messageStatus: z.string().nullish(),
  deliveryErrorCode: z.string().nullish(),
  creationTime: time,
  lastModifiedTime: time,
  attachments: z.array(attachment).nullish(),
});

export type MessageRecord = z.infer<typeof messageRecord>;

/** Null for what can't be read. */
export function readMessageRecord(raw: unknown): MessageRecord | null {
  return messageRecord.safeParse(raw).data ?? null;
}

export function unreadableOf(raw: unknown): UnreadableEvent {
  return { kind: "unreadable", carrierMessageId: isRecord(raw) ? readMessageId(raw.id) : null };
}

/** Whether it is there to be shown: what somebody deleted in another app is not told here. */
export function isAlive({ availability }: MessageRecord): boolean {
  return availability == null || availability === "Alive";
}

export interface RecordContext {
  /** Where attachments are, without a slash at its end. */
  readonly mediaUrl: string;
  /** Whose store it is; null: of somebody without a login of ours. */
  readonly login: LoginName | null;
  /** Our lines: of several numbers that a text came to, one of them is meant. */
  readonly lines: readonly E164[];
}

/** A text that came, or one that left, by us or by another app: which of both the bridge knows by its id. */
export function eventOf(
  record: MessageRecord,
  context: RecordContext,
): TextEvent | ElsewhereEvent | UnreadableEvent {
  const event = record.direction === "Inbound" ? textOf(record, context) : elsewhereOf(record, context);
  return event ?? { kind: "unreadable", carrierMessageId: record.id };
}

function textOf(record: MessageRecord, context: RecordContext): TextEvent | null {
  const { id, creationTime: receivedAt } = record;
  const from = senderOf(record.from);
  const to = lineAmong(record.to ?? [], context.lines);
  if (id === null || from === null || to === null) return null;
  const others = addressesOf((record.to ?? []).filter((one) => one !== to.party));
  return {
    kind: "text",
    carrierMessageId: id,
    from,
    to: to.number,
    ...(others.length === 0 ? {} : { others }),
    body: record.subject ?? "",
    media: mediaOf(record, context),
    receivedAt,
  };
}

function elsewhereOf(record: MessageRecord, context: RecordContext): ElsewhereEvent | null {
  const { id, creationTime: sentAt } = record;
  const from = numberIn(record.from);
  const [to, ...others] = addressesOf(record.to ?? []);
  const report = readReport(record.messageStatus ?? "", record.deliveryErrorCode ?? null);
  if (record.direction !== "Outbound" || id === null || from === null || to === undefined || report === null)
    return null;
  const author = record.from?.name?.trim();
  return {
    kind: "elsewhere",
    carrierMessageId: id,
    from,
    to,
    ...(others.length === 0 ? {} : { others }),
    body: record.subject ?? "",
    media: mediaOf(record, context),
    sentAt,
    ...report,
    ...(context.login === null ? {} : { login: context.login }),
    ...(author ? { author } : {}),
  };
}

type Party = z.infer<typeof party>;

/** RingCentral leaves the plus out now and then. */
export function readNumber(raw: string): E164 | null {
  return parseE164(/^\d{10,15}$/.test(raw.trim()) ? `+${raw.trim()}` : raw);
}

function numberIn(one: Party | null | undefined): E164 | null {
  return one?.phoneNumber ? readNumber(one.phoneNumber) : null;
}

/** Colleagues on the same account may have no number there, only an extension. */
function senderOf(one: Party | null | undefined): Address | null {
  const raw = one?.phoneNumber ?? one?.extensionNumber ?? one?.name ?? "";
  const number = numberIn(one);
  if (number !== null) return number as string as Address;
  return parseAddress(raw) ?? keepAddress(raw);
}

function addressesOf(parties: readonly Party[]): Address[] {
  return parties.flatMap((one) => senderOf(one) ?? []);
}

/** The line that a text came to: the one whose store it is, else one of ours, else the first. */
function lineAmong(
  to: readonly Party[],
  lines: readonly E164[],
): { readonly party: Party; readonly number: E164 } | null {
  const numbered = to.flatMap((one) => {
    const number = numberIn(one);
    return number === null ? [] : [{ party: one, number }];
  });
  const ours = numbered.filter(({ number }) => lines.includes(number));
  const target = numbered.find(({ party: one }) => one.target === true);
  if (target !== undefined && (ours.length === 0 || ours.includes(target))) return target;
  return ours[0] ?? target ?? numbered[0] ?? null;
}

/** The words themselves are an attachment, too. */
function mediaOf({ id, attachments }: MessageRecord, { mediaUrl }: RecordContext): CarrierMedia[] {
  return (attachments ?? []).flatMap((one) => {
    if (one.type === "Text" || (!one.uri && !one.id)) return [];
    const path = `/restapi/v1.0/account/~/extension/~/message-store/${id}/content/${one.id}`;
    return [
      {
        url: one.uri || mediaUrl + path,
        contentType: one.contentType ?? "application/octet-stream",
        ...(one.fileName ? { name: one.fileName } : {}),
        ...(one.size == null ? {} : { size: one.size }),
      },
    ];
  });
}
