import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import type { EpisodeId, SlackTs, SlackUserId } from "../domain/ids.ts";
import type { Place } from "../domain/sentence.ts";
import { replies } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Replies = ReturnType<typeof createReplies>;

type Row = typeof replies.$inferSelect;
export type Reply = Omit<Row, "sealedText"> & { text: string };

const unseen = sql`${replies.verdict} = 'unseen'`;

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
    /** What was written in a thread before we knew that it is ours, oldest first. */
    unseenIn: async (thread: Place): Promise<Reply[]> => {
      const rows = await db
        .select()
        .from(replies)
        .where(
          and(
            unseen,
            eq(replies.channel, thread.channel),
            gt(replies.ts, thread.ts),
            eq(replies.thread, thread.ts),
          ),
        )
        .orderBy(asc(replies.ts));
      return rows.map(read);
    },
    /** What never turned out to be a reply. */
    dropUnseenBefore: async (moment: number): Promise<void> => {
      await db.delete(replies).where(and(unseen, lt(replies.createdAt, moment)));
    },
    /** Whether this person has written in this thread of the episode. */
    hasWritten: async (episodeId: EpisodeId, thread: SlackTs, user: SlackUserId): Promise<boolean> => {
      const [row] = await db
        .select({ ts: replies.ts })
        .from(replies)
        .where(
          and(eq(replies.episodeId, episodeId), eq(replies.authorUser, user), eq(replies.thread, thread)),
        )
        .limit(1);
      return row !== undefined;
    },
  };
}
