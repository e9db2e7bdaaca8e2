import { and, count, eq, inArray, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { Delivery, Inbox, NewDelivery } from "../../bridge/contracts/store/inbox.ts";
import { inbox } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { changed } from "./preparing.ts";

export function createInbox({ db, sealer, prepared }: Connected): Inbox {
  const insert = prepared(() =>
    db
      .insert(inbox)
      .values({
        key: sql.placeholder("key"),
        lane: sql.placeholder("lane"),
        sealedBody: sql.placeholder("sealedBody"),
        receivedAt: sql.placeholder("at"),
        dueAt: sql.placeholder("at"),
      })
      .onConflictDoNothing()
      .returning({ id: inbox.id }),
  );
  const settle = prepared(() =>
    db
      .update(inbox)
      .set({ sealedBody: null, dueAt: null })
      .where(eq(inbox.id, sql.placeholder("id"))),
  );

  const due = prepared(() =>
    db
      .select()
      .from(inbox)
      .where(lte(inbox.dueAt, sql.placeholder("now")))
      .orderBy(sql`+${inbox.id}`)
      .limit(sql.placeholder("limit")),
  );

  return {
    keep: async (delivery: NewDelivery): Promise<number | null> => {
      const { key, lane, body, at } = delivery;
      return (await insert.get({ key, lane, sealedBody: sealer.seal(body), at }))?.id ?? null;
    },
    knows: async (key: string): Promise<boolean> => {
      const [row] = await db.select({ id: inbox.id }).from(inbox).where(eq(inbox.key, key));
      return row !== undefined;
    },
    settle: async (id: number): Promise<void> => {
      await settle.run({ id });
    },
    attempts: async (id: number): Promise<number> => {
      const [row] = await db.select({ attempts: inbox.attempts }).from(inbox).where(eq(inbox.id, id));
      return row?.attempts ?? 0;
    },
    postpone: async (id: number, dueAt: number | null): Promise<void> => {
      await db
        .update(inbox)
        .set({ dueAt, attempts: sql`${inbox.attempts} + 1` })
        .where(eq(inbox.id, id));
    },
    keepFromOthers: async (ids: readonly number[], dueAt: number): Promise<void> => {
      await db
        .update(inbox)
        .set({ dueAt })
        .where(and(inArray(inbox.id, [...ids]), lt(inbox.dueAt, dueAt)));
    },
    due: async (now: number, limit: number): Promise<Delivery[]> => {
      return (await due.all({ now, limit })).flatMap(({ id, lane, sealedBody, receivedAt: at }) =>
        sealedBody === null ? [] : [{ id, lane, body: sealer.open(sealedBody), at }],
      );
    },
    deadCount: async (): Promise<number> => {
      const [row] = await db
        .select({ dead: count() })
        .from(inbox)
        .where(and(isNotNull(inbox.sealedBody), isNull(inbox.dueAt)));
      return row?.dead ?? 0;
    },
    forgetBefore: async (moment: number, limit: number): Promise<number> => {
      const old = db
        .select({ id: inbox.id })
        .from(inbox)
        .where(and(lt(inbox.receivedAt, moment), isNull(inbox.sealedBody)))
        .limit(limit);
      return changed(await db.delete(inbox).where(inArray(inbox.id, old)));
    },
  };
}
