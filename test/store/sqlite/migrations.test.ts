import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import * as schema from "../../../src/store/sqlite/schema.ts";

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
});
