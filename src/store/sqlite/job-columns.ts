/** What is read of a job: its row, and whether its channel is closed. */
import { getTableColumns, sql } from "drizzle-orm";
import { outbox } from "./schema.ts";

export const jobColumns = {
  ...getTableColumns(outbox),
  isChannelClosed: sql<number>`exists (select 1 from closed_channels closed where closed.channel = outbox.channel)`,
};

export type JobRow = typeof outbox.$inferSelect & { readonly isChannelClosed: number };
