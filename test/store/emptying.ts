/** Makes a file as it was, by its rows: those of a test are few, and nobody's connection has to learn anything anew. */
import type { Database } from "better-sqlite3";

type Row = readonly unknown[];

interface Table {
  readonly name: string;
  readonly rows: readonly Row[];
}

/**
 * @param sqlite used by nobody else.
 * @returns what leaves nothing of what was written since but the rows that stand now, in the file and beside it.
 */
export function createEmptying(sqlite: Database): () => void {
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("secure_delete = ON");
  sqlite.pragma("busy_timeout = 0");
  const version = () => sqlite.pragma("schema_version", { simple: true });
  const made = version();
  const tables = tablesOf(sqlite);
  const filled = sqlite
    .prepare(`select ${tables.map(({ name }) => `exists (select 1 from ${name})`).join(", ")}`)
    .raw();
  const putBack = tables.map((table) => createPutBack(sqlite, table));
  const empty = sqlite.transaction(() => {
    if (version() !== made) throw new Error("its tables are others by now");
    const isFilled = filled.get() as number[];
    for (const [index, put] of putBack.entries()) put(isFilled[index] === 1);
  });
  return () => {
    empty.immediate();
    const [{ busy }] = sqlite.pragma("wal_checkpoint(TRUNCATE)") as [{ busy: number }];
    if (busy !== 0) throw new Error("somebody still reads");
  };
}

/** The numbers that were given last of all: each row that is put back counts as one. */
function tablesOf(sqlite: Database): Table[] {
  const names = sqlite
    .prepare(
      "select name from sqlite_master where type = 'table' and name <> '__drizzle_migrations' order by name = 'sqlite_sequence'",
    )
    .pluck()
    .all() as string[];
  return names.map((name) => ({ name, rows: sqlite.prepare(`select * from ${name}`).raw().all() as Row[] }));
}

function createPutBack(sqlite: Database, { name, rows }: Table): (isFilled: boolean) => void {
  const deleting = sqlite.prepare(`delete from ${name}`);
  const inserting = rows[0] && sqlite.prepare(`insert into ${name} values (${rows[0].map(() => "?")})`);
  return (isFilled) => {
    if (isFilled || rows.length > 0) deleting.run();
    for (const row of rows) inserting?.run(row);
  };
}
