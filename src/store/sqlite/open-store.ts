/** The store as one file of SQLite's: a connection that writes, and one that reads beside it. */
import { existsSync, mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import type Database from "better-sqlite3";
import type { Holder, Lead, Store } from "../../bridge/contracts/store/store.ts";
import { AppError } from "../../domain/errors.ts";
import { canAppRead, checkKeys, noteKeysOfApp } from "../keys-in-use.ts";
import { refuseMoved } from "../move-mark.ts";
import { createTx } from "../queries/create-tx.ts";
import { createEnqueuedJournal } from "../queries/enqueued.ts";
import { holdsSealed } from "../queries/sealed-values.ts";
import { createSealer } from "../seal.ts";
import type { StoreOptions } from "../store-options.ts";
import { refuseOther } from "../version.ts";
import { createWriter } from "../writer.ts";
import { connect } from "./connect.ts";
import { copyInto } from "./copy-into.ts";
import { explainFailure } from "./failure.ts";
import { createHeartbeatFile, refuseEmptied, refuseLost } from "./heartbeat-file.ts";
import { bringUpToDate, versionIn } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";
import { makeOwnFile } from "./own-file.ts";
import { createSavepoints } from "./savepoints.ts";
import { watchStanding } from "./standing.ts";
import { sweep } from "./sweep.ts";

/** Waiting for the other process blocks the event loop, so not for long. Milliseconds. */
const busyTimeout = 250;

/** @throws AppError `database` when the file can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const sealer = createSealer(options.keys ?? []);
  const writing = openFile(options);
  try {
    await prepare(writing, options);
    const enqueued = createEnqueuedJournal();
    const connected = connect(writing, { sealer, enqueued });
    const tx = createTx(connected);
    const beat = options.heartbeat === true ? createHeartbeatFile(writing, options.database) : () => {};
    const writer = createWriter(createSavepoints(writing), {
      standing: watchStanding(options.database),
      committed: () => {
        enqueued.tell();
        beat();
      },
      lost: enqueued.forget,
    });
    if (options.keys !== null)
      await writer.transaction(() =>
        checkKeys(tx.settings, sealer, (prefix) => holdsSealed(connected, prefix)),
      );
    const reading = connectTo(options, { readonly: true });
    const readTx = createTx(connect(reading, { sealer, enqueued }));
    const store: Store = {
      lead: always(
        () => store,
        () => clockOf(writing),
      ),
      transaction: (work, when) => writer.transaction(() => enqueued.during(() => work(tx)), when),
      readBy: enqueued.readBy,
      read: (work) => work(readTx),
      counts: writer.counts,
      sealing: sealer.sealing,
      appBegins: () =>
        writer.transaction(async () => {
          await refuseMoved(tx.settings);
          await noteKeysOfApp(tx.settings, sealer);
        }),
      appCanRead: () => canAppRead(readTx.settings, sealer),
      sweep: async (use) => {
        await writer.idle();
        try {
          sweep(writing, use);
        } catch (error) {
          throw explainFailure(error, options.database);
        }
      },
      backup: (file) => copyInto(options.database, file),
      close: async () => {
        await writer.idle();
        reading.close();
        writing.close();
      },
    };
    return store;
  } catch (error) {
    writing.close();
    throw explainFailure(error, options.database);
  }
}

/** One process at a time runs on a file, which its lock sees to: it has the lead. */
function always(store: () => Store, now: () => number): Lead {
  let taken: Holder | null = null;
  const name = `${hostname()}:${process.pid}`;
  return {
    isShared: false,
    patience: Number.POSITIVE_INFINITY,
    isLost: () => false,
    name,
    take: async () => {
      taken = { name, isUs: true, since: now(), number: 1 };
      const leave = async () => {
        taken = null;
      };
      return { store: store(), number: 1, lost: new AbortController().signal, onNews: () => {}, leave };
    },
    holder: async () => taken,
  };
}

/** As SQLite tells the time. Milliseconds since 1970. */
function clockOf(sqlite: Database.Database): number {
  return Number(sqlite.prepare("select round((julianday('now') - 2440587.5) * 86400000)").pluck().get());
}

function openFile(options: StoreOptions): Database.Database {
  const { database: file, tables } = options;
  if (tables === "expect" && !existsSync(file)) {
    throw new AppError(
      "database",
      `There is no database at ${file} yet. Run \`threadline start\` once, or check DATABASE_URL.`,
    );
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (tables === "update") refuseLost(file);
    makeOwnFile(file);
    return connectTo(options, {});
  } catch (cause) {
    throw explainFailure(cause, file);
  }
}

function connectTo(
  { database, onStatement, openDatabase: open = openDatabase }: StoreOptions,
  more: Database.Options,
): Database.Database {
  const hearing = onStatement === undefined ? {} : { verbose: (sql: unknown) => onStatement(String(sql)) };
  return open(database, { timeout: busyTimeout, ...more, ...hearing });
}

async function prepare(sqlite: Database.Database, options: StoreOptions): Promise<void> {
  if (options.tables === "update") refuseEmptied(sqlite, options.database);
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  // Each row that goes would otherwise be looked for in whole tables, while the running app waits.
  sqlite.pragma(`foreign_keys = ${options.erasing ? "OFF" : "ON"}`);
  // What a row was is overwritten where it stood, also where it filled pages of its own: what Slack tells of a card does.
  sqlite.pragma("secure_delete = ON");
  if (options.tables === "update") await bringUpToDate(sqlite, options.database);
  else refuseOther(versionIn(sqlite));
}
