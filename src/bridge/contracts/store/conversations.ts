import type { Contact } from "../../../domain/contact.ts";
import type { Address, ContactId, ConversationId, NoticeId } from "../../../domain/ids.ts";
import type { Owner } from "../../../domain/owner.ts";

/** What a contact and a line, or a member, say to each other. */
export interface Conversation extends Contact {
  readonly id: ConversationId;
  readonly contactId: ContactId;
  readonly owner: Owner;
  /** Where its contact is, an IANA name, where somebody said so. */
  readonly timeZone: string | null;
  /** Whether the ledger of opt-outs has a row of its contact: only then is it asked. */
  readonly inLedger: boolean;
  /** The open question whether its contact wants to opt out. */
  readonly review: NoticeId | null;
  /** Since when the texts of its contact are kept and shown to nobody. */
  readonly blockedAt: number | null;
}

export interface Conversations {
  find(address: Address, owner: Owner): Promise<Conversation | null>;
  /** All of a contact, in the order in which they were begun. */
  withContact(address: Address): Promise<Conversation[]>;
  count(): Promise<number>;
  get(id: ConversationId): Promise<Conversation | null>;
  /** The conversation of this contact with this owner, begun if need be. `newId` is called for what is new. */
  open(address: Address, owner: Owner, newId: () => string, at: number): Promise<Conversation>;
}
