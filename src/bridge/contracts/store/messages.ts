import type {
  Address,
  CarrierMessageId,
  CarrierThreadId,
  ContactId,
  ConversationId,
  E164,
  EpisodeId,
  ListId,
  LoginName,
  MessageId,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  TemplateId,
  Username,
} from "../../../domain/ids.ts";
import type { MessageState } from "../../../domain/message-state.ts";
import type { Origin } from "../../../domain/origin.ts";
import type { WaitReason } from "../../../domain/wait.ts";
import type { Beside } from "./episodes.ts";

/** One SMS, with its delivery state. */
export interface Message {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  /** Null where it belongs to no stretch of its conversation: a text of a blocked contact. */
  readonly episodeId: EpisodeId | null;
  /** The line that it came to, or leaves from. */
  readonly line: E164;
  readonly direction: "in" | "out";
  readonly state: "received" | MessageState;
  /** How one of ours came to be; null for a contact's. */
  readonly origin: Origin | null;
  /** It must not leave before this moment: a hold's end, a time that was chosen. */
  readonly notBefore: number | null;
  readonly waitsFor: "time" | "person" | null;
  readonly waitReason: WaitReason | null;
  /** Since when it waits for a person. */
  readonly waitingSince: number | null;
  /** The reasons to keep it that someone has said yes to, for these words. */
  readonly agreed: readonly WaitReason[];
  readonly body: string;
  readonly media: readonly Media[];
  readonly carrier: string;
  readonly carrierMessageId: CarrierMessageId | null;
  /** The login that it was sent by, where the carrier knows several. */
  readonly login: LoginName | null;
  /** The thread of the carrier's shared inbox in which it stands. */
  readonly carrierThread: CarrierThreadId | null;
  /** How the carrier calls who wrote it, where it was sent elsewhere. */
  readonly sender: string | null;
  /** How many files are rows of their own. */
  readonly files: number;
  /** Who wrote it, for an outbound one. */
  readonly author: Username | null;
  readonly authorUser: SlackUserId | null;
  /** The member's message at the desk that it came from. */
  readonly replyChannel: SlackChannelId | null;
  readonly replyTs: SlackTs | null;
  /** The message that this one tries again. */
  readonly retryOf: MessageId | null;
  /** When it was written, by the clock of whoever knows best. */
  readonly writtenAt: number;
  readonly createdAt: number;
  /** The day it counts for, in the directory's zone: `2026-01-31`. Null for those written before it was kept. */
  readonly localDay: string | null;
  readonly sendingAt: number | null;
  /** Set when something may have been done to its message that it does not show yet: that is looked at before it leaves. */
  readonly reread: boolean;
  /** The post that shows an inbound text. */
  readonly postedTs: SlackTs | null;
  readonly failureCode: string | null;
  readonly failureSentence: string | null;
  /** It waits for its time, and is cancelled if its contact writes first. */
  readonly unlessTheyWrite: boolean;
  /** The list that it is one of. */
  readonly listId: ListId | null;
  /** The template that it was filled from, and as which version. */
  readonly templateId: TemplateId | null;
  readonly templateVersion: number | null;
  /** Something of it that its record does not say yet. */
  readonly unlogged: boolean;
}

export interface Media {
  readonly url: string;
  readonly contentType: string;
}

/** What is not said of it is absent: null, false or empty. */
export type NewMessage = Pick<
  Message,
  | "id"
  | "conversationId"
  | "episodeId"
  | "line"
  | "direction"
  | "state"
  | "body"
  | "carrier"
  | "writtenAt"
  | "createdAt"
> &
  Partial<Message>;

/** The states from which something is still to be done or learned. */
export type UnsettledState = "waiting" | "queued" | "sending" | "unknown";

export interface Messages {
  get(id: MessageId): Promise<Message | null>;
  /** In this order, without those that are not there. */
  getAll(ids: readonly MessageId[]): Promise<Message[]>;
  /** With the number that it goes to. */
  toSend(id: MessageId): Promise<{ readonly message: Message; readonly to: Address } | null>;
  findByCarrierId(carrier: string, id: CarrierMessageId): Promise<Message | null>;
  insert(message: NewMessage): Promise<Message>;
  update(id: MessageId, change: Partial<Omit<Message, "id">>): Promise<void>;
  /** The tries that came after this one, newest last. */
  retriesOf(id: MessageId): Promise<Message[]>;
  /** Notes on which post inbound texts stand. */
  setPosted(ids: readonly MessageId[], postedTs: SlackTs): Promise<void>;
  /** The text that opened an episode. */
  firstInbound(episodeId: EpisodeId): Promise<Message | null>;
  /** All of an episode, oldest first. */
  ofEpisode(episodeId: EpisodeId): Promise<Message[]>;
  /** Those of a conversation that belong to no stretch of it, oldest first: they came while their contact was blocked. */
  outsideEpisodes(conversationId: ConversationId): Promise<Message[]>;
  /** The newest texts of an episode that came or left, oldest first. */
  lastSaid(episodeId: EpisodeId, limit: number): Promise<Message[]>;
  /** Whether its contact has written in a conversation since that moment, whichever stretch of it. */
  cameSince(conversationId: ConversationId, since: number): Promise<boolean>;
  /** All of one episode go on in another. */
  move(from: EpisodeId, to: Pick<Message, "conversationId" | "episodeId">): Promise<void>;
  /** Those of an episode that count for a day are in no record yet. */
  noteUnlogged(episode: EpisodeId): Promise<void>;
  /** What of an episode has not left yet, oldest first. */
  unsentOf(episodeId: EpisodeId): Promise<Message[]>;
  /** Those of an episode that a member began and no post shows yet, oldest first. */
  unshownIn(episodeId: EpisodeId): Promise<Message[]>;
  /** Oldest first. */
  inState(states: readonly UnsettledState[]): Promise<Message[]>;
  /** Those to a contact that have not left, whatever they wait for; oldest first. */
  unsentTo(contact: ContactId): Promise<Message[]>;
  /** Whether any text came from a contact or left to it, on any line. */
  anySaidWith(address: Address): Promise<boolean>;
  /** When the oldest text was sent, since `after`, of which the carrier has not said the last word; null when there is none. */
  oldestUnconfirmed(after: number): Promise<number | null>;
  /**
   * The newest text of somebody else's that its author gave out of hand since this one wrote last: it leaves by itself, or has left and
   * the contact has not written since. What leaves later by choice, or was written by nobody's hand, is none.
   */
  underWay(episodeId: EpisodeId, beside: Beside): Promise<Message | null>;
  /** Whether one of this member's has ever left, or may have. */
  hasTexted(author: Username): Promise<boolean>;
  waitingForPerson(episodeId: EpisodeId): Promise<Message[]>;
  /** Those that have waited for a person since `before`, or longer; so many at a time. */
  waitedSince(before: number): Promise<Message[]>;
}
