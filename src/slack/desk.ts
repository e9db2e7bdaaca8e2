/**
 * The agents' side as the bridge sees it: draws what the bridge means and makes the calls. Never retries by itself;
 * every failure leaves as a `DeskError`. A scope that is missing costs its feature, not the post.
 */
import type { WebClient } from "@slack/web-api";
import type { Log } from "../bridge/bridge.ts";
import type { Desk, LinePost, PostKey, PrivateNotice, TextsPost } from "../bridge/desk.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../domain/ids.ts";
import type { Mark } from "../domain/mark.ts";
import type { Place } from "../domain/sentence.ts";
import { answerPress } from "./answer-press.ts";
import { type Calls, createCalls } from "./calls.ts";
import { drawCard } from "./card.ts";
import type { Fetch } from "./client.ts";
import { isFailure, rateLimited, toDeskError } from "./failure.ts";
import type { Self } from "./identity.ts";
import { drawDirectNotice, drawQuietNotice } from "./notices.ts";
import type { Pacer } from "./pacer.ts";
import { readPages, repliesOf, slackTime } from "./pages.ts";
import { partKey, postKeyOf } from "./post-key.ts";
import { authorName, drawLine, drawTexts } from "./posts.ts";
import { drawReminder } from "./reminder.ts";

export interface DeskOptions {
  readonly web: WebClient;
  readonly self: Self;
  readonly pacer: Pacer;
  /** For the answers to presses, which go to an address and not to a method. */
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly log: Log;
}

const answerTimeoutMs = 15_000;
/** A carrier's clock and Slack's may differ by this much. */
const clockSlackMs = 3_600_000;
/** Direct conversations do not move; above this many the longest known is asked for again. */
const rememberedDirects = 2_000;

