/** Records of messages, as Telnyx's search for detail records writes them: without words, and only of what left its queue. */
import type { ApiError } from "./api-error.ts";
import { page, timeOf } from "./lists.ts";
import { renderTime } from "./render-message.ts";
import type { Message, World } from "./world.ts";

const MOST_SIZE = 50;

/** `GET /v2/detail_records`: newest first unless asked for otherwise. */
export function listRecords(world: World, query: URLSearchParams): object | ApiError {
  if (query.get("filter[record_type]") !== "messaging")
    return { code: "10015", pointer: "/filter[record_type]" };
  const since = timeOf(query.get("filter[created_at][gte]"), Number.NEGATIVE_INFINITY);
  const until = timeOf(query.get("filter[created_at][lt]"), Number.POSITIVE_INFINITY);
  if (Number.isNaN(since) || Number.isNaN(until)) return { code: "10015", pointer: "/filter[created_at]" };
  const isWanted = (name: string, value: string) => (query.get(`filter[${name}]`) ?? value) === value;
  const found = [...world.messages.values()]
    .filter(({ status, direction }) => direction === "inbound" || status !== "queued")
    .filter(({ createdAt }) => createdAt.getTime() >= since && createdAt.getTime() < until)
    .filter(
      ({ direction, from, to }) =>
        isWanted("direction", direction) && isWanted("cli", from) && isWanted("cld", to),
    );
  const sorted = query.get("sort") === "created_at" ? found : found.reverse();
  return page(query, sorted, renderRecord, MOST_SIZE);
}

/** Its words for what became of a text are not those of its webhooks. */
const statuses: Readonly<Partial<Record<Message["status"], string>>> = {
  delivered: "delivered",
  delivery_unconfirmed: "dlr_unconfirmed",
  delivery_failed: "failed",
  sending_failed: "gw_reject",
  expired: "gw_timeout",
};

function renderRecord(message: Message): object {
  const { id, direction, from, to, channel, profile, errors, webhookUrl, failoverUrl } = message;
  const { createdAt, sentAt, completedAt, status } = message;
  return {
    record_type: "message_detail_record",
    uuid: id,
    direction,
    cli: from,
    cld: to,
    message_type: channel,
    profile_id: profile?.id ?? null,
    profile_name: profile?.name ?? null,
    created_at: renderTime(createdAt),
    sent_at: sentAt === null ? null : renderTime(sentAt),
    completed_at: completedAt === null ? null : renderTime(completedAt),
    status: direction === "inbound" ? "received" : (statuses[status] ?? "sent"),
    errors: errors.map(({ code }) => code),
    delivery_status_webhook_url: webhookUrl,
    delivery_status_failover_url: failoverUrl,
    on_net: false,
    parts: 1,
  };
}
