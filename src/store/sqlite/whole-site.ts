/** A whole file's rows, for whoever moves them: nobody else uses it meanwhile. */
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import type { SQL } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Lock } from "../engine.ts";
import type { MoveMark } from "../move-mark.ts";
import { inWordsOf, type Place } from "../place.ts";
import { createEnqueuedJournal } from "../queries/enqueued.ts";
import { createWholeTables, type Row } from "../queries/whole-tables.ts";
import { createSealer } from "../seal.ts";
import type { WholeSite } from "../whole-site.ts";
import { connect } from "./connect.ts";
import { explainFailure, explainIfDatabase } from "./failure.ts";
import { inspectDatabase } from "./inspect.ts";
import { takeLock } from "./lock.ts";
import { openStore } from "./open-store.ts";

/** @throws AppError where it is in use, damaged, missing, of another version, or sealed with another key. */
export async function openOrigin(place: Place, keys: readonly Buffer[]): Promise<WholeSite> {
  const { database: file } = place;
  if (!existsSync(file))
    throw new AppError("database", `There is no database file ${file}. Nothing was changed.`);
  const damage = damageOf(file);
  if (damage !== null)
    throw new AppError("database", `The database file ${file} is damaged (${damage}). ${mend}`);
  return await open(place, { keys, tables: "expect" });
}

/** Made where there is none. @throws AppError where it is in use, or can't be made. */
export async function openTarget(place: Place): Promise<WholeSite> {
  return await open(place, { keys: null, tables: "update" });
}

const mend = "Restore a backup with threadline restore FILE, then move that; nothing was changed.";

function damageOf(file: string): string | null {
  const found = inspectDatabase(file, "thorough");
  if (found.kind === "database") return found.damage;
  if (found.kind === "unreadable") throw new AppError("database", found.sentence);
  throw new AppError("database", `${file} is not a database of Threadline. Nothing was changed.`);
}

/** @throws AppError where somebody else has it. */
function lockOn(place: Place): Lock {
  try {
    return takeLock(place.database);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "locked") throw explain(error, place);
    const sentence = `Threadline is running on the file ${place.database}. Stop it first; nothing was changed.`;
    throw new AppError("locked", sentence, { cause: error });
  }
}

/** Whatever is none of its failures stays as it is. */
function explain(error: unknown, place: Place): unknown {
  const explained = explainIfDatabase(error, place.database);
  return explained instanceof AppError ? inWordsOf(place, explained) : explained;
}

async function open(
  place: Place,
  as: Pick<Parameters<typeof openStore>[0], "keys" | "tables">,
): Promise<WholeSite> {
  const { database: file } = place;
  const lock = lockOn(place);
  try {
    // As the app will, or did: its version is looked at, and of an origin whether its keys fit.
    await (await openStore({ database: file, ...as })).close();
    const sqlite = new Database(file);
    try {
      return hold(sqlite, place, lock.release);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw inWordsOf(place, explainFailure(error, file));
  }
}

/**
 * As all engines have it: a moment between two milliseconds is one of them, and a text that is not sealed holds no NUL, whoever sent it. What is
 * sealed stays as it lies.
 */
function common(row: Row): Row {
  const values = Object.entries(row);
  if (values.every(([column, value]) => commonValue(column, value) === value)) return row;
  return Object.fromEntries(values.map(([column, value]) => [column, commonValue(column, value)]));
}

function commonValue(column: string, value: Row[string]): Row[string] {
  if (typeof value === "number") return Math.round(value);
  if (typeof value !== "string" || column.startsWith("sealed_")) return value;
  return value.includes("\0") ? value.replaceAll("\0", "\ufffd") : value;
}

function hold(sqlite: Database.Database, place: Place, letGo: () => void): WholeSite {
  // Each row is written behind those that it names; that all of them are there is looked at in the end.
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("synchronous = FULL");
  // Nor does a command write beside it.
  const begin = () => sqlite.exec("begin immediate");
  begin();
  const around = { sealer: createSealer([]), enqueued: createEnqueuedJournal() };
  const { rows, execute, dialect } = connect(sqlite, around, []);
  const explained = <T>(asked: Promise<T>): Promise<T> =>
    asked.catch((error: unknown) => {
      throw explain(error, place);
    });
  const tables = createWholeTables({
    execute: (order) => explained(execute(order)),
    dialect,
    rows: async <Found>(query: SQL) => (await explained(rows<Row>(query))).map(common) as Found[],
  });
  async function leave(mark: MoveMark): Promise<void> {
    await tables.putMark(mark);
    try {
      sqlite.exec("commit");
    } catch (error) {
      throw explain(error, place);
    }
  }
  return {
    ...tables,
    async setLastNumber({ name, numbered }, last) {
      if (numbered === null) return;
      sqlite.prepare("delete from sqlite_sequence where name = ?").run(name);
      if (last > 0) sqlite.prepare("insert into sqlite_sequence (name, seq) values (?, ?)").run(name, last);
    },
    async check() {
      const orphans = sqlite.pragma("foreign_key_check") as unknown[];
      if (orphans.length > 0)
        throw new AppError("database", "There are rows without those that they name. Nothing was changed.");
    },
    leave,
    async keep(mark) {
      await leave(mark);
      begin();
    },
    async giveUp() {
      sqlite.exec("rollback");
      await tables.dropMark();
    },
    async close() {
      sqlite.close();
      letGo();
    },
  };
}
