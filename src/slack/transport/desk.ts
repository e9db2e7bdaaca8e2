/**
 * The agents' side as the bridge sees it: draws what the bridge means and makes the calls. Never retries by itself;
 * every failure leaves as a `DeskError`. A scope that is missing costs its feature, not the post.
 */

import type { Again, Desk, LinePost, PostKey, PrivateNotice } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Mark } from "../../domain/mark.ts";
import type { Place } from "../../domain/sentence.ts";
import type { Call } from "../../lib/call.ts";
import type { Drawn } from "../views/blocks.ts";
import { drawCard } from "../views/card.ts";
import { drawFound } from "../views/found.ts";
import { drawHome, drawWelcome } from "../views/home.ts";
import { drawProgress } from "../views/list-progress.ts";
import { drawDirectNotice, drawQuietNotice } from "../views/notices.ts";
import { drawLine, drawSaid, drawTexts } from "../views/posts.ts";
import { drawReminder } from "../views/reminder.ts";
import { sentenceMrkdwn } from "../views/sentences.ts";
import { answerPress, isSlackAddress } from "./answer-press.ts";
import { type Calls, createCalls, type NewPost } from "./calls.ts";
import { fromWord } from "./failure.ts";
import type { Self } from "./identity.ts";
import { createMemberPosts } from "./member-posts.ts";
import type { Web } from "./methods.ts";
import type { Names } from "./names.ts";
import type { Pacer } from "./pacer.ts";
import { postAnyway } from "./post-anyway.ts";
import { createTextPosts, customize } from "./post-texts.ts";
import { createUpload } from "./upload.ts";

export interface DeskOptions {
  readonly web: Web;
  /** Where Slack's methods are, or a stand-in's. */
  readonly apiUrl: string;
  readonly self: Self;
  readonly pacer: Pacer;
  readonly names: Names;
  /** For the answers to presses, which go to an address and not to a method. */
  readonly call: Call;
  readonly now: () => number;
  readonly log: Log;
}

const answerTimeoutMs = 15_000;
/** Direct conversations do not move; above this many the longest known is asked for again. */
const rememberedDirects = 2_000;

