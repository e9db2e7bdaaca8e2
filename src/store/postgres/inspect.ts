/** Looks at a database without changing it. */
import type pg from "pg";

/** These make it one of ours, whatever its version. */
const ours = ["__drizzle_migrations", "settings", "messages", "outbox", "lead"];

/** Whether our tables are there. */
export async function isMade(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: number }>(
    "select count(*) as found from pg_tables where schemaname = 'public' and tablename = any($1)",
    [ours],
  );
  return rows[0]?.found === ours.length;
}
