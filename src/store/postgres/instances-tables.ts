/** The tables that only several instances on one database need. */
import { bigint, pgTable, text } from "drizzle-orm/pg-core";

/** Who works off the outbox: one row. Its number grows with each who takes it over, and never comes again. */
const lead = pgTable("lead", {
  id: bigint({ mode: "number" }).primaryKey(),
  number: bigint({ mode: "number" }).notNull(),
  /** The instance that took it last, as it calls itself; null before the first. */
  holder: text(),
  /** When, by the database's clock. */
  since: bigint({ mode: "number" }),
});

/** The last commit of each process that writes, as it numbers them: whoever lost the connection over one looks here whether it was written. */
const writers = pgTable("writers", {
  /** As PostgreSQL's own lists call it; no two processes have the same. */
  name: text().primaryKey(),
  written: bigint({ mode: "number" }).notNull(),
  /** When that was, by the database's clock. Milliseconds since 1970. */
  since: bigint({ mode: "number" }).notNull(),
});

export const instancesTables = { lead, writers };
