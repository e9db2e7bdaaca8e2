/**
 * Shows customers' words in a thread: once each, whatever breaks off on the way, and as plain words where Slack refuses
 * how we drew them.
 */

import type { PostKey, TextsPost } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { toSlackTs } from "../../domain/slack-time.ts";
import type { Drawn } from "../views/blocks.ts";
import { authorName, drawPlain, drawTexts } from "../views/posts.ts";
import type { Calls } from "./calls.ts";
import { toDeskError } from "./failure.ts";
import type { Self } from "./identity.ts";
import type { Web } from "./methods.ts";
import { readPages, repliesOf } from "./pages.ts";
import { postAnyway } from "./post-anyway.ts";
import { partKey, postKeyOf } from "./post-key.ts";

export interface TextPosts {
  post(thread: Place, post: TextsPost, key: PostKey): Promise<SlackTs>;
}

export interface TextPostsOptions {
  readonly web: Web;
  readonly calls: Calls;
  readonly self: Self;
  readonly log: Log;
  readonly noteLack: (scope: string) => void;
}

/** A contact's name above a post needs this scope. */
export const customize = "chat:write.customize";

/** A carrier's clock and Slack's may differ by this much. */
const clockSlackMs = 3_600_000;

interface Pieces {
  readonly thread: Place;
  readonly post: TextsPost;
  readonly key: PostKey;
  /** Null where the name stands in the post itself. */
  readonly author: string | null;
  readonly drawn: readonly Drawn[];
  /** Names the parts before the last. */
  readonly partKey: (part: number) => PostKey;
}

export function createTextPosts({ web, calls, self, log, noteLack }: TextPostsOptions): TextPosts {
  /** Under the contact's name; where Slack does not let us, the name stands in the post itself. */
  async function post(thread: Place, texts: TextsPost, key: PostKey): Promise<SlackTs> {
    await self.learn();
    if (self.may(customize)) {
      try {
        return await postUnder(authorName(texts.from), thread, texts, key);
      } catch (error) {
        if (!isDeskFailure(error, "missing_scope")) throw error;
        noteLack(customize);
      }
    }
    return postUnder(null, thread, texts, key);
  }

  function postUnder(author: string | null, thread: Place, texts: TextsPost, key: PostKey): Promise<SlackTs> {
    const pieces = { thread, post: texts, key, author };
    const named = author === null;
    return postAnyway(
      log,
      () =>
        postPieces({
          ...pieces,
          drawn: drawTexts(texts, named),
          partKey: (part) => partKey(key, `${part}`),
        }),
      () =>
        postPieces({
          ...pieces,
          drawn: drawPlain(texts, named),
          partKey: (part) => partKey(key, `plain${part}`),
        }),
    );
  }

  /** The last piece carries the key: found, it proves that all stand there. Those before it are looked for by their own. */
  async function postPieces(pieces: Pieces): Promise<SlackTs> {
    const { thread, drawn, author, key } = pieces;
    const begun = drawn.length === 1 ? 0 : await countStanding(pieces);
    let ts = thread.ts;
    for (const [index, piece] of drawn.entries()) {
      if (index < begun) continue;
      const itsKey = index === drawn.length - 1 ? key : pieces.partKey(index + 1);
      const where = { channel: thread.channel, thread: thread.ts };
      const posted = await calls.post({ ...where, drawn: piece, author, key: itsKey });
      if (!posted.bearsName && index === 0)
        await addName({ channel: thread.channel, ts: posted.ts }, pieces.post);
      ts = posted.ts;
    }
    return ts;
  }

  /** How many of the pieces before the last an attempt that failed on the way has posted. */
  async function countStanding({ thread, post: texts, drawn, partKey: keyOf }: Pieces): Promise<number> {
    const since = Math.min(...texts.texts.map((text) => text.at)) - clockSlackMs;
    const standing = new Set<PostKey | null>();
    for await (const message of readPages(repliesOf(web, thread, { oldest: toSlackTs(since) })))
      standing.add(postKeyOf(message));
    const before = drawn.slice(0, -1);
    const missing = before.findIndex((_, index) => !standing.has(keyOf(index + 1)));
    return missing === -1 ? before.length : missing;
  }

  /** The name that Slack left out is put into the post; the next posts have it from the start. */
  async function addName(at: Place, texts: TextsPost): Promise<void> {
    noteLack(customize);
    const [drawn] = drawTexts(texts, true);
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

  return { post };
}
