/** A database that has been in use for a while: its tables made by the store itself, its rows such as the product could have written. */
import { closeSync, copyFileSync, fsyncSync, openSync, writeFileSync } from "node:fs";
import type { Store } from "../src/bridge/contracts/store/store.ts";
import { applyDirectoryFile } from "../src/directory-file.ts";
import type { Address, E164, SlackChannelId, SlackTs, Username } from "../src/domain/ids.ts";
import { demoDirectory, scene, sceneDirectory } from "../src/sandbox/sandbox.ts";
import { dropHeartbeat, openStore } from "../src/store/index.ts";
import { fillFile, fillPostgres } from "./fill.ts";
import type { DatabaseServer } from "./server.ts";

export type Engine = "sqlite" | "postgres";
export type Thread = readonly [phone: string, thread: string];

export interface Seeded {
  /** A copy of it, as `DATABASE_URL` has it; what the copy before it held is gone. */
  fresh(engine: Engine, threads: readonly Thread[]): Promise<string>;
  readonly directory: string;
  /** The same, and a line that leads to one member; nothing is answered by itself, so that a text costs what a text costs. */
  readonly withDirectLine: string;
  /** That, with nothing logged by itself. */
  readonly unlogged: string;
}

/** @param server where there is one, it is filled there as well. */
export async function seed(folder: string, stored: number, server: DatabaseServer | null): Promise<Seeded> {
  const directory = `${folder}/directory.yml`;
  const withDirectLine = `${folder}/direct.yml`;
  const unlogged = `${folder}/unlogged.yml`;
  writeFileSync(directory, sceneDirectory);
  const unanswered = demoDirectory.replace("on: true", "on: false");
  writeFileSync(withDirectLine, unanswered);
  writeFileSync(unlogged, `${unanswered}crm: { auto_log: off }\n`);
  const [file, template] = [`${folder}/seed-${stored}.db`, `seed_${stored}`];
  await begin(file, directory);
  fillFile(file, stored);
  if (server !== null) {
    const url = await server.fresh(template);
    await begin(url, directory);
    await fillPostgres(url, stored);
  }

  async function fresh(engine: Engine, threads: readonly Thread[]): Promise<string> {
    if (engine === "postgres") {
      if (server === null) throw new Error("no PostgreSQL was started");
      const url = await server.fresh("measured", template);
      await useThreads(url, threads);
      return url;
    }
    const database = `${folder}/threadline.db`;
    // What stood there before is meant to be replaced.
    await dropHeartbeat(database);
    copyFileSync(file, database);
    await useThreads(database, threads);
    reachDisk(database);
    return `file:${database}`;
  }

  return { fresh, directory, withDirectLine, unlogged };
}

async function begin(database: string, directory: string): Promise<void> {
  const store = await openStore({ database, keys: [], tables: "update" });
  await applyDirectoryFile(store, directory, Date.now());
  await store.close();
}

/** What is measured must not wait for the disk to take all of this. */
function reachDisk(file: string): void {
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** The active conversations get threads that stand in the present workspace. */
async function useThreads(database: string, threads: readonly Thread[]): Promise<void> {
  const store: Store = await openStore({ database, keys: [], tables: "update" });
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
