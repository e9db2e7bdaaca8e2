/**
 * What members wrote while the connection was lost. A channel's history lists roots by the time of the root, with each root's
 * latest reply, so that only threads with news cost a call each, and where that is left out those of ours.
 */

import type { DeskGap, DeskReply } from "../../bridge/contracts/desk.ts";
import { isGone } from "../../domain/errors.ts";
import type { SlackChannelId, SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import { type Json, stringIn } from "../../lib/json.ts";
import type { Identity, Self } from "./identity.ts";
import type { Names } from "./names.ts";
import { type MessagePage, readPages } from "./pages.ts";
import { postKeyOf } from "./post-key.ts";
import { readMessage } from "./read-message.ts";
import { toReply } from "./to-reply.ts";

export interface CatchUpOptions {
  readonly historyOf: (
    channel: SlackChannelId,
    window: { oldest?: string },
  ) => (cursor: string | undefined) => Promise<MessagePage>;
  readonly repliesOf: (
    at: Place,
    window: { oldest?: string; latest?: string },
  ) => (cursor: string | undefined) => Promise<MessagePage>;
  readonly names: Names;
  readonly self: Self;
}

/** Replies in the order of Slack's ts. Every page is read: what is left out here would count as known, and never be sent. */
export async function catchUp(
  options: CatchUpOptions,
  channel: SlackChannelId,
  { since, begunSince, latest, strays = false, posted }: DeskGap,
): Promise<DeskReply[]> {
  const self = await options.self.learn();
  const us = strays ? self.botUserId : null;
  const found: DeskReply[] = [];
  const meet = (message: Json): void => {
    const key = isBy(self, message) ? postKeyOf(message) : null;
    const ts = stringIn(message, "ts");
    if (key !== null && ts !== undefined) posted?.(key, ts as SlackTs);
  };
  for await (const root of readPages(options.historyOf(channel, { oldest: toSlackTs(begunSince) }))) {
    meet(root);
    const thread = changedThread(root, since);
    if (thread === null) continue;
    const known = await latest(thread);
    if (known === null && (us === null || root.user !== us)) continue;
    // Our own posts may be newer than a reply that we missed, so the gap counts, not only what we know.
    const from = Math.min(known === null ? since : Number(known) * 1000, since);
    found.push(...(await catchUpThread(options, { channel, ts: thread }, from, meet)));
  }
  return found.sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** A thread that is gone has nothing to say. */
export async function catchUpThread(
  options: CatchUpOptions,
  thread: Place,
  since: number,
  meet: (message: Json) => void = () => {},
): Promise<DeskReply[]> {
  const self = (await options.self.learn()).botUserId;
  const found: DeskReply[] = [];
  try {
    for await (const message of readPages(options.repliesOf(thread, { oldest: toSlackTs(since) }))) {
      meet(message);
      const reading = readMessage(message, { channel: thread.channel, self });
      if (reading.kind === "reply") found.push(await toReply(reading.reply, options.names, self));
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return found;
}

/** Not by another installation of Threadline. */
function isBy({ botId, botUserId }: Identity, message: Json): boolean {
  return stringIn(message, "bot_id") === botId || stringIn(message, "user") === botUserId;
}

/**
 * The root's ts when its thread may have a reply from the gap. Where it is not said when the latest came (other servers, and old
 * messages), one of ours is looked into: a card always has replies.
 */
function changedThread(root: Json, since: number): SlackTs | null {
  const ts = stringIn(root, "ts");
  if (ts === undefined || (stringIn(root, "thread_ts") ?? ts) !== ts) return null;
  const latestReply = Number(stringIn(root, "latest_reply") ?? Number.NaN);
  const mayBeNews = latestReply > 0 ? latestReply * 1000 >= since : mayHaveReplies(root);
  return mayBeNews ? (ts as SlackTs) : null;
}

/** Where nothing is said of replies at all, what an app posted may be a card. */
function mayHaveReplies(root: Json): boolean {
  if (typeof root.reply_count === "number") return root.reply_count > 0;
  return root.thread_ts !== undefined || root.bot_id !== undefined;
}
