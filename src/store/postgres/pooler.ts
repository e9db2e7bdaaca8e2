/** What stands between here and a server: whether it passes on what a session of ours begins with (`client.ts`), and keeps it to us. */
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { nameOf } from "./address.ts";

/**
 * The names of those settings that this session lacks, with commas between. Without them a frozen process holds up all others for ever,
 * tables are made where nobody looks for them, and long questions are broken off. What its user is set to does as well.
 */
export const lackingSettings = `concat_ws(', ',
  case when current_setting('lock_timeout') = '0' then 'lock_timeout' end,
  case when current_setting('idle_in_transaction_session_timeout') = '0' then 'idle_in_transaction_session_timeout' end,
  case when current_setting('search_path') <> 'public' and current_schema() is distinct from 'public' then 'search_path' end,
  case when current_setting('statement_timeout') <> '0' then 'statement_timeout' end)`;

export const instead =
  "Let DATABASE_URL lead to PostgreSQL itself, or to a pool in session mode that passes on what a session begins with.";

export const insteadOfLacking = `${instead} Where there is none, set its user so, as docs/operating.md says.`;

/** @param lacking the names of settings, with commas between. */
export function aboutLacking(lacking: string): string {
  const what = lacking.includes(",") ? "settings" : "setting";
  return `is behind a pooler that does not pass on what a session begins with: the ${what} ${lacking} did not reach PostgreSQL.`;
}

/** @throws AppError `database` where any is lacking. */
export function refuseLacking(lacking: string, url: string): void {
  if (lacking !== "")
    throw new AppError("database", `PostgreSQL: ${nameOf(url)} ${aboutLacking(lacking)} ${insteadOfLacking}`);
}

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
