/** Who works on a database: whoever leads, and whoever only takes in. */
import type pg from "pg";
import { instanceNames } from "./client.ts";
import { readHolder } from "./lead.ts";

/** Whoever has given no sign of life for so long runs no more. Seconds. */
export const aliveFor = 15;

/**
 * The names of the app's processes on this database. Its tables have to be there.
 * @param when `now`: those that are connected. `or lately`: those too that are cut off just now, or were killed a moment ago.
 */
export async function runningOn(client: pg.Client, when: "now" | "or lately"): Promise<string[]> {
  const lately = `union select name from instances
    where abs(extract(epoch from clock_timestamp()) - beat_at / 1000.0) < ${aliveFor}`;
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
       where datname = current_database() and application_name like $1 ${when === "now" ? "" : lately}
     order by name`,
    [`${instanceNames}%`],
  );
  const holder = await readHolder(client, null);
  return [...new Set([...(holder === null ? [] : [holder.name]), ...rows.map(({ name }) => name)])];
}
