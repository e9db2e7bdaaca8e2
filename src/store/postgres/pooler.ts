/** What may stand between here and a server: Threadline needs sessions of its own there, for its lead, its news and its statements. */
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { nameOf } from "./address.ts";

export const instead = "Let DATABASE_URL lead to PostgreSQL itself, or to a pool in session mode.";

/**
 * Two connections of ours that are one at the server, or one that is now this and now that: whoever has the lead by it would share it with
 * others. In an order by which those that a pooler hands out by turns, or the one that was free last, show.
 * @throws AppError `database`
 */
export async function refuseShared(one: pg.Client, other: pg.Client, url: string): Promise<void> {
  const seen = new Map<pg.Client, Set<unknown>>([
    [one, new Set()],
    [other, new Set()],
  ]);
  for (const client of [one, other, other, one, one, other]) seen.get(client)?.add(await processOf(client));
  const processes = [...seen.values()].flatMap((those) => [...those]);
  if (processes.length === 2 && new Set(processes).size === 2) return;
  throw new AppError(
    "database",
    `PostgreSQL: ${nameOf(url)} is behind a pooler that keeps no sessions. ${instead}`,
  );
}

async function processOf(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query("select pg_backend_pid() as process");
  return rows[0]?.process;
}
