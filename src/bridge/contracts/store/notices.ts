import type {
  EpisodeId,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
} from "../../../domain/ids.ts";
import type { Place, Sentence } from "../../../domain/sentence.ts";

/** What a person was told, with the choices they have: it can be opened again. */
export interface Notice {
  readonly id: NoticeId;
  /** What it is about, a word of `bridge/choices/registry.ts`. */
  readonly kind: string;
  /** What its kind knows of it. */
  readonly payload: unknown;
  readonly audience: "private" | "thread";
  readonly user: SlackUserId | null;
  /** Null for a question that concerns no stretch of a conversation. */
  readonly episodeId: EpisodeId | null;
  readonly messageId: MessageId | null;
  /** The member's message that it is about. */
  readonly replyChannel: SlackChannelId | null;
  readonly replyTs: SlackTs | null;
  readonly sentence: Sentence;
  /** And how they read. */
  readonly choices: readonly { readonly choice: string; readonly label: string }[];
  readonly state: "open" | "chosen" | "expired";
  /** What came of it, said behind it in the thread; empty while it is open. */
  readonly outcome: Sentence;
  /** When what it is about happened: decides whether it is still shown in passing. */
  readonly causedAt: number;
  /** Whether it stays open when its conversation is resolved. */
  readonly outlives: boolean;
  /** A decision that somebody owes: it expires neither with its conversation nor with age. */
  readonly owed: boolean;
  /** Where one that stands in a thread does. */
  readonly postChannel: SlackChannelId | null;
  readonly postTs: SlackTs | null;
  readonly chosen: string | null;
  readonly chosenBy: SlackUserId | null;
  readonly chosenAt: number | null;
  readonly createdAt: number;
}

/** An open one. */
export type NewNotice = Omit<
  Notice,
  "state" | "outcome" | "postChannel" | "postTs" | "chosen" | "chosenBy" | "chosenAt"
>;

/** How it ended. */
export type NoticeEnd = Pick<Notice, "state" | "outcome"> &
  Partial<Pick<Notice, "chosen" | "chosenBy" | "chosenAt">>;

export interface Notices {
  get(id: NoticeId): Promise<Notice | null>;
  insert(notice: NewNotice): Promise<void>;
  /** The latest about a member's message. */
  latestAbout(place: Place): Promise<Notice | null>;
  openAbout(place: Place): Promise<Notice[]>;
  aboutMessage(messageId: MessageId): Promise<Notice[]>;
  openAboutMessage(messageId: MessageId): Promise<Notice[]>;
  openOfEpisode(episodeId: EpisodeId): Promise<Notice[]>;
  /** What is still open about one episode goes on in another: one that stands in a thread stands in none then. */
  move(from: EpisodeId, to: EpisodeId): Promise<void>;
  /** Choices about what is no text that waits: given up without a word once nobody has made them. */
  expireBefore(moment: number): Promise<void>;
  close(id: NoticeId, end: NoticeEnd): Promise<void>;
  /** Notes where one that stands in a thread does. */
  setPosted(id: NoticeId, channel: SlackChannelId, ts: SlackTs): Promise<void>;
}
