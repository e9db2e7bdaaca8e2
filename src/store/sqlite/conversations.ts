import { and, eq, sql } from "drizzle-orm";
import type { Conversation, Conversations } from "../../bridge/contracts/store/conversations.ts";
import type { Address, ContactId, ConversationId, E164 } from "../../domain/ids.ts";
import { contacts, conversations } from "./schema.ts";
import type { Tables } from "./tables.ts";

export function createConversations({ db }: Tables): Conversations {
  const shape = {
    id: conversations.id,
    contactId: conversations.contactId,
    line: conversations.line,
    address: contacts.address,
  };

  const between = db
    .select(shape)
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(
      and(eq(contacts.address, sql.placeholder("address")), eq(conversations.line, sql.placeholder("line"))),
    )
    .prepare();
  const one = db
    .select(shape)
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(eq(conversations.id, sql.placeholder("id")))
    .prepare();

  async function find(address: Address, line: E164): Promise<Conversation | null> {
    return between.get({ address, line }) ?? null;
  }

  return {
    find,
    get: async (id: ConversationId): Promise<Conversation | null> => {
      return one.get({ id }) ?? null;
    },
    open: async (address: Address, line: E164, newId: () => string, at: number): Promise<Conversation> => {
      const known = await find(address, line);
      if (known) return known;
      await db
        .insert(contacts)
        .values({ id: newId() as ContactId, address, createdAt: at })
        .onConflictDoNothing();
      const [contact] = await db.select().from(contacts).where(eq(contacts.address, address));
      if (!contact) throw new Error("the contact just written is not there");
      const id = newId() as ConversationId;
      await db.insert(conversations).values({ id, contactId: contact.id, line, createdAt: at });
      return { id, contactId: contact.id, line, address };
    },
  };
}
