import { and, asc, desc, eq, getTableColumns, gt, isNotNull, lt, sql } from "drizzle-orm";
import type { Episode, Episodes } from "../../bridge/contracts/store/episodes.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { contacts, conversations, episodes } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { betweenValues, conversationColumns, isBetween, readWhole } from "./conversations.ts";
import { createEpisodeThreads } from "./episode-threads.ts";
import { createOpenEpisodes, isOpen } from "./open-episodes.ts";
import { createInserts, createUpdates } from "./statements.ts";

const isNotQuiet = sql`${episodes.state} <> 'quiet'`;
const isNewest = sql`${episodes.number} = (select max(number) from episodes newer where newer.conversation_id = ${conversations.id})`;

export function createEpisodes(tables: Connected): Episodes {
  const { db, sealer, prepared, dialect } = tables;
  const idIs = eq(episodes.id, sql.placeholder("rowId"));
  const conversationIs = eq(episodes.conversationId, sql.placeholder("conversationId"));
  const one = prepared(() => db.select().from(episodes).where(idIs));
  const open = prepared(() => db.select().from(episodes).where(and(conversationIs, isOpen)));
  const newest = prepared(() =>
    db.select().from(episodes).where(conversationIs).orderBy(desc(episodes.number)).limit(1),
  );
  const between = prepared(() =>
    db
      .select({ conversation: conversationColumns, newest: episodes })
      .from(conversations)
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .leftJoin(episodes, eq(episodes.conversationId, conversations.id))
      .where(isBetween)
      .orderBy(desc(episodes.number))
      .limit(1),
  );
  const openOn = prepared(() =>
    db
      .select({ episode: episodes, conversation: conversationColumns })
      .from(contacts)
      .crossJoin(conversations)
      .crossJoin(episodes)
      .where(
        and(
          eq(contacts.address, sql.placeholder("address")),
          eq(conversations.contactId, contacts.id),
          eq(episodes.conversationId, conversations.id),
          isOpen,
          isNotNull(episodes.channel),
          sql`exists (select 1 from messages came
          where came.episode_id = ${episodes.id} and came.direction = 'in' and came.line = ${sql.placeholder("line")})`,
        ),
      )
      .orderBy(asc(episodes.id))
      .limit(1),
  );
  const earlier = prepared(() =>
    db
      .select()
      .from(episodes)
      .where(and(conversationIs, lt(episodes.number, sql.placeholder("number")), isNotQuiet))
      .orderBy(desc(episodes.number))
      .limit(1),
  );
  const later = prepared(() =>
    db
      .select()
      .from(episodes)
      .where(and(conversationIs, gt(episodes.number, sql.placeholder("number")), isNotQuiet))
      .orderBy(desc(episodes.number))
      .limit(1),
  );
  const whole = prepared(() =>
    db
      .select({ episode: episodes, conversation: conversationColumns })
      .from(episodes)
      .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(idIs),
  );
  const answered = prepared(() =>
    db
      .update(episodes)
      .set({
        lastTextAt: sql`case when ${episodes.lastTextAt} > ${sql.placeholder("at")} then ${episodes.lastTextAt} else ${sql.placeholder("at")} end`,
        unansweredSince: sql`case
        when ${episodes.unansweredSince} is null or ${episodes.unansweredSince} > ${sql.placeholder("at")}
        then ${episodes.unansweredSince}
        else (select min(asked.written_at) from messages asked
          where asked.episode_id = ${episodes.id} and asked.direction = 'in' and asked.written_at > ${sql.placeholder("at")})
        end`,
        idleSince: sql`case when ${episodes.idleSince} < ${sql.placeholder("at")} then ${sql.placeholder("at")} else ${episodes.idleSince} end`,
      })
      .where(idIs)
      .returning({ channel: episodes.channel }),
  );
  const insert = createInserts(tables, episodes);
  const update = createUpdates(tables, episodes, idIs);

  async function get(id: EpisodeId | null): Promise<Episode | null> {
    return id === null ? null : ((await one.get({ rowId: id })) ?? null);
  }

  return {
    ...createOpenEpisodes(tables),
    ...createEpisodeThreads(tables),
    get,
    findOpen: async (conversationId) => (await open.get({ conversationId })) ?? null,
    newest: async (conversationId) => (await newest.get({ conversationId })) ?? null,
    ofConversation: async (conversationId) =>
      await db
        .select()
        .from(episodes)
        .where(eq(episodes.conversationId, conversationId))
        .orderBy(asc(episodes.number)),
    newestOfEach: async (ids) => {
      const rows = await db
        .select({ conversation: conversationColumns, episode: episodes })
        .from(conversations)
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .innerJoin(episodes, eq(episodes.conversationId, conversations.id))
        .where(and(dialect.isAmong(conversations.contactId, ids), isNewest))
        .orderBy(asc(episodes.id));
      return rows.flatMap((row) => readWhole(sealer, row) ?? []);
    },
    newestWith: async (contact) =>
      await db
        .select(getTableColumns(episodes))
        .from(conversations)
        .crossJoin(episodes)
        .where(
          and(eq(conversations.contactId, contact), eq(episodes.conversationId, conversations.id), isNewest),
        )
        .orderBy(asc(episodes.id)),
    newestBetween: async (address, owner) =>
      readWhole(sealer, await between.get(betweenValues(address, owner))),
    openOn: async (address, line) => readWhole(sealer, await openOn.get({ address, line })),
    neighbours: async ({ conversationId, number }) => ({
      earlier: (await earlier.get({ conversationId, number })) ?? null,
      later: (await later.get({ conversationId, number })) ?? null,
    }),
    insert: async (episode) => {
      await insert({ state: "open", ...episode, lookedAt: episode.openedAt });
      const row = await get(episode.id);
      if (row === null) throw new Error("the episode just written is not there");
      return row;
    },
    update: (id, change) => update({ rowId: id }, change),
    drop: async (id) => {
      await db.delete(episodes).where(eq(episodes.id, id));
    },
    noteAnswer: async (id, at) => (await answered.get({ rowId: id, at }))?.channel ?? null,
    whole: async (id) => readWhole(sealer, await whole.get({ rowId: id })),
  };
}
