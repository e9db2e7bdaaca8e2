import { and, asc, eq, sql } from "drizzle-orm";
import type { Conversation, Conversations } from "../../bridge/contracts/store/conversations.ts";
import type { Address, ConversationId, E164, Username } from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { contacts, conversations } from "../schema/schema.ts";
import type { Sealer } from "../seal.ts";
import type { Connected } from "./connected.ts";
import { places } from "./statements.ts";

/** What the tables hold of a conversation. */
export const conversationColumns = {
  id: conversations.id,
  contactId: conversations.contactId,
  kind: conversations.kind,
  owner: conversations.owner,
  address: contacts.address,
  inLedger: contacts.inLedger,
  review: contacts.review,
  blockedAt: contacts.blockedAt,
  sealedName: contacts.sealedName,
  timeZone: contacts.timeZone,
  shared: contacts.shared,
};

type Row = Omit<Conversation, "owner" | "givenName"> & {
  readonly kind: "shared" | "direct";
  readonly owner: E164 | Username;
  readonly sealedName: string | null;
};

function readConversation(sealer: Sealer, { kind, owner, sealedName, ...row }: Row): Conversation {
  return { ...row, owner: readOwner(kind, owner), givenName: readName(sealer, sealedName) };
}

/** What was read with whose it is; null where nothing was. */
export function readWhole<Found extends { readonly conversation: Row }>(
  sealer: Sealer,
  found: Found | undefined,
) {
  if (found === undefined) return null;
  return { ...found, conversation: readConversation(sealer, found.conversation) };
}

export function readName(sealer: Sealer, sealedName: string | null): string | null {
  return sealedName === null ? null : sealer.open(sealedName);
}

/** Filled by `betweenValues`. */
export const isBetween = and(
  eq(contacts.address, sql.placeholder("address")),
  eq(conversations.kind, sql.placeholder("kind")),
  eq(conversations.owner, sql.placeholder("owner")),
);

export function betweenValues(address: Address, owner: Owner) {
  return { address, ...ownerColumns(owner) };
}

export function createConversations({ db, sealer, prepared }: Connected): Conversations {
  const between = prepared(() =>
    db
      .select(conversationColumns)
      .from(conversations)
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(isBetween),
  );
  const one = prepared(() =>
    db
      .select(conversationColumns)
      .from(conversations)
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(eq(conversations.id, sql.placeholder("id"))),
  );

  const addContact = prepared(() =>
    db
      .insert(contacts)
      .values({
        id: sql.placeholder("id"),
        address: sql.placeholder("address"),
        // What an erased one asked for holds.
        inLedger: sql`exists (select 1 from opt_outs where address = ${sql.placeholder("address")})`,
        createdAt: sql.placeholder("at"),
      })
      .onConflictDoNothing(),
  );
  const contactAt = prepared(() =>
    db
      .select()
      .from(contacts)
      .where(eq(contacts.address, sql.placeholder("address"))),
  );
  const begin = prepared(() => db.insert(conversations).values(places(conversations, [])));

  async function find(address: Address, owner: Owner): Promise<Conversation | null> {
    const row = await between.get(betweenValues(address, owner));
    return row ? readConversation(sealer, row) : null;
  }

  return {
    find,
    withContact: async (address: Address): Promise<Conversation[]> => {
      const rows = await db
        .select(conversationColumns)
        .from(conversations)
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .where(eq(contacts.address, address))
        .orderBy(asc(conversations.createdAt), asc(conversations.id));
      return rows.map((row) => readConversation(sealer, row));
    },
    count: async (): Promise<number> => await db.$count(conversations),
    get: async (id: ConversationId): Promise<Conversation | null> => {
      const row = await one.get({ id });
      return row ? readConversation(sealer, row) : null;
    },
    /** The conversation of this contact with this owner, begun if need be. `newId` is called for what is new. */
    open: async (address: Address, owner: Owner, newId: () => string, at: number): Promise<Conversation> => {
      const known = await find(address, owner);
      if (known) return known;
      await addContact.run({ id: newId(), address, at });
      const contact = await contactAt.get({ address });
      if (!contact) throw new Error("the contact just written is not there");
      const id = newId() as ConversationId;
      await begin.run({ id, contactId: contact.id, ...ownerColumns(owner), createdAt: at });
      const { inLedger, review, blockedAt, timeZone, shared } = contact;
      return {
        id,
        contactId: contact.id,
        owner,
        address,
        givenName: readName(sealer, contact.sealedName),
        inLedger,
        review,
        blockedAt,
        timeZone,
        shared,
      };
    },
  };
}

/** How an owner stands in the table. */
export function ownerColumns(owner: Owner) {
  return owner.kind === "line"
    ? ({ kind: "shared", owner: owner.number } as const)
    : ({ kind: "direct", owner: owner.username } as const);
}

export function readOwner(kind: "shared" | "direct", owner: E164 | Username): Owner {
  return kind === "shared"
    ? { kind: "line", number: owner as E164 }
    : { kind: "member", username: owner as Username };
}
