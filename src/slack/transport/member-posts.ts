/** Shows what a member began otherwise than by writing in the thread, under their name and picture, as far as Slack lets us. */
import type { MemberPost, PostKey } from "../../bridge/contracts/desk.ts";
import type { Log } from "../../bridge/contracts/log.ts";
import { isDeskFailure } from "../../domain/errors.ts";
import type { SlackTs } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { drawMemberPost } from "../views/member-post.ts";
import { authorName } from "../views/posts.ts";
import type { Calls } from "./calls.ts";
import type { Self } from "./identity.ts";
import type { Names } from "./names.ts";
import { postAnyway } from "./post-anyway.ts";
import { customize } from "./post-texts.ts";

export interface MemberPosts {
  /** A thread of null: at the top of the channel. */
  post(where: Where, post: MemberPost, key: PostKey): Promise<SlackTs>;
  rewrite(at: Place, post: MemberPost): Promise<void>;
}

interface Where {
  readonly channel: Place["channel"];
  readonly thread: SlackTs | null;
}

export interface MemberPostsOptions {
  readonly calls: Calls;
  readonly self: Self;
  readonly names: Names;
  readonly log: Log;
  readonly noteLack: (scope: string) => void;
}

const somebody = "A colleague";

export function createMemberPosts({ calls, self, names, log, noteLack }: MemberPostsOptions): MemberPosts {
  async function profileOf({ user }: MemberPost) {
    return user === null ? { name: null, picture: null } : await names.profile(user);
  }

  async function post(where: Where, words: MemberPost, key: PostKey): Promise<SlackTs> {
    const { url } = await self.learn();
    const { name: theirs, picture } = await profileOf(words);
    const name = authorName(words.name ?? theirs ?? somebody);
    const asApp = () => postUnder(null, drawMemberPost(words, url, name));
    if (!self.may(customize)) return await asApp();
    try {
      return await postUnder(name, drawMemberPost(words, url, null));
    } catch (error) {
      if (!isDeskFailure(error, "missing_scope")) throw error;
      noteLack(customize);
      return await asApp();
    }

    async function postUnder(
      author: string | null,
      drawn: ReturnType<typeof drawMemberPost>,
    ): Promise<SlackTs> {
      const whole = { ...where, author, picture: author === null ? null : picture, key };
      const posted = await postAnyway(
        log,
        () => calls.post({ ...whole, drawn }),
        () => calls.post({ ...whole, drawn: { text: drawn.text, blocks: [] } }),
      );
      if (!posted.bearsName) {
        noteLack(customize);
        await calls.update({ channel: where.channel, ts: posted.ts }, drawMemberPost(words, url, name));
      }
      return posted.ts;
    }
  }

  return {
    post,
    async rewrite(at, words) {
      const { url } = await self.learn();
      const byline = self.may(customize) ? null : (words.name ?? (await profileOf(words)).name ?? somebody);
      await calls.update(at, drawMemberPost(words, url, byline));
    },
  };
}
