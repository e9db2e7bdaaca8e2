import type { AttachedFile } from "../../../domain/attached-file.ts";
import type { EpisodeId, MessageId, SlackChannelId, SlackTs, SlackUserId } from "../../../domain/ids.ts";
import type { Place } from "../../../domain/sentence.ts";
import type { Written } from "../../../domain/written.ts";

/** What a person wrote in one of our threads, and what was made of it. Also what is known of a message before it arrived. */
export interface Reply {
  readonly channel: SlackChannelId;
  readonly ts: SlackTs;
  readonly thread: SlackTs | null;
  readonly episodeId: EpisodeId | null;
  readonly author: SlackUserId | null;
  readonly text: string;
  readonly mentions: boolean;
  readonly files: number;
  /** Which ones, in order; null where nothing hangs on it, or that was not kept. */
  readonly attached: readonly AttachedFile[] | null;
  readonly kind: Written["kind"];
  readonly verdict: "unseen" | "note" | "text" | "refused";
  /** Why it was judged so, a word of `domain/policy/may-send.ts`. */
  readonly reason: string | null;
  readonly messageId: MessageId | null;
  readonly edited: SlackTs | null;
  readonly deletedAt: number | null;
  /** The marks that stand on it, separated by spaces. */
  readonly marks: string;
  /** Who asked, before it came, that it not be sent; separated by spaces. */
  readonly stoppedBy: string;
  readonly createdAt: number;
  /** A post of ours, in its author's name, that shows a text which they began otherwise. */
  readonly byUs: boolean;
  /** A note that its conversation's record does not hold yet, or not as it stands. */
  readonly unlogged: boolean;
}

/** As it is written first. */
export type NewReply = Omit<Reply, "marks" | "stoppedBy" | "byUs" | "unlogged" | "attached"> &
  Partial<Pick<Reply, "unlogged" | "attached">>;

/** What was made of it. */
export type ReplyVerdict = Pick<Reply, "verdict" | "reason" | "messageId">;

export interface Replies {
  find(place: Place): Promise<Reply | null>;
  /** Writes what is known of a message, over what was known before it arrived; its marks, who stopped it and whose post it is stay. */
  put(reply: NewReply): Promise<void>;
  update(place: Place, change: Partial<Omit<Reply, "channel" | "ts">>): Promise<void>;
  /** What was written in a thread before we knew that it is ours, oldest first. */
  unseenIn(thread: Place): Promise<Reply[]>;
  /** Who wrote the newest reply behind this place in the episode whose text has left, or may have; null where there is none. */
  laterThatLeft(place: Place, episodeId: EpisodeId): Promise<{ author: SlackUserId | null } | null>;
  /**
   * Refused, or handed over, and written by somebody in that time: what still waits is left out, and posts of ours, which nobody else edits.
   * Refused ones first, then the newest.
   */
  settledIn(
    channel: SlackChannelId,
    time: { readonly refusedFrom: SlackTs; readonly leftFrom: SlackTs; readonly until: SlackTs },
    limit: number,
  ): Promise<{ ts: SlackTs; thread: SlackTs | null }[]>;
  /** What never turned out to be a reply; so many at a time. Returns how many. */
  dropUnseenBefore(moment: number, limit: number): Promise<number>;
  /** When somebody wrote in the episode last, behind this moment; null where nobody did. */
  lastWrittenIn(channel: SlackChannelId, episodeId: EpisodeId, since: SlackTs): Promise<SlackTs | null>;
  /** Whether this person has written in this thread of the episode. */
  hasWritten(episodeId: EpisodeId, thread: SlackTs, user: SlackUserId): Promise<boolean>;
}
