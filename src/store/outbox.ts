import { and, asc, eq, gt, inArray, isNotNull, lt, lte, not, notInArray, sql } from "drizzle-orm";
import type { SlackChannelId } from "../domain/ids.ts";
import { postKinds, type Work, type WorkKind, workPriority } from "../domain/work.ts";
import { outbox } from "./schema.ts";
import type { Tables } from "./tables.ts";

export type Outbox = ReturnType<typeof createOutbox>;

type Row = typeof outbox.$inferSelect;
export type Debt = Omit<Row, "sealedPayload" | "kind" | "priority"> & { readonly work: Work };

export interface NewDebt {
  readonly work: Work;
  readonly lane: string;
  /** Place within the lane; rows of the same position go in the order they were owed. */
  readonly position?: number;
  /** Asked for again under the same key before it is done, it is done once. */
  readonly key?: string;
  readonly dueAt: number;
  readonly channel?: SlackChannelId;
}

export interface Blocked {
  readonly channels: readonly SlackChannelId[];
  readonly kinds: readonly WorkKind[];
}

export function createOutbox({ db, sealer }: Tables) {
  const read = ({ sealedPayload, kind: _, priority: __, ...row }: Row): Debt => ({
    ...row,
    work: JSON.parse(sealer.open(sealedPayload)) as Work,
  });

  /** What stands behind an earlier row of its lane waits for it. */
  const firstOfLane = and(
    eq(outbox.state, "pending"),
    sql`not exists (select 1 from outbox ahead where ahead.lane = ${outbox.lane}
      and (ahead.position < ${outbox.position} or (ahead.position = ${outbox.position} and ahead.id < ${outbox.id})))`,
  );

  const heads = db
    .select()
    .from(outbox)
    .where(and(firstOfLane, lte(outbox.dueAt, sql.placeholder("now"))))
    .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.id))
    .limit(sql.placeholder("limit"))
    .prepare();

  return {
    owe: async ({ work, lane, position = 0, key, dueAt, channel }: NewDebt, at: number): Promise<void> => {
      const insert = db.insert(outbox).values({
        kind: work.kind,
        lane,
        position,
        priority: workPriority[work.kind],
        key: key ?? null,
        dueAt,
        channel: channel ?? null,
        sealedPayload: sealer.seal(JSON.stringify(work)),
        createdAt: at,
      });
      if (key === undefined) await insert;
      else
        await insert.onConflictDoUpdate({
          target: outbox.key,
          set: {
            version: sql`${outbox.version} + 1`,
            dueAt: sql`case when excluded.due_at < ${outbox.dueAt} then excluded.due_at else ${outbox.dueAt} end`,
            sealedPayload: sql`excluded.sealed_payload`,
          },
        });
    },
    due: async (now: number, limit: number): Promise<Debt[]> => (await heads.all({ now, limit })).map(read),
    /** As `due`, leaving out what can't be done now: posts into some channels, and some kinds anywhere. */
    dueExcept: async (now: number, limit: number, blocked: Blocked): Promise<Debt[]> => {
      const rows = await db
        .select()
        .from(outbox)
        .where(
          and(
            firstOfLane,
            lte(outbox.dueAt, now),
            blocked.kinds.length > 0 ? notInArray(outbox.kind, [...blocked.kinds]) : undefined,
            blocked.channels.length > 0
              ? not(
                  and(
                    inArray(outbox.kind, [...postKinds]),
                    isNotNull(outbox.channel),
                    inArray(outbox.channel, [...blocked.channels]),
                  ) ?? sql`false`,
                )
              : undefined,
          ),
        )
        .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.id))
        .limit(limit);
      return rows.map(read);
    },
    has: async (id: number): Promise<boolean> => {
      const [row] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.id, id));
      return row !== undefined;
    },
    /** When the next one that is not due yet will be. */
    nextDue: async (after: number): Promise<number | null> => {
      const [row] = await db
        .select({ at: sql<number | null>`min(${outbox.dueAt})` })
        .from(outbox)
        .where(and(eq(outbox.state, "pending"), gt(outbox.dueAt, after)));
      return row?.at ?? null;
    },
    /** Rows of the same lane right behind this one, in order: what may be joined to it. */
    behind: async (debt: Debt, limit: number): Promise<Debt[]> => {
      const rows = await db
        .select()
        .from(outbox)
        .where(and(eq(outbox.lane, debt.lane), eq(outbox.position, debt.position), gt(outbox.id, debt.id)))
        .orderBy(asc(outbox.id))
        .limit(limit);
      return rows.map(read);
    },
    /** Written before the call: after a crash this attempt is looked for at the desk by its key. */
    claim: async (ids: readonly number[], postKey: string, at: number): Promise<void> => {
      await db
        .update(outbox)
        .set({ state: "working", postKey, claimedAt: at })
        .where(inArray(outbox.id, [...ids]));
    },
    /** Done: gone, unless it was asked for anew meanwhile. */
    finish: async (debts: readonly Pick<Debt, "id" | "version">[]): Promise<void> => {
      for (const { id, version } of debts) {
        await db.delete(outbox).where(and(eq(outbox.id, id), eq(outbox.version, version)));
      }
      const left = debts.map((debt) => debt.id);
      await db
        .update(outbox)
        .set({ state: "pending", postKey: null, claimedAt: null, attempts: 0 })
        .where(inArray(outbox.id, left));
    },
    /** Not done: comes again. With `forget`, it is certain that nothing happened, and nothing need be looked for. */
    postpone: async (debt: Pick<Debt, "id">, dueAt: number, forget: boolean): Promise<void> => {
      const again = { state: "pending", attempts: sql`${outbox.attempts} + 1` } as const;
      const forgotten = forget ? { postKey: null, claimedAt: null } : {};
      const [row] = await db.select({ postKey: outbox.postKey }).from(outbox).where(eq(outbox.id, debt.id));
      await db
        .update(outbox)
        .set({ ...again, ...forgotten, dueAt })
        .where(eq(outbox.id, debt.id));
      if (row?.postKey == null) return;
      // What was joined to the same attempt stands behind it, and is tried with it.
      await db
        .update(outbox)
        .set({ state: "pending", ...forgotten })
        .where(eq(outbox.postKey, row.postKey));
    },
    /** After a start: what was under way when the process ended is owed again. */
    resume: async (): Promise<void> => {
      await db.update(outbox).set({ state: "pending" }).where(eq(outbox.state, "working"));
    },
    drop: async (key: string): Promise<boolean> => {
      const rows = await db.delete(outbox).where(eq(outbox.key, key)).returning({ id: outbox.id });
      return rows.length > 0;
    },
    hasKey: async (key: string): Promise<boolean> => {
      const [row] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.key, key));
      return row !== undefined;
    },
    delay: async (key: string, by: number): Promise<void> => {
      await db
        .update(outbox)
        .set({ dueAt: sql`${outbox.dueAt} + ${by}` })
        .where(eq(outbox.key, key));
    },
    /** What needs a closed channel waits until then. */
    holdChannel: async (channel: SlackChannelId, until: number): Promise<void> => {
      await db
        .update(outbox)
        .set({ dueAt: until })
        .where(and(eq(outbox.channel, channel), lt(outbox.dueAt, until)));
    },
    releaseChannel: async (channel: SlackChannelId, now: number): Promise<void> => {
      await db
        .update(outbox)
        .set({ dueAt: now })
        .where(and(eq(outbox.channel, channel), gt(outbox.dueAt, now)));
    },
    /** How much is owed of each kind, and since when the oldest. */
    backlog: async (): Promise<{ kind: string; count: number; oldest: number }[]> => {
      return await db
        .select({
          kind: outbox.kind,
          count: sql<number>`count(*)`,
          oldest: sql<number>`min(${outbox.createdAt})`,
        })
        .from(outbox)
        .groupBy(outbox.kind);
    },
  };
}
