/**
 * The calls to Slack that change something. Here every failure becomes a `DeskError`, a 429 closes the method's budget
 * (Retry-After is obeyed even where our own pacing is off), and a post is checked for its thread (law 8).
 */

import { setTimeout as pause } from "node:timers/promises";
import type { HomeView, KnownBlock } from "@slack/types";
import type { DeskCall, PostKey } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Drawn } from "../views/blocks.ts";
import { slackWord, threadGone, toDeskError, unreadable } from "./failure.ts";
import type { Web } from "./methods.ts";
import type { Pacer } from "./pacer.ts";
import { metadataEvent } from "./post-key.ts";

export interface Calls {
  /** With a thread, the post is in that thread or is deleted and thrown as `thread_gone`. */
  post(post: NewPost): Promise<Posted>;
  update(at: Place, drawn: Drawn): Promise<void>;
  /** Deleting what is gone is no failure. */
  remove(at: Place): Promise<void>;
  addReaction(at: Place, name: string): Promise<void>;
  removeReaction(at: Place, name: string): Promise<void>;
  postEphemeral(
    to: SlackUserId,
    where: { channel: string; thread: SlackTs | null },
    drawn: Drawn,
  ): Promise<void>;
  /** Takes the place of the whole Home that stood there. */
  publishHome(user: SlackUserId, view: HomeView): Promise<void>;
  /** The channel of the direct conversation with one person, or with several. */
  openDirect(...users: readonly SlackUserId[]): Promise<SlackChannelId>;
}

export interface NewPost {
  readonly channel: SlackChannelId;
  readonly thread: SlackTs | null;
  readonly drawn: Drawn;
  /** Under whose name; null: the app's own. */
  readonly author: string | null;
  /** Beside that name: an address that Slack may fetch. */
  readonly picture?: string | null;
  readonly key: PostKey | null;
}

export interface Posted {
  readonly ts: SlackTs;
  /** False where Slack left the author's name out: without the scope it says nothing and posts as the app. */
  readonly bearsName: boolean;
}

/**
 * Goes with every message (law 6): nothing in it is parsed for commands, names or addresses. `@here` in `text` is a
 * mention only for `link_names` or `parse: full`, so it needs no characters of ours.
 */
export const inert = { parse: "none", link_names: false } as const;

/** A message that is shown anew, or to one person alone, never gets previews; a post does unless it says so. */
const withoutPreviews = { unfurl_links: false, unfurl_media: false } as const;

/** Without blocks the text itself is shown: as typed. */
function shown({
  text,
  blocks,
}: Drawn): { text: string; blocks: KnownBlock[] } | { text: string; mrkdwn: false } {
  return blocks.length > 0 ? { text, blocks } : { text, mrkdwn: false };
}

/** How often a misplaced post is deleted before a person has to. */
const deleteAttempts = 4;

export function createCalls(options: { web: Web; pacer: Pacer; log: Log }): Calls {
  const { web, pacer, log } = options;

  async function run<T>(call: DeskCall, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const failure = toDeskError(error);
      const after = failure.failure.retryAfterMs;
      if (after !== undefined) pacer.penalise(call, after);
      throw failure;
    }
  }

  async function post({ channel, thread, drawn, author, picture = null, key }: NewPost): Promise<Posted> {
    const answer = await run({ kind: "post", channel }, () =>
      web("chat.postMessage", {
        channel,
        ...shown(drawn),
        ...inert,
        ...withoutPreviews,
        ...(thread === null ? {} : { thread_ts: thread }),
        ...(author === null ? {} : { username: author }),
        ...(picture === null ? {} : { icon_url: picture }),
        ...(key === null ? {} : { metadata: metadataEvent(key) }),
      }),
    );
    if (!answer.ts) throw unreadable("the message's ts");
    const ts = answer.ts as SlackTs;
    const bearsName = author === null || answer.message?.username === author;
    if (thread === null || answer.message?.thread_ts === thread) return { ts, bearsName };
    await withdraw({ channel, ts });
    throw threadGone();
  }

  /** Customer text at a channel's top level is a leak: it goes at once, whatever it takes. */
  async function withdraw(at: Place): Promise<void> {
    for (let attempt = 1; attempt <= deleteAttempts; attempt += 1) {
      try {
        return await remove(at);
      } catch (error) {
        const { message, failure } = toDeskError(error);
        if (attempt === deleteAttempts || !failure.retryable) {
          return log.error(
            { failure: message, ...at },
            "a post outside its thread could not be deleted: delete it by hand",
          );
        }
        await pause(Math.min(failure.retryAfterMs ?? 250 * attempt, 5_000));
      }
    }
  }

  async function remove(at: Place): Promise<void> {
    try {
      await run({ kind: "refresh" }, () => web("chat.delete", { channel: at.channel, ts: at.ts }));
    } catch (error) {
      if (!isDeskFailure(error, "message_gone")) throw error;
    }
  }

  async function react(kind: "mark" | "unmark", act: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await run({ kind }, act);
    } catch (error) {
      if (slackWord(error) !== done) throw error;
    }
  }

  return {
    post,
    remove,
    async update(at, drawn) {
      await run({ kind: "refresh" }, () =>
        web("chat.update", { channel: at.channel, ts: at.ts, ...drawn, ...inert }),
      );
    },
    addReaction: ({ channel, ts }, name) =>
      react("mark", () => web("reactions.add", { channel, timestamp: ts, name }), "already_reacted"),
    removeReaction: ({ channel, ts }, name) =>
      react("unmark", () => web("reactions.remove", { channel, timestamp: ts, name }), "no_reaction"),
    async postEphemeral(user, { channel, thread }, drawn) {
      const place = thread === null ? { channel } : { channel, thread_ts: thread };
      await run({ kind: "tell" }, () => web("chat.postEphemeral", { user, ...place, ...drawn, ...inert }));
    },
    async publishHome(user, view) {
      await run({ kind: "home" }, () => web("views.publish", { user_id: user, view }));
    },
    async openDirect(...users) {
      const answer = await run({ kind: "tell" }, () => web("conversations.open", { users: users.join(",") }));
      if (!answer.channel?.id) throw unreadable("the channel's id");
      return answer.channel.id as SlackChannelId;
    },
  };
}
