import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";

/** The member's message that a text came from, or that a notice is about; null where there is none. */
export function replyPlace({
  replyChannel: channel,
  replyTs: ts,
}: {
  readonly replyChannel: SlackChannelId | null;
  readonly replyTs: SlackTs | null;
}): Place | null {
  return channel === null || ts === null ? null : { channel, ts };
}
