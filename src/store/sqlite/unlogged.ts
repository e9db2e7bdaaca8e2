import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Unlogged, UnloggedText } from "../../bridge/contracts/store/unlogged.ts";
import type { EpisodeId, MessageId } from "../../domain/ids.ts";
import { episodes, messages, replies } from "./schema.ts";
import type { Tables } from "./tables.ts";

/** As the indexes say it, word for word: a bound value would not let SQLite see that it fits. */
const textIs = sql`${messages.unlogged} = true`;
const episodeIs = sql`${episodes.unlogged} = true`;
const noteIs = sql`${replies.unlogged} = true`;
const isUnrecorded = sql`${episodes.state} = 'open' and ${episodes.recorded} = false`;

export function createUnlogged({ db }: Tables): Unlogged {
  return {
    texts: async (limit: number): Promise<UnloggedText[]> =>
      await db
        .select({
          id: messages.id,
          conversationId: messages.conversationId,
          episodeId: messages.episodeId,
          localDay: messages.localDay,
        })
        .from(messages)
        .where(textIs)
        .orderBy(asc(messages.id))
        .limit(limit),
    episodes: async (limit: number): Promise<EpisodeId[]> => {
      const rows = await db
        .select({ id: episodes.id })
        .from(episodes)
        .where(episodeIs)
        .orderBy(asc(episodes.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },
    noted: async (limit: number): Promise<EpisodeId[]> => {
      const rows = await db.select({ id: replies.episodeId }).from(replies).where(noteIs).limit(limit);
      return [...new Set(rows.flatMap(({ id }) => id ?? []))];
    },
    clearTexts: async (ids: readonly MessageId[]) => {
      await db
        .update(messages)
        .set({ unlogged: false })
        .where(inArray(messages.id, [...ids]));
    },
    clearEpisode: async (episode: EpisodeId) => {
      await db.update(episodes).set({ unlogged: false }).where(eq(episodes.id, episode));
    },
    clearNotes: async (episode: EpisodeId) => {
      await db
        .update(replies)
        .set({ unlogged: false })
        .where(and(eq(replies.episodeId, episode), noteIs));
    },
    silentSince: async (before: number, limit: number): Promise<EpisodeId[]> => {
      const rows = await db
        .select({ id: episodes.id })
        .from(episodes)
        .where(and(isUnrecorded, lte(episodes.lastTextAt, before)))
        .orderBy(asc(episodes.lastTextAt))
        .limit(limit);
      return rows.map(({ id }) => id);
    },
  };
}
