import type { Address, ContactId, ConversationId, E164 } from "../../../domain/ids.ts";

/** What a contact and a line say to each other. */
export interface Conversation {
  readonly id: ConversationId;
  readonly contactId: ContactId;
  readonly line: E164;
  /** The contact's. */
  readonly address: Address;
}

export interface Conversations {
  find(address: Address, line: E164): Promise<Conversation | null>;
  get(id: ConversationId): Promise<Conversation | null>;
  /** The conversation of this contact on this line, begun if need be. `newId` is called for what is new. */
  open(address: Address, line: E164, newId: () => string, at: number): Promise<Conversation>;
}
