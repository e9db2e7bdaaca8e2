import { desc, eq } from "drizzle-orm";
import type { Drafts, KeptDraft } from "../../bridge/contracts/store/drafts.ts";
import type { DraftId, EpisodeId } from "../../domain/ids.ts";
import { drafts } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof drafts.$inferSelect;

export function createDrafts({ db, sealer }: Connected): Drafts {
  const read = ({ sealedText, ...row }: Row): KeptDraft => ({ ...row, text: sealer.open(sealedText) });

  return {
    put: async ({ text, ...draft }) => {
      const row = { ...draft, sealedText: sealer.seal(text) };
      await db.insert(drafts).values(row).onConflictDoUpdate({ target: drafts.id, set: row });
    },
    get: async (id: DraftId): Promise<KeptDraft | null> => {
      const [row] = await db.select().from(drafts).where(eq(drafts.id, id));
      return row === undefined ? null : read(row);
    },
    ofEpisode: async (episode: EpisodeId): Promise<KeptDraft[]> => {
      const rows = await db
        .select()
        .from(drafts)
        .where(eq(drafts.episodeId, episode))
        .orderBy(desc(drafts.changedAt), desc(drafts.id));
      return rows.map(read);
    },
    move: async (from: EpisodeId, to: EpisodeId) => {
      await db.update(drafts).set({ episodeId: to }).where(eq(drafts.episodeId, from));
    },
    delete: async (id: DraftId) => {
      await db.delete(drafts).where(eq(drafts.id, id));
    },
  };
}
