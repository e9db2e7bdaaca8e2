/** What is new in a user's message store: texts that came, texts that left, and what became of them. */
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { askSync } from "./ask-sync.ts";
import { overlap } from "./cursor.ts";
import { listPages } from "./list-pages.ts";
import {
  eventOf,
  isAlive,
  type MessageRecord,
  type RecordContext,
  readMessageRecord,
  unreadableOf,
} from "./message-record.ts";
import { readReport } from "./message-status.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { Told } from "./told.ts";

export interface StoreReading {
  readonly login: LoginName;
  /** Whose store: `~`, or another's id. */
  readonly extension: string;
  readonly token: string | null;
  /** Where the token is not taken: from then on. */
  readonly since: number;
  /** What was said before is not told; only what became of it. */
  readonly toldSince: number;
  readonly context: RecordContext;
}

const perPage = "250";
/** Why so many texts failed is asked in one go; of the others only that they did is told. */
const mostReasons = 20;

/** Throws `CarrierError`. */
export async function syncStore(
  api: RingCentralApi,
  reading: StoreReading,
): Promise<{ readonly told: Told[]; readonly token: string }> {
  const { login, extension, token, since } = reading;
  const store = pathOf(extension);
  const range = { messageType: "SMS", dateFrom: new Date(since - overlap).toISOString() };
  const sync = await askSync(
    api,
    login,
    { path: `${store}/message-sync`, group: "light", full: { ...range, recordCount: perPage } },
    token,
  );
  // It gives no second page; the list does.
  const older =
    sync.isFull && sync.hasOlder
      ? await listPages(api, login, `${store}/message-store`, { ...range, perPage }, "light")
      : [];
  return { told: await tellAll(api, reading, [...older, ...sync.records]), token: sync.token };
}

/** What became of texts that left since then. Throws `CarrierError`. */
export async function lookBack(api: RingCentralApi, reading: StoreReading, since: number): Promise<Told[]> {
  const query = {
    messageType: "SMS",
    direction: "Outbound",
    dateFrom: new Date(since).toISOString(),
    perPage,
  };
  const records = await listPages(
    api,
    reading.login,
    `${pathOf(reading.extension)}/message-store`,
    query,
    "light",
  );
  return tellAll(api, reading, records);
}

function pathOf(extension: string): string {
  return `/restapi/v1.0/account/~/extension/${extension}`;
}

async function tellAll(
  api: RingCentralApi,
  reading: StoreReading,
  records: readonly unknown[],
): Promise<Told[]> {
  const told = new Map<string, Told>();
  let reasons = 0;
  for (const [index, raw] of records.entries()) {
    let record = readMessageRecord(raw);
    if (record === null || record.id === null) {
      if (isGone(raw)) continue;
      told.set(`unreadable ${index}`, { event: unreadableOf(raw), at: Number.POSITIVE_INFINITY, rank: 0 });
      continue;
    }
    if (!isAlive(record) || (record.type != null && record.type !== "SMS")) continue;
    if (lacksReason(record) && reasons < mostReasons) {
      reasons += 1;
      record = await withReason(api, reading, record);
    }
    const one = tell(record, reading);
    // The newest reading of the same text is the last.
    if (one !== null && record.id !== null) told.set(record.id, one);
  }
  return [...told.values()];
}

/** What was deleted for good has hardly a field left. */
function isGone(raw: unknown): boolean {
  return (
    typeof raw === "object" &&
    raw !== null &&
    "availability" in raw &&
    (raw.availability === "Deleted" || raw.availability === "Purged")
  );
}

function tell(record: MessageRecord, { context, toldSince }: StoreReading): Told | null {
  const at = record.creationTime?.getTime() ?? null;
  const event = eventOf(record, context);
  const place = { at: at ?? Number.POSITIVE_INFINITY, rank: 0 };
  if (event.kind === "unreadable" || at === null || at >= toldSince) return { ...place, event };
  const past = event.kind === "elsewhere" ? statusOf(event) : null;
  return past === null ? null : { ...place, event: past };
}

function statusOf({
  carrierMessageId,
  state,
  failure,
  from,
  body,
  sentAt,
}: Extract<CarrierEvent, { kind: "elsewhere" }>): CarrierEvent {
  const sms = { from, body, at: sentAt };
  return { kind: "status", carrierMessageId, messageId: null, state, failure, sms };
}

/** Lists don't say why a text failed. */
function lacksReason({ direction, messageStatus, deliveryErrorCode }: MessageRecord): boolean {
  if (direction !== "Outbound" || deliveryErrorCode != null) return false;
  return readReport(messageStatus ?? "", null)?.state === "failed";
}

/** The text itself says it. Where it does not, that it failed is news enough. */
async function withReason(
  api: RingCentralApi,
  { login, extension }: StoreReading,
  record: MessageRecord,
): Promise<MessageRecord> {
  const path = `${pathOf(extension)}/message-store/${record.id}`;
  const answer = await api.ask(login, { method: "GET", path, group: "light" });
  const whole = answer.kind === "answer" && answer.status === 200 ? readMessageRecord(answer.json) : null;
  return whole === null ? record : { ...record, deliveryErrorCode: whole.deliveryErrorCode };
}
