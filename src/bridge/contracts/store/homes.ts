/** The app's Home: who has looked at it lately, and one question for each of its lists. */
import type { Contact } from "../../../domain/contact.ts";
import type { HomePages } from "../../../domain/home-lists.ts";
import type {
  ContactId,
  DraftId,
  E164,
  MessageId,
  NoticeId,
  RecordId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../domain/ids.ts";
import type { OptOutRow } from "../../../domain/opt-out-ledger.ts";
import type { Owner } from "../../../domain/owner.ts";
import type { SharedScope } from "../../../domain/shared-scope.ts";
import type { WaitReason } from "../../../domain/wait.ts";
import type { Blocked } from "./contacts.ts";
import type { List } from "./lists.ts";
import type { Notice } from "./notices.ts";
import type { LogRecord } from "./records.ts";

export interface Homes {
  /** Somebody looks at it. */
  look(user: SlackUserId, at: number): Promise<void>;
  /** Who has looked at it since. */
  lookersSince(since: number): Promise<SlackUserId[]>;
  /** As they turned them; none for who has never looked. */
  pagesOf(user: SlackUserId): Promise<HomePages>;
  turn(user: SlackUserId, pages: HomePages, at: number): Promise<void>;
  /** Open ones that don't sleep: those first whose customer waits, the longest first. */
  open(of: OpenOf, now: number, window: Window): Promise<Found<ShownConversation> & { waiting: number }>;
  /** Open ones that sleep, those first that wake first. */
  snoozed(of: SnoozedOf, now: number, window: Window): Promise<Found<ShownConversation>>;
  /** A member's texts that wait for a person, the longest first. */
  deciding(author: Username, window: Window): Promise<Found<ShownText>>;
  /** A member's texts that wait for a time, the next first. */
  scheduled(author: Username, window: Window): Promise<Found<ShownText>>;
  /** A member's texts to many that are under way, the oldest first. */
  lists(author: Username, window: Window): Promise<Found<ShownList>>;
  /** A member's texts that they keep unsent, those first that were changed last. */
  drafts(author: Username, window: Window): Promise<Found<ShownDraft>>;
  /** What is held back from the CRM, the newest first. */
  unlogged(of: UnloggedOf, window: Window): Promise<Found<ShownUnlogged>>;
  /** Of how many conversations that is. */
  unloggedConversations(of: UnloggedOf): Promise<number>;
  /** The open shared conversations that don't sleep, counted by line and place. */
  standings(now: number): Promise<Standing[]>;
  /** Numbers that some line must not text, by the newest row of the ledger that says so, the newest first. */
  optOuts(window: Window): Promise<Found<ShownOptOut>>;
  /** The newest first. */
  blocked(window: Window): Promise<Found<Blocked>>;
}

export interface Window {
  readonly limit: number;
  readonly offset: number;
}

export interface Found<Row> {
  readonly rows: Row[];
  /** Of all windows; null where that is not counted. */
  readonly total: number | null;
}

export type OpenOf =
  /** Those that a member has, and their own. */
  { readonly member: Username } | { readonly groups: SharedScope; readonly unassigned: boolean };

export interface SnoozedOf {
  readonly member: Username;
  /** Of these, those that nobody has. */
  readonly groups: SharedScope;
  /** Of these, all. */
  readonly managed: SharedScope | null;
}

export interface UnloggedOf {
  /** Their own. */
  readonly member: Username;
  /** And of these. */
  readonly groups: SharedScope;
}

interface Stands {
  readonly owner: Owner;
  readonly channel: SlackChannelId | null;
  readonly thread: SlackTs | null;
}

export interface ShownConversation extends Contact, Stands {
  readonly assignee: Username | null;
  readonly openedAt: number;
  readonly lastTextAt: number | null;
  readonly unansweredSince: number | null;
  readonly snoozedUntil: number | null;
}

export interface ShownText extends Contact, Stands {
  readonly id: MessageId;
  readonly line: E164;
  readonly body: string;
  readonly waitReason: WaitReason | null;
  readonly waitingSince: number | null;
  readonly notBefore: number | null;
  readonly unlessTheyWrite: boolean;
  /** What its author can choose, where something is asked. */
  readonly offer: (Pick<Notice, "choices"> & { readonly notice: NoticeId }) | null;
  /** The member's message at the desk that it came from. */
  readonly replyChannel: SlackChannelId | null;
  readonly replyTs: SlackTs | null;
}

export interface ShownList
  extends Pick<List, "line" | "body" | "notBefore" | "progressChannel" | "progressTs"> {
  readonly recipients: number;
  /** Of these, for how many nothing was written yet. */
  readonly pending: number;
  /** The name of the template that its words are of; null: of none. */
  readonly template: string | null;
}

export interface ShownDraft extends Contact, Stands {
  readonly id: DraftId;
  readonly text: string;
  /** When it is to leave, where a time was chosen for it. */
  readonly due: number | null;
  readonly changedAt: number;
  /** What the template was called that it was filled from, when that was; null where none was, or it is forgotten. */
  readonly template: string | null;
}

export interface ShownUnlogged extends Contact, Stands, Pick<LogRecord, "hold" | "reason" | "localDay"> {
  readonly id: RecordId;
}

/** Of the conversations of one line at one place. */
export interface Standing {
  readonly owner: Owner;
  readonly channel: SlackChannelId | null;
  readonly open: number;
  readonly unassigned: number;
  readonly waiting: number;
  /** Since when the one waits that waits longest. */
  readonly oldest: number | null;
}

export interface ShownOptOut extends Contact, OptOutRow {
  readonly address: OptOutRow["address"];
  /** Null where nothing else is known of the number any more. */
  readonly contact: ContactId | null;
}
