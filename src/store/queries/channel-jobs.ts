/** The jobs of one channel, for when it closes, opens again or is left. */
import { and, asc, eq, gt, lte } from "drizzle-orm";
import type { SlackChannelId } from "../../domain/ids.ts";
import { outbox } from "../schema/schema.ts";
import type { Connected } from "./connected.ts";
import { type JobRow, jobColumns } from "./job-columns.ts";

export function createChannelJobs<Job>(
  db: Connected["db"],
  read: (row: JobRow) => Job,
  enqueued: Connected["enqueued"],
) {
  const changed = (): void => {
    enqueued.withdraw(({ channel }) => channel !== null);
    enqueued.other();
  };
  return {
    hasKind: async (kind: string, channel: SlackChannelId): Promise<boolean> => {
      const [row] = await db
        .select({ id: outbox.id })
        .from(outbox)
        .where(and(eq(outbox.channel, channel), eq(outbox.kind, kind)))
        .limit(1);
      return row !== undefined;
    },
    /** What is due in a channel waits until then. */
    holdChannel: async (channel: SlackChannelId, now: number, until: number): Promise<void> => {
      changed();
      await db
        .update(outbox)
        .set({ dueAt: until })
        .where(and(eq(outbox.channel, channel), lte(outbox.dueAt, now)));
    },
    /** Whether something will be tried in this channel in that time. */
    willTry: async (channel: SlackChannelId, after: number, until: number): Promise<boolean> => {
      const [row] = await db
        .select({ id: outbox.id })
        .from(outbox)
        .where(and(eq(outbox.channel, channel), gt(outbox.dueAt, after), lte(outbox.dueAt, until)))
        .limit(1);
      return row !== undefined;
    },
    releaseChannel: async (channel: SlackChannelId, now: number): Promise<void> => {
      changed();
      await db
        .update(outbox)
        .set({ dueAt: now })
        .where(and(eq(outbox.channel, channel), gt(outbox.dueAt, now)));
    },
    moveLane: async (lane: string, channel: SlackChannelId | null, dueAt: number): Promise<void> => {
      changed();
      await db.update(outbox).set({ channel, dueAt, triedAt: null }).where(eq(outbox.lane, lane));
    },
    /** What is still to be said in a channel's threads, and must not be lost. */
    unsaidIn: async (channel: SlackChannelId): Promise<Job[]> => {
      const rows = await db
        .select(jobColumns)
        .from(outbox)
        .where(and(eq(outbox.channel, channel), eq(outbox.loss, "never")))
        .orderBy(asc(outbox.id));
      return rows.map(read);
    },
    forgetLooks: async (channel: SlackChannelId): Promise<void> => {
      changed();
      await db.delete(outbox).where(and(eq(outbox.channel, channel), eq(outbox.loss, "tolerable")));
    },
  };
}
