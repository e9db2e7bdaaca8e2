/**
 * A consistent copy of a database, without stopping whoever writes to it. It is made by a thread with a connection of its own:
 * a large one takes a while, and the event loop has other work.
 */
import { renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { makeOwnFile } from "./own-file.ts";

/** Written beside its place first: what stands there is replaced only by a whole copy. @throws what SQLite says. */
export async function copyInto(databaseFile: string, file: string): Promise<void> {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    makeOwnFile(partial);
    const copying = vacuumInto(databaseFile, partial);
    await Promise.all([copying, flushDuring(copying, partial)]);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** The disk takes the copy bit by bit: a commit beside it would have to wait for all that is not there yet. */
async function flushDuring(copying: Promise<void>, partial: string): Promise<void> {
  let isMade = false;
  const made = () => {
    isMade = true;
  };
  copying.then(made, made);
  const file = await open(partial, "r+");
  try {
    while (!isMade) {
      await file.datasync();
      await pause(flushEvery);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Plain words for a thread that no build step has seen. It answers with what went wrong, or null. */
const inThread = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { engine, from, to, timeout } = workerData;
  const Database = require(engine);
  const attempt = () => {
    const sqlite = new Database(from, { readonly: true, fileMustExist: true, timeout });
    try {
      sqlite.prepare("VACUUM INTO ?").run(to);
    } finally {
      sqlite.close();
    }
  };
  try {
    attempt();
    parentPort.postMessage(null);
  } catch ({ message, code = "" }) {
    parentPort.postMessage({ message, code });
  }
`;

const engine = createRequire(import.meta.url).resolve("better-sqlite3");
/** Milliseconds. */
const flushEvery = 5;
/** Long enough for whoever commits just now. Milliseconds. */
const timeout = 5_000;

function vacuumInto(from: string, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(inThread, { eval: true, workerData: { engine, from, to, timeout } });
    thread.once("message", (failure: { message: string; code: string } | null) => {
      if (failure === null) resolve();
      else reject(new Database.SqliteError(failure.message, failure.code));
    });
    thread.once("error", reject);
    // After an answer this changes nothing.
    thread.once("exit", (code) => reject(new Error(`the thread that copies ended with ${code}`)));
  });
}
