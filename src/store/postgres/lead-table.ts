/** What only several instances on one database need. */
import { bigint, pgTable, text } from "drizzle-orm/pg-core";

/** Who works off the outbox: one row. Its number grows with each who takes it over, and never comes again. */
export const lead = pgTable("lead", {
  id: bigint({ mode: "number" }).primaryKey(),
  number: bigint({ mode: "number" }).notNull(),
  /** The instance that took it last, as it calls itself; null before the first. */
  holder: text(),
  /** When, by the database's clock. */
  since: bigint({ mode: "number" }),
});

export const firstOfLead = "insert into lead (id, number) values (1, 0) on conflict do nothing";
