import type { Choice } from "../../../domain/choice.ts";
import type {
  EpisodeId,
  MessageId,
  NoticeId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../domain/ids.ts";
import type { Place, Sentence } from "../../../domain/sentence.ts";

/** What a person was told, with the choices they have: it can be opened again. */
export interface Notice {
  readonly id: NoticeId;
  readonly kind: "private" | "thread";
  readonly user: SlackUserId | null;
  readonly episodeId: EpisodeId;
  readonly messageId: MessageId | null;
  /** The member's message that it is about. */
  readonly replyChannel: SlackChannelId | null;
  readonly replyTs: SlackTs | null;
  readonly sentence: Sentence;
  readonly choices: readonly Choice[];
  readonly state: "open" | "chosen" | "expired";
  /** What came of it, said behind it in the thread; empty while it is open. */
  readonly outcome: Sentence;
  /** When what it is about happened: decides whether it is still shown in passing. */
  readonly causedAt: number;
  /** Who had the conversation when taking it over was offered. */
  readonly seenAssignee: Username | null;
  /** Where a notice of kind `thread` stands. */
  readonly postChannel: SlackChannelId | null;
  readonly postTs: SlackTs | null;
  readonly chosen: Choice | null;
  readonly chosenBy: SlackUserId | null;
  readonly chosenAt: number | null;
  readonly createdAt: number;
}

/** An open one. */
export type NewNotice = Omit<
  Notice,
  "state" | "outcome" | "postChannel" | "postTs" | "chosen" | "chosenBy" | "chosenAt" | "seenAssignee"
> &
  Partial<Pick<Notice, "seenAssignee">>;

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
  /** Choices about what is no text that waits: given up without a word once nobody has made them. */
  expireBefore(moment: number): Promise<void>;
  close(id: NoticeId, end: NoticeEnd): Promise<void>;
  /** Notes where a notice of kind `thread` stands. */
  setPosted(id: NoticeId, channel: SlackChannelId, ts: SlackTs): Promise<void>;
}
