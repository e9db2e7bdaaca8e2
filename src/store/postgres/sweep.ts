import type pg from "pg";
import { allTables } from "../schema/all-tables.ts";

/** Takes away what deleted and rewritten rows left in the tables: all of it where they may be written anew, which locks each. */
export async function sweep(client: pg.Client, use: "alone" | "shared"): Promise<void> {
  const tables = [...allTables.keys()].map((name) => `"${name}"`).join(", ");
  await client.query(`vacuum ${use === "alone" ? "(full)" : ""} ${tables}`);
}
