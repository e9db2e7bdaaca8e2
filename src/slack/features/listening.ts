/** What the features have in common: the app they listen with, and how whoever pressed or typed learns what came of it. */
import type { App } from "@slack/bolt";
import type { Bridge } from "../../bridge/bridge.ts";
import type { Outcome } from "../../bridge/context/outcome.ts";
import type { SlackUserId } from "../../domain/ids.ts";
import type { Place, Sentence } from "../../domain/sentence.ts";
import { addressInThread } from "../transport/answer-press.ts";
import type { Self } from "../transport/identity.ts";
import { isRecord, recordIn, stringIn } from "../transport/json.ts";
import type { Names } from "../transport/names.ts";

export interface Listening {
  readonly app: Pick<App, "event" | "action" | "shortcut">;
  readonly bridge: () => Bridge;
  readonly self: Self;
  readonly names: Names;
}

/** A press on a button or a message shortcut, as far as it matters to us. */
export interface Press {
  readonly user: SlackUserId;
  /** The message with the button, or the one that the shortcut was used on. */
  readonly place: Place | null;
  /** Where an answer shows; null where Slack gave no address. */
  readonly responseUrl: string | null;
  /** Whether only this person sees the message, so that the answer may stand in its place. */
  readonly isPrivate: boolean;
  readonly actionId: string;
  readonly value: string;
}

/** Reads a `block_actions` or `message_action` payload; null when it is not one. */
export function readPress(body: unknown): Press | null {
  if (!isRecord(body)) return null;
  const user = stringIn(recordIn(body, "user") ?? {}, "id");
  if (user === undefined) return null;
  const container = recordIn(body, "container") ?? {};
  const message = recordIn(body, "message") ?? {};
  const channel = stringIn(recordIn(body, "channel") ?? {}, "id") ?? stringIn(container, "channel_id");
  const ts = stringIn(container, "message_ts") ?? stringIn(message, "ts") ?? stringIn(body, "message_ts");
  const thread = stringIn(container, "thread_ts") ?? stringIn(message, "thread_ts");
  const responseUrl = stringIn(body, "response_url");
  const action = Array.isArray(body.actions) && isRecord(body.actions[0]) ? body.actions[0] : {};
  return {
    user: user as SlackUserId,
    place: channel === undefined || ts === undefined ? null : ({ channel, ts } as Place),
    // Under a root the answer belongs at the channel's end, where the card was pressed.
    responseUrl:
      responseUrl === undefined
        ? null
        : addressInThread(responseUrl, thread === undefined || thread === ts ? null : thread),
    isPrivate: container.is_ephemeral === true || channel?.startsWith("D") === true,
    actionId: stringIn(action, "action_id") ?? "",
    value: stringIn(action, "value") ?? "",
  };
}

/** Tells what came of a press; null says nothing, because it shows by itself. */
export async function answer(bridge: Bridge, press: Press, outcome: Outcome): Promise<void> {
  if (outcome.sentence !== null) await say(bridge, press, outcome.sentence);
}

/** The answer replaces a message that only this person sees. */
export async function say(bridge: Bridge, press: Press, sentence: Sentence, replace = false): Promise<void> {
  if (press.responseUrl !== null) {
    const { responseUrl, user } = press;
    return bridge.enqueueAnswer({ responseUrl, sentence, user, replace });
  }
  const about = press.place === null ? null : { place: press.place, thread: null };
  await bridge.tellWhoActed({ user: press.user, sentence, about });
}
