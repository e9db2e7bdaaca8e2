/** What two of the team write to each other: it never leaves the desk, and no contact, line or carrier has to do with it. */
import type {
  MessageId,
  SlackChannelId,
  SlackTs,
  StaffConversationId,
  Username,
} from "../../../domain/ids.ts";
import type { Pair } from "../../../domain/staff.ts";

export interface StaffConversation {
  readonly id: StaffConversationId;
  readonly pair: Pair;
  /** Their group direct message with us; null until the desk was asked for it. */
  readonly channel: SlackChannelId | null;
  readonly createdAt: number;
}

export interface StaffMessage {
  readonly id: MessageId;
  readonly conversationId: StaffConversationId;
  readonly author: Username;
  readonly body: string;
  /** Where it stands; null until it was posted. */
  readonly ts: SlackTs | null;
  readonly writtenAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
}

export interface Staff {
  get(id: StaffConversationId): Promise<StaffConversation | null>;
  between(pair: Pair): Promise<StaffConversation | null>;
  /** Begun if need be. `newId` is called for what is new. */
  open(pair: Pair, newId: () => string, at: number): Promise<StaffConversation>;
  /** The one that stands there; null for any other channel. */
  at(channel: SlackChannelId): Promise<StaffConversation | null>;
  /** From now on it stands there. */
  place(id: StaffConversationId, channel: SlackChannelId): Promise<void>;
  /** All of one of the team. */
  of(username: Username): Promise<StaffConversation[]>;
  /** Those with a place in which something was written last; so many. */
  lively(limit: number): Promise<StaffConversation[]>;
  write(message: StaffMessage): Promise<void>;
  message(id: MessageId): Promise<StaffMessage | null>;
  messageAt(id: StaffConversationId, ts: SlackTs): Promise<StaffMessage | null>;
  update(
    id: MessageId,
    change: Partial<Pick<StaffMessage, "body" | "ts" | "editedAt" | "deletedAt">>,
  ): Promise<void>;
  /** It was never posted, and won't be. */
  drop(id: MessageId): Promise<void>;
  /** Oldest first. */
  messagesOf(id: StaffConversationId): Promise<StaffMessage[]>;
  /** The newest so many of those that were written since, newest first. */
  messagesSince(id: StaffConversationId, since: number, limit: number): Promise<StaffMessage[]>;
}
