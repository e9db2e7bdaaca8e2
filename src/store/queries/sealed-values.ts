/** Whether anything lies sealed in a way that is looked for. */
import { sql } from "drizzle-orm";
import { allTables } from "../schema/all-tables.ts";
import type { Connected } from "./connected.ts";

/** Whether any sealed value of the whole database begins so. */
export async function holdsSealed({ rows }: Pick<Connected, "rows">, prefix: string): Promise<boolean> {
  for (const { name, sealed } of allTables.values()) {
    for (const column of sealed) {
      const begins = sql`substr(${sql.identifier(column)}, 1, ${sql.raw(String(prefix.length))}) = ${prefix}`;
      const found = await rows(sql`select 1 as found from ${sql.identifier(name)} where ${begins} limit 1`);
      if (found.length > 0) return true;
    }
  }
  return false;
}
