/** The store as one file of SQLite's: a connection that writes, and one that reads beside it. */
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Store, Tx } from "../../bridge/contracts/store/store.ts";
import { AppError } from "../../domain/errors.ts";
import { canAppRead, checkKeys, noteKeysOfApp } from "../keys-in-use.ts";
import { createSealer, type Sealer } from "../seal.ts";
import { createArrivals } from "./arrivals.ts";
import { createChannels } from "./channels.ts";
import { createContacts } from "./contacts.ts";
import { createConversations } from "./conversations.ts";
import { copyInto } from "./copy-into.ts";
import { createCursors } from "./cursors.ts";
import { createDirectories } from "./directories.ts";
import { createEnqueuedJournal, type EnqueuedJournal } from "./enqueued.ts";
import { createEpisodes } from "./episodes.ts";
import { explainFailure } from "./failure.ts";
import { createInbox } from "./inbox.ts";
import { createMessages } from "./messages.ts";
import { bringUpToDate, isUpToDate } from "./migrate.ts";
import { createNotices } from "./notices.ts";
import { createOutbox } from "./outbox.ts";
import { createReplies } from "./replies.ts";
import * as schema from "./schema.ts";
import { holdsSealed } from "./sealed-tables.ts";
import { createSealing } from "./sealing.ts";
import { createSettings } from "./settings.ts";
import { sweep } from "./sweep.ts";
import { createWriter } from "./writer.ts";

export interface StoreOptions {
  readonly file: string;
  /** 32 bytes each; the first one writes. */
  readonly keys: readonly Buffer[];
  /** `update`: make or migrate it (the caller holds the lock). `expect`: refuse one that is missing or not up to date. */
  readonly tables: "update" | "expect";
  /** Hears each statement as it runs, with its values: for counting, never for a log. */
  readonly onStatement?: (sql: string) => void;
  /** For whoever erases: nothing of a row stays in the file, and what hangs on it is theirs to erase before it. */
  readonly erasing?: boolean;
}

/** Waiting for the other process blocks the event loop, so not for long. Milliseconds. */
const busyTimeout = 250;

/** @throws AppError `database` when the file can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const sealer = createSealer(options.keys);
  const writing = openFile(options);
  try {
    await prepare(writing, options);
    const enqueued = createEnqueuedJournal();
    const tx = createTx(writing, sealer, enqueued);
    const writer = createWriter(writing, { committed: enqueued.tell, lost: enqueued.forget });
    await writer.transaction(() =>
      checkKeys(tx.settings, sealer, async (prefix) => holdsSealed(writing, prefix)),
    );
    const reading = new Database(options.file, {
      readonly: true,
      timeout: busyTimeout,
      ...hearing(options),
    });
    const readTx = createTx(reading, sealer, enqueued);
    return {
      transaction: (work, when) => writer.transaction(() => enqueued.during(() => work(tx)), when),
      readBy: enqueued.readBy,
      read: (work) => work(readTx),
      counts: writer.counts,
      sealing: sealer.sealing,
      appBegins: () => writer.transaction(() => noteKeysOfApp(tx.settings, sealer)),
      appCanRead: () => canAppRead(readTx.settings, sealer),
      sweep: async (use) => {
        await writer.idle();
        try {
          sweep(writing, use);
        } catch (error) {
          throw explainFailure(error, options.file);
        }
      },
      backup: (file) => copyInto(options.file, file),
      close: async () => {
        await writer.idle();
        reading.close();
        writing.close();
      },
    };
  } catch (error) {
    writing.close();
    throw explainFailure(error, options.file);
  }
}

function openFile(options: StoreOptions): Database.Database {
  const { file, tables } = options;
  if (tables === "expect" && !existsSync(file)) {
    throw new AppError(
      "database",
      `There is no database at ${file} yet. Run \`threadline start\` once, or check DATABASE_URL.`,
    );
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    const sqlite = new Database(file, { timeout: busyTimeout, ...hearing(options) });
    closeToOthers(file);
    return sqlite;
  } catch (cause) {
    throw explainFailure(cause, file);
  }
}

function hearing({ onStatement }: StoreOptions): Database.Options {
  return onStatement === undefined ? {} : { verbose: (sql) => onStatement(String(sql)) };
}

/** What customers wrote is nobody else's on this machine; SQLite gives its other files the same rights. */
function closeToOthers(file: string): void {
  const { mode, uid } = statSync(file);
  if (uid === process.getuid?.() && (mode & 0o077) !== 0) chmodSync(file, mode & 0o700);
}

async function prepare(sqlite: Database.Database, options: StoreOptions): Promise<void> {
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  // Each row that goes would otherwise be looked for in whole tables, while the running app waits.
  sqlite.pragma(`foreign_keys = ${options.erasing ? "OFF" : "ON"}`);
  // What a row was is overwritten where it stood: FAST costs no further pages, and leaves what filled whole ones.
  sqlite.pragma(`secure_delete = ${options.erasing ? "ON" : "FAST"}`);
  if (options.tables === "update") await bringUpToDate(sqlite, options.file);
  else if (!isUpToDate(sqlite)) {
    throw new AppError(
      "database",
      "The database belongs to another version of Threadline. Run `threadline start` once with this one.",
    );
  }
}

function createTx(sqlite: Database.Database, sealer: Sealer, enqueued: EnqueuedJournal): Tx {
  const tables = { db: drizzle(sqlite, { schema }), sealer, enqueued };
  return {
    arrivals: createArrivals(tables),
    channels: createChannels(tables),
    contacts: createContacts(sqlite, sealer),
    conversations: createConversations(tables),
    cursors: createCursors(tables),
    directories: createDirectories(tables),
    episodes: createEpisodes(tables),
    inbox: createInbox(tables),
    messages: createMessages(tables),
    notices: createNotices(tables),
    outbox: createOutbox(tables),
    replies: createReplies(tables),
    sealing: createSealing(sqlite, sealer),
    settings: createSettings(tables),
  };
}
