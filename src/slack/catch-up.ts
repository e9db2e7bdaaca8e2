/**
 * What members wrote while we were deaf. A channel's history lists roots by the time of the root, with each root's
 * latest reply, so that only threads with news cost a call each.
 */
import type { DeskReply } from "../bridge/desk.ts";
import type { SlackChannelId, SlackTs } from "../domain/ids.ts";
import type { Place } from "../domain/sentence.ts";
import type { Self } from "./identity.ts";
import { type Json, stringIn } from "./json.ts";
import type { Names } from "./names.ts";
import { type MessagePage, readPages } from "./pages.ts";
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
  readonly now: () => number;
}

/** Older conversations than this that are written in while we are deaf are found by their next event. */
const daysBack = 7;
const rootPages = 5;
const replyPages = 10;

/** `since`: what was written from then on may be unknown to us. Milliseconds. Replies in the order of Slack's ts. */
export async function catchUp(
  options: CatchUpOptions,
  gap: {
    readonly channel: SlackChannelId;
    readonly since: number;
    readonly latest: (thread: SlackTs) => Promise<SlackTs | null>;
  },
): Promise<DeskReply[]> {
  const { channel, since, latest } = gap;
  const self = (await options.self.learn()).botUserId;
  const found: DeskReply[] = [];
  const oldestRoot = ((options.now() - daysBack * 86_400_000) / 1000).toFixed(6);
  for await (const root of readPages(options.historyOf(channel, { oldest: oldestRoot }), rootPages)) {
    const thread = changedThread(root, since);
    if (thread === null) continue;
    const known = await latest(thread);
    if (known === null) continue;
    // Our own posts may be newer than a reply that we missed, so the gap counts, not only what we know.
    const oldest = Math.min(Number(known), since / 1000).toFixed(6);
    const place = { channel, ts: thread };
    for await (const message of readPages(options.repliesOf(place, { oldest }), replyPages)) {
      const reading = readMessage(message, { channel, self });
      if (reading.kind === "reply") found.push(await toReply(reading.reply, options.names, self));
    }
  }
  return found.sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** The root's ts when its thread has a reply from the gap. */
function changedThread(root: Json, since: number): SlackTs | null {
  const ts = stringIn(root, "ts");
  const latestReply = stringIn(root, "latest_reply");
  if (ts === undefined || latestReply === undefined) return null;
  if ((stringIn(root, "thread_ts") ?? ts) !== ts) return null;
  return Number(latestReply) * 1000 >= since ? (ts as SlackTs) : null;
}
