/** A press on a button or the use of a shortcut, as far as it matters to us. */
import type { SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json, recordIn, stringIn } from "../../lib/json.ts";
import { addressInThread } from "./answer-press.ts";

export interface Press {
  readonly user: SlackUserId;
  /** The button's action id, or the shortcut's callback id. */
  readonly id: string;
  /** The message with the button, or the one that the shortcut was used on; null in a modal, in Home and for a global shortcut. */
  readonly place: Place | null;
  /** The thread in which it was done; null where that is not known: a root stands both in its channel and in its own thread. */
  readonly thread: SlackTs | null;
  /** That message in Slack's own writing, where it came along. */
  readonly message: Json | null;
  /** Where an answer shows; null where Slack gave no address. */
  readonly responseUrl: string | null;
  /** Whether only this person sees the message, so that the answer may stand in its place. */
  readonly isPrivate: boolean;
  /** The button's, or that of what was chosen in a menu. */
  readonly value: string;
  /** With which a modal may be opened, once and within three seconds. */
  readonly triggerId: string | null;
}

/** Reads a `block_actions`, `message_action` or `shortcut` payload; null when it is not one. */
export function readPress(body: unknown): Press | null {
  if (!isRecord(body)) return null;
  const user = personOf(body);
  if (user === null) return null;
  const action = Array.isArray(body.actions) && isRecord(body.actions[0]) ? body.actions[0] : {};
  const { channel, ts, thread } = messageOf(body);
  const responseUrl = stringIn(body, "response_url");
  const known = thread === undefined || thread === ts ? null : thread;
  return {
    user,
    id: stringIn(action, "action_id") ?? stringIn(body, "callback_id") ?? "",
    place: channel === undefined || ts === undefined ? null : ({ channel, ts } as Place),
    thread: known as SlackTs | null,
    message: recordIn(body, "message") ?? null,
    responseUrl: responseUrl === undefined ? null : addressInThread(responseUrl, known),
    isPrivate: recordIn(body, "container")?.is_ephemeral === true || channel?.startsWith("D") === true,
    value: stringIn(action, "value") ?? stringIn(recordIn(action, "selected_option") ?? {}, "value") ?? "",
    triggerId: stringIn(body, "trigger_id") ?? null,
  };
}

/** The message that was acted on, and the thread around it, as far as the payload names them. */
export function messageOf(body: Json): Record<"channel" | "ts" | "thread", string | undefined> {
  const container = recordIn(body, "container") ?? {};
  const message = recordIn(body, "message") ?? {};
  return {
    channel: stringIn(recordIn(body, "channel") ?? {}, "id") ?? stringIn(container, "channel_id"),
    ts: stringIn(container, "message_ts") ?? stringIn(message, "ts") ?? stringIn(body, "message_ts"),
    thread: stringIn(container, "thread_ts") ?? stringIn(message, "thread_ts"),
  };
}

/** Who pressed, typed a command, submitted or closed a modal. */
export function personOf(body: Json): SlackUserId | null {
  const user = stringIn(recordIn(body, "user") ?? {}, "id") ?? stringIn(body, "user_id");
  return (user ?? null) as SlackUserId | null;
}
