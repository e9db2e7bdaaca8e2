/** The connection was lost over a commit: whether it was written, the server knows once it is there again. */
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { isGone } from "./failure.ts";
import type { Session } from "./session.ts";

/** What is kept of a transaction that was begun. */
export interface Begun {
  /** Its number; no other one of its server has it. */
  readonly transaction: string;
  /** The history that its number belongs to: a standby that takes over begins another one. */
  readonly timeline: string;
}

/** How long the server is waited for. Milliseconds. */
const settledWithin = 60_000;
const lookEvery = 100;

/** @throws AppError `database` when nobody can tell. */
export async function wasWritten(session: Session, begun: Begun): Promise<boolean> {
  const until = performance.now() + settledWithin;
  for (;;) {
    const status = await statusOf(session, begun);
    if (status === "committed" || status === "aborted") return status === "committed";
    if (status === "unknown" || performance.now() > until)
      throw new AppError(
        "database",
        "PostgreSQL went away while something was written down; whether it was is not known.",
      );
    await pause(lookEvery);
  }
}

/** A server that has not heard that its connection is gone holds what was locked there: nobody will end it but who began it. */
export async function endLeft(client: pg.Client, transaction: string): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_xid = $1::xid8::xid`,
    [transaction],
  );
}

async function statusOf(session: Session, { transaction, timeline }: Begun) {
  try {
    const { client } = await session.open();
    await endLeft(client, transaction);
    const { rows } = await client.query<{ status: string | null; timeline: string }>(
      "select pg_xact_status($1::xid8) as status, left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline",
      [transaction],
    );
    const [row] = rows;
    return row?.timeline === timeline ? (row.status ?? "unknown") : "unknown";
  } catch (error) {
    if (isGone(error)) return "not there";
    throw error;
  }
}
