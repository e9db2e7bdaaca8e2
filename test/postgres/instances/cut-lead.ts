import pg from "pg";
import type { Site } from "./site.ts";

/** Ends the connection that holds the lead, and none else: whoever has it lives on without it. */
export async function cutLead({ database }: Pick<Site, "database">): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(`select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and granted and objid = 2
        and database = (select oid from pg_database where datname = current_database())`);
  } finally {
    await client.end();
  }
}
