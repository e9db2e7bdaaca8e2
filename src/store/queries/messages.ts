import { and, asc, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import type { Message, Messages, UnsettledState } from "../../bridge/contracts/store/messages.ts";
import { contacts, conversations, episodes, messages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { createEpisodeMessages } from "./episode-messages.ts";
import {
  cameOrLeft,
  type MessageRow,
  readMessage,
  sealMessage,
  unset,
  unsettled,
  waitsForPerson,
} from "./message-rows.ts";
import { createUpdates, places } from "./statements.ts";

const mayHaveLeft = sql`${messages.state} in ('sending', 'unknown', 'accepted', 'sent', 'delivered')`;
const unconfirmed = sql`${messages.state} in ('accepted', 'sent', 'unknown')`;

export function createMessages(tables: Connected): Messages {
  const { db, sealer, prepared, preparedEach } = tables;
  const read = (row: MessageRow): Message => readMessage(sealer, row);

  const idIs = eq(messages.id, sql.placeholder("rowId"));
  const one = prepared(() => db.select().from(messages).where(idIs));
  const toSend = prepared(() =>
    db
      .select({ message: messages, to: contacts.address })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(idIs),
  );
  const oneOfCarrier = prepared(() =>
    db
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.carrier, sql.placeholder("carrier")),
          eq(messages.carrierMessageId, sql.placeholder("carrierMessageId")),
        ),
      ),
  );
  const insert = prepared(() => db.insert(messages).values(places(messages, [])));
  const update = createUpdates(tables, messages, idIs);
  const retry = prepared(() =>
    db
      .select()
      .from(messages)
      .where(eq(messages.retryOf, sql.placeholder("of")))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(1),
  );
  const leftOnce = prepared(() =>
    db
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.author, sql.placeholder("author")), mayHaveLeft))
      .limit(1),
  );
  const inStates = preparedEach((states) =>
    db
      .select()
      .from(messages)
      .where(and(unsettled, inArray(messages.state, states.split(",") as UnsettledState[])))
      .orderBy(asc(messages.writtenAt), asc(messages.id)),
  );
  const said = prepared(() =>
    db
      .select({ id: messages.id })
      .from(contacts)
      .innerJoin(conversations, eq(conversations.contactId, contacts.id))
      .innerJoin(episodes, eq(episodes.conversationId, conversations.id))
      .innerJoin(messages, eq(messages.episodeId, episodes.id))
      .where(and(eq(contacts.address, sql.placeholder("address")), cameOrLeft))
      .limit(1),
  );

  return {
    ...createEpisodeMessages(tables),
    get: async (id) => {
      const row = await one.get({ rowId: id });
      return row ? read(row) : null;
    },
    getAll: async (ids) => {
      const found: Message[] = [];
      for (const rowId of ids) {
        const row = await one.get({ rowId });
        if (row !== undefined) found.push(read(row));
      }
      return found;
    },
    toSend: async (id) => {
      const row = await toSend.get({ rowId: id });
      return row ? { message: read(row.message), to: row.to } : null;
    },
    findByCarrierId: async (carrier, carrierMessageId) => {
      const row = await oneOfCarrier.get({ carrier, carrierMessageId });
      return row ? read(row) : null;
    },
    insert: async (message) => {
      const whole: Message = { ...unset, ...message };
      await insert.run({ sealedMedia: null, ...sealMessage(sealer, whole) });
      return whole;
    },
    update: (id, change) => update({ rowId: id }, sealMessage(sealer, change)),
    retriesOf: async (id) => {
      const tries: Message[] = [];
      for (let row = await retry.get({ of: id }); row !== undefined; row = await retry.get({ of: row.id }))
        tries.push(read(row));
      return tries;
    },
    setPosted: async (ids, postedTs) => {
      for (const rowId of ids) await update({ rowId }, { postedTs });
    },
    inState: async (states) => {
      return states.length === 0 ? [] : (await inStates(states.join()).all()).map(read);
    },
    unsentTo: async (contact) => {
      const rows = await db
        .select({ message: messages })
        .from(messages)
        .innerJoin(conversations, eq(conversations.id, messages.conversationId))
        .where(
          and(
            unsettled,
            inArray(messages.state, ["waiting", "queued"]),
            eq(conversations.contactId, contact),
          ),
        )
        .orderBy(asc(messages.writtenAt), asc(messages.id));
      return rows.map(({ message }) => read(message));
    },
    anySaidWith: async (address) => (await said.get({ address })) !== undefined,
    oldestUnconfirmed: async (after) => {
      const [row] = await db
        .select({ at: messages.sendingAt })
        .from(messages)
        .where(and(unconfirmed, gte(messages.sendingAt, after)))
        .orderBy(asc(messages.sendingAt))
        .limit(1);
      return row?.at ?? null;
    },
    hasTexted: async (author) => (await leftOnce.get({ author })) !== undefined,
    waitedSince: async (before) => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(waitsForPerson, lte(messages.waitingSince, before)))
        .orderBy(asc(messages.waitingSince), asc(messages.id))
        .limit(100);
      return rows.map(read);
    },
  };
}
