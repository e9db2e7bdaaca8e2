/** Tables as they lie, read and written in pages: nothing is opened that is sealed. */
import { type SQL, sql } from "drizzle-orm";
import { type MoveMark, moveSetting, readMark } from "../move-mark.ts";
import type { TableFacts } from "../schema/all-tables.ts";
import type { Connected } from "./connected.ts";

/** By columns, as both engines give them: a condition is 1 or 0. */
export type Row = Readonly<Record<string, string | number | null>>;

export interface WholeTables {
  count(facts: TableFacts): Promise<number>;
  /** In the order of its key; what is in memory of it is a few megabytes, however long its rows are. */
  pages(facts: TableFacts): AsyncGenerator<readonly Row[]>;
  insert(facts: TableFacts, page: readonly Row[]): Promise<void>;
  /** The highest number that it has given, also to rows that are gone; 0 where it has given none. */
  lastNumber(facts: TableFacts): Promise<number>;
  /** What it says of a move. It is taken out, so that it is among no rows; null where there is none. */
  takeMark(): Promise<MoveMark | null>;
  putMark(mark: MoveMark): Promise<void>;
  dropMark(): Promise<void>;
  /** All of them, with the mark. */
  dropSettings(): Promise<void>;
}

const mostRows = 500;
/** Both engines take more values in one order. */
const mostValues = 16_000;
/** Signs. */
const mostInPage = 4_000_000;

export function createWholeTables({
  rows,
  execute,
  dialect,
}: Pick<Connected, "rows" | "execute" | "dialect">): WholeTables {
  const dropMark = () => execute(sql`delete from settings where key = ${moveSetting}`);

  async function longestRow({ name, columns }: TableFacts): Promise<number> {
    const lengths = columns.map(
      (column) => sql`coalesce(length(cast(${sql.identifier(column)} as text)), 0)`,
    );
    const [found] = await rows<{ longest: number | null }>(
      sql`select max(${sql.join(lengths, sql` + `)}) as longest from ${sql.identifier(name)}`,
    );
    return found?.longest ?? 0;
  }

  async function* pages(facts: TableFacts): AsyncGenerator<readonly Row[]> {
    const { name, columns, key } = facts;
    const fitting = Math.floor(mostInPage / Math.max(1, await longestRow(facts)));
    const most = Math.max(1, Math.min(mostRows, Math.floor(mostValues / columns.length), fitting));
    let last: Row | undefined;
    do {
      const isBehind: SQL = last === undefined ? sql`true` : sql`(${named(key)}) > (${valuesOf(last, key)})`;
      const page: Row[] = await rows<Row>(
        sql`select ${named(columns)} from ${sql.identifier(name)} where ${isBehind} order by ${named(key)} limit ${most}`,
      );
      if (page.length > 0) yield page;
      last = page.length < most ? undefined : page.at(-1);
    } while (last !== undefined);
  }

  return {
    pages,
    async count({ name }) {
      const [found] = await rows<{ count: number }>(
        sql`select count(*) as count from ${sql.identifier(name)}`,
      );
      return found?.count ?? 0;
    },
    async insert({ name, columns }, page) {
      const values = page.map((row) => sql`(${valuesOf(row, columns)})`);
      await execute(
        sql`insert into ${sql.identifier(name)} (${named(columns)}) values ${sql.join(values, sql`, `)}`,
      );
    },
    async lastNumber({ name, numbered }) {
      if (numbered === null) return 0;
      const [found] = await rows<{ value: number }>(dialect.lastNumber(name));
      return found?.value ?? 0;
    },
    dropMark,
    dropSettings: () => execute(sql`delete from settings`),
    async takeMark() {
      const [found] = await rows<{ value: string }>(
        sql`select value from settings where key = ${moveSetting}`,
      );
      if (found !== undefined) await dropMark();
      return readMark(found?.value);
    },
    async putMark(mark) {
      await execute(sql`insert into settings (key, value) values (${moveSetting}, ${JSON.stringify(mark)})`);
    },
  };
}

function named(columns: readonly string[]): SQL {
  return sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
}

function valuesOf(row: Row, columns: readonly string[]): SQL {
  return sql.join(
    columns.map((column) => sql`${row[column] ?? null}`),
    sql`, `,
  );
}
