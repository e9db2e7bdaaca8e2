/**
 * How the queries reach a connection. They are written once, in the terms of drizzle's builder for SQLite, which PostgreSQL's
 * shares: what an engine does otherwise, it says here.
 */
import type { SQL, SQLWrapper } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Sealer } from "../seal.ts";
import type { EnqueuedJournal } from "./enqueued.ts";
import type { Preparing, Written } from "./preparing.ts";

/** Drizzle's view of a connection, whatever its engine. Nothing in it is asked but by `await`. */
export type Db = BaseSQLiteDatabase<"async", Written>;

export interface Connected extends Preparing {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly enqueued: EnqueuedJournal;
  readonly dialect: Dialect;
  /** The rows that a query without a builder finds. */
  rows<Row>(query: SQL): Promise<Row[]>;
  /** An order without a builder, that answers no rows. */
  execute(order: SQL): Promise<void>;
}

/** What the engines write differently. */
export interface Dialect {
  /** What stands in a list, for `in` and `not in`: one value, however long it is. */
  list(values: readonly string[]): SQL;
  /** Whether a column is one of these, so that its index leads to them. */
  isAmong(column: SQLWrapper, values: readonly string[]): SQL;
  /** The highest number that a table has given, `value`; no row where it has given none. */
  lastNumber(table: string): SQL;
  /** Now, by the clock of whoever keeps the database. Milliseconds since 1970. */
  readonly clock: SQL;
}
