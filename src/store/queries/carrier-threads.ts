import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { KeptThread, KeptThreads } from "../../bridge/contracts/store/carrier-threads.ts";
import { carrierNotes, carrierThreads } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";

type Row = typeof carrierThreads.$inferSelect;

export function createCarrierThreads({ db, sealer, prepared }: Connected): KeptThreads {
  const read = ({ sealedAssigneeName: name, ...row }: Row): KeptThread => ({
    ...row,
    assigneeName: name === null ? null : sealer.open(name),
  });
  const one = prepared(() =>
    db
      .select()
      .from(carrierThreads)
      .where(
        and(
          eq(carrierThreads.carrier, sql.placeholder("carrier")),
          eq(carrierThreads.thread, sql.placeholder("thread")),
        ),
      ),
  );
  const ofEpisode = prepared(() =>
    db
      .select()
      .from(carrierThreads)
      .where(eq(carrierThreads.episodeId, sql.placeholder("episode")))
      .orderBy(
        desc(sql`abs(${carrierThreads.changedAt})`),
        desc(carrierThreads.thread),
        desc(carrierThreads.carrier),
      ),
  );

  return {
    get: async (carrier, thread) => {
      const row = await one.get({ carrier, thread });
      return row === undefined ? null : read(row);
    },
    put: async ({ assigneeName: name, ...thread }) => {
      const row = { ...thread, sealedAssigneeName: name === null ? null : sealer.seal(name) };
      const target = [carrierThreads.carrier, carrierThreads.thread];
      await db.insert(carrierThreads).values(row).onConflictDoUpdate({ target, set: row });
    },
    of: async (episode) => (await ofEpisode.all({ episode })).map(read),
    note: async (carrier, note) => {
      const isIt = and(eq(carrierNotes.carrier, carrier), eq(carrierNotes.note, note));
      const [row] = await db.select().from(carrierNotes).where(isIt);
      return row ?? null;
    },
    noteAt: async ({ channel, ts }) => {
      const isThere = and(eq(carrierNotes.channel, channel), eq(carrierNotes.ts, ts));
      const [row] = await db.select().from(carrierNotes).where(isThere);
      return row ?? null;
    },
    notesNamed: async (carrier, beginning) => {
      const behind = `${beginning}\u{10ffff}`;
      const isNamedSo = and(gte(carrierNotes.note, beginning), lt(carrierNotes.note, behind));
      return await db
        .select()
        .from(carrierNotes)
        .where(and(eq(carrierNotes.carrier, carrier), isNamedSo));
    },
    putNote: async (note) => {
      const target = [carrierNotes.carrier, carrierNotes.note];
      await db.insert(carrierNotes).values(note).onConflictDoUpdate({ target, set: note });
    },
    dropNote: async (carrier, note) => {
      await db
        .delete(carrierNotes)
        .where(and(eq(carrierNotes.carrier, carrier), eq(carrierNotes.note, note)));
    },
  };
}
