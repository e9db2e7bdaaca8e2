/** Finds and seals what stands in the tables readable, or sealed with an older key. */
import { type SQL, sql } from "drizzle-orm";
import type { SealCounts, Sealing, SealPlace } from "../../bridge/contracts/store/sealing.ts";
import { allTables, type TableFacts } from "../schema/all-tables.ts";
import { readable } from "../seal.ts";
import type { Connected } from "./connected.ts";

type Values = Readonly<Record<string, string | number | null>>;

const holding = [...allTables.values()].filter(({ sealed }) => sealed.length > 0);

export function createSealing({ rows, execute, sealer }: Connected): Sealing {
  const begins = (column: string, prefix: string): SQL =>
    sql`coalesce(substr(${sql.identifier(column)}, 1, ${sql.raw(String(prefix.length))}) = ${prefix}, false)`;
  const isSealed = (column: string): SQL => sql`${sql.identifier(column)} is not null`;
  const any = (of: readonly string[], condition: (column: string) => SQL): SQL =>
    sql`(${sql.join(of.map(condition), sql` or `)})`;
  const isOlder = (columns: readonly string[]): SQL =>
    any(columns, (column) => sql`(${isSealed(column)} and not ${begins(column, sealer.prefix)})`);
  const isReadable = (columns: readonly string[]): SQL => any(columns, (column) => begins(column, readable));
  const countOf = (condition: SQL): SQL => sql`count(case when ${condition} then 1 end)`;

  async function count({ name, sealed }: TableFacts): Promise<SealCounts> {
    const older = sql`${isOlder(sealed)} and not ${isReadable(sealed)}`;
    const [row] = await rows<SealCounts>(
      sql`select count(*) as "rows", ${countOf(isReadable(sealed))} as readable, ${countOf(older)} as older from ${sql.identifier(name)}`,
    );
    return row ?? { rows: 0, readable: 0, older: 0 };
  }

  async function look(from: SealPlace | null, most: number) {
    const at = from === null ? 0 : holding.findIndex(({ name }) => name === from.table);
    const facts = holding[at];
    if (facts === undefined) return { found: [], next: null };
    const { name, key, sealed } = facts;
    const columns = namesOf(key);
    const isBehind =
      from === null || from.key.length === 0 ? sql`true` : sql`(${columns}) > (${valuesOf(from.key)})`;
    const seen = await rows<Values>(
      sql`select ${columns}, case when ${isOlder(sealed)} then 1 else 0 end as wanted from ${sql.identifier(name)}
        where ${isBehind} order by ${columns} limit ${most}`,
    );
    const places = seen.map((row) => ({ table: name, key: key.map((column) => row[column] ?? "") }));
    const following = holding[at + 1];
    const further = following === undefined ? null : { table: following.name, key: [] };
    return {
      found: places.filter((_, index) => seen[index]?.wanted === 1),
      next: seen.length < most ? further : (places.at(-1) ?? further),
    };
  }

  async function sealRow({ table, key }: SealPlace): Promise<boolean> {
    const facts = allTables.get(table);
    if (facts === undefined) return false;
    const isIt = sql`(${namesOf(facts.key)}) = (${valuesOf(key)})`;
    const [values] = await rows<Values>(
      sql`select ${namesOf(facts.sealed)} from ${sql.identifier(table)} where ${isIt}`,
    );
    const older = facts.sealed.filter((column) => {
      const value = values?.[column];
      return typeof value === "string" && !value.startsWith(sealer.prefix);
    });
    for (const column of older) {
      const sealed = sealer.seal(sealer.open(String(values?.[column])));
      await execute(
        sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${sealed} where ${isIt}`,
      );
    }
    return older.length > 0;
  }

  return {
    counts: async () => {
      const sum = { rows: 0, readable: 0, older: 0 };
      for (const facts of holding) {
        const one = await count(facts);
        sum.rows += one.rows;
        sum.readable += one.readable;
        sum.older += one.older;
      }
      return sum;
    },
    look,
    seal: async (places) => {
      let done = 0;
      for (const place of places) if (await sealRow(place)) done += 1;
      return done;
    },
  };
}

function namesOf(columns: readonly string[]): SQL {
  return sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
}

function valuesOf(values: SealPlace["key"]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
}
