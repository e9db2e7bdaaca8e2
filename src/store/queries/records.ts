import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, min, ne, sql } from "drizzle-orm";
import type { Message } from "../../bridge/contracts/store/messages.ts";
import type {
  LoggedContact,
  LogRecord,
  RecordBacklog,
  RecordedPlace,
  RecordPart,
  Records,
  StandingRecord,
} from "../../bridge/contracts/store/records.ts";
import type { Reply } from "../../bridge/contracts/store/replies.ts";
import type { Address, ConversationId, EpisodeId, RecordId, RecordKey, SlackTs } from "../../domain/ids.ts";
import type { Additions, RecordHold } from "../../domain/record.ts";
import {
  contacts,
  conversations,
  episodes,
  messages,
  recordParts,
  records,
  replies,
} from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { readMessage } from "./message-rows.ts";
import { readReply } from "./replies.ts";

type Row = typeof records.$inferSelect;

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const isHeld = sql`${records.hold} is not null`;
const isNote = sql`${replies.verdict} = 'note'`;
const isOwed = sql`${records.wanted} > ${records.written} and ${records.hold} is null`;

export function createRecords({ db, sealer, prepared }: Connected): Records {
  const open = (sealed: string | null): string | null => (sealed === null ? null : sealer.open(sealed));
  const seal = (text: string | null): string | null => (text === null ? null : sealer.seal(text));

  function read(row: Row): LogRecord {
    const { sealedReason, sealedContactName, sealedAdditions, contactId, contactType, ...rest } = row;
    const name = open(sealedContactName) ?? "";
    return {
      ...rest,
      reason: open(sealedReason),
      contact: contactId === null ? null : { id: contactId, type: contactType, name },
      additions: JSON.parse(open(sealedAdditions) ?? "{}") as Additions,
    };
  }

  function columnsOf({ reason, contact, additions, ...rest }: Partial<LogRecord>): Partial<Row> {
    return {
      ...rest,
      ...(reason === undefined ? {} : { sealedReason: seal(reason) }),
      ...(contact === undefined ? {} : contactColumns(contact)),
      ...(additions === undefined ? {} : { sealedAdditions: seal(JSON.stringify(additions)) }),
    };
  }

  function contactColumns(contact: LoggedContact | null): Partial<Row> {
    if (contact === null) return { contactId: null, contactType: null, sealedContactName: null };
    return { contactId: contact.id, contactType: contact.type, sealedContactName: sealer.seal(contact.name) };
  }

  const readNote = (row: typeof replies.$inferSelect): Reply => readReply(sealer, row);
  const one = prepared(() =>
    db
      .select()
      .from(records)
      .where(eq(records.id, sql.placeholder("id"))),
  );
  const oneAtKey = prepared(() =>
    db
      .select()
      .from(records)
      .where(eq(records.key, sql.placeholder("key"))),
  );
  const withUrls = prepared(() =>
    db
      .select({ record: records, url: recordParts.url })
      .from(records)
      .leftJoin(recordParts, and(eq(recordParts.recordId, records.id), eq(recordParts.number, 1)))
      .where(eq(records.episodeId, sql.placeholder("episode")))
      .orderBy(desc(records.createdAt), desc(records.id))
      .limit(sql.placeholder("limit")),
  );
  const parts = prepared(() =>
    db
      .select()
      .from(recordParts)
      .where(eq(recordParts.recordId, sql.placeholder("id")))
      .orderBy(asc(recordParts.number)),
  );
  const whole = (row: Row | undefined): LogRecord | null => (row === undefined ? null : read(row));

  return {
    get: async (id: RecordId) => whole(await one.get({ id })),
    atKey: async (key: RecordKey) => whole(await oneAtKey.get({ key })),
    standing: async ({ conversationId, episodeId, localDay }: RecordedPlace): Promise<LogRecord | null> => {
      const where =
        localDay === null
          ? and(eq(records.episodeId, episodeId), eq(records.kind, "episode"))
          : and(
              eq(records.conversationId, conversationId),
              eq(records.localDay, localDay),
              eq(records.kind, "day"),
            );
      const [row] = await db
        .select()
        .from(records)
        .where(where)
        .orderBy(asc(records.createdAt), asc(records.id))
        .limit(1);
      return row === undefined ? null : read(row);
    },
    withUrls: async (episode: EpisodeId, limit: number): Promise<StandingRecord[]> => {
      return (await withUrls.all({ episode, limit })).map(({ record, url }) => ({
        record: read(record),
        url,
      }));
    },
    allOfEpisode: async (episode: EpisodeId): Promise<LogRecord[]> => {
      const rows = await db
        .select()
        .from(records)
        .where(eq(records.episodeId, episode))
        .orderBy(asc(records.createdAt), asc(records.id));
      return rows.map(read);
    },
    written: async (after: RecordId | null, limit: number): Promise<LogRecord[]> => {
      const rows = await db
        .select()
        .from(records)
        .where(and(gt(records.id, after ?? ("" as RecordId)), gt(records.written, 0)))
        .orderBy(asc(records.id))
        .limit(limit);
      return rows.map(read);
    },
    insert: async (record: LogRecord) => {
      await db.insert(records).values({ ...record, ...columnsOf(record) });
    },
    update: async (id: RecordId, change: Partial<Omit<LogRecord, "id" | "key">>) => {
      await db.update(records).set(columnsOf(change)).where(eq(records.id, id));
    },
    heldOf: async (address: Address, holds: readonly RecordHold[]): Promise<LogRecord[]> => {
      const rows = await db
        .select({ record: records })
        .from(contacts)
        .innerJoin(conversations, eq(conversations.contactId, contacts.id))
        .innerJoin(records, eq(records.conversationId, conversations.id))
        .where(and(eq(contacts.address, address), isHeld, inArray(records.hold, [...holds])))
        .orderBy(asc(records.createdAt), asc(records.id));
      return rows.map(({ record }) => read(record));
    },
    heldElsewhere: async (crm: string, holds: readonly RecordHold[], limit: number): Promise<LogRecord[]> => {
      const rows = await db
        .select()
        .from(records)
        .where(and(isHeld, inArray(records.hold, [...holds]), ne(records.crm, crm)))
        .orderBy(asc(records.createdAt), asc(records.id))
        .limit(limit);
      return rows.map(read);
    },
    backlog: async (): Promise<RecordBacklog> => {
      const [owed] = await db
        .select({ count: count(), oldest: min(records.createdAt) })
        .from(records)
        .where(isOwed);
      const held = await db
        .select({ hold: records.hold, count: count() })
        .from(records)
        .where(isHeld)
        .groupBy(records.hold);
      return {
        owed: owed?.count ?? 0,
        oldestOwed: owed?.oldest ?? null,
        held: held.flatMap(({ hold, count: of }) => (hold === null ? [] : [{ hold, count: of }])),
      };
    },
    parts: async (id: RecordId): Promise<RecordPart[]> => await parts.all({ id }),
    putPart: async (part: RecordPart) => {
      await db
        .insert(recordParts)
        .values(part)
        .onConflictDoUpdate({ target: [recordParts.recordId, recordParts.number], set: part });
    },
    dropPart: async (id: RecordId, number: number) => {
      await db.delete(recordParts).where(and(eq(recordParts.recordId, id), eq(recordParts.number, number)));
    },
    textsOfDay: async (conversation: ConversationId, day: string): Promise<Message[]> => {
      const rows = await db
        .select()
        .from(messages)
        .where(and(eq(messages.conversationId, conversation), eq(messages.localDay, day)))
        .orderBy(asc(messages.createdAt), asc(messages.id));
      return rows.map((row) => readMessage(sealer, row));
    },
    cameOutside: async (conversationId: ConversationId, from: number, until: number): Promise<number[]> => {
      const rows = await db
        .select({ at: messages.createdAt })
        .from(messages)
        .where(
          and(
            isNull(messages.episodeId),
            gte(messages.createdAt, from),
            lt(messages.createdAt, until),
            eq(messages.conversationId, conversationId),
          ),
        );
      return rows.map(({ at }) => at);
    },
    notesOf: async (episode: EpisodeId): Promise<Reply[]> => {
      const rows = await db
        .select()
        .from(replies)
        .where(and(eq(replies.episodeId, episode), isNote, isNull(replies.deletedAt)))
        .orderBy(asc(replies.ts), asc(replies.channel));
      return rows.map(readNote);
    },
    notesBetween: async (conversation: ConversationId, from: SlackTs, until: SlackTs): Promise<Reply[]> => {
      const rows = await db
        .select({ note: replies })
        .from(episodes)
        .innerJoin(replies, eq(replies.episodeId, episodes.id))
        .where(
          and(
            eq(episodes.conversationId, conversation),
            isNote,
            gte(replies.ts, from),
            lt(replies.ts, until),
            isNull(replies.deletedAt),
          ),
        )
        .orderBy(asc(replies.ts), asc(replies.channel));
      return rows.map(({ note }) => readNote(note));
    },
  };
}
