import { and, asc, desc, eq, getTableColumns, gt, isNotNull, lt, sql } from "drizzle-orm";
import type {
  Beside,
  Episode,
  Episodes,
  NewEpisode,
  Thread,
  WholeEpisode,
} from "../../bridge/contracts/store/episodes.ts";
import type {
  Address,
  ContactId,
  ConversationId,
  E164,
  EpisodeId,
  SlackChannelId,
  SlackTs,
} from "../../domain/ids.ts";
import type { Owner } from "../../domain/owner.ts";
import { contacts, conversations, episodes, threads } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { betweenValues, conversationColumns, isBetween, readConversation } from "./conversations.ts";
import { createOpenEpisodes, isOpen } from "./open-episodes.ts";
import { createInserts, createUpdates, places } from "./statements.ts";
import { besideValues, underWayIn } from "./under-way.ts";

const isNotQuiet = sql`${episodes.state} <> 'quiet'`;

export function createEpisodes(tables: Connected): Episodes {
  const { db, sealer, prepared, dialect } = tables;
  const idIs = eq(episodes.id, sql.placeholder("rowId"));
  const conversationIs = eq(episodes.conversationId, sql.placeholder("conversationId"));
  const threadIs = and(
    eq(threads.channel, sql.placeholder("atChannel")),
    eq(threads.ts, sql.placeholder("atTs")),
  );
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
  const atThread = prepared(() =>
    db
      .select({ thread: threads, episode: episodes, conversation: conversationColumns })
      .from(threads)
      .innerJoin(episodes, eq(episodes.id, threads.episodeId))
      .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(threadIs),
  );
  const writtenAt = prepared(() =>
    db
      .select({
        thread: threads,
        episode: episodes,
        conversation: conversationColumns,
        underWay: underWayIn(sql`${episodes.id}`),
      })
      .from(threads)
      .innerJoin(episodes, eq(episodes.id, threads.episodeId))
      .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
      .innerJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(threadIs),
  );
  const addThread = prepared(() => db.insert(threads).values(places(threads, [])).onConflictDoNothing());
  const touch = prepared(() =>
    db
      .update(threads)
      .set({ latest: sql`${sql.placeholder("latest")}` })
      .where(and(threadIs, lt(threads.latest, sql.placeholder("latest")))),
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
    get,
    findOpen: async (conversationId: ConversationId): Promise<Episode | null> => {
      return (await open.get({ conversationId })) ?? null;
    },
    newest: async (conversationId: ConversationId): Promise<Episode | null> => {
      return (await newest.get({ conversationId })) ?? null;
    },
    ofConversation: async (conversationId: ConversationId): Promise<Episode[]> => {
      return await db
        .select()
        .from(episodes)
        .where(eq(episodes.conversationId, conversationId))
        .orderBy(asc(episodes.number));
    },
    newestOfEach: async (ids: readonly ContactId[]): Promise<WholeEpisode[]> => {
      const rows = await db
        .select({ conversation: conversationColumns, episode: episodes })
        .from(conversations)
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .innerJoin(episodes, eq(episodes.conversationId, conversations.id))
        .where(
          and(
            dialect.isAmong(conversations.contactId, ids),
            sql`${episodes.number} = (select max(number) from episodes newer where newer.conversation_id = ${conversations.id})`,
          ),
        )
        .orderBy(asc(episodes.id));
      return rows.map(({ conversation, episode }) => ({
        conversation: readConversation(sealer, conversation),
        episode,
      }));
    },
    newestWith: async (contact: ContactId): Promise<Episode[]> => {
      return await db
        .select(getTableColumns(episodes))
        .from(conversations)
        .crossJoin(episodes)
        .where(
          and(
            eq(conversations.contactId, contact),
            eq(episodes.conversationId, conversations.id),
            sql`${episodes.number} = (select max(number) from episodes newer where newer.conversation_id = ${conversations.id})`,
          ),
        )
        .orderBy(asc(episodes.id));
    },
    newestBetween: async (address: Address, owner: Owner) => {
      const row = await between.get(betweenValues(address, owner));
      return row ? { ...row, conversation: readConversation(sealer, row.conversation) } : null;
    },
    openOn: async (address: Address, line: E164): Promise<WholeEpisode | null> => {
      const row = await openOn.get({ address, line });
      return row ? { ...row, conversation: readConversation(sealer, row.conversation) } : null;
    },
    neighbours: async (episode: Episode): Promise<{ earlier: Episode | null; later: Episode | null }> => {
      const { conversationId, number } = episode;
      return {
        earlier: (await earlier.get({ conversationId, number })) ?? null,
        later: (await later.get({ conversationId, number })) ?? null,
      };
    },
    insert: async (episode: NewEpisode): Promise<Episode> => {
      await insert({ state: "open", ...episode, lookedAt: episode.openedAt });
      const row = await get(episode.id);
      if (row === null) throw new Error("the episode just written is not there");
      return row;
    },
    update: async (id: EpisodeId, change: Partial<Omit<Episode, "id" | "conversationId">>): Promise<void> => {
      await update({ rowId: id }, change);
    },
    drop: async (id: EpisodeId): Promise<void> => {
      await db.delete(episodes).where(eq(episodes.id, id));
    },
    noteAnswer: async (id: EpisodeId, at: number): Promise<SlackChannelId | null> => {
      return (await answered.get({ rowId: id, at }))?.channel ?? null;
    },
    whole: async (id: EpisodeId): Promise<WholeEpisode | null> => {
      const row = await whole.get({ rowId: id });
      return row ? { ...row, conversation: readConversation(sealer, row.conversation) } : null;
    },
    atThread: async (channel: SlackChannelId, ts: SlackTs) => {
      const row = await atThread.get({ atChannel: channel, atTs: ts });
      return row ? { ...row, conversation: readConversation(sealer, row.conversation) } : null;
    },
    writtenAt: async (channel: SlackChannelId, ts: SlackTs, beside: Beside) => {
      const row = await writtenAt.get({ atChannel: channel, atTs: ts, ...besideValues(beside) });
      return row ? { ...row, conversation: readConversation(sealer, row.conversation) } : null;
    },
    threadsOf: async (id: EpisodeId): Promise<Thread[]> => {
      return await db.select().from(threads).where(eq(threads.episodeId, id)).orderBy(asc(threads.ts));
    },
    addThread: async (channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void> => {
      await addThread.run({ channel, ts, episodeId, state: "current", latest: ts });
      await update({ rowId: episodeId }, { channel, thread: ts });
    },
    addFormerThread: async (channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void> => {
      await addThread.run({ channel, ts, episodeId, state: "former", latest: ts });
    },
    loseThread: async (channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void> => {
      await db
        .update(threads)
        .set({ state: "former" })
        .where(and(eq(threads.channel, channel), eq(threads.ts, ts)));
      await db.update(episodes).set({ thread: null, replaces: "deleted" }).where(eq(episodes.id, episodeId));
    },
    move: async (id: EpisodeId, channel: SlackChannelId): Promise<void> => {
      await db.update(threads).set({ state: "former" }).where(eq(threads.episodeId, id));
      await db.update(episodes).set({ channel, thread: null, replaces: "closed" }).where(eq(episodes.id, id));
    },
    unplace: async (id: EpisodeId): Promise<void> => {
      await db.update(threads).set({ state: "former" }).where(eq(threads.episodeId, id));
      await db.update(episodes).set({ channel: null, thread: null }).where(eq(episodes.id, id));
    },
    place: async (id: EpisodeId, channel: SlackChannelId): Promise<void> => {
      await db.update(episodes).set({ channel }).where(eq(episodes.id, id));
    },
    latestIn: async (channel: SlackChannelId): Promise<SlackTs | null> => {
      const [row] = await db
        .select({ latest: threads.latest })
        .from(threads)
        .where(eq(threads.channel, channel))
        .orderBy(desc(threads.latest), desc(threads.ts))
        .limit(1);
      return row?.latest ?? null;
    },
    touchThread: async (channel: SlackChannelId, thread: SlackTs, latest: SlackTs): Promise<void> => {
      await touch.run({ atChannel: channel, atTs: thread, latest });
    },
  };
}
