import { and, asc, eq, gte, lt } from "drizzle-orm";
import type { EpisodeEvent, EpisodeEvents } from "../../bridge/contracts/store/episode-events.ts";
import type { ConversationId, EpisodeId } from "../../domain/ids.ts";
import { episodeEvents, episodes } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

export function createEpisodeEvents({ db }: Connected): EpisodeEvents {
  return {
    add: async (event: EpisodeEvent) => {
      await db.insert(episodeEvents).values(event);
    },
    of: async (episode: EpisodeId): Promise<EpisodeEvent[]> =>
      await db
        .select()
        .from(episodeEvents)
        .where(eq(episodeEvents.episodeId, episode))
        .orderBy(asc(episodeEvents.at), asc(episodeEvents.id)),
    between: async (conversation: ConversationId, from: number, until: number): Promise<EpisodeEvent[]> => {
      const rows = await db
        .select({ event: episodeEvents })
        .from(episodes)
        .innerJoin(episodeEvents, eq(episodeEvents.episodeId, episodes.id))
        .where(
          and(
            eq(episodes.conversationId, conversation),
            gte(episodeEvents.at, from),
            lt(episodeEvents.at, until),
          ),
        )
        .orderBy(asc(episodeEvents.at), asc(episodeEvents.id));
      return rows.map(({ event }) => event);
    },
    move: async (from: EpisodeId, to: EpisodeId) => {
      await db.update(episodeEvents).set({ episodeId: to }).where(eq(episodeEvents.episodeId, from));
    },
  };
}
