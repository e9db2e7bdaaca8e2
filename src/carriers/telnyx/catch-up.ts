import type { CatchUpFrom, CaughtUp } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent, StatusEvent, UnreadableEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierCursor, CarrierMessageId } from "../../domain/ids.ts";
import { isOtherChannel } from "../addresses.ts";
import { messageNamed } from "./callback.ts";
import { listRecords, type MessageRecord, readOutcome, recordsQuery } from "./message-records.ts";
import { readMessageId } from "./message-status.ts";
import { retrieveMessage } from "./retrieve-message.ts";
import type { TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";
import { readText } from "./text-event.ts";

/** A record may come to be listed later than it says. Milliseconds. */
const overlap = 10 * 60_000;

/**
 * The contract's `catchUp`: from Telnyx's records, each text of which is asked for its words. The cursor is the moment, in milliseconds since
 * 1970, up to which they were read. Throws `CarrierError`.
 */
export async function catchUp(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  { cursor, unsettledSince }: CatchUpFrom,
): Promise<CaughtUp> {
  const next = String(settings.now()) as CarrierCursor;
  if (cursor === null) return { events: [], next };
  const since = new Date(readUntil(cursor, settings.now()) - overlap);
  const events = [
    ...(unsettledSince !== null && unsettledSince < since
      ? await reportsFrom(settings, api, unsettledSince)
      : []),
    ...(await newsFrom(settings, api, since)),
  ];
  return { events, next };
}

/** A clock that was set back since leaves a moment that is yet to come. */
function readUntil(cursor: CarrierCursor, now: number): number {
  const until = Number(cursor);
  return until > now + overlap ? now : until;
}

async function reportsFrom(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  since: Date,
): Promise<CarrierEvent[]> {
  const events: CarrierEvent[] = [];
  const query = recordsQuery(since, { "filter[direction]": "outbound" });
  for await (const record of listRecords(api, query)) {
    const report = record?.direction === "outbound" ? reportOf(settings, record) : null;
    if (report !== null) events.push(report);
  }
  return events;
}

async function newsFrom(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  since: Date,
): Promise<CarrierEvent[]> {
  const events: CarrierEvent[] = [];
  for await (const record of listRecords(api, recordsQuery(since))) {
    if (record === null) events.push(unreadableOf(null));
    else if (record.direction === "inbound") events.push(...(await textOf(api, record)));
    else events.push(...[reportOf(settings, record)].filter((report) => report !== null));
  }
  return events;
}

/** Null where nothing is said of it. The address for its reports names our text, even where the answer to its send was lost. */
function reportOf({ publicUrl }: ResolvedTelnyxSettings, record: MessageRecord): StatusEvent | null {
  const carrierMessageId = readMessageId(record.uuid);
  const report = readOutcome(record);
  if (carrierMessageId === null || report === null) return null;
  const messageId = messageNamed(publicUrl, record.delivery_status_webhook_url);
  return { kind: "status", carrierMessageId, messageId, ...report };
}

async function textOf(api: TelnyxApi, { uuid }: MessageRecord): Promise<CarrierEvent[]> {
  const id = readMessageId(uuid);
  if (id === null) return [unreadableOf(null)];
  const text = readText(await retrieveMessage(api, id));
  if (typeof text === "string") return [unreadableOf(id)];
  return isOtherChannel(text.to) ? [] : [text];
}

function unreadableOf(carrierMessageId: CarrierMessageId | null): UnreadableEvent {
  return { kind: "unreadable", carrierMessageId };
}
