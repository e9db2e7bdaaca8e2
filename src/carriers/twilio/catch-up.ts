import { z } from "zod";
import type { CatchUpFrom, CaughtUp } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent, StatusEvent, UnreadableEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { CarrierCursor, CarrierMessageId } from "../../domain/ids.ts";
import { parseAddress, parseE164 } from "../../domain/phone.ts";
import { isOtherChannel } from "../addresses.ts";
import { isSince, isUnreadable, listMessages, type MessageRecord } from "./message-list.ts";
import { readReport, readSid } from "./message-status.ts";
import type { TwilioApi } from "./twilio-api.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

const RECENT_MS = 15 * 60_000;

/** A text may be listed later than it says it came. */
const OVERLAP_MS = 10 * 60_000;
/** Clocks that agree may be apart by this much. */
const A_MOMENT_MS = 60_000;

/**
 * The contract's `catchUp`. The cursor is the moment, in milliseconds since 1970 by Twilio's clock, up to which the list was read: it has no
 * marks of its own. Throws `CarrierError`.
 */
export async function catchUp(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  { cursor, unsettledSince }: CatchUpFrom,
): Promise<CaughtUp> {
  const begun = settings.now();
  if (cursor === null) return { events: [], next: String(begun) as CarrierCursor };
  const read = (until: number) => {
    const since = new Date(until - OVERLAP_MS);
    const sentSince = unsettledSince !== null && unsettledSince < since ? unsettledSince : since;
    return readSince(settings, api, { since, sentSince });
  };
  const until = Number(cursor);
  const events = await read(until);
  const there = begun + api.ahead();
  // A cursor of a clock that was ahead passes over what has come lately.
  const isAhead = until > there + A_MOMENT_MS;
  return { events: isAhead ? await read(there) : events, next: String(there) as CarrierCursor };
}

/** Texts since then, and what was sent since a moment before: all of it stands in one list. */
async function readSince(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  { since, sentSince }: { readonly since: Date; readonly sentSince: Date },
): Promise<CarrierEvent[]> {
  const records: MessageRecord[] = [];
  const unreadable: UnreadableEvent[] = [];
  const query = { params: paramsSince(settings, sentSince), notBefore: sentSince };
  for await (const listed of listMessages(api, query)) {
    if (isUnreadable(listed)) unreadable.push(unreadableOf(listed.unreadable));
    else if (isSince(listed, listed.direction === "inbound" ? since : sentSince)) records.push(listed);
  }
  // Newest first becomes oldest first; the stable sort keeps Twilio's order inside a second.
  records.reverse().sort((one, other) => createdAt(one) - createdAt(other));
  const events: CarrierEvent[] = [];
  for (const record of records) events.push(...(await readRecord(api, record)));
  return [...events, ...unreadable];
}

function unreadableOf(carrierMessageId: CarrierMessageId | null): UnreadableEvent {
  return { kind: "unreadable", carrierMessageId };
}

/** Twilio documents whole days in GMT only. A short look back, as in polling, need not fetch a thousand records each time. */
function paramsSince(settings: ResolvedTwilioSettings, since: Date): Record<string, string> {
  const isRecent = settings.now() - since.getTime() < RECENT_MS;
  return { "DateSent>": since.toISOString().slice(0, 10), PageSize: isRecent ? "100" : "1000" };
}

function createdAt(record: MessageRecord): number {
  return (record.date_created ?? record.date_sent)?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** `outbound-reply` and `outbound-call` are texts that Twilio or other software sent: none of ours, like other channels' messages. */
async function readRecord(api: TwilioApi, record: MessageRecord): Promise<readonly CarrierEvent[]> {
  if (isOtherChannel(record.to ?? "")) return [];
  if (record.direction === "inbound") return await readText(api, record);
  return record.direction === "outbound-api" ? [readStatus(record)] : [];
}

function readStatus(record: MessageRecord): StatusEvent | UnreadableEvent {
  const carrierMessageId = readSid(record.sid);
  const report = readReport(record.status, record.error_code);
  if (carrierMessageId === null || report === null) return unreadableOf(carrierMessageId);
  const { from, body, date_created: at } = record;
  const sms = { from: from ?? "", body: body ?? "", at };
  return { kind: "status", carrierMessageId, messageId: null, ...report, sms };
}

async function readText(api: TwilioApi, record: MessageRecord): Promise<readonly CarrierEvent[]> {
  const carrierMessageId = readSid(record.sid);
  const from = parseAddress(record.from ?? "");
  const to = parseE164(record.to ?? "");
  if (carrierMessageId === null || from === null || to === null) return [unreadableOf(carrierMessageId)];
  const listed = record.num_media > 0 ? await listMedia(api, carrierMessageId) : [];
  const text = { from, to, body: record.body ?? "", receivedAt: record.date_created ?? record.date_sent };
  const media = listed ?? [whereItsPicturesAre(api, carrierMessageId)];
  return [
    { kind: "text", carrierMessageId, ...text, media },
    ...(listed === null ? [unreadableOf(carrierMessageId)] : []),
  ];
}

const mediaList = z.object({
  media_list: z.array(z.object({ uri: z.string(), content_type: z.string() })),
});

/** Null for a list that can't be read. */
async function listMedia(api: TwilioApi, sid: CarrierMessageId): Promise<CarrierMedia[] | null> {
  const read = mediaList.safeParse(await api.read(mediaUri(api, sid)));
  if (!read.success) return null;
  return read.data.media_list.map(({ uri, content_type: contentType }) => ({
    // The listed address is the description; without `.json` it is the picture itself, as in a webhook.
    url: api.baseUrl + uri.replace(/\.json$/, ""),
    contentType,
  }));
}

/** The list's own address stands for them, so that it is known that there are some. */
function whereItsPicturesAre(api: TwilioApi, sid: CarrierMessageId): CarrierMedia {
  return { url: api.baseUrl + mediaUri(api, sid), contentType: "application/octet-stream" };
}

function mediaUri(api: TwilioApi, sid: CarrierMessageId): string {
  return `${api.accountUri}/Messages/${sid}/Media.json`;
}
