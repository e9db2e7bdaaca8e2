/**
 * The database: one file, and the only place that knows which engine runs it. Laws 1, 2 and 10 live here: a decision and
 * what it owes are written in one transaction, and what is due is a question to the tables.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { AppError } from "../domain/errors.ts";
import { type Arrivals, createArrivals } from "./arrivals.ts";
import { type Channels, createChannels } from "./channels.ts";
import { type Conversations, createConversations } from "./conversations.ts";
import { copyInto } from "./copy-into.ts";
import { createDirectories, type Directories } from "./directories.ts";
import { createEpisodes, type Episodes } from "./episodes.ts";
import { explainFailure } from "./failure.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { checkKeys } from "./keys-in-use.ts";
import { createMessages, type Messages } from "./messages.ts";
import { bringUpToDate, isUpToDate } from "./migrate.ts";
import { createNotices, type Notices } from "./notices.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createReplies, type Replies } from "./replies.ts";
import * as schema from "./schema.ts";
import { createSealer, type Sealer } from "./seal.ts";
import { createSettings, type Settings } from "./settings.ts";
import { createWriter, type When } from "./writer.ts";

/** The questions and orders that the tables take, by noun. */
export interface Tx {
  readonly arrivals: Arrivals;
  readonly channels: Channels;
  readonly conversations: Conversations;
  readonly directories: Directories;
  readonly episodes: Episodes;
  readonly inbox: Inbox;
  readonly messages: Messages;
  readonly notices: Notices;
  readonly outbox: Outbox;
  readonly replies: Replies;
  readonly settings: Settings;
}

export interface Store {
  /** Decides and writes. `work` may await only calls on `tx`; a throw undoes it alone. Resolves once it is on the disk. */
  transaction<T>(work: (tx: Tx) => Promise<T>, when?: When): Promise<T>;
  /** Reads what is committed. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** How many commits, and how many decisions shared them. */
  readonly counts: { readonly commits: number; readonly decisions: number };
  readonly sealing: boolean;
  /** Writes a consistent copy while running; a file that stands there is replaced only by a whole one. */
  backup(file: string): Promise<void>;
  /** After what is under way. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly file: string;
  /** 32 bytes each; the first one writes. */
  readonly keys: readonly Buffer[];
  /** `update`: make or migrate it (the caller holds the lock). `expect`: refuse one that is missing or not up to date. */
  readonly tables: "update" | "expect";
}

/** Waiting for the other process blocks the event loop, so not for long. Milliseconds. */
const busyTimeout = 250;

/** @throws AppError `database` when the file can't be used, with what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const sealer = createSealer(options.keys);
  const writing = openFile(options);
  try {
    prepare(writing, options);
    const tx = createTx(writing, sealer);
    const writer = createWriter(writing);
    await writer.transaction(() => checkKeys(writing, tx.settings, sealer));
    const reading = new Database(options.file, { readonly: true, timeout: busyTimeout });
    const readTx = createTx(reading, sealer);
    return {
      transaction: (work, when) => writer.transaction(() => work(tx), when),
      read: (work) => work(readTx),
      counts: writer.counts,
      sealing: sealer.sealing,
      backup: async (file) => copyInto(reading, file),
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

function openFile({ file, tables }: StoreOptions): Database.Database {
  if (tables === "expect" && !existsSync(file)) {
    throw new AppError(
      "database",
      `There is no database at ${file} yet. Run \`threadline start\` once, or check DATABASE_URL.`,
    );
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    const sqlite = new Database(file, { timeout: busyTimeout });
    closeToOthers(file);
    return sqlite;
  } catch (cause) {
    throw explainFailure(cause, file);
  }
}

/** What customers wrote is nobody else's on this machine; SQLite gives its other files the same rights. */
function closeToOthers(file: string): void {
  const { mode, uid } = statSync(file);
  if (uid === process.getuid?.() && (mode & 0o077) !== 0) chmodSync(file, mode & 0o700);
}

function prepare(sqlite: Database.Database, options: StoreOptions): void {
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  sqlite.pragma("foreign_keys = ON");
  if (options.tables === "update") bringUpToDate(sqlite, options.file);
  else if (!isUpToDate(sqlite)) {
    throw new AppError(
      "database",
      "The database belongs to another version of Threadline. Run `threadline start` once with this one.",
    );
  }
}

function createTx(sqlite: Database.Database, sealer: Sealer): Tx {
  const tables = { db: drizzle(sqlite, { schema }), sealer };
  return {
    arrivals: createArrivals(tables),
    channels: createChannels(tables),
    conversations: createConversations(tables),
    directories: createDirectories(tables),
    episodes: createEpisodes(tables),
    inbox: createInbox(tables),
    messages: createMessages(tables),
    notices: createNotices(tables),
    outbox: createOutbox(tables),
    replies: createReplies(tables),
    settings: createSettings(tables),
  };
}
