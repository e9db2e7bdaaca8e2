import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import * as schema from "../../../src/store/schema/schema.ts";
import { temporaryFile, temporaryStore } from "../temporary.ts";
import { makeFirstVersion } from "./first-version.ts";
import { allColumns, allIndexes, tableNames } from "./tables-of.ts";

const folder = fileURLToPath(new URL("../../../migrations/meta", import.meta.url));

describe("the migrations", () => {
  it("make the tables that the schema describes", async () => {
    const newest = readdirSync(folder)
      .filter((name) => name.endsWith("_snapshot.json"))
      .sort()
      .at(-1);
    const made = JSON.parse(readFileSync(`${folder}/${newest}`, "utf8"));
    const wanted = await generateSQLiteDrizzleJson(schema, made.id);
    expect(await generateSQLiteMigration(made, wanted)).toEqual([]);
  });

  it.each([
    ["a new file", () => {}],
    ["a filled one of version 0.1", (file: string) => makeFirstVersion(file)],
  ])("leave %s with the tables, columns, references and indexes of the schema", async (_, before) => {
    const file = temporaryFile();
    before(file);
    await temporaryStore({ database: file });
    const made = new Database(file, { readonly: true });
    const wanted = await schemaAlone();
    expect(tableNames(made)).toEqual(tableNames(wanted));
    expect(allColumns(made)).toEqual(allColumns(wanted));
    expect(allIndexes(made)).toEqual(allIndexes(wanted));
    expect(allColumns(made).length).toBeGreaterThan(100);
    expect(allIndexes(made).length).toBeGreaterThan(30);
    made.close();
  });
});

/** The tables as the schema makes them without any migration. */
async function schemaAlone(): Promise<Database.Database> {
  const nothing = await generateSQLiteDrizzleJson({});
  const all = await generateSQLiteDrizzleJson(schema, nothing.id);
  const sqlite = new Database(":memory:");
  for (const statement of await generateSQLiteMigration(nothing, all)) sqlite.exec(statement);
  return sqlite;
}
