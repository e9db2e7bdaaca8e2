/** Looks at a database without changing it. */
import type pg from "pg";
import { allTables } from "../schema/all-tables.ts";

const stepsTaken = "__drizzle_migrations";

/** These make it one of ours, whatever its version. */
const ours = [stepsTaken, "settings", "messages", "outbox", "lead"];

/** Whether our tables are there. */
export async function isMade(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: number }>(
    "select count(*) as found from pg_tables where schemaname = 'public' and tablename = any($1)",
    [ours],
  );
  return rows[0]?.found === ours.length;
}

/** No two servers began in the same microsecond. Asked of what everybody may know. */
export async function identityOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ identity: string }>(
    `select concat_ws(' ', extract(epoch from pg_postmaster_start_time()), oid) as identity
       from pg_database where datname = current_database()`,
  );
  return rows[0]?.identity ?? "";
}

/** One that has the name of one of ours, where our tables are not all there; null: none has. */
export async function othersTable(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename = any($1) order by tablename",
    [[stepsTaken, "lead", "writers", ...allTables.keys()]],
  );
  for (const { name } of rows) if (name !== stepsTaken || (await holdsRows(client, name))) return name;
  return null;
}

/** The list of steps is made before the first of them: one that was broken off there leaves it empty. */
async function holdsRows(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: number }>(`select exists (select from "${table}") as found`);
  return rows[0]?.found === 1;
}
