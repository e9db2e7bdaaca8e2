/** Finds and seals what stands in the tables readable, or sealed with an older key. */
import type { Database } from "better-sqlite3";
import type { SealCounts, Sealing, SealPlace } from "../../bridge/contracts/store/sealing.ts";
import { readable, type Sealer } from "../seal.ts";
import { sealedTables } from "./sealed-tables.ts";

export function createSealing(sqlite: Database, sealer: Sealer): Sealing {
  /** Asked for when it is needed: an app has no use for it. */
  let known: ReturnType<typeof sealedTables> | null = null;
  const tablesOf = () => {
    known ??= sealedTables(sqlite);
    return known;
  };
  const begins = (column: string, prefix: string) => `substr("${column}", 1, ${prefix.length}) = '${prefix}'`;
  const isOlder = (columns: readonly string[]) =>
    columns
      .map((column) => `("${column}" is not null and not ${begins(column, sealer.prefix)})`)
      .join(" or ");
  const isReadable = (columns: readonly string[]) =>
    columns.map((column) => `ifnull(${begins(column, readable)}, 0)`).join(" or ");

  function count(table: string, columns: readonly string[]): SealCounts {
    const row = sqlite
      .prepare(
        `select count(*) as "rows", ifnull(sum(${isReadable(columns)}), 0) as readable,
          ifnull(sum((${isOlder(columns)}) and not (${isReadable(columns)})), 0) as older from "${table}"`,
      )
      .get();
    return row as SealCounts;
  }

  function look(from: SealPlace | null, rows: number) {
    const tables = tablesOf();
    const names = [...tables.keys()];
    const at = from === null ? 0 : names.indexOf(from.table);
    const table = names[at];
    const columns = table === undefined ? undefined : tables.get(table);
    if (table === undefined || columns === undefined) return { found: [], next: null };
    const seen = sqlite
      .prepare(
        `select rowid as "row", (${isOlder(columns)}) as wanted from "${table}" where rowid > ? order by rowid limit ?`,
      )
      .all(from?.row ?? lowest, rows) as { row: number; wanted: number }[];
    const last = seen.at(-1);
    const following = names[at + 1];
    const further = following === undefined ? null : { table: following, row: lowest };
    return {
      found: seen.filter(({ wanted }) => wanted === 1).map(({ row }) => ({ table, row })),
      next: last === undefined || seen.length < rows ? further : { table, row: last.row },
    };
  }

  function sealRow({ table, row }: SealPlace): boolean {
    const columns = tablesOf().get(table) ?? [];
    const values = sqlite
      .prepare(`select ${columns.map((column) => `"${column}"`).join(", ")} from "${table}" where rowid = ?`)
      .get(row) as Record<string, string | null> | undefined;
    const older = columns.filter((column) => values?.[column]?.startsWith(sealer.prefix) === false);
    for (const column of older) {
      const sealed = sealer.seal(sealer.open(values?.[column] ?? ""));
      sqlite.prepare(`update "${table}" set "${column}" = ? where rowid = ?`).run(sealed, row);
    }
    return older.length > 0;
  }

  return {
    counts: async () =>
      [...tablesOf()]
        .map(([table, columns]) => count(table, columns))
        .reduce(
          (sum, one) => ({
            rows: sum.rows + one.rows,
            readable: sum.readable + one.readable,
            older: sum.older + one.older,
          }),
          { rows: 0, readable: 0, older: 0 },
        ),
    look: async (from, rows) => look(from, rows),
    seal: async (rows) => rows.filter(sealRow).length,
  };
}

const lowest = -1;
