/** What may stand between here and a server: Threadline needs sessions of its own there, for its lead, its news and its statements. */
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { nameOf } from "./address.ts";

export const instead = "Let DATABASE_URL lead to PostgreSQL itself, or to a pool in session mode.";

/**
 * Two connections of ours that are one at the server: whoever has the lead by it would share it with others.
 * @throws AppError `database`
 */
export async function refuseShared(one: pg.Client, other: pg.Client, url: string): Promise<void> {
  if ((await processOf(one)) !== (await processOf(other))) return;
  throw new AppError(
    "database",
    `PostgreSQL: ${nameOf(url)} is behind a pooler that keeps no sessions. ${instead}`,
  );
}

async function processOf(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query("select pg_backend_pid() as process");
  return rows[0]?.process;
}
