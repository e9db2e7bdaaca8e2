import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import type { Beside } from "../../bridge/contracts/store/episodes.ts";
import type {
  Media,
  Message,
  Messages,
  NewMessage,
  UnsettledState,
} from "../../bridge/contracts/store/messages.ts";
import type {
  Address,
  CarrierMessageId,
  ContactId,
  ConversationId,
  EpisodeId,
  MessageId,
  SlackTs,
  Username,
} from "../../domain/ids.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { contacts, conversations, episodes, messages } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { createUpdates, places } from "./statements.ts";
import { besideValues, underWayIn } from "./under-way.ts";

type Row = typeof messages.$inferSelect;

/** As the index says it, word for word: a bound value would not let SQLite see that it fits. */
export const unsettled = sql`${messages.state} in ('waiting', 'queued', 'sending', 'unknown')`;
const cameOrLeft = sql`(${messages.direction} = 'in' or ${messages.state} in ('accepted', 'sent', 'delivered'))`;
const mayHaveLeft = sql`${messages.state} in ('sending', 'unknown', 'accepted', 'sent', 'delivered')`;
const unconfirmed = sql`${messages.state} in ('accepted', 'sent', 'unknown')`;
const waitsForPerson = and(unsettled, eq(messages.state, "waiting"), eq(messages.waitsFor, "person"));

/** What a new message has not yet. */
const unset = {
  origin: null,
  notBefore: null,
  localDay: null,
  waitsFor: null,
  waitReason: null,
  waitingSince: null,
  agreed: [],
  media: [],
  carrierMessageId: null,
  login: null,
  carrierThread: null,
  sender: null,
  files: 0,
  author: null,
  authorUser: null,
  replyChannel: null,
  replyTs: null,
  retryOf: null,
  sendingAt: null,
  reread: false,
  postedTs: null,
  failureCode: null,
  failureSentence: null,
  unlessTheyWrite: false,
  listId: null,
  templateId: null,
  templateVersion: null,
  unlogged: false,
} as const;

export function readMessage(
  sealer: Connected["sealer"],
  { sealedBody, sealedMedia, sealedSender, agreed, ...row }: Row,
): Message {
  const media = sealedMedia === null ? [] : readMedia(sealer, sealedMedia);
  const reasons = agreed.split(" ").filter((word) => word !== "") as WaitReason[];
  const sender = sealedSender === null ? null : sealer.open(sealedSender);
  return { ...row, body: sealer.open(sealedBody), media, sender, agreed: reasons };
}

export function readMedia(sealer: Connected["sealer"], sealed: string): Media[] {
  return JSON.parse(sealer.open(sealed)) as Media[];
}

