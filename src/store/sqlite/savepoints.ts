/** How decisions are written down in a file: together, each a savepoint of its own. */
import type { Database } from "better-sqlite3";
import type { Savepoints } from "../writer.ts";

export function createSavepoints(sqlite: Database): Savepoints {
  const orders = {
    begin: sqlite.prepare("BEGIN IMMEDIATE"),
    commit: sqlite.prepare("COMMIT"),
    savepoint: sqlite.prepare("SAVEPOINT decision"),
    release: sqlite.prepare("RELEASE decision"),
    undo: sqlite.prepare("ROLLBACK TO decision"),
  };
  return {
    blocks: true,
    begin: async () => void orders.begin.run(),
    commit: async () => void orders.commit.run(),
    savepoint: async () => void orders.savepoint.run(),
    release: async () => void orders.release.run(),
    undo: async () => {
      orders.undo.run();
      orders.release.run();
    },
    endsAll: () => !sqlite.inTransaction,
    // Nobody else decides on this file.
    isPassing: () => false,
    rollback: async () => {
      if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
    },
  };
}
