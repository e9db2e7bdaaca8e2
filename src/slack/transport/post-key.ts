/** How a post of ours is found again when the answer to it was lost: a key of ours in its metadata, and nothing else. */
import type { PostKey } from "../../bridge/contracts/desk.ts";
import { isRecord, recordIn, stringIn } from "../../lib/json.ts";

const eventType = "threadline_post";

export function metadataEvent(key: PostKey) {
  return { event_type: eventType, event_payload: { key } };
}

/** A part of a text that is longer than a message: named after what it shows, so that every later attempt finds it. */
export function partKey(key: PostKey, part: string): PostKey {
  return `${key.split(" ").at(-1) ?? key}:${part}`;
}

/** The key that a message carries; null for a message that is not ours. */
export function postKeyOf(message: unknown): PostKey | null {
  if (!isRecord(message)) return null;
  const metadata = recordIn(message, "metadata");
  if (metadata === undefined || stringIn(metadata, "event_type") !== eventType) return null;
  return stringIn(recordIn(metadata, "event_payload") ?? {}, "key") ?? null;
}
