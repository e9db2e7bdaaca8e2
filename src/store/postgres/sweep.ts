import { allTables } from "../schema/all-tables.ts";
import { type ClientOptions, openPatientClient } from "./client.ts";

/** Takes away what deleted and rewritten rows left in the tables: all of it where they may be written anew, which locks each. */
export async function sweep(options: ClientOptions, use: "alone" | "shared"): Promise<void> {
  const tables = [...allTables.keys()].map((name) => `"${name}"`).join(", ");
  const client = await openPatientClient(options);
  try {
    await client.query(`vacuum ${use === "alone" ? "(full)" : ""} ${tables}`);
  } finally {
    await client.end().catch(() => {});
  }
}
