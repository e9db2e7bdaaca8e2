/** Disks don't fill up where tests run: what SQLite and the system say then is handed over here. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { explainCopyFailure } from "../../../src/store/sqlite/failure.ts";

const said = (error: Error) =>
  explainCopyFailure(error, "/var/lib/threadline.db", "/backups/monday.db").message;

describe("a copy that can't be made", () => {
  it.each([
    ["SQLite", new Database.SqliteError("database or disk is full", "SQLITE_FULL")],
    ["the system", Object.assign(new Error("no space left on device"), { code: "ENOSPC" })],
  ])("is what the full disk is told of, where %s says so; nothing has to be started", (_, error) => {
    expect(said(error)).toBe(
      "The copy /backups/monday.db can't grow: the disk is full. Free some space there, then try again; the database is as it was.",
    );
  });

  it("is else told of the database that is copied", () => {
    expect(said(new Database.SqliteError("malformed", "SQLITE_CORRUPT"))).toMatch(
      /^The database file \/var\/lib\/threadline\.db is damaged\. Restore a backup/,
    );
  });
});
