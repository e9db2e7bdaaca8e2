/** Brings the tables up to date at start: one instance does, the others wait for it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { AppError } from "../../domain/errors.ts";
import { type Version, versionOf, writtenByNewer } from "../version.ts";
import { firstOfLead } from "./first-of-lead.ts";
import { isMade, othersTable } from "./inspect.ts";

const folder = fileURLToPath(new URL("../../../migrations/postgres", import.meta.url));
/** Ours among PostgreSQL's advisory locks. */
const migrating = [0x74687264, 1];

interface Journal {
  readonly entries: readonly { readonly when: number }[];
}

/**
 * @param client waits longer than another instance may need for it.
 * @param database as people are told of it.
 * @throws AppError `database` for tables that a newer version wrote, or that are somebody else's.
 */
export async function bringUpToDate(client: pg.Client, database: string): Promise<void> {
  await client.query("select pg_advisory_lock($1, $2)", migrating);
  try {
    const version = await versionIn(client);
    if (version === "newer") throw writtenByNewer();
    if (version === "same") return;
    const other = (await isMade(client)) ? null : await othersTable(client);
    if (other !== null)
      throw new AppError(
        "database",
        `Something else has tables in ${database}: ${other}. Name a database that holds nothing; nothing was changed.`,
      );
    await migrate(drizzle(client), { migrationsFolder: folder, migrationsSchema: "public" });
    await client.query(firstOfLead);
  } finally {
    await client.query("select pg_advisory_unlock($1, $2)", migrating);
  }
}

export async function versionIn(client: pg.Client): Promise<Version> {
  return versionOf(await appliedSteps(client), knownSteps());
}

function knownSteps(): number[] {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, "utf8")) as Journal;
  return journal.entries.map((entry) => entry.when);
}

async function appliedSteps(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query(
    "select to_regclass('public.__drizzle_migrations') is not null as there",
  );
  if (rows[0]?.there !== 1) return [];
  const applied = await client.query<{ at: number }>(
    "select created_at as at from public.__drizzle_migrations",
  );
  return applied.rows.map((row) => row.at);
}
