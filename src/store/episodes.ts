import { and, asc, desc, eq, gt, isNotNull, lt, lte, sql } from "drizzle-orm";
import type { ConversationId, E164, EpisodeId, SlackChannelId, SlackTs, Username } from "../domain/ids.ts";
import { contacts, conversations, episodes, threads } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Episodes = ReturnType<typeof createEpisodes>;
export type Episode = typeof episodes.$inferSelect;
export type Thread = typeof threads.$inferSelect;

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const isOpen = sql`${episodes.state} = 'open'`;

export function createEpisodes({ db }: Tables) {
  async function get(id: EpisodeId): Promise<Episode | null> {
    const [row] = await db.select().from(episodes).where(eq(episodes.id, id));
    return row ?? null;
  }

  return {
    get,
    findOpen: async (conversationId: ConversationId): Promise<Episode | null> => {
      const [row] = await db
        .select()
        .from(episodes)
        .where(and(eq(episodes.conversationId, conversationId), isOpen));
      return row ?? null;
    },
    newest: async (conversationId: ConversationId): Promise<Episode | null> => {
      const [row] = await db
        .select()
        .from(episodes)
        .where(eq(episodes.conversationId, conversationId))
        .orderBy(desc(episodes.number))
        .limit(1);
      return row ?? null;
    },
    /** The one before and the one after it in the same conversation. */
    neighbours: async (episode: Episode): Promise<{ earlier: Episode | null; later: Episode | null }> => {
      const sameConversation = eq(episodes.conversationId, episode.conversationId);
      const [earlier] = await db
        .select()
        .from(episodes)
        .where(and(sameConversation, lt(episodes.number, episode.number)))
        .orderBy(desc(episodes.number))
        .limit(1);
      const [later] = await db
        .select()
        .from(episodes)
        .where(and(sameConversation, gt(episodes.number, episode.number)))
        .orderBy(desc(episodes.number))
        .limit(1);
      return { earlier: earlier ?? null, later: later ?? null };
    },
    insert: async (episode: {
      id: EpisodeId;
      conversationId: ConversationId;
      number: number;
      channel: SlackChannelId;
      openedAt: number;
    }): Promise<Episode> => {
      const [row] = await db
        .insert(episodes)
        .values({ ...episode, state: "open" })
        .returning();
      if (!row) throw new Error("the episode just written is not there");
      return row;
    },
    update: async (id: EpisodeId, change: Partial<Omit<Episode, "id" | "conversationId">>): Promise<void> => {
      await db.update(episodes).set(change).where(eq(episodes.id, id));
    },
    /** A text of ours left at this moment: who waited before it has their answer. Returns the channel. */
    noteAnswer: async (id: EpisodeId, at: number): Promise<SlackChannelId | null> => {
      const [row] = await db
        .update(episodes)
        .set({
          lastTextAt: sql`case when ${episodes.lastTextAt} > ${at} then ${episodes.lastTextAt} else ${at} end`,
          unansweredSince: sql`case when ${episodes.unansweredSince} > ${at} then ${episodes.unansweredSince} end`,
        })
        .where(eq(episodes.id, id))
        .returning({ channel: episodes.channel });
      return row?.channel ?? null;
    },
    /** Open ones whose customer has waited since `before` or longer, the longest first, with who it is. */
    unanswered: async (before: number) => {
      return await db
        .select({ episode: episodes, address: contacts.address })
        .from(episodes)
        .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .where(and(lte(episodes.unansweredSince, before), isNotNull(episodes.unansweredSince), isOpen))
        .orderBy(asc(episodes.unansweredSince));
    },
    /** Who has open conversations: counts by line, and by assignee. */
    openCounts: async () => {
      const byLine = await db
        .select({ line: conversations.line, count: sql<number>`count(*)` })
        .from(episodes)
        .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
        .where(isOpen)
        .groupBy(conversations.line);
      const byAssignee = await db
        .select({ assignee: episodes.assignee, count: sql<number>`count(*)` })
        .from(episodes)
        .where(and(isOpen, isNotNull(episodes.assignee)))
        .groupBy(episodes.assignee);
      return {
        lines: new Map<E164, number>(byLine.map((row) => [row.line, row.count])),
        assignees: new Map<Username, number>(
          byAssignee.flatMap((row) => (row.assignee === null ? [] : [[row.assignee, row.count] as const])),
        ),
      };
    },
    /** The contacts of a line's, or of a member's, open conversations. */
    openContacts: async (of: { line: E164 } | { assignee: Username }) => {
      const rows = await db
        .select({ address: contacts.address })
        .from(episodes)
        .innerJoin(conversations, eq(conversations.id, episodes.conversationId))
        .innerJoin(contacts, eq(contacts.id, conversations.contactId))
        .where(
          and(isOpen, "line" in of ? eq(conversations.line, of.line) : eq(episodes.assignee, of.assignee)),
        );
      return rows.map((row) => row.address);
    },
    /** Channels where conversations are open. */
    openChannels: async (): Promise<SlackChannelId[]> => {
      const rows = await db.selectDistinct({ channel: episodes.channel }).from(episodes).where(isOpen);
      return rows.map((row) => row.channel);
    },
    /** The thread at a place, with its episode; null when it is none of ours. */
    atThread: async (
      channel: SlackChannelId,
      ts: SlackTs,
    ): Promise<{ thread: Thread; episode: Episode } | null> => {
      const [row] = await db
        .select({ thread: threads, episode: episodes })
        .from(threads)
        .innerJoin(episodes, eq(episodes.id, threads.episodeId))
        .where(and(eq(threads.channel, channel), eq(threads.ts, ts)));
      return row ?? null;
    },
    addThread: async (channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void> => {
      await db
        .insert(threads)
        .values({ channel, ts, episodeId, state: "current", latest: ts })
        .onConflictDoNothing();
      await db.update(episodes).set({ channel, thread: ts }).where(eq(episodes.id, episodeId));
    },
    /** The thread is gone: the episode stands without one until its card is posted anew. */
    loseThread: async (channel: SlackChannelId, ts: SlackTs, episodeId: EpisodeId): Promise<void> => {
      await db
        .update(threads)
        .set({ state: "former" })
        .where(and(eq(threads.channel, channel), eq(threads.ts, ts)));
      await db.update(episodes).set({ thread: null, replaces: "deleted" }).where(eq(episodes.id, episodeId));
    },
    /** Notes the newest message known in a thread. */
    touchThread: async (channel: SlackChannelId, thread: SlackTs, latest: SlackTs): Promise<void> => {
      await db
        .update(threads)
        .set({ latest })
        .where(and(eq(threads.channel, channel), eq(threads.ts, thread), lt(threads.latest, latest)));
    },
  };
}
