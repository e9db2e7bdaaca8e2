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
import type { Blocked, Job, Outbox } from "../../bridge/contracts/store/outbox.ts";
import { outbox } from "../schema/schema.ts";
import { createChannelJobs } from "./channel-jobs.ts";
import type { Connected } from "./connected.ts";
import { decidedHere, jobColumns, type JobRow as Row } from "./job-columns.ts";
import { changed } from "./preparing.ts";

export function createOutbox({ db, sealer, enqueued, prepared, dialect, rows }: Connected): Outbox {
  const read = ({ sealedPayload, isChannelClosed, ...row }: Row): Job => ({
    ...row,
    payload: JSON.parse(sealer.open(sealedPayload)),
    isChannelClosed: isChannelClosed === 1,
    isClaimed: false,
  });

  /** What stands behind an earlier row of its lane waits for it. */
  const firstOfLane = sql`not exists (select 1 from outbox ahead where ahead.lane = ${outbox.lane}
    and (ahead.position < ${outbox.position} or (ahead.position = ${outbox.position} and ahead.id < ${outbox.id})))`;

  const isPost = eq(outbox.pace, "post");

  const heads = prepared(() =>
    db
      .select(jobColumns)
      .from(outbox)
      .where(and(firstOfLane, lte(outbox.dueAt, sql.placeholder("now"))))
      .orderBy(asc(outbox.priority), asc(outbox.dueAt), asc(outbox.id))
      .limit(sql.placeholder("limit")),
  );

  const insert = prepared(() =>
    db
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
        // Behind another one it is not begun yet, whatever has room.
        triedAt: sql`case when not exists (select 1 from outbox ahead where ahead.lane = ${sql.placeholder("lane")})
        then cast(${sql.placeholder("triedAt")} as bigint) end`,
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
      .returning({ ...decidedHere, isFirst: sql<number>`${firstOfLane}` }),
  );

  const idIs = eq(outbox.id, sql.placeholder("id"));
  const isThisOne = and(idIs, eq(outbox.createdAt, sql.placeholder("createdAt")));
  const present = prepared(() => db.select({ id: outbox.id }).from(outbox).where(isThisOne));
  const place = prepared(() =>
    db
      .select({ isFirst: sql<number>`${firstOfLane}` })
      .from(outbox)
      .where(idIs),
  );
  const remove = prepared(() =>
    db.delete(outbox).where(and(idIs, eq(outbox.version, sql.placeholder("version")))),
  );
  const removeByKey = prepared(() => db.delete(outbox).where(eq(outbox.key, sql.placeholder("key"))));

  const next = prepared(() =>
    db
      .select({ at: sql<number | null>`min(${outbox.dueAt})` })
      .from(outbox)
      .where(gt(outbox.dueAt, sql.placeholder("after"))),
  );
  const behind = prepared(() =>
    db
      .select(jobColumns)
      .from(outbox)
      .where(
        and(
          eq(outbox.lane, sql.placeholder("lane")),
          eq(outbox.position, sql.placeholder("position")),
          gt(outbox.id, sql.placeholder("id")),
        ),
      )
      .orderBy(asc(outbox.id))
      .limit(sql.placeholder("limit")),
  );
  const isFree = and(isThisOne, isNull(outbox.triedAt));
  const free = prepared(() => db.select({ id: outbox.id }).from(outbox).where(isFree));
  const claimFree = prepared(() =>
    db
      .update(outbox)
      .set({ triedAt: sql`${sql.placeholder("at")}` })
      .where(isFree),
  );
  const release = prepared(() => db.update(outbox).set({ triedAt: null }).where(idIs));
  const later = prepared(() =>
    db
      .update(outbox)
      .set({ attempts: sql`${outbox.attempts} + 1`, dueAt: sql`${sql.placeholder("dueAt")}` })
      .where(idIs),
  );

  return {
    ...createChannelJobs(db, read, enqueued),
    enqueue: async ({ payload, position = 0, key, channel, mayBeClaimed = false, ...job }, at) => {
      const sealedPayload = sealer.seal(JSON.stringify(payload));
      const claims = mayBeClaimed && enqueued.promises({ ...job, payload, ...(channel && { channel }) });
      const given = { ...job, key: key ?? null, channel: channel ?? null };
      const row = await insert.get({ ...given, position, triedAt: claims ? at : null, sealedPayload, at });
      if (row === undefined) throw new Error("the job just written is not there");
      const { isFirst, isChannelClosed, triedAt, ...rest } = row;
      const isNew = row.version === 1;
      const isClaimed = isNew && triedAt !== null;
      const tried = isNew ? null : triedAt;
      const now = { payload, triedAt: tried, isClaimed, isChannelClosed: isChannelClosed === 1 };
      if (isFirst === 1) enqueued.first({ ...given, ...rest, ...now });
      else enqueued.other();
      return isClaimed;
    },
    due: async (now: number, limit: number): Promise<Job[]> => (await heads.all({ now, limit })).map(read),
    dueExcept: async (now: number, limit: number, blocked: Blocked): Promise<Job[]> => {
      const rows = await db
        .select(jobColumns)
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
    has: async ({ id, createdAt }): Promise<boolean> => (await present.get({ id, createdAt })) !== undefined,
    placeOf: async (id: number) => {
      const row = await place.get({ id });
      return row === undefined ? null : row.isFirst === 1 ? "first" : "behind";
    },
    isUntried: async ({ id, createdAt }) => {
      const which = and(eq(outbox.id, id), eq(outbox.createdAt, createdAt), isNull(outbox.triedAt));
      return (await db.select({ id: outbox.id }).from(outbox).where(which)).length > 0;
    },
    lastId: async () => {
      const [row] = await rows<{ value: number }>(dialect.lastNumber("outbox"));
      return row?.value ?? 0;
    },
    nextDue: async (after: number): Promise<number | null> => {
      return (await next.get({ after }))?.at ?? null;
    },
    behind: async (job: Job, limit: number): Promise<Job[]> => {
      const { lane, position, id } = job;
      return (await behind.all({ lane, position, id, limit })).map(read);
    },
    claim: async (jobs, at) => {
      for (const { id, createdAt } of jobs)
        if ((await free.get({ id, createdAt })) === undefined) return false;
      for (const { id, createdAt } of jobs) await claimFree.run({ id, createdAt, at });
      return true;
    },
    noteTried: async (kind, atMost, at) => {
      const firstDue = db
        .select({ id: outbox.id })
        .from(outbox)
        .where(eq(outbox.kind, kind))
        .orderBy(asc(outbox.dueAt), asc(outbox.id))
        .limit(atMost);
      await db
        .update(outbox)
        .set({ triedAt: at })
        .where(and(inArray(outbox.id, firstDue), isNull(outbox.triedAt)));
    },
    release: async (ids) => {
      for (const id of ids) await release.run({ id });
    },
    finish: async (jobs: readonly Pick<Job, "id" | "version">[], at: number): Promise<void> => {
      for (const { id, version } of jobs) {
        if (changed(await remove.run({ id, version })) > 0) continue;
        await db.update(outbox).set({ triedAt: null, attempts: 0, createdAt: at }).where(eq(outbox.id, id));
        enqueued.other();
      }
    },
    postpone: async ({ id, triedAt }, dueAt, forget) => {
      await later.run({ id, dueAt });
      if (forget && triedAt === null) await release.run({ id });
      enqueued.other();
    },
    drop: async (key: string): Promise<boolean> => {
      enqueued.withdraw((job) => job.key === key);
      return changed(await removeByKey.run({ key })) > 0;
    },
    hasKey: async (key: string): Promise<boolean> => {
      const [row] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.key, key));
      return row !== undefined;
    },
    dropLane: async (lane: string): Promise<void> => {
      enqueued.withdraw((job) => job.lane === lane);
      await db.delete(outbox).where(eq(outbox.lane, lane));
    },
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
