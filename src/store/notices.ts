import { and, desc, eq } from "drizzle-orm";
import { type Choice, isChoice } from "../domain/choice.ts";
import type { EpisodeId, MessageId, NoticeId, SlackTs } from "../domain/ids.ts";
import type { Place, Sentence } from "../domain/sentence.ts";
import { notices } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Notices = ReturnType<typeof createNotices>;

type Row = typeof notices.$inferSelect;
export type Notice = Omit<Row, "sealedSentence" | "choices"> & {
  readonly sentence: Sentence;
  readonly choices: readonly Choice[];
};
export type NewNotice = Omit<Notice, "state" | "postChannel" | "postTs" | "chosen" | "chosenBy" | "chosenAt">;

export function createNotices({ db, sealer }: Tables) {
  const read = ({ sealedSentence, choices, ...row }: Row): Notice => ({
    ...row,
    choices: choices.split(" ").filter(isChoice),
    sentence: JSON.parse(sealer.open(sealedSentence)) as Sentence,
  });

  return {
    get: async (id: NoticeId): Promise<Notice | null> => {
      const [row] = await db.select().from(notices).where(eq(notices.id, id));
      return row ? read(row) : null;
    },
    insert: async ({ sentence, choices, ...notice }: NewNotice): Promise<void> => {
      await db.insert(notices).values({
        ...notice,
        choices: choices.join(" "),
        sealedSentence: sealer.seal(JSON.stringify(sentence)),
        state: "open",
      });
    },
    /** The latest about a member's message. */
    latestAbout: async (place: Place): Promise<Notice | null> => {
      const [row] = await db
        .select()
        .from(notices)
        .where(and(eq(notices.replyChannel, place.channel), eq(notices.replyTs, place.ts)))
        .orderBy(desc(notices.createdAt), desc(notices.id))
        .limit(1);
      return row ? read(row) : null;
    },
    openAboutMessage: async (messageId: MessageId): Promise<Notice[]> => {
      const rows = await db
        .select()
        .from(notices)
        .where(and(eq(notices.messageId, messageId), eq(notices.state, "open")));
      return rows.map(read);
    },
    openOfEpisode: async (episodeId: EpisodeId): Promise<Notice[]> => {
      const rows = await db
        .select()
        .from(notices)
        .where(and(eq(notices.episodeId, episodeId), eq(notices.state, "open")));
      return rows.map(read);
    },
    update: async (
      id: NoticeId,
      change: Partial<Pick<Row, "state" | "chosen" | "chosenBy" | "chosenAt" | "messageId">>,
    ): Promise<void> => {
      await db.update(notices).set(change).where(eq(notices.id, id));
    },
    setPosted: async (id: NoticeId, channel: NonNullable<Row["postChannel"]>, ts: SlackTs): Promise<void> => {
      await db.update(notices).set({ postChannel: channel, postTs: ts }).where(eq(notices.id, id));
    },
  };
}
