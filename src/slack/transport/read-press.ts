/** A press on a button, the use of a shortcut or a slash command, as far as it matters to us. */
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { isRecord, type Json, recordIn, stringIn } from "../../lib/json.ts";
import { addressInThread } from "./answer-press.ts";

export interface Press {
  readonly user: SlackUserId;
  /** The button's action id, the shortcut's callback id, or the command with its slash. */
  readonly id: string;
  /** The message with the button, or the one that the shortcut was used on; null in a modal, in Home, for a global shortcut and a command. */
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
  /** What a command was typed with; else empty. */
  readonly text: string;
  /** Where a command was typed; else null. */
  readonly channel: SlackChannelId | null;
  /** Since when it was kept, where it is handled only after a restart or a failure: it may be too late for it. Milliseconds. */
  readonly keptSince: number | null;
  /** The modal or the Home that was pressed in. */
  readonly view: PressedView | null;
}

export interface PressedView {
  readonly id: string;
  /** Changes with each drawing: an update that names an older one is refused. */
  readonly hash: string;
  readonly callbackId: string;
  /** As it was drawn with it. */
  readonly metadata: string;
  /** What is filled in so far, as Slack writes it: block id -> action id -> value. */
  readonly values: Json;
}

/** What is written beside Slack's own fields of a delivery that was kept. */
export const keptSince = "threadline_kept_since";

/** Reads a `block_actions`, `message_action` or `shortcut` payload, or a command; null when it is not one. */
export function readPress(body: unknown): Press | null {
  if (!isRecord(body)) return null;
  const user = personOf(body);
  if (user === null) return null;
  const action = Array.isArray(body.actions) && isRecord(body.actions[0]) ? body.actions[0] : {};
  const { channel, ts, thread } = messageOf(body);
  const command = stringIn(body, "command");
  const responseUrl = stringIn(body, "response_url");
  const known = thread === undefined || thread === ts ? null : thread;
  return {
    user,
    id: stringIn(action, "action_id") ?? stringIn(body, "callback_id") ?? command ?? "",
    place: channel === undefined || ts === undefined ? null : ({ channel, ts } as Place),
    thread: known as SlackTs | null,
    message: recordIn(body, "message") ?? null,
    responseUrl: responseUrl === undefined ? null : addressInThread(responseUrl, known),
    isPrivate: recordIn(body, "container")?.is_ephemeral === true || channel?.startsWith("D") === true,
    value: stringIn(action, "value") ?? stringIn(recordIn(action, "selected_option") ?? {}, "value") ?? "",
    triggerId: stringIn(body, "trigger_id") ?? null,
    text: command === undefined ? "" : (stringIn(body, "text") ?? ""),
    channel: command === undefined ? null : ((stringIn(body, "channel_id") ?? null) as SlackChannelId | null),
    keptSince: typeof body[keptSince] === "number" ? body[keptSince] : null,
    view: viewOf(body),
  };
}

function viewOf(body: Json): PressedView | null {
  const view = recordIn(body, "view") ?? {};
  const id = stringIn(view, "id");
  if (id === undefined) return null;
  return {
    id,
    hash: stringIn(view, "hash") ?? "",
    callbackId: stringIn(view, "callback_id") ?? "",
    metadata: stringIn(view, "private_metadata") ?? "",
    values: recordIn(recordIn(view, "state") ?? {}, "values") ?? {},
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
