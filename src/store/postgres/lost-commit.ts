/**
 * The connection was lost over a commit. Each commit writes its number, so the server knows whether it was written once it is there
 * again; a transaction's own number would not do, since a server that crashed gives those that left no trace once more.
 */
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { isGone } from "./failure.ts";
import type { Session } from "./session.ts";

/** What is kept of a transaction that was begun. */
export interface Begun {
  /** PostgreSQL's number of it; empty before that is known. */
  readonly transaction: string;
  /** What its commit writes; grows with each of this process. */
  readonly commit: number;
}

/** How long the server is waited for. Milliseconds. */
const settledWithin = 60_000;
const lookEvery = 100;
/** Who has not written for so long has ended. */
const remembered = "interval '7 days'";

/** In the transaction that it is about. @param name of this process among all. */
export function noteCommit(name: string, commit: number): string {
  return `insert into writers (name, written, since) values (${pg.escapeLiteral(name)}, ${commit}, ${now})
    on conflict (name) do update set written = excluded.written, since = excluded.since`;
}

const now = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/** Those of processes that ended long ago. */
export async function forgetWriters(client: pg.Client): Promise<void> {
  await client.query(
    `delete from writers where since < (extract(epoch from clock_timestamp() - ${remembered}) * 1000)::bigint
       and not exists (select from pg_stat_activity where application_name = writers.name)`,
  );
}

/** @throws AppError `database` when nobody can tell. */
export async function wasWritten(session: Session, name: string, begun: Begun): Promise<boolean> {
  const until = performance.now() + settledWithin;
  for (;;) {
    const isWritten = await lookFor(session, name, begun);
    if (isWritten !== null) return isWritten;
    if (performance.now() > until)
      throw new AppError(
        "database",
        "PostgreSQL went away while something was written down; whether it was is not known.",
      );
    await pause(lookEvery);
  }
}

/** A server that has not heard that its connection is gone holds what was locked there: nobody will end it but who began it. */
export async function endLeft(client: pg.Client, transaction: string): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_xid = $1::xid8::xid`,
    [transaction],
  );
  return rows.length > 0;
}

/** Null: that can't be told yet. */
async function lookFor(session: Session, name: string, { transaction, commit }: Begun) {
  try {
    const { client } = await session.open();
    if (await endLeft(client, transaction)) return null;
    const { rows } = await client.query<{ written: number }>("select written from writers where name = $1", [
      name,
    ]);
    return (rows[0]?.written ?? 0) >= commit;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
