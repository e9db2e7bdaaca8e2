/**
 * The desk's past: what we missed, and posts whose answer was lost. Everything here only reads, with one exception: a
 * post of ours that is found outside its thread is deleted (law 8).
 */

import type { DeskHistory, DeskReply, PostKey, StaffWords } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure, isGone } from "../../domain/errors.ts";
import type { SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import { stringIn } from "../../lib/json.ts";
import { permalink } from "../views/sentences.ts";
import { type CatchUpOptions, catchUp, catchUpThread } from "./catch-up.ts";
import { threadGone, toDeskError } from "./failure.ts";
import { findInThread } from "./find-files.ts";
import type { Self } from "./identity.ts";
import type { Web } from "./methods.ts";
import type { Names } from "./names.ts";
import { type MessagePage, readPages, repliesOf } from "./pages.ts";
import { postKeyOf } from "./post-key.ts";
import { readMessage } from "./read-message.ts";
import { readStaffWords, toStaffWords } from "./read-staff.ts";
import { toReply } from "./to-reply.ts";
import { verifySlack } from "./verify.ts";

export interface HistoryOptions {
  readonly web: Web;
  readonly self: Self;
  readonly names: Names;
  readonly now: () => number;
  readonly log: Log;
}

/** A post whose answer was lost is searched in this many messages of its time. */
const searchedPages = 3;

export function createDeskHistory(options: HistoryOptions): Omit<DeskHistory, "fetchFile"> {
  const { web, self, names } = options;

  const isOurs = (key: string) => (message: unknown) => {
    const wanted = key.split(" ");
    return (
      postKeyOf(message)
        ?.split(" ")
        .some((word) => wanted.includes(word)) ?? false
    );
  };

  async function findPostInThread(at: Place, oldest: string, key: string): Promise<SlackTs | null> {
    try {
      const pages = readPages(repliesOf(web, at, { oldest }), searchedPages);
      return await findTs(pages, isOurs(key));
    } catch (error) {
      // A thread that is gone holds no post of ours; it may have landed beside it.
      if (isGone(error)) return null;
      throw error;
    }
  }

  function historyOf(channel: SlackChannelId, window: { oldest?: string }) {
    return (cursor: string | undefined): Promise<MessagePage> =>
      web("conversations.history", {
        channel,
        inclusive: true,
        include_all_metadata: true,
        limit: 200,
        ...window,
        ...(cursor === undefined ? {} : { cursor }),
      });
  }

  /** Not in its thread, but at the top level: a leak whose answer was lost too. */
  async function withdrawMisplaced(channel: SlackChannelId, oldest: string, key: string): Promise<void> {
    const ts = await findTs(readPages(historyOf(channel, { oldest }), searchedPages), isOurs(key));
    if (ts === null) return;
    await calling(() => web("chat.delete", { channel, ts })).catch((error: unknown) => {
      // Somebody else was quicker.
      if (!isDeskFailure(error, "message_gone")) throw error;
    });
    throw threadGone();
  }

  async function readReply(at: Place, thread: SlackTs): Promise<DeskReply | "gone"> {
    const window = { oldest: at.ts, latest: at.ts };
    try {
      for await (const message of readPages(repliesOf(web, { channel: at.channel, ts: thread }, window), 1)) {
        const reading = message.ts === at.ts ? readMessage(message, { channel: at.channel }) : null;
        if (reading?.kind === "reply")
          return await toReply(reading.reply, names, self.known()?.botUserId ?? null);
      }
      return "gone";
    } catch (error) {
      if (isGone(error)) return "gone";
      throw error;
    }
  }

  async function readPostKey(at: Place): Promise<PostKey | null> {
    try {
      const window = { oldest: at.ts, latest: at.ts };
      for await (const message of readPages(repliesOf(web, at, window), 1))
        if (message.ts === at.ts) return postKeyOf(message);
      return null;
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  const catching: CatchUpOptions = {
    historyOf,
    repliesOf: (at, window) => repliesOf(web, at, window),
    names,
    self,
  };
  return {
    async findPost({ channel, thread, since }, key) {
      const oldest = toSlackTs(since);
      if (thread === null) {
        return findTs(readPages(historyOf(channel, { oldest }), searchedPages), isOurs(key));
      }
      const found = await findPostInThread({ channel, ts: thread }, oldest, key);
      if (found === null) await withdrawMisplaced(channel, oldest, key);
      return found;
    },
    findFiles: ({ channel, thread, since }, files) =>
      findInThread(web, { channel, ts: thread }, since, files),
    readPostKey,
    readReply,
    catchUp: (channel, gap) => catchUp(catching, channel, gap),
    catchUpThread: (thread, since) => catchUpThread(catching, thread, since),
    async wordsSince(channel, since) {
      const found: StaffWords[] = [];
      const oldest = toSlackTs(since);
      const take = async (message: unknown) => {
        const words = readStaffWords(message, channel);
        if (words !== null) found.push(await toStaffWords(words, names));
      };
      for await (const message of readPages(historyOf(channel, { oldest }))) {
        await take(message);
        const ts = stringIn(message, "ts");
        if (ts === undefined || !(Number(message.reply_count ?? 0) > 0)) continue;
        for await (const reply of readPages(repliesOf(web, { channel, ts: ts as SlackTs }, { oldest })))
          if (reply.ts !== ts) await take(reply);
      }
      return found;
    },
    async isDeleted({ channel, ts }) {
      try {
        for await (const message of readPages(repliesOf(web, { channel, ts }, { oldest: ts, latest: ts }), 1))
          if (message.ts === ts) return stringIn(message, "subtype") === "tombstone";
        return true;
      } catch (error) {
        if (isGone(error)) return true;
        throw error;
      }
    },
    findUser: (email) => findUser(web, email),
    emailOf: async (user) => (await names.profile(user)).email,
    nameOf: async (user) => {
      const { name, isOwed } = await names.profile(user);
      return { name, isOwed };
    },
    async linkTo(place) {
      try {
        return permalink((await self.learn()).url, place);
      } catch (error) {
        options.log.debug({ err: error }, "an address at Slack is not known now");
        return null;
      }
    },
    isGone: (user) => isDeactivated(web, user),
    verify: (channels) => verifySlack(options, channels),
  };
}

async function findUser(web: Web, email: string): Promise<SlackUserId | null> {
  try {
    const { user } = await calling(() => web("users.lookupByEmail", { email }));
    return user?.id === undefined || user.deleted === true ? null : (user.id as SlackUserId);
  } catch (error) {
    if (isDeskFailure(error, "nobody")) return null;
    throw error;
  }
}

async function isDeactivated(web: Web, user: SlackUserId): Promise<boolean> {
  try {
    return (await calling(() => web("users.info", { user }))).user?.deleted === true;
  } catch (error) {
    if (isDeskFailure(error, "nobody")) return true;
    throw error;
  }
}

async function findTs(
  messages: AsyncIterable<Readonly<Record<string, unknown>>>,
  isWanted: (message: unknown) => boolean,
): Promise<SlackTs | null> {
  for await (const message of messages) {
    if (isWanted(message) && typeof message.ts === "string") return message.ts as SlackTs;
  }
  return null;
}

async function calling<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw toDeskError(error);
  }
}
