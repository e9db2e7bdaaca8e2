/** Whose a delivery is that could not be handled: whoever wrote, edited, pressed, or asked for something by a reaction. */
import type { Unhandled } from "../../bridge/replies/admit-failure.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import { type Json, recordIn, stringIn } from "../../lib/json.ts";
import { readMessage } from "./read-message.ts";
import { personOf } from "./read-press.ts";
import { readReaction } from "./read-reaction.ts";

/** Null where it is nobody's, or nothing that anybody waits for. `self`: our bot user, where it is known. */
export function readUnhandled(body: Json, self: SlackUserId | null): Unhandled | null {
  const event = recordIn(body, "event");
  if (event === undefined) {
    const user = personOf(body);
    return user === null ? null : { user, wrote: null };
  }
  if (stringIn(event, "type") === "reaction_added") {
    const reaction = readReaction(event, self);
    return reaction === null ? null : { user: reaction.user, wrote: null };
  }
  const reading = readMessage(event, { self });
  if (reading.kind !== "reply" && reading.kind !== "change") return null;
  const { channel, ts, thread, author } = reading.reply;
  return { user: author, wrote: { place: { channel, ts }, thread, isEdit: reading.kind === "change" } };
}
