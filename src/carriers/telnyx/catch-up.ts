import type { CatchUpFrom, CaughtUp } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent, StatusEvent, UnreadableEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { messageNamed } from "./callback.ts";
import {
  listRecords,
  type MessageRecord,
  readOutcome,
  readRecordsPage,
  recordsQuery,
} from "./message-records.ts";
import { readMessageId } from "./message-status.ts";
import { nextPage, readRecordsCursor, readUpTo } from "./records-cursor.ts";
import { retrieveMessage } from "./retrieve-message.ts";
import type { TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";
import { readText } from "./text-event.ts";

/**
 * The contract's `catchUp`: from Telnyx's records, each text of which is asked for its words. A page is told at a time, so that thousands of
 * texts are not asked for again where one can't be had for now. Throws `CarrierError`.
 */
export async function catchUp(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  { cursor, unsettledSince }: CatchUpFrom,
): Promise<CaughtUp> {
  const now = settings.now();
  if (cursor === null) return { events: [], next: readUpTo(now) };
  const reading = readRecordsCursor(cursor, now);
  const since = new Date(reading.since);
  const isLongAgo = unsettledSince !== null && unsettledSince < since;
  const reports = isLongAgo ? await reportsFrom(api, unsettledSince) : [];
  const { records, isLast } = await readRecordsPage(api, recordsQuery(since), reading.page);
  const events = [...reports, ...(await newsIn(api, records))];
  return isLast ? { events, next: readUpTo(reading.begun) } : { events, next: nextPage(reading), more: true };
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

async function newsIn(api: TelnyxApi, records: readonly (MessageRecord | null)[]): Promise<CarrierEvent[]> {
  const events: CarrierEvent[] = [];
  for (const record of records) {
    if (record === null) events.push(unreadableOf(null));
    else if (record.direction === "inbound") events.push(await textOf(api, record));
    else events.push(...[reportOf(record)].filter((report) => report !== null));
  }
  return events;
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
async function textOf(api: TelnyxApi, { uuid, cld }: MessageRecord): Promise<CarrierEvent> {
  const id = readMessageId(uuid);
  if (id === null) return unreadableOf(null);
  const text = readText(await retrieveMessage(api, id), cld);
  return typeof text === "string" ? unreadableOf(id) : text;
}

function unreadableOf(carrierMessageId: CarrierMessageId | null): UnreadableEvent {
  return { kind: "unreadable", carrierMessageId };
}
