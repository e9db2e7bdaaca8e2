import Database from "better-sqlite3";

/** Null when every page is in order, else what SQLite says first. */
export function damageIn(sqlite: Database.Database, how: "quick" | "thorough"): string | null {
  const said = sqlite.pragma(how === "quick" ? "quick_check(1)" : "integrity_check(1)", { simple: true });
  return said === "ok" ? null : String(said);
}

/** The same of a file, for when something in it could not be read. Null, too, where even that can't be said. Never throws. */
export function damageOf(file: string): string | null {
  try {
    const sqlite = new Database(file, { readonly: true, fileMustExist: true, timeout: 250 });
    try {
      return damageIn(sqlite, "quick");
    } finally {
      sqlite.close();
    }
  } catch {
    return null;
  }
}
