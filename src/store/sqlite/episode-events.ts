import { asc, eq } from "drizzle-orm";
import type { EpisodeEvent, EpisodeEvents } from "../../bridge/contracts/store/episode-events.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { episodeEvents } from "./record-tables.ts";
import type { Tables } from "./tables.ts";

export function createEpisodeEvents({ db }: Tables): EpisodeEvents {
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
    move: async (from: EpisodeId, to: EpisodeId) => {
      await db.update(episodeEvents).set({ episodeId: to }).where(eq(episodeEvents.episodeId, from));
    },
  };
}
