import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import type { NewReply, Replies, Reply } from "../../bridge/contracts/store/replies.ts";
import type { AttachedFile } from "../../domain/attached-file.ts";
import type { EpisodeId, SlackChannelId, SlackTs, SlackUserId } from "../../domain/ids.ts";
import type { Place } from "../../domain/sentence.ts";
import { messages, replies } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { changed } from "./preparing.ts";
import { createUpdates, places } from "./statements.ts";

type Row = typeof replies.$inferSelect;

const handedOver = ["unknown", "accepted", "sent", "delivered", "failed"] as const;
const mayHaveLeft = ["sending", "unknown", "accepted", "sent", "delivered"] as const;
/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const unseen = sql`${replies.verdict} = 'unseen'`;
const refused = sql`${replies.verdict} = 'refused'`;

export function readReply(sealer: Connected["sealer"], { sealedText, sealedFiles, ...row }: Row): Reply {
  return {
    ...row,
    text: sealer.open(sealedText),
    attached: sealedFiles === null ? null : (JSON.parse(sealer.open(sealedFiles)) as AttachedFile[]),
  };
}

export function createReplies(tables: Connected): Replies {
  const { db, sealer, prepared } = tables;
  const isThere = and(
    eq(replies.channel, sql.placeholder("atChannel")),
    eq(replies.ts, sql.placeholder("atTs")),
  );
  const at = ({ channel, ts }: Place) => ({ atChannel: channel, atTs: ts });
  const one = prepared(() => db.select().from(replies).where(isThere));
  const written = places(replies, ["marks", "stoppedBy", "byUs"]);
  const put = prepared(() =>
    db
      .insert(replies)
      .values(written)
      .onConflictDoUpdate({
        target: [replies.channel, replies.ts],
        set: {
          ...Object.fromEntries(Object.keys(written).map((name) => [name, excluded(name as keyof Row)])),
          // What is owed to the CRM stays owed.
          unlogged: sql`${replies.unlogged} or ${excluded("unlogged")}`,
        },
      }),
  );
  const update = createUpdates(tables, replies, isThere);
  const byPerson = prepared(() =>
    db
      .select({ ts: replies.ts })
      .from(replies)
      .where(
        and(
          eq(replies.episodeId, sql.placeholder("episodeId")),
          eq(replies.author, sql.placeholder("user")),
          eq(replies.thread, sql.placeholder("thread")),
        ),
      )
      .limit(1),
  );
  const unseenIn = prepared(() =>
    db
      .select()
      .from(replies)
      .where(
        and(
          unseen,
          eq(replies.channel, sql.placeholder("channel")),
          gt(replies.ts, sql.placeholder("ts")),
          eq(replies.thread, sql.placeholder("ts")),
        ),
      )
      .orderBy(asc(replies.ts)),
  );
  const isWithin = and(
    eq(replies.channel, sql.placeholder("channel")),
    gte(replies.ts, sql.placeholder("from")),
    lt(replies.ts, sql.placeholder("until")),
    isNull(replies.deletedAt),
    eq(replies.byUs, false),
  );
  const mayBeMended = prepared(() =>
    db
      .select({ ts: replies.ts, thread: replies.thread })
      .from(replies)
      .where(and(refused, isWithin))
      .orderBy(desc(replies.ts))
      .limit(sql.placeholder("limit")),
  );
  const hasLeft = prepared(() =>
    db
      .select({ ts: replies.ts, thread: replies.thread })
      .from(replies)
      .innerJoin(messages, eq(messages.id, replies.messageId))
      .where(and(isWithin, ne(replies.verdict, "refused"), inArray(messages.state, [...handedOver])))
      .orderBy(desc(replies.ts))
      .limit(sql.placeholder("limit")),
  );
  const read = (row: Row): Reply => readReply(sealer, row);
  const sealedFilesOf = (attached: Reply["attached"] | undefined) =>
    attached == null || attached.length === 0 ? null : sealer.seal(JSON.stringify(attached));

  return {
    find: async (place: Place): Promise<Reply | null> => {
      const row = await one.get(at(place));
      return row ? read(row) : null;
    },
    put: async ({ text, attached, ...reply }: NewReply): Promise<void> => {
      const sealed = { sealedText: sealer.seal(text), sealedFiles: sealedFilesOf(attached) };
      await put.run({ unlogged: false, ...reply, ...sealed });
    },
    update: async (
      place: Place,
      { text, attached, ...change }: Partial<Omit<Reply, "channel" | "ts">>,
    ): Promise<void> => {
      const row: Partial<Row> = change;
      if (text !== undefined) row.sealedText = sealer.seal(text);
      if (attached !== undefined) row.sealedFiles = sealedFilesOf(attached);
      await update(at(place), row);
    },
    unseenIn: async (thread: Place): Promise<Reply[]> => {
      return (await unseenIn.all({ channel: thread.channel, ts: thread.ts })).map(read);
    },
    laterThatLeft: async ({ channel, ts }: Place, episodeId: EpisodeId) => {
      const [row] = await db
        .select({ author: replies.author })
        .from(replies)
        .innerJoin(messages, eq(messages.id, replies.messageId))
        .where(
          and(
            eq(replies.channel, channel),
            gt(replies.ts, ts),
            eq(replies.episodeId, episodeId),
            inArray(messages.state, [...mayHaveLeft]),
          ),
        )
        .orderBy(desc(replies.ts))
        .limit(1);
      return row ?? null;
    },
    settledIn: async (
      channel: SlackChannelId,
      { refusedFrom, leftFrom, until }: { refusedFrom: SlackTs; leftFrom: SlackTs; until: SlackTs },
      limit: number,
    ): Promise<{ ts: SlackTs; thread: SlackTs | null }[]> => {
      return [
        ...(await mayBeMended.all({ channel, from: refusedFrom, until, limit })),
        ...(await hasLeft.all({ channel, from: leftFrom, until, limit })),
      ].slice(0, limit);
    },
    dropUnseenBefore: async (moment: number, limit: number): Promise<number> => {
      const old = db
        .select({ channel: replies.channel, ts: replies.ts })
        .from(replies)
        .where(and(unseen, lt(replies.createdAt, moment)))
        .limit(limit);
      return changed(await db.delete(replies).where(sql`(${replies.channel}, ${replies.ts}) in ${old}`));
    },
    lastWrittenIn: async (
      channel: SlackChannelId,
      episodeId: EpisodeId,
      since: SlackTs,
    ): Promise<SlackTs | null> => {
      const [row] = await db
        .select({ ts: replies.ts })
        .from(replies)
        .where(and(eq(replies.channel, channel), gt(replies.ts, since), eq(replies.episodeId, episodeId)))
        .orderBy(desc(replies.ts))
        .limit(1);
      return row?.ts ?? null;
    },
    hasWritten: async (episodeId: EpisodeId, thread: SlackTs, user: SlackUserId): Promise<boolean> => {
      return (await byPerson.get({ episodeId, user, thread })) !== undefined;
    },
  };
}

function excluded(name: keyof Row): SQL {
  return sql`excluded.${sql.identifier(replies[name].name)}`;
}
