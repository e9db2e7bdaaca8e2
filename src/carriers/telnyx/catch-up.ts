import type { CatchUpFrom, CaughtUp } from "../../bridge/contracts/carrier.ts";
import type {
  CarrierEvent,
  StatusEvent,
  TextEvent,
  UnreadableEvent,
} from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { messageNamed } from "./callback.ts";
import { nowhere } from "./fetch-media.ts";
import {
  listRecords,
  type MessageRecord,
  type RecordsPage,
  readOutcome,
  readRecordsPage,
  recordsQuery,
} from "./message-records.ts";
import { readMessageId } from "./message-status.ts";
import {
  beginLately,
  goOnFrom,
  isAhead,
  nextPage,
  type RecordsCursor,
  readRecordsCursor,
  readUpTo,
} from "./records-cursor.ts";
import { retrieveMessage, wordsAreKept } from "./retrieve-message.ts";
import type { TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";
import { readText } from "./text-event.ts";

/**
 * The contract's `catchUp`: from Telnyx's records, each text of which is asked for its words. A page is told at a time, and of it what stands before
 * a text that can't be had for now, so that others are not asked for again with it. How far it got goes by Telnyx's clock: while ours is off, what it posts is
 * refused, and this is all that brings it. Throws `CarrierError`.
 */
export async function catchUp(
  { now }: Pick<ResolvedTelnyxSettings, "now">,
  api: TelnyxApi,
  { cursor, unsettledSince }: CatchUpFrom,
): Promise<CaughtUp> {
  if (cursor === null) return { events: [], next: readUpTo(now(), { lookedBack: null }) };
  const reading = readRecordsCursor(cursor, now());
  const isLongAgo = unsettledSince !== null && unsettledSince.getTime() < reading.since;
  const reports = isLongAgo ? await reportsFrom(api, unsettledSince) : [];
  const { from, page } = await readPage(api, reading, now());
  const news = await newsIn(api, page.records, page.at ?? now());
  const events = [...reports, ...news.events];
  const begun = from.begun ?? page.at ?? now();
  if (news.stopped !== null) {
    const { at, error } = news.stopped;
    // Once more from the same place it would stop at the same text.
    if (news.events.length === 0 || at === null || at <= from.since) throw error;
    return { events, next: goOnFrom(from, begun, at), more: true };
  }
  return page.isLast
    ? { events, next: readUpTo(begun, from) }
    : { events, next: nextPage(from, begun, lastOf(page)), more: true };
}

function lastOf({ records }: RecordsPage): number | null {
  return records.at(-1)?.created_at?.getTime() ?? null;
}

async function readPage(
  api: TelnyxApi,
  from: RecordsCursor,
  now: number,
): Promise<{ readonly from: RecordsCursor; readonly page: RecordsPage }> {
  const page = await readRecordsPage(api, recordsQuery(new Date(from.since)), from.page);
  const there = page.at ?? now;
  return isAhead(from, there) ? await readPage(api, beginLately(there), there) : { from, page };
}

async function reportsFrom(api: TelnyxApi, since: Date): Promise<CarrierEvent[]> {
  const events: CarrierEvent[] = [];
  const query = recordsQuery(since, { "filter[direction]": "outbound" });
  for await (const record of listRecords(api, query)) {
    const report = record?.direction === "outbound" ? reportOf(record) : null;
    if (report !== null) events.push(report);
  }
  return events;
}

interface News {
  readonly events: readonly CarrierEvent[];
  /** Of when the text is whose words can't be had for now, where there is one, and why not. Milliseconds since 1970; null: it does not say. */
  readonly stopped: { readonly at: number | null; readonly error: unknown } | null;
}

async function newsIn(
  api: TelnyxApi,
  records: readonly (MessageRecord | null)[],
  now: number,
): Promise<News> {
  const events: CarrierEvent[] = [];
  for (const record of records) {
    if (record === null) events.push(unreadableOf(null));
    else if (record.direction === "inbound") {
      try {
        events.push(await textOf(api, record, now));
      } catch (error) {
        return { events, stopped: { at: record.created_at?.getTime() ?? null, error } };
      }
    } else events.push(...[reportOf(record)].filter((report) => report !== null));
  }
  return { events, stopped: null };
}

/** Null where nothing is said of it. The address for its reports names our text, even where the answer to its send was lost. */
function reportOf(record: MessageRecord): StatusEvent | null {
  const carrierMessageId = readMessageId(record.uuid);
  const report = readOutcome(record);
  if (carrierMessageId === null || report === null) return null;
  const messageId = messageNamed(record.delivery_status_webhook_url);
  return { kind: "status", carrierMessageId, messageId, ...report };
}

/** Of whichever channel: what came by another one is no line's, and its event may have been missed as well. */
async function textOf(api: TelnyxApi, record: MessageRecord, now: number): Promise<CarrierEvent> {
  const id = readMessageId(record.uuid);
  if (id === null) return unreadableOf(null);
  const text = readText(await retrieveMessage(api, id), record.cld);
  if (typeof text !== "string") return text;
  return (wordsAreGone(record, now) ? withoutWords(record) : null) ?? unreadableOf(id);
}

/** Of a younger one they may be had another time. */
function wordsAreGone({ created_at: at }: MessageRecord, now: number): boolean {
  return at !== null && at.getTime() < now - wordsAreKept;
}

/** That somebody wrote is all that is known, and is shown: what they wrote as something that can't be had. */
function withoutWords({
  uuid,
  message_type: type,
  cli,
  cld,
  created_at: at,
}: MessageRecord): TextEvent | null {
  const [from, to] = [{ phone_number: cli }, [{ phone_number: cld }]];
  const text = readText({ id: uuid, type, from, to, received_at: at?.toISOString() });
  const gone = { url: nowhere, contentType: "text/plain", name: "What they wrote" };
  return typeof text === "string" ? null : { ...text, media: [gone] };
}

function unreadableOf(carrierMessageId: CarrierMessageId | null): UnreadableEvent {
  return { kind: "unreadable", carrierMessageId };
}