export function createDesk(options: DeskOptions): Desk {
  const { self, pacer, log, now } = options;
  const calls = createCalls(options);
  const directs = new Map<SlackUserId, SlackChannelId>();
  const teamUrl = async () => (await self.learn()).url;

  return {
    claimSlot: (call) => pacer.claim(call),

    async openThread(card, key) {
      const drawn = drawCard(card, await teamUrl(), true);
      return (await calls.post({ channel: card.channel, thread: null, drawn, author: null, key })).ts;
    },
    post: async (thread, post, key) =>
      post.kind === "texts" ? postTexts(thread, post, key) : postLine(thread, post, key),
    async rewrite(at, post) {
      if (post.kind === "line") return calls.update(at, drawLine(post, await teamUrl()));
      const [drawn] = drawTexts(post, !self.may(customize));
      if (drawn !== undefined) await calls.update(at, drawn);
    },
    async refreshCard(card, at) {
      await calls.update(at, drawCard(card, await teamUrl(), false));
    },
    mark,
    tell,
    async remind(channel, reminder, key) {
      const previous = reminder.previous === null ? null : { channel, ts: reminder.previous };
      if (reminder.waiting.length === 0) {
        if (previous !== null) await calls.remove(previous);
        return null;
      }
      const drawn = drawReminder(reminder, await teamUrl(), now());
      if (previous !== null && !reminder.anew && (await updated(calls, previous, drawn))) return previous.ts;
      // The old line goes first: so that a repeat after a lost answer leaves one line, not two.
      if (previous !== null) await calls.remove(previous);
      return (await calls.post({ channel, thread: null, drawn, author: null, key })).ts;
    },
    async answer(responseUrl, sentence, replace) {
      const press = { responseUrl, sentence, replace, teamUrl: await teamUrl(), timeoutMs: answerTimeoutMs };
      await answerPress(options.fetch, press);
    },
  };

  /** Under the contact's name; where Slack does not let us, the name stands in the post itself. */
  async function postTexts(thread: Place, post: TextsPost, key: PostKey): Promise<SlackTs> {
    await self.learn();
    if (self.may(customize)) {
      try {
        return await postPieces(thread, post, key, authorName(post.from));
      } catch (error) {
        if (!isFailure(error, "missing_scope")) throw error;
        noteLack(customize);
      }
    }
    return postPieces(thread, post, key, null);
  }

  /** The last piece carries the key: found, it proves that all stand there. Those before it are looked for by their own. */
  async function postPieces(
    thread: Place,
    post: TextsPost,
    key: PostKey,
    author: string | null,
  ): Promise<SlackTs> {
    const pieces = drawTexts(post, author === null);
    const begun = pieces.length === 1 ? 0 : await countStanding(thread, post, key, pieces.length - 1);
    let ts = thread.ts;
    for (const [index, drawn] of pieces.entries()) {
      if (index < begun) continue;
      const isLast = index === pieces.length - 1;
      const itsKey = isLast ? key : partKey(key, index + 1);
      const posted = await calls.post({ ...inThread(thread), drawn, author, key: itsKey });
      if (!posted.bearsName && index === 0) await addName({ channel: thread.channel, ts: posted.ts }, post);
      ts = posted.ts;
    }
    return ts;
  }

  /** How many of so many pieces an attempt that failed on the way has posted. */
  async function countStanding(thread: Place, post: TextsPost, key: PostKey, most: number): Promise<number> {
    const since = Math.min(...post.texts.map((text) => text.at)) - clockSlackMs;
    const standing = new Set<PostKey | null>();
    for await (const message of readPages(repliesOf(options.web, thread, { oldest: slackTime(since) })))
      standing.add(postKeyOf(message));
    const missing = Array.from({ length: most }, (_, index) => partKey(key, index + 1)).findIndex(
      (part) => !standing.has(part),
    );
    return missing === -1 ? most : missing;
  }

  /** The name that Slack left out is put into the post; the next posts have it from the start. */
  async function addName(at: Place, post: TextsPost): Promise<void> {
    noteLack(customize);
    const [drawn] = drawTexts(post, true);
    try {
      if (drawn !== undefined) await calls.update(at, drawn);
    } catch (error) {
      // The words stand there: repeating them for the name's sake would be worse.
      log.warn(
        { failure: toDeskError(error).message },
        "Slack: a contact's name could not be added to a post",
      );
    }
  }

  async function postLine(thread: Place, post: LinePost, key: PostKey): Promise<SlackTs> {
    const drawn = drawLine(post, await teamUrl());
    return (await calls.post({ ...inThread(thread), drawn, author: null, key })).ts;
  }

  /** The new mark first: it must stand there even where the old ones can't be taken away. */
  async function mark(at: Place, wanted: Mark, replaced: readonly Mark[]): Promise<void> {
    if (!self.may(reactions)) return noteLack(reactions);
    try {
      await calls.addReaction(at, wanted);
      for (const old of replaced) await unmark(at, old);
    } catch (error) {
      if (!isFailure(error, "missing_scope")) throw error;
      noteLack(reactions);
    }
  }

  async function unmark(at: Place, old: Mark): Promise<void> {
    const wait = pacer.claim({ kind: "unmark" });
    if (wait > 0) throw rateLimited(wait);
    await calls.removeReaction(at, old);
  }

  async function tell(notice: PrivateNotice): Promise<void> {
    const url = await teamUrl();
    if (notice.quietly && notice.about !== null) {
      const { place, thread } = notice.about;
      try {
        const where = { channel: place.channel, thread };
        return await calls.postEphemeral(notice.to, where, drawQuietNotice(notice, url));
      } catch (error) {
        if (!isFailure(error, "nobody")) throw error;
      }
    }
    const channel = await directWith(notice.to);
    const drawn = drawDirectNotice(notice, url);
    await calls.post({ channel, thread: null, drawn, author: null, key: null });
  }

  async function directWith(user: SlackUserId): Promise<SlackChannelId> {
    const known = directs.get(user);
    if (known !== undefined) return known;
    const opened = await calls.openDirect(user);
    const [oldest] = directs.keys();
    if (directs.size >= rememberedDirects && oldest !== undefined) directs.delete(oldest);
    directs.set(user, opened);
    return opened;
  }

  function noteLack(scope: string): void {
    if (self.lacks(scope)) log.warn({ scope }, "Slack: this scope is missing, so what needs it is off");
  }
}

const customize = "chat:write.customize";
const reactions = "reactions:write";

function inThread(thread: Place): { channel: SlackChannelId; thread: SlackTs } {
  return { channel: thread.channel, thread: thread.ts };
}

/** False when the line is not there any more. */
async function updated(calls: Calls, at: Place, drawn: Parameters<Calls["update"]>[1]): Promise<boolean> {
  try {
    await calls.update(at, drawn);
    return true;
  } catch (error) {
    if (isFailure(error, "message_gone")) return false;
    throw error;
  }
}
