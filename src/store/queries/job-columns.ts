/** What is read of a job: its row, and whether its channel is closed. */
import { getTableColumns, sql } from "drizzle-orm";
import { outbox } from "../schema/schema.ts";

/** The column is named with its table: a bare one would be the inner table's. */
export const jobColumns = {
  ...getTableColumns(outbox),
  isChannelClosed: sql<number>`exists (select 1 from closed_channels where closed_channels.channel = outbox.channel)`,
};

/** Of these, whoever enqueues it does not say how they stand, or is not asked where it stands already. */
export const decidedHere = {
  id: outbox.id,
  position: outbox.position,
  version: outbox.version,
  dueAt: outbox.dueAt,
  attempts: outbox.attempts,
  triedAt: outbox.triedAt,
  createdAt: outbox.createdAt,
  isChannelClosed: jobColumns.isChannelClosed,
};

export type JobRow = typeof outbox.$inferSelect & { readonly isChannelClosed: number };
