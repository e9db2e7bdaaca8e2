/** What is kept of a delivery before it is acknowledged: the key that tells a repeat, and the lane that keeps its order. */
import { createHash } from "node:crypto";
import { isRecord, type Json, recordIn, stringIn } from "../../lib/json.ts";
import { messageOf, personOf } from "./read-press.ts";

export type Delivery =
  /** Stored before it is acknowledged, then handled. */
  | { readonly kind: "stored"; readonly key: string; readonly lane: string }
  /** Its acknowledgement carries the answer, so it is handled before. */
  | { readonly kind: "direct" }
  /** Slack tells us something about the deliveries themselves: above all that it kept events back for a minute. */
  | { readonly kind: "signal"; readonly type: string; readonly keptBackSince: number | null };

const direct = new Set(["view_submission", "block_suggestion"]);

export function readDelivery(body: Json): Delivery {
  if (!isRecord(body)) return { kind: "signal", type: "unknown", keptBackSince: null };
  const type = stringIn(body, "type");
  // First of all: through a socket it has the shape of an event.
  if (type === "app_rate_limited") {
    const minute = Number(body.minute_rate_limited);
    return { kind: "signal", type, keptBackSince: minute > 0 ? minute * 1000 : null };
  }
  const event = recordIn(body, "event");
  if (event !== undefined) {
    return {
      kind: "stored",
      key: `event:${stringIn(body, "event_id") ?? digest(body)}`,
      lane: eventLane(event),
    };
  }
  if (type !== undefined && direct.has(type)) return { kind: "direct" };
  if (type === undefined && stringIn(body, "command") === undefined)
    return { kind: "signal", type: "unknown", keptBackSince: null };
  return {
    kind: "stored",
    key: `trigger:${stringIn(body, "trigger_id") ?? digest(body)}`,
    lane: pressLane(body),
  };
}

/** Bolt takes for granted that these name who acted, and on what. */
const named = new Set(["view_submission", "view_closed", "block_suggestion"]);

export function isWhole(body: Json): boolean {
  const type = stringIn(body, "type") ?? "";
  if (!named.has(type)) return true;
  const user = stringIn(recordIn(body, "user") ?? {}, "id");
  return user !== undefined && (!type.startsWith("view_") || recordIn(body, "view") !== undefined);
}

/** A thread's messages, with their edits and deletions, stay in order; so do a channel's changes. Home is each person's own. */
function eventLane(event: Json): string {
  const item = recordIn(event, "item");
  if (item !== undefined) return channelLane(stringIn(item, "channel"), stringIn(item, "ts"));
  const user = stringIn(event, "user") ?? stringIn(recordIn(event, "user") ?? {}, "id");
  if (event.type === "app_home_opened") return personLane(user);
  const message = recordIn(event, "message") ?? recordIn(event, "previous_message") ?? event;
  const channel = stringIn(event, "channel") ?? stringIn(recordIn(event, "channel") ?? {}, "id");
  if (channel === undefined) return personLane(user);
  return channelLane(channel, stringIn(message, "thread_ts") ?? stringIn(message, "ts"));
}

/**
 * What is pressed in a thread keeps the order of the thread. A shortcut on a message waits for nothing but that message: it may be
 * the one that keeps it from being sent. Everything else (commands, global shortcuts, modals, Home) keeps the order of whoever did
 * it, so that nobody waits behind somebody else.
 */
function pressLane(body: Json): string {
  const { channel, ts, thread = ts } = messageOf(body);
  if (channel === undefined || ts === undefined) return personLane(personOf(body));
  return channelLane(channel, body.type === "message_action" ? ts : thread);
}

function channelLane(channel: string | undefined, ts: string | undefined): string {
  return `${channel ?? "-"}:${ts ?? "-"}`;
}

function personLane(user: string | null | undefined): string {
  return `user:${user ?? "-"}`;
}

/** Slack names every delivery; for one that it did not, its whole content is its name. */
function digest(body: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify(isRecord(body) ? body : {}))
    .digest("base64url");
}
