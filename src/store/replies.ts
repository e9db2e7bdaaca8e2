import { and, eq } from "drizzle-orm";
import type { EpisodeId, SlackUserId } from "../domain/ids.ts";
import type { Place } from "../domain/sentence.ts";
import { replies } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Replies = ReturnType<typeof createReplies>;

type Row = typeof replies.$inferSelect;
export type Reply = Omit<Row, "sealedText"> & { text: string };

export function createReplies({ db, sealer }: Tables) {
  const at = (place: Place) => and(eq(replies.channel, place.channel), eq(replies.ts, place.ts));
  const read = ({ sealedText, ...row }: Row): Reply => ({ ...row, text: sealer.open(sealedText) });

  return {
    find: async (place: Place): Promise<Reply | null> => {
      const [row] = await db.select().from(replies).where(at(place));
      return row ? read(row) : null;
    },
    /** Writes what is known of a message, over what was known before it arrived. */
    put: async ({ text, ...reply }: Omit<Reply, "marks">): Promise<void> => {
      const values = { ...reply, sealedText: sealer.seal(text) };
      await db
        .insert(replies)
        .values(values)
        .onConflictDoUpdate({ target: [replies.channel, replies.ts], set: values });
    },
    update: async (
      place: Place,
      { text, ...change }: Partial<Omit<Reply, "channel" | "ts">>,
    ): Promise<void> => {
      const row: Partial<Row> = change;
      if (text !== undefined) row.sealedText = sealer.seal(text);
      await db.update(replies).set(row).where(at(place));
    },
    /** Whether this person has written in the episode's threads. */
    hasWritten: async (episodeId: EpisodeId, user: SlackUserId): Promise<boolean> => {
      const [row] = await db
        .select({ ts: replies.ts })
        .from(replies)
        .where(and(eq(replies.episodeId, episodeId), eq(replies.authorUser, user)))
        .limit(1);
      return row !== undefined;
    },
  };
}
