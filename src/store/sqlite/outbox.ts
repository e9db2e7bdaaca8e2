import {
  and,
  asc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  not,
  notInArray,
  or,
  sql,
} from "drizzle-orm";
import type { Blocked, Job, NewJob, Outbox } from "../../bridge/contracts/store/outbox.ts";
import { createChannelJobs } from "./channel-jobs.ts";
import { outbox } from "./schema.ts";
import type { Tables } from "./tables.ts";

type Row = typeof outbox.$inferSelect;

export function createOutbox({ db, sealer }: Tables): Outbox {
  const read = ({ sealedPayload, ...row }: Row): Job => ({
    ...row,
    payload: JSON.parse(sealer.open(sealedPayload)),
  });

  /** What stands behind an earlier row of its lane waits for it. */
  const firstOfLane = sql`not exists (select 1 from outbox ahead where ahead.lane = ${outbox.lane}
    and (ahead.position < ${outbox.position} or (ahead.position = ${outbox.position} and ahead.id < ${outbox.id})))`;

  const isPost = eq(outbox.pace, "post");

  const heads = db
    .select()
    .from(outbox)
    .where(and(firstOfLane, lte(outbox.dueAt, sql.placeholder("now"))))
    .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.id))
    .limit(sql.placeholder("limit"))
    .prepare();

  const insert = db
    .insert(outbox)
    .values({
      kind: sql.placeholder("kind"),
      callee: sql.placeholder("callee"),
      pace: sql.placeholder("pace"),
      loss: sql.placeholder("loss"),
      lane: sql.placeholder("lane"),
      position: sql.placeholder("position"),
      priority: sql.placeholder("priority"),
      key: sql.placeholder("key"),
      dueAt: sql.placeholder("dueAt"),
      channel: sql.placeholder("channel"),
      sealedPayload: sql.placeholder("sealedPayload"),
      createdAt: sql.placeholder("at"),
    })
    .onConflictDoUpdate({
      target: outbox.key,
      set: {
        version: sql`${outbox.version} + 1`,
        dueAt: sql`case when excluded.due_at < ${outbox.dueAt} then excluded.due_at else ${outbox.dueAt} end`,
        sealedPayload: sql`excluded.sealed_payload`,
      },
    })
    .prepare();

  const idIs = eq(outbox.id, sql.placeholder("id"));
  const present = db.select({ id: outbox.id }).from(outbox).where(idIs).prepare();
  const remove = db
    .delete(outbox)
    .where(and(idIs, eq(outbox.version, sql.placeholder("version"))))
    .prepare();
  const removeByKey = db
    .delete(outbox)
    .where(eq(outbox.key, sql.placeholder("key")))
    .prepare();

  const next = db
    .select({ at: sql<number | null>`min(${outbox.dueAt})` })
    .from(outbox)
    .where(gt(outbox.dueAt, sql.placeholder("after")))
    .prepare();
  const behind = db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.lane, sql.placeholder("lane")),
        eq(outbox.position, sql.placeholder("position")),
        gt(outbox.id, sql.placeholder("id")),
      ),
    )
    .orderBy(asc(outbox.id))
    .limit(sql.placeholder("limit"))
    .prepare();
  const isFree = and(idIs, isNull(outbox.postKey));
  const free = db.select({ id: outbox.id }).from(outbox).where(isFree).prepare();
  const claimFree = db
    .update(outbox)
    .set({ postKey: sql`${sql.placeholder("postKey")}`, claimedAt: sql`${sql.placeholder("at")}` })
    .where(isFree)
    .prepare();

  return {
    ...createChannelJobs(db, read),
    enqueue: async ({ payload, position = 0, key, channel, ...job }: NewJob, at: number): Promise<void> => {
      const sealedPayload = sealer.seal(JSON.stringify(payload));
      insert.run({ ...job, position, key: key ?? null, channel: channel ?? null, sealedPayload, at });
    },
    due: async (now: number, limit: number): Promise<Job[]> => heads.all({ now, limit }).map(read),
    /** As `due`, leaving out what can't be done now: posts into some channels, and some kinds anywhere. */
    dueExcept: async (now: number, limit: number, blocked: Blocked): Promise<Job[]> => {
      const rows = await db
        .select()
        .from(outbox)
        .where(
          and(
            firstOfLane,
            lte(outbox.dueAt, now),
            blocked.callees.length > 0 ? notInArray(outbox.callee, [...blocked.callees]) : undefined,
            blocked.paces.length > 0
              ? or(isNull(outbox.pace), notInArray(outbox.pace, [...blocked.paces]))
              : undefined,
            blocked.channels.length > 0
              ? not(
                  and(isPost, isNotNull(outbox.channel), inArray(outbox.channel, [...blocked.channels])) ??
                    sql`false`,
                )
              : undefined,
          ),
        )
        .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.id))
        .limit(limit);
      return rows.map(read);
    },
    has: async (id: number): Promise<boolean> => present.get({ id }) !== undefined,
    /** When the next one that is not due yet will be. */
    nextDue: async (after: number): Promise<number | null> => {
      return next.get({ after })?.at ?? null;
    },
    /** Rows of the same lane right behind this one, in order: what may be joined to it. */
    behind: async (job: Job, limit: number): Promise<Job[]> => {
      const { lane, position, id } = job;
      return behind.all({ lane, position, id, limit }).map(read);
    },
    /**
     * Written before the call: after a crash this attempt is looked for at the desk by its key. False, and nothing is
     * claimed, when one of them is done already or is being tried.
     */
    claim: async (ids: readonly number[], postKey: string, at: number): Promise<boolean> => {
      if (ids.some((id) => free.get({ id }) === undefined)) return false;
      for (const id of ids) claimFree.run({ id, postKey, at });
      return true;
    },
    /** Done: gone, unless it was asked for anew meanwhile. */
    finish: async (jobs: readonly Pick<Job, "id" | "version">[]): Promise<void> => {
      for (const { id, version } of jobs) {
        if (remove.run({ id, version }).changes > 0) continue;
        const again = { postKey: null, claimedAt: null, attempts: 0 };
        await db.update(outbox).set(again).where(eq(outbox.id, id));
      }
    },
    /**
     * Not done: comes again. With `forget`, it is certain that nothing happened this time, so nothing need be looked for;
     * what an attempt before it may have done still is.
     */
    postpone: async (job: Pick<Job, "id" | "postKey">, dueAt: number, forget: boolean): Promise<void> => {
      const [row] = await db.select({ postKey: outbox.postKey }).from(outbox).where(eq(outbox.id, job.id));
      const again = { attempts: sql`${outbox.attempts} + 1`, dueAt };
      await db.update(outbox).set(again).where(eq(outbox.id, job.id));
      if (!forget || job.postKey !== null || row?.postKey == null) return;
      // With what was joined to the same attempt.
      const free = { postKey: null, claimedAt: null };
      await db.update(outbox).set(free).where(eq(outbox.postKey, row.postKey));
    },
    drop: async (key: string): Promise<boolean> => removeByKey.run({ key }).changes > 0,
    hasKey: async (key: string): Promise<boolean> => {
      const [row] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.key, key));
      return row !== undefined;
    },
    /** Moves what is due by so much, but not beyond a moment. */
    delay: async (key: string, by: number, atMost: number): Promise<void> => {
      const later = sql`${outbox.dueAt} + ${by}`;
      await db
        .update(outbox)
        .set({ dueAt: sql`case when ${later} < ${atMost} then ${later} else ${atMost} end` })
        .where(eq(outbox.key, key));
    },
    dropLane: async (lane: string): Promise<void> => {
      await db.delete(outbox).where(eq(outbox.lane, lane));
    },
    /** How many posts that are never given up have been tried so often. */
    stalled: async (attempts: number): Promise<number> => {
      const often = and(isPost, eq(outbox.loss, "never"), gte(outbox.attempts, attempts));
      const [row] = await db.select({ count: sql<number>`count(*)` }).from(outbox).where(often);
      return row?.count ?? 0;
    },
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