export function createDesk(options: DeskOptions): Desk {
  const { self, pacer, log, now } = options;
  const calls = createCalls(options);
  const texts = createTextPosts({ ...options, calls, noteLack });
  const members = createMemberPosts({ ...options, calls, noteLack });
  const upload = createUpload({ ...options, calls });
  const directs = new Map<SlackUserId, SlackChannelId>();
  const teamUrl = async () => (await self.learn()).url;

  return {
    claimSlot: (call) => pacer.claim(call),

    async openThread(card, key) {
      const drawn = drawCard(card, await teamUrl(), true);
      return await postOrPlain({ channel: card.channel, thread: null, drawn, author: null, key });
    },
    async post(thread, post, key) {
      if (post.kind === "texts") return await texts.post(thread, post, key);
      if (post.kind === "line") return await postLine(thread, post, key);
      return await members.post({ channel: thread.channel, thread: thread.ts }, post, key);
    },
    async rewrite(at, post) {
      if (post.kind === "member") return await members.rewrite(at, post);
      if (post.kind === "line") return calls.update(at, drawLine(post, await teamUrl()));
      const [drawn] = drawTexts(post, !self.may(customize));
      if (drawn !== undefined) await calls.update(at, drawn);
    },
    async refreshCard(card, at) {
      await calls.update(at, drawCard(card, await teamUrl(), false));
    },
    openDirect: directWith,
    openGroup: (users) => calls.openDirect(...users),
    postAtTop: (channel, post, key) => members.post({ channel, thread: null }, post, key),
    mark,
    async unmark(at, old) {
      if (!self.may(reactions)) return noteLack(reactions);
      await calls.removeReaction(at, old);
    },
    tell,
    async sendFiles(to, sentence, files) {
      const [channel, url] = [await directWith(to), await teamUrl()];
      await upload.send(channel, sentenceMrkdwn(sentence, url), files);
    },
    uploadFile: upload.put,
    shareFiles: async (thread, files, words) =>
      await upload.share(thread, files, words && sentenceMrkdwn(words, await teamUrl())),
    async welcome(user, own) {
      const channel = await directWith(user);
      await calls.post({ channel, thread: null, drawn: drawWelcome(own), author: null, key: null });
    },
    async postProgress(channel, progress, key) {
      const drawn = drawProgress(progress, await teamUrl());
      return await postOrPlain({ channel, thread: null, drawn, author: null, key });
    },
    async rewriteProgress(at, progress) {
      await calls.update(at, drawProgress(progress, await teamUrl()));
    },
    showHome: async (user, home) => calls.publishHome(user, drawHome(home, await teamUrl())),
    async remind(channel, reminder, key) {
      const previous = reminder.previous === null ? null : { channel, ts: reminder.previous };
      if (reminder.waiting.length === 0) {
        if (previous !== null) await calls.remove(previous);
        return null;
      }
      const draw = async (fresh: boolean) => drawReminder(reminder, await teamUrl(), now(), fresh);
      const redrawn = previous !== null && !reminder.anew;
      if (redrawn && (await updated(calls, previous, await draw(false)))) return previous.ts;
      // The old line goes first: so that a repeat after a lost answer leaves one line, not two.
      if (previous !== null) await calls.remove(previous);
      return (await calls.post({ channel, thread: null, drawn: await draw(true), author: null, key })).ts;
    },
    async answer(responseUrl, sentence, replace, again: Again | null = null) {
      await answer(responseUrl, drawSaid(sentence, null, await teamUrl(), again), replace);
    },
    async answerFound(responseUrl, found) {
      await answer(responseUrl, drawFound(found, await teamUrl()), false);
    },
  };

  async function answer(responseUrl: string, drawn: Drawn, replace: boolean): Promise<void> {
    // As if it were used up: whoever pressed is told in another way.
    if (!isSlackAddress(responseUrl, options.apiUrl)) throw fromWord("expired_url");
    await answerPress(options.call, { responseUrl, drawn, replace, timeoutMs: answerTimeoutMs });
  }

  /** What Slack refuses to show as we drew it is shown without its buttons: the conversation must not stand still. */
  async function postOrPlain(post: NewPost): Promise<SlackTs> {
    const plain = { ...post, drawn: { text: post.drawn.text, blocks: [] } };
    const posted = await postAnyway(
      log,
      () => calls.post(post),
      () => calls.post(plain),
    );
    return posted.ts;
  }

  async function postLine(thread: Place, post: LinePost, key: PostKey): Promise<SlackTs> {
    const drawn = drawLine(post, await teamUrl());
    return await postOrPlain({ channel: thread.channel, thread: thread.ts, drawn, author: null, key });
  }

  /** The new mark first: it must stand there even where the old ones can't be taken away. */
  async function mark(at: Place, wanted: Mark, replaced: readonly Mark[]): Promise<readonly Mark[]> {
    const left: Mark[] = [];
    try {
      if (!self.may(reactions)) {
        noteLack(reactions);
        return left;
      }
      await calls.addReaction(at, wanted);
      for (const old of replaced) if (!(await isUnmarked(at, old))) left.push(old);
    } catch (error) {
      if (!isDeskFailure(error, "missing_scope")) throw error;
      noteLack(reactions);
    }
    return left;
  }

  /** False where Slack lets us take no more away for now: it lets us add more than twice as many. */
  async function isUnmarked(at: Place, old: Mark): Promise<boolean> {
    if (pacer.claim({ kind: "unmark" }) > 0) return false;
    try {
      await calls.removeReaction(at, old);
      return true;
    } catch (error) {
      if (isDeskFailure(error, "rate_limited")) return false;
      throw error;
    }
  }

  async function tell(notice: PrivateNotice): Promise<void> {
    const url = await teamUrl();
    if (notice.quietly && notice.about !== null) {
      try {
        return await tellThere(notice, notice.about, url);
      } catch (error) {
        if (!isDeskFailure(error, "nobody") && !isDeskFailure(error, "channel_closed")) throw error;
      }
    }
    try {
      const channel = await directWith(notice.to);
      const drawn = drawDirectNotice(notice, url);
      await calls.post({ channel, thread: null, drawn, author: null, key: null });
    } catch (error) {
      if (!isDeskFailure(error, "missing_scope") || notice.about === null) throw error;
      noteLack(directMessages);
      await tellThere(notice, notice.about, url).catch((failure: unknown) => {
        // Neither way is open: what stands in it now is the scope, not a channel that may open some day.
        throw isDeskFailure(failure, "channel_closed") ? error : failure;
      });
    }
  }

  async function tellThere(
    notice: PrivateNotice,
    { place, thread }: NonNullable<PrivateNotice["about"]>,
    url: string,
  ): Promise<void> {
    await calls.postEphemeral(notice.to, { channel: place.channel, thread }, drawQuietNotice(notice, url));
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

const reactions = "reactions:write";
const directMessages = "im:write";

/** False when the line is not there any more. */
async function updated(calls: Calls, at: Place, drawn: Parameters<Calls["update"]>[1]): Promise<boolean> {
  try {
    await calls.update(at, drawn);
    return true;
  } catch (error) {
    if (isDeskFailure(error, "message_gone")) return false;
    throw error;
  }
}
