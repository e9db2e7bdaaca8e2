/**
 * A file with its tables that tests take turns with: opening a new one, and having two connections learn its tables and the statements,
 * takes longer than most of what is asked of it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { inject } from "vitest";
import { openDatabase } from "../../src/store/sqlite/open-database.ts";
import type { Beginning, NewDatabase } from "./database.ts";
import { createEmptying } from "./emptying.ts";
import { type Kept, keep, lendConnection } from "./lent-connection.ts";
import { putDatabase } from "./put-database.ts";

interface LentFile {
  readonly file: string;
  /** Puts the rows back that stood there at first. @throws where somebody still writes, or its tables are others by now. */
  readonly empty: () => void;
  /** Connections that nobody has, by how they were made. */
  readonly free: Map<string, Kept[]>;
  readonly all: Set<Database.Database>;
  lent: number;
}

/** By the name of their beginning. */
const free = new Map<string, LentFile[]>();

/** Of this process, with nothing in it but its beginning. */
export async function lendFile(beginning?: Beginning): Promise<NewDatabase> {
  const name = beginning?.name ?? "";
  const among = free.get(name) ?? [];
  free.set(name, among);
  const lent = among.pop() ?? (await make(beginning));
  let isOver = false;
  return {
    database: lent.file,
    openDatabase(file, options) {
      if (isOver) throw new Error("The test is over");
      const isLent = file === lent.file && options.verbose === undefined;
      return isLent ? lend(lent, options) : openDatabase(file, options);
    },
    async drop() {
      isOver = true;
      try {
        if (lent.lent > 0) throw new Error("somebody still has a connection");
        lent.empty();
        among.push(lent);
      } catch {
        discard(lent);
      }
    },
  };
}

async function make(beginning: Beginning | undefined): Promise<LentFile> {
  const file = join(mkdtempSync(join(inject("files"), "lent-")), "threadline.db");
  await putDatabase(file, beginning);
  const sqlite = new Database(file);
  return { file, empty: createEmptying(sqlite), free: new Map(), all: new Set([sqlite]), lent: 0 };
}

function lend(lent: LentFile, options: Database.Options): Database.Database {
  const made = JSON.stringify(options);
  const among = lent.free.get(made) ?? [];
  lent.free.set(made, among);
  const kept = among.pop() ?? keep(openDatabase(lent.file, options));
  lent.all.add(kept.sqlite);
  lent.lent += 1;
  return lendConnection(kept, () => {
    if (kept.sqlite.inTransaction) kept.sqlite.exec("rollback");
    lent.lent -= 1;
    among.push(kept);
  });
}

function discard({ file, all }: LentFile): void {
  for (const sqlite of all) sqlite.close();
  rmSync(dirname(file), { recursive: true, force: true });
}
