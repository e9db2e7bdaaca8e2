/** Both engines have the same tables, whatever their migrations were. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../src/store/index.ts";
import * as tables from "../../../src/store/postgres/for-drizzle-kit.ts";
import { postgresTables } from "../../../src/store/postgres/schema.ts";
import { newSingleDatabase } from "../../store/database.ts";
import { putDatabase } from "../../store/put-database.ts";
import { tableNames } from "../../store/sqlite/tables-of.ts";
import { temporaryFile } from "../../store/temporary.ts";

const folder = fileURLToPath(new URL("../../../migrations/postgres/meta", import.meta.url));

/** What only several instances on one database need. */
const onlyHere = ["lead", "writers"];
/** Drizzle's own. */
const ofDrizzle = "__drizzle_migrations";

async function both() {
  const { database, drop } = await newSingleDatabase();
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await drop();
  });
  const file = temporaryFile();
  await putDatabase(file);
  const sqlite = new Database(file, { readonly: true });
  onTestFinished(() => void sqlite.close());
  const rows = async (query: string) => (await client.query<Record<string, string>>(query)).rows;
  const names = tableNames(sqlite).map((name) => name.split(",")[0] ?? name);
  return { database, client, sqlite, names, rows };
}

/** Conditions as both engines write them down: without quotes, brackets and names of types. */
const plain = (text: string | null): string =>
  (text ?? "")
    .toLowerCase()
    .replace(/::\w+(\[\])?/g, "")
    .replace(/["`()]/g, "")
    .replace(/= any array\[(.*?)\]/g, "in $1")
    .replace(/<>/g, "!=")
    .replace(/\b(\w+\.)(?=\w)/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?, ?/g, ",")
    .replace(/\bis not true\b/g, "")
    .trim();

describe("PostgreSQL's migrations", () => {
  it("make the tables that the schema describes", async () => {
    const newest = readdirSync(folder)
      .filter((name) => name.endsWith("_snapshot.json"))
      .sort()
      .at(-1);
    const made = JSON.parse(readFileSync(`${folder}/${newest}`, "utf8"));
    const wanted = generateDrizzleJson(tables, made.id);
    expect(await generateMigration(made, wanted)).toEqual([]);
  });

  it("are written from every table that there is", () => {
    expect(Object.keys(tables).sort()).toEqual([...Object.keys(postgresTables), ...onlyHere].sort());
  });
});

describe("a database of PostgreSQL's", () => {
  it("has the tables of a file, and those alone", async () => {
    const { names, rows } = await both();
    const here = (await rows("select tablename from pg_tables where schemaname = 'public'")).map(
      ({ tablename }) => tablename,
    );
    expect(here.sort()).toEqual([...names, ...onlyHere, ofDrizzle].sort());
  });

  it("has their columns: whether they may be empty, what they are filled with, what is numbered", async () => {
    const { names, rows, sqlite } = await both();
    const there = names.flatMap((table) =>
      (
        sqlite.pragma(`table_xinfo(${table})`) as {
          name: string;
          type: string;
          notnull: number;
          dflt_value: string | null;
          pk: number;
        }[]
      ).map(({ name, type, notnull, dflt_value, pk }) => ({
        table,
        name,
        isText: type.toLowerCase() === "text",
        mayBeEmpty: notnull === 0 && pk === 0,
        isKey: pk > 0,
        filled: plain(dflt_value),
      })),
    );
    const here = await rows(`
      select c.table_name as table, c.column_name as name, c.data_type as type, c.is_nullable as empty,
        c.column_default as filled, c.collation_name as collation,
        exists (select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
          where i.indisprimary and i.indrelid = c.table_name::regclass and a.attname = c.column_name)::text as key
      from information_schema.columns c
      where c.table_schema = 'public' and c.table_name <> all(array['lead', 'writers', '${ofDrizzle}'])
      order by c.table_name, c.ordinal_position`);
    for (const { type, collation } of here) {
      expect(["text", "bigint", "boolean"]).toContain(type);
      if (type === "text") expect(collation).toBe("C");
    }
    const asThere = here.map(({ table, name, type, empty, filled, key }) => ({
      table,
      name,
      isText: type === "text",
      mayBeEmpty: empty === "YES",
      isKey: key === "true",
      filled: plain(filled ?? null),
    }));
    const sorted = (columns: typeof there) => columns.map((column) => JSON.stringify(column)).sort();
    expect(sorted(asThere as typeof there)).toEqual(sorted(there));
    expect(there.length).toBeGreaterThan(300);
  });

  it("has their indexes: of what, in which order, and over which rows", async () => {
    const { names, rows, sqlite } = await both();
    const there = names.flatMap((table) =>
      (sqlite.pragma(`index_list(${table})`) as { name: string; unique: number; origin: string }[])
        .filter(({ origin }) => origin !== "pk")
        .map(({ name, unique }) => {
          const columns = (sqlite.pragma(`index_xinfo(${name})`) as { name: string; key: number }[])
            .filter(({ key }) => key === 1)
            .map((column) => column.name);
          const { sql } = sqlite
            .prepare("select sql from sqlite_master where type = 'index' and name = ?")
            .get(name) as { sql: string | null };
          const condition = plain(/\bwhere\b(.*)$/is.exec(sql ?? "")?.[1] ?? null);
          return `${table}: ${columns.join()} ${unique === 1 ? "once " : ""}${condition}`;
        }),
    );
    const here = await rows(`
      select i.indrelid::regclass::text as table, i.indisunique::text as once, pg_get_expr(i.indpred, i.indrelid) as condition,
        (select string_agg(pg_get_indexdef(i.indexrelid, k, true), ',' order by k) from generate_series(1, i.indnkeyatts) k) as columns
      from pg_index i join pg_class t on t.oid = i.indrelid
      where t.relnamespace = 'public'::regnamespace and not i.indisprimary`);
    const asThere = here.map(
      ({ table, once, condition, columns }) =>
        `${table}: ${plain(columns ?? "")} ${once === "true" ? "once " : ""}${plain(condition ?? null)}`,
    );
    const bare = (list: readonly string[]) => list.map((index) => index.trim()).sort();
    expect(bare(asThere)).toEqual(bare(there));
    expect(there.length).toBeGreaterThan(30);
  });

  it("has their references", async () => {
    const { names, rows, sqlite } = await both();
    const there = names.flatMap((table) =>
      (sqlite.pragma(`foreign_key_list(${table})`) as { from: string; table: string; to: string }[]).map(
        (one) => `${table}.${one.from} -> ${one.table}.${one.to}`,
      ),
    );
    const here = await rows(`
      select format('%s.%s -> %s.%s', c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname) as reference
      from pg_constraint c
        cross join lateral unnest(c.conkey, c.confkey) as k(own, other)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
    expect(here.map(({ reference }) => reference).sort()).toEqual(there.sort());
  });

  it("is made by one of several instances that start at the same time: the others wait for it", async () => {
    const { database, client } = await both();
    await client.query("drop schema public cascade; create schema public");
    const stores = await Promise.all(
      [1, 2, 3].map(() => openStore({ database, keys: [], tables: "update" })),
    );
    await Promise.all(
      stores.map((store, index) => store.transaction((tx) => tx.settings.write(`${index}`, "x"))),
    );
    const { rows } = await client.query("select count(*)::int as times from __drizzle_migrations");
    expect(rows[0].times).toBe(readdirSync(folder).filter((name) => name.endsWith("_snapshot.json")).length);
    await Promise.all(stores.map((store) => store.close()));
  });
});
