/** A connection to a file that is lent: to who has it, it is a new one, and closing it gives it back with all that it knows by then. */
import type Database from "better-sqlite3";

type Values = readonly unknown[];
type Reading = "raw" | "pluck" | null;

/** One that stays open, and what it was prepared for and set to. */
export interface Kept {
  readonly sqlite: Database.Database;
  readonly statements: Map<string, KeptStatement>;
  readonly set: Map<string, string>;
}

interface KeptStatement {
  readonly statement: Database.Statement;
  reading: Reading;
}

export const keep = (sqlite: Database.Database): Kept => ({
  sqlite,
  statements: new Map(),
  set: new Map(),
});

/** As much of better-sqlite3's own as the store uses. */
export function lendConnection(kept: Kept, giveBack: () => void): Database.Database {
  const { sqlite } = kept;
  let isOpen = true;
  const use = () => {
    if (!isOpen) throw new TypeError("The database connection is not open");
    return sqlite;
  };
  return Object.create(sqlite, {
    prepare: { value: (text: string) => lendStatement(prepared(kept, use(), text), use) },
    exec: { value: (text: string) => use().exec(text) },
    pragma: { value: (text: string, how?: Database.PragmaOptions) => set(kept, use(), text, how) },
    inTransaction: { get: () => isOpen && sqlite.inTransaction },
    close: {
      value: () => {
        if (!isOpen) return;
        isOpen = false;
        giveBack();
      },
    },
  });
}

function prepared({ statements }: Kept, sqlite: Database.Database, text: string): KeptStatement {
  const found = statements.get(text) ?? { statement: sqlite.prepare(text), reading: null };
  statements.set(text, found);
  return found;
}

/** Several may have the same one, each with its own way to read it: it is done with its work whenever it returns. */
function lendStatement(kept: KeptStatement, use: () => unknown) {
  let reading: Reading = null;
  const ready = () => {
    use();
    const { statement, reading: before } = kept;
    if (before !== reading) {
      if (before !== null) statement[before](false);
      if (reading !== null) statement[reading]();
      kept.reading = reading;
    }
    return statement;
  };
  const lent = {
    run: (...values: Values) => ready().run(...values),
    get: (...values: Values) => ready().get(...values),
    all: (...values: Values) => ready().all(...values),
    raw: (on = true) => readAs(on ? "raw" : null),
    pluck: (on = true) => readAs(on ? "pluck" : null),
  };
  function readAs(how: Reading) {
    reading = how;
    return lent;
  }
  return lent;
}

const setting = /^(\w+) = (\w+)$/;

/** Saying once more what is so already would have all its statements compiled anew. */
function set({ set }: Kept, sqlite: Database.Database, text: string, how?: Database.PragmaOptions): unknown {
  const [, name = "", value = ""] = setting.exec(text) ?? [];
  if (name !== "" && set.get(name) === value) return [];
  const said = sqlite.pragma(text, how);
  if (name !== "") set.set(name, value);
  return said;
}
