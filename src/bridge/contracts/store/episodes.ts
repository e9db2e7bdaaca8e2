import type { Contact } from "../../../domain/contact.ts";
import type {
  Address,
  ContactId,
  ConversationId,
  E164,
  EpisodeId,
  MessageId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../domain/ids.ts";
import type { Owner } from "../../../domain/owner.ts";
import type { Conversation } from "./conversations.ts";

/** One stretch of a conversation, from first message to Resolve. At most one of a conversation is open. */
export interface Episode {
  readonly id: EpisodeId;
  readonly conversationId: ConversationId;
  /** 1 for the first stretch of its conversation. */
  readonly number: number;
  /**
   * A shared one is resolved, a direct one closed. `quiet`: it holds texts of a list, or what one of a group was answered alone, and has no
   * thread before its contact answers, or somebody goes on with it; then it opens. It is the newest of its conversation, which has no open one beside it.
   */
  readonly state: "open" | "resolved" | "closed" | "quiet";
  readonly assignee: Username | null;
  /** Null until its place is known: a member's direct messages, before the desk was asked for them. */
  readonly channel: SlackChannelId | null;
  /** The root of its current thread; null until the card stands. */
  readonly thread: SlackTs | null;
  readonly openedAt: number;
  readonly lastTextAt: number | null;
  /** Since when a customer waits for an answer. */
  readonly unansweredSince: number | null;
  readonly resolvedAt: number | null;
  readonly resolvedBy: Username | null;
  /** Why the current card stands anew. */
  readonly replaces: "deleted" | "closed" | null;
  /** Until when its thread is known whole, apart from what is written down as missed. */
  readonly lookedAt: number;
  /** Who answers beside its assignee, and has said so since that one took it; separated by spaces. */
  readonly joined: string;
  /** Of an open direct one, and of a shared one that was reopened, since when neither side has said anything. */
  readonly idleSince: number | null;
  /** Where it goes on, with somebody else, since its line or its member is gone. */
  readonly movedTo: EpisodeId | null;
  /** Until when it is in no reminder and no list; of one that sleeps until its contact writes, the end of time. */
  readonly snoozedUntil: number | null;
  readonly snoozedBy: Username | null;
  /** Whether something that waits for its time in it is cancelled if its contact writes first. */
  readonly unlessTheyWrite: boolean;
  /** The text by which its assignee got it; null where they took it, or were given it. */
  readonly takenWith: MessageId | null;
  /** How many drafts somebody keeps in it. */
  readonly drafts: number;
  /** Whether a record of it, or of its days, is kept: what changes in it is told to the CRM. */
  readonly recorded: boolean;
  /** Something of it that its record does not say yet. */
  readonly unlogged: boolean;
}

/** An open one, unless it says otherwise. */
export type NewEpisode = Pick<Episode, "id" | "conversationId" | "number" | "channel" | "openedAt"> &
  Partial<Pick<Episode, "idleSince" | "state" | "assignee" | "unlessTheyWrite">>;

/** A thread that an episode has or had. */
export interface Thread {
  readonly channel: SlackChannelId;
  /** Its root. */
  readonly ts: SlackTs;
  readonly episodeId: EpisodeId;
  readonly state: "current" | "former";
  /** The newest message in it that we know of. */
  readonly latest: SlackTs;
}

/** An episode, and whose it is. */
export interface WholeEpisode {
  readonly episode: Episode;
  readonly conversation: Conversation;
}

/** Whose texts are not asked for, and which of the others' count though they have left. */
export interface Beside {
  readonly user: SlackUserId;
  readonly now: number;
  readonly leftSince: number;
}

/** Which threads may hold something that we missed. */
export interface Unlooked {
  /** Their roots are older. */
  readonly begunBefore: SlackTs;
  /** Nobody has looked at them since. */
  readonly notSince: number;
}

/** Among which open ones somebody chooses: those of a place, or a member's own with those of these lines. */
export type OpenScope =
  | { readonly channel: SlackChannelId }
  | { readonly member: Username; readonly lines: readonly E164[] };

/** An open one as it is chosen: whose it is, with whom, and when something was said in it last. */
export interface OpenConversation
  extends Contact,
    Pick<Episode, "id" | "channel" | "assignee" | "openedAt" | "lastTextAt"> {
  readonly owner: Owner;
}

export interface Episodes extends OpenEpisodes {
  /** Null for null. */
  get(id: EpisodeId | null): Promise<Episode | null>;
  whole(id: EpisodeId): Promise<WholeEpisode | null>;
  findOpen(conversationId: ConversationId): Promise<Episode | null>;
  newest(conversationId: ConversationId): Promise<Episode | null>;
  /** The conversation of this contact with this owner, and its newest one; null where it was never begun. */
  newestBetween(
    address: Address,
    owner: Owner,
  ): Promise<{ readonly conversation: Conversation; readonly newest: Episode | null } | null>;
  /** All of a conversation, oldest first. */
  ofConversation(conversationId: ConversationId): Promise<Episode[]>;
  /** The newest of each conversation of these contacts, with whose it is. */
  newestOfEach(contacts: readonly ContactId[]): Promise<WholeEpisode[]>;
  /** The newest of each of a contact's conversations. */
  newestWith(contact: ContactId): Promise<Episode[]>;
  /** The open one of this contact, whoever's it is, in which a text has come to this line; null where there is none. */
  openOn(address: Address, line: E164): Promise<WholeEpisode | null>;
  /** Of the same conversation: the one before it, and the newest of those after it; a quiet one is neither. */
  neighbours(episode: Episode): Promise<{ earlier: Episode | null; later: Episode | null }>;
  /** Throws when the conversation has an open one. */
  insert(episode: NewEpisode): Promise<Episode>;
  update(id: EpisodeId, change: Partial<Omit<Episode, "id" | "conversationId">>): Promise<void>;
  /** One that holds nothing any more. */
  drop(id: EpisodeId): Promise<void>;
  /** A text of ours left at this moment: who waited before it has their answer, who wrote after it waits. Returns the channel. */
  noteAnswer(id: EpisodeId, at: number): Promise<SlackChannelId | null>;
  /** The thread at a place, with its episode; null when it is none of ours. */
  atThread(
    channel: SlackChannelId,
    ts: SlackTs,
  ): Promise<(WholeEpisode & { readonly thread: Thread }) | null>;
  /** The same for somebody who has written there, with what others have under way; null: nothing. */
  writtenAt(
    channel: SlackChannelId,
    ts: SlackTs,
    beside: Beside,
  ): Promise<(WholeEpisode & { readonly thread: Thread; readonly underWay: MessageId | null }) | null>;
  /** All it has and had. */
  threadsOf(id: EpisodeId): Promise<Thread[]>;
  /** From now on its current one. */
  addThread(channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void>;
  /** A place that turned out to be a thread of its own that is not to be gone on with. */
  addFormerThread(channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void>;
  /** The thread is gone: the episode stands without one until its card is posted anew. */
  loseThread(channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void>;
  /** The episode goes on in another channel, where it has no thread yet. */
  move(id: EpisodeId, channel: SlackChannelId): Promise<void>;
  /** Its place is not known any more: its threads are former ones. */
  unplace(id: EpisodeId): Promise<void>;
  /** Its place is known now. */
  place(id: EpisodeId, channel: SlackChannelId): Promise<void>;
  /** The newest message known in any thread of a channel; null where there is none. */
  latestIn(channel: SlackChannelId): Promise<SlackTs | null>;
  /** Notes the newest message known in a thread; an older one changes nothing. */
  touchThread(channel: SlackChannelId, thread: SlackTs, latest: SlackTs): Promise<void>;
}

/** What is asked of the open ones. */
export interface OpenEpisodes {
  /** Those whose customer has waited since `before` or longer, the longest first, with who it is; none that is put aside. */
  unanswered(before: number): Promise<({ episode: Episode } & Contact)[]>;
  /** The contacts of an owner's open conversations, or of those that a member has. */
  openContacts(of: { owner: Owner } | { assignee: Username }): Promise<Contact[]>;
  /** The open ones of a contact, whosever they are. */
  openWith(contact: ContactId): Promise<Episode[]>;
  /** The open ones of a member's own that have no place yet, oldest first. */
  unplaced(owner: Username, limit: number): Promise<Episode[]>;
  /** The members who have open ones without a place. */
  unplacedOwners(): Promise<Username[]>;
  /** Open direct ones with a place in which neither side has said anything since; so many at a time. */
  idle(since: number, limit: number): Promise<Episode[]>;
  /** Those that were put aside until then or earlier, the earliest first; so many at a time. */
  snoozedBefore(moment: number, limit: number): Promise<Episode[]>;
  /** Those in which something was said last come first; so many at most. */
  openOf(scope: OpenScope, limit: number): Promise<OpenConversation[]>;
  /** The open ones of an owner; so many at a time. */
  openOwned(owner: Owner, limit: number): Promise<Episode[]>;
  /** The open ones that a member has. */
  openHeld(assignee: Username, limit: number): Promise<Episode[]>;
  /** Channels where conversations are open. */
  openChannels(): Promise<SlackChannelId[]>;
  /** The open ones of a channel, in an order of their own: those behind `after`, null for the first. */
  openIn(channel: SlackChannelId, limit: number, after: Episode | null): Promise<Episode[]>;
  /** The open ones of a channel with such a thread, those first at which nobody has looked for longest. */
  openThreads(channel: SlackChannelId, which: Unlooked, limit: number): Promise<Episode[]>;
  /** Of these, the ones in which something was written since `activeSince`, the latest first. */
  activeThreads(
    channel: SlackChannelId,
    which: Unlooked & { readonly activeSince: SlackTs },
    limit: number,
  ): Promise<Episode[]>;
  /** Those of a channel whose customer has waited since `before` or longer, the longest first. */
  unansweredIn(channel: SlackChannelId, before: number, limit: number): Promise<Episode[]>;
}
