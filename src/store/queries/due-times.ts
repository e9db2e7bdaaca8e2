import { and, eq, gt, inArray, isNotNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { DueTimes } from "../../bridge/contracts/store/due-times.ts";
import { endOfTime } from "../../domain/end-of-time.ts";
import { episodes, inbox, listRecipients, lists, messages, outbox } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { unsettled } from "./message-rows.ts";

export function createDueTimes({ db, enqueued }: Connected): DueTimes {
  return {
    async setBack(by, now, soon) {
      const earlier = (column: SQLiteColumn): SQL => sql`${column} - ${by}`;
      const unlessPast = (column: SQLiteColumn): SQL =>
        sql`case when ${column} > ${now} then ${column} - ${by} else ${column} end`;
      // An attempt that was begun is named by when its job was written.
      const createdAt = sql`case when ${outbox.triedAt} is null then ${unlessPast(outbox.createdAt)} else ${outbox.createdAt} end`;
      const jobs = { dueAt: unlessPast(outbox.dueAt), triedAt: unlessPast(outbox.triedAt), createdAt };
      enqueued.other();
      await db
        .update(outbox)
        .set(jobs)
        .where(or(gt(outbox.dueAt, now), gt(outbox.triedAt, now), gt(outbox.createdAt, now)));
      await db
        .update(inbox)
        .set({ dueAt: earlier(inbox.dueAt) })
        .where(and(isNotNull(inbox.dueAt), gt(inbox.dueAt, now)));
      await db
        .update(messages)
        .set({
          writtenAt: earlier(messages.writtenAt),
          notBefore: sql`case when ${messages.waitReason} = 'hold' then ${unlessPast(messages.notBefore)} else ${messages.notBefore} end`,
          waitingSince: unlessPast(messages.waitingSince),
        })
        .where(and(unsettled, inArray(messages.state, ["waiting", "queued"])));
      await db
        .update(messages)
        .set({ sendingAt: earlier(messages.sendingAt) })
        .where(and(unsettled, inArray(messages.state, ["sending", "unknown"])));
      const running = sql`${lists.state} = 'running'`;
      // A time that was chosen is one by everybody's clocks, and stays.
      const mayGoOn = and(running, lt(lists.notBefore, Math.min(now + by + soon + 1, endOfTime)));
      await db
        .update(lists)
        .set({ notBefore: unlessPast(lists.notBefore) })
        .where(mayGoOn);
      const ofRunning = db.select({ id: lists.id }).from(lists).where(running);
      await db
        .update(listRecipients)
        .set({ notBefore: unlessPast(listRecipients.notBefore) })
        .where(and(inArray(listRecipients.listId, ofRunning), eq(listRecipients.state, "pending")));
      await db
        .update(episodes)
        .set({ unansweredSince: earlier(episodes.unansweredSince) })
        .where(isNotNull(episodes.unansweredSince));
    },
  };
}
