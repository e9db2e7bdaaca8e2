/** A database that has been in use for a while: its tables made by the store itself, its rows such as the product could have written. */
import { writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import type { Store } from "../src/bridge/contracts/store/store.ts";
import { applyDirectoryFile } from "../src/directory-file.ts";
import type { Address, E164, SlackChannelId, SlackTs, Username } from "../src/domain/ids.ts";
import { demoDirectory, scene, sceneDirectory } from "../src/sandbox/sandbox.ts";
import { openStore } from "../src/store/index.ts";
import { conversationRows } from "./conversation-rows.ts";

/** Conversations that take part in the measurement; all others only lie there. */
export const activeCount = 100;
/** Of the others every so many-th is open. */
const openEvery = 50;

export const phoneOf = (index: number): string => `+1206${String(2_000_000 + index)}`;

export interface Seeded {
  readonly database: string;
  readonly directory: string;
  /** The same, and a line that leads to one member; nothing is answered by itself, so that a text costs what a text costs. */
  readonly withDirectLine: string;
  /** That, with nothing logged by itself. */
  readonly unlogged: string;
}

export async function seed(folder: string, stored: number): Promise<Seeded> {
  const directory = `${folder}/directory.yml`;
  const withDirectLine = `${folder}/direct.yml`;
  const unlogged = `${folder}/unlogged.yml`;
  const database = `${folder}/seed-${stored}.db`;
  writeFileSync(directory, sceneDirectory);
  const unanswered = demoDirectory.replace("on: true", "on: false");
  writeFileSync(withDirectLine, unanswered);
  writeFileSync(unlogged, `${unanswered}crm: { auto_log: off }\n`);
  const store = await openStore({ database: database, keys: [], tables: "update" });
  await applyDirectoryFile(store, directory, Date.now());
  await store.close();
  fill(database, stored);
  return { database, directory, withDirectLine, unlogged };
}

/** Past the store, and in one transaction: a million conversations take a minute. */
function fill(database: string, stored: number): void {
  const sqlite = new Database(database);
  sqlite.pragma("journal_mode = OFF");
  sqlite.pragma("synchronous = OFF");
  sqlite.pragma("cache_size = -1000000");
  sqlite.pragma("foreign_keys = OFF");
  const inserts = new Map<string, Database.Statement>();
  const now = Date.now();
  sqlite.exec("BEGIN");
  for (let index = 0; index < stored; index += 1) {
    const at = now - (stored - index) * 60_000;
    const isOpen = isActive(index, stored) || index % openEvery === 0;
    for (const [table, columns] of conversationRows({ index, phone: phoneOf(index), at, isOpen })) {
      const names = Object.keys(columns);
      const key = `${table} ${names.join()}`;
      const places = names.map((name) => `@${name}`).join();
      const insert =
        inserts.get(key) ?? sqlite.prepare(`insert into ${table} (${names.join()}) values (${places})`);
      inserts.set(key, insert);
      insert.run(columns);
    }
  }
  sqlite.exec("COMMIT");
  sqlite.pragma("journal_mode = WAL");
  sqlite.close();
}

/** The active ones are spread evenly over the whole. */
function isActive(index: number, stored: number): boolean {
  return index % Math.max(1, Math.floor(stored / activeCount)) === 0;
}

export function activePhones(stored: number): string[] {
  const every = Math.max(1, Math.floor(stored / activeCount));
  return Array.from({ length: activeCount }, (_, place) => phoneOf(place * every));
}

/** The active conversations get threads that stand in the present workspace. */
export async function useThreads(
  file: string,
  threads: readonly (readonly [phone: string, thread: string])[],
): Promise<void> {
  const store: Store = await openStore({ database: file, keys: [], tables: "update" });
  const owner = { kind: "line", number: scene.line as E164 } as const;
  await store.transaction(async (tx) => {
    for (const [phone, thread] of threads) {
      const conversation = await tx.conversations.find(phone as Address, owner);
      const episode = conversation && (await tx.episodes.findOpen(conversation.id));
      if (!episode) throw new Error(`${phone} has no open conversation`);
      await tx.episodes.update(episode.id, { assignee: "ben" as Username });
      await tx.episodes.addThread(scene.channel as SlackChannelId, thread as SlackTs, episode.id);
    }
  });
  await store.close();
}
