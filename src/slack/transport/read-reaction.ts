/** What a reaction means to the bridge: only a stop sign on what may be a reply means anything. */
import type { SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, recordIn, stringIn } from "../../lib/json.ts";

/** The reaction by which people keep a reply from being sent. */
export const stopSign = "x";

/** A person's stop sign on a message that is not ours; null for any other reaction. `self`: our bot user, where it is known. */
export function readReaction(
  event: unknown,
  self: SlackUserId | null,
): { place: Place; user: SlackUserId } | null {
  if (!isRecord(event) || event.reaction !== stopSign) return null;
  if (self !== null && (event.user === self || event.item_user === self)) return null;
  const item = recordIn(event, "item") ?? {};
  const [channel, ts, user] = [stringIn(item, "channel"), stringIn(item, "ts"), stringIn(event, "user")];
  if (channel === undefined || ts === undefined || user === undefined) return null;
  return { place: { channel, ts } as Place, user: user as SlackUserId };
}