export function createMessages(tables: Connected): Messages {
  const { db, sealer, prepared, preparedEach } = tables;
  const read = (row: Row): Message => readMessage(sealer, row);

  function seal({ body, media, sender, agreed, ...rest }: Partial<Message>): Partial<Row> {
    const row: Partial<Row> = rest;
    if (agreed !== undefined) row.agreed = agreed.join(" ");
    if (body !== undefined) row.sealedBody = sealer.seal(body);
    if (sender !== undefined) row.sealedSender = sender === null ? null : sealer.seal(sender);
    if (media !== undefined) row.sealedMedia = media.length > 0 ? sealer.seal(JSON.stringify(media)) : null;
    return row;
  }

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
  const underWay = prepared(() =>
    db
      .select()
      .from(messages)
      .where(eq(messages.id, underWayIn(sql`${sql.placeholder("episodeId")}`))),
  );
  const leftOnce = prepared(() =>
    db
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.author, sql.placeholder("author")), mayHaveLeft))
      .limit(1),
  );
  const newestSaid = prepared(() =>
    db
      .select()
      .from(messages)
      .where(and(eq(messages.episodeId, sql.placeholder("episodeId")), cameOrLeft))
      .orderBy(desc(messages.createdAt), desc(messages.id))
      .limit(sql.placeholder("limit")),
  );

  const firstInbound = prepared(() =>
    db
      .select()
      .from(messages)
      .where(and(eq(messages.episodeId, sql.placeholder("episodeId")), eq(messages.direction, "in")))
      .orderBy(asc(messages.createdAt), asc(messages.id))
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

  const byId = async (id: MessageId): Promise<Message | null> => {
    const row = await one.get({ rowId: id });
    return row ? read(row) : null;
  };

  return {
    get: byId,
    getAll: async (ids: readonly MessageId[]): Promise<Message[]> => {
      const found: Message[] = [];
      for (const rowId of ids) {
        const row = await one.get({ rowId });
        if (row !== undefined) found.push(read(row));
      }
      return found;
    },
    toSend: async (id: MessageId) => {
      const row = await toSend.get({ rowId: id });
      return row ? { message: read(row.message), to: row.to } : null;
    },
    findByCarrierId: async (carrier: string, id: CarrierMessageId): Promise<Message | null> => {
      const row = await oneOfCarrier.get({ carrier, carrierMessageId: id });
      return row ? read(row) : null;
    },
    insert: async (message: NewMessage): Promise<Message> => {
      const whole: Message = { ...unset, ...message };
      await insert.run({ sealedMedia: null, ...seal(whole) });
      return whole;
    },
    update: async (id: MessageId, change: Partial<Omit<Message, "id">>): Promise<void> => {
      await update({ rowId: id }, seal(change));
    },
    retriesOf: async (id: MessageId): Promise<Message[]> => {
      const tries: Message[] = [];
      for (let row = await retry.get({ of: id }); row !== undefined; row = await retry.get({ of: row.id }))
        tries.push(read(row));
      return tries;
    },
    setPosted: async (ids: readonly MessageId[], postedTs: SlackTs): Promise<void> => {
      for (const rowId of ids) await update({ rowId }, { postedTs });
    },
    firstInbound: async (episodeId: EpisodeId): Promise<Message | null> => {
      const row = await firstInbound.get({ episodeId });
      return row ? read(row) : null;
    },
    ofEpisode: async (episodeId: EpisodeId): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(eq(messages.episodeId, episodeId))
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map(read);
    },
    outsideEpisodes: async (conversationId: ConversationId): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(isNull(messages.episodeId), eq(messages.conversationId, conversationId)))
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map(read);
    },
    lastSaid: async (episodeId: EpisodeId, limit: number): Promise<Message[]> => {
      return (await newestSaid.all({ episodeId, limit })).map(read).reverse();
    },
    cameSince: async (conversationId: ConversationId, since: number): Promise<boolean> => {
      const [row] = await db
        .select({ id: messages.id })
        .from(episodes)
        .crossJoin(messages)
        .where(
          and(
            eq(episodes.conversationId, conversationId),
            eq(messages.episodeId, episodes.id),
            gt(messages.createdAt, since),
            eq(messages.direction, "in"),
          ),
        )
        .limit(1);
      return row !== undefined;
    },
    move: async (from: EpisodeId, to: Pick<Message, "conversationId" | "episodeId">): Promise<void> => {
      await db.update(messages).set(to).where(eq(messages.episodeId, from));
    },
    noteUnlogged: async (episode: EpisodeId): Promise<void> => {
      await db
        .update(messages)
        .set({ unlogged: true })
        .where(and(eq(messages.episodeId, episode), isNotNull(messages.localDay)));
    },
    unsentOf: async (episodeId: EpisodeId): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(eq(messages.episodeId, episodeId), inArray(messages.state, ["waiting", "queued"])))
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map(read);
    },
    unshownIn: async (episodeId: EpisodeId): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.episodeId, episodeId),
            eq(messages.direction, "out"),
            isNotNull(messages.authorUser),
            isNull(messages.replyTs),
            ne(messages.state, "cancelled"),
          ),
        )
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map(read);
    },
    inState: async (states: readonly UnsettledState[]): Promise<Message[]> => {
      return states.length === 0 ? [] : (await inStates(states.join()).all()).map(read);
    },
    unsentTo: async (contact: ContactId): Promise<Message[]> => {
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
    anySaidWith: async (address: Address): Promise<boolean> => (await said.get({ address })) !== undefined,
    oldestUnconfirmed: async (after: number): Promise<number | null> => {
      const [row] = await db
        .select({ at: messages.sendingAt })
        .from(messages)
        .where(and(unconfirmed, gte(messages.sendingAt, after)))
        .orderBy(asc(messages.sendingAt))
        .limit(1);
      return row?.at ?? null;
    },
    underWay: async (episodeId: EpisodeId, beside: Beside): Promise<Message | null> => {
      const row = await underWay.get({ episodeId, ...besideValues(beside) });
      return row ? read(row) : null;
    },
    hasTexted: async (author: Username): Promise<boolean> => (await leftOnce.get({ author })) !== undefined,
    waitingForPerson: async (episodeId: EpisodeId): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(waitsForPerson, eq(messages.episodeId, episodeId)))
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map(read);
    },
    waitedSince: async (before: number): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(waitsForPerson, lte(messages.waitingSince, before)))
        .limit(100);
      return rows.map(read);
    },
  };
}
