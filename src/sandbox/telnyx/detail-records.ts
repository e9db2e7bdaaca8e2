/** `GET /v2/detail_records`: what became of each message, without its words. One that still waits or is on its way has none yet. */
import type { ApiError } from "./api-error.ts";
import { page } from "./page.ts";
import { renderTime } from "./render-message.ts";
import type { DeliveryStatus } from "./types/messages.ts";
import type { Message, World } from "./world.ts";

const LARGEST_PAGE = 50;
const TYPE = "filter[record_type]";

/** Records have words of their own for it. */
const statuses: Readonly<Record<DeliveryStatus, string | null>> = {
  queued: null,
  sent: null,
  delivered: "delivered",
  delivery_unconfirmed: "dlr_unconfirmed",
  delivery_failed: "failed",
  sending_failed: "gw_reject",
  expired: "gw_timeout",
};

type DetailRecord = Readonly<Record<string, unknown>>;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gte: (a, b) => a >= b,
  gt: (a, b) => a > b,
  lte: (a, b) => a <= b,
  lt: (a, b) => a < b,
};

/** Filtered, newest first unless sorted otherwise. @param lagMs how long after its end a message has none */
export function listDetailRecords(world: World, query: URLSearchParams, lagMs: number): object | ApiError {
  const type = query.get(TYPE);
  if (type === null) return { code: "10015", pointer: "/filter/record_type" };
  const until = world.now().getTime() - lagMs;
  const records = type === "messaging" ? [...world.messages.values()].flatMap(recordOf(until)) : [];
  const filters = [...query].filter(([name]) => name.startsWith("filter[") && name !== TYPE);
  let found: readonly DetailRecord[] = records;
  for (const [name, value] of filters) {
    const fits = readFilter(name, value);
    if (fits === null) return { code: "10015", pointer: `/${name}` };
    found = found.filter(fits);
  }
  const sorted = sortBy(query.get("sort") ?? "-created_at", found);
  return sorted === null
    ? { code: "10015", pointer: "/sort" }
    : page(query, sorted, (one) => one, LARGEST_PAGE);
}

/** Null for a field that messages' records don't have, and for what is no time. */
function readFilter(name: string, value: string): ((record: DetailRecord) => boolean) | null {
  const [, field = "", comparison] = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(name) ?? [];
  if (!fields.has(field)) return null;
  if (comparison === undefined) return (record) => String(record[field]) === value;
  const compare = comparisons[comparison];
  const at = Date.parse(value);
  if (compare === undefined || Number.isNaN(at)) return null;
  return (record) => compare(Date.parse(String(record[field])), at);
}

function sortBy(given: string, records: readonly DetailRecord[]): DetailRecord[] | null {
  const field = given.replace(/^-/, "");
  if (!fields.has(field)) return null;
  const direction = given.startsWith("-") ? -1 : 1;
  return records.toSorted((a, b) => direction * String(a[field]).localeCompare(String(b[field])));
}

const fields: ReadonlySet<string> = new Set([
  ...["uuid", "direction", "message_type", "cli", "cld", "status", "errors", "parts"],
  ...["created_at", "sent_at", "completed_at", "profile_id", "profile_name"],
  ...["delivery_status_webhook_url", "delivery_status_failover_url"],
]);

function recordOf(until: number): (message: Message) => DetailRecord[] {
  return (message) => {
    const status = message.direction === "inbound" ? "received" : statuses[message.status];
    const ended = message.completedAt ?? message.createdAt;
    return status === null || ended.getTime() > until ? [] : [render(message, status, ended)];
  };
}

function render(message: Message, status: string, ended: Date): DetailRecord {
  const { id, direction, channel, from, to, profile, errors, createdAt, sentAt, webhookUrl } = message;
  return {
    record_type: "message_detail_record",
    uuid: id,
    direction,
    message_type: channel,
    cli: from,
    cld: to,
    status,
    errors: errors.map(({ code }) => code),
    created_at: renderTime(createdAt),
    sent_at: sentAt === null ? null : renderTime(sentAt),
    completed_at: renderTime(ended),
    profile_id: profile?.id ?? null,
    profile_name: profile?.name ?? null,
    delivery_status_webhook_url: webhookUrl ?? profile?.webhookUrl ?? null,
    delivery_status_failover_url: message.failoverUrl ?? profile?.failoverUrl ?? null,
  };
}
