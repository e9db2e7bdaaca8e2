/**
 * `threadline restore FILE`: puts a copy in the database's place. Nothing is lost by it: the copy is opened and brought up
 * to date beside the place first, and what stood there is kept.
 */
import { existsSync, realpathSync, renameSync } from "node:fs";
import { lastHeartbeat, markRestored } from "../bridge/connection/heartbeat.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import {
  copyDatabase,
  dropHeartbeat,
  dropUpdateCopy,
  forgetMove,
  inspectDatabase,
  isLeft,
  isMade,
  leavingNothingBeside,
  openStore,
  preparedCopy,
  removeDatabase,
  renameDatabase,
  serverTools,
  takeLock,
} from "../store/index.ts";
import { aboutState } from "./restored-state.ts";
import { takeRestored } from "./take-restored.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Where its server's own programs put a database back, it says how, and without a file looks at what they put back. So it does on either engine
 * with a database that was moved from, and is to be gone on with.
 * @param file empty: none was named.
 * @param now milliseconds since 1970. Resolves with the exit code.
 */
export async function restore(
  config: DiskConfig,
  file: string,
  { say, paint }: Terminal,
  now: () => number,
): Promise<number> {
  const tools = await serverTools(config.database);
  const isWhole = file === "" && (tools !== null || (await wasMovedFrom(config)));
  if (isWhole) return await takeRestored(config, tools, { say, paint }, now);
  if (tools !== null) throw new AppError("refused", tools.howToRestore(config.database, file).join("\n"));
  if (file === "") throw new AppError("refused", "Say which file: threadline restore FILE");
  await leavingNothingBeside(file, async () => checkBackup(config, file));
  const lock = await takeLock(config.database);
  try {
    const heard = await prepare(config, file);
    const kept = setAside(config.database, new Date(now()));
    renameSync(preparedCopy(config.database), config.database);
    await dropHeartbeat(config.database);
    for (const line of about(file, config.database, heard === null ? null : now() - heard, kept)) say(line);
    return 0;
  } finally {
    lock.release();
  }
}

/** Then it may be gone on with as it stands. */
async function wasMovedFrom({ database, encryptionKeys: keys }: DiskConfig): Promise<boolean> {
  if (!(await isMade(database))) return false;
  const store = await openStore({ database, keys, tables: "expect" });
  try {
    return await store.read((tx) => isLeft(tx.settings));
  } finally {
    await store.close();
  }
}

function checkBackup({ database }: DiskConfig, file: string): void {
  if (!existsSync(file)) throw new AppError("refused", `There is no file ${file}.`);
  if (existsSync(database) && realpathSync(file) === realpathSync(database))
    throw new AppError("refused", `${file} is the database itself. Name the backup.`);
  const found = inspectDatabase(file, "thorough");
  if (found.kind === "database" && found.damage === null) return;
  const why =
    found.kind === "database"
      ? `is damaged (${found.damage})`
      : found.kind === "unreadable"
        ? "is damaged, or is no database"
        : "is not a database of Threadline";
  throw new AppError("database", `${file} ${why}. Use another backup; nothing was changed.`);
}

/** A copy beside the place, opened as the app will. Returns when its app last heard Slack. */
async function prepare(config: DiskConfig, file: string): Promise<number | null> {
  const copy = preparedCopy(config.database);
  removeDatabase(copy);
  // From its first byte on, nobody else may read it.
  process.umask(0o077);
  try {
    // Of an app that was killed, the last hours may stand in the file beside the backup alone.
    await leavingNothingBeside(file, () => copyDatabase(file, copy));
    const store = await openStore({ database: copy, keys: config.encryptionKeys, tables: "update" });
    const heard = await lastHeartbeat({ store });
    await store.transaction(async (tx) => {
      await forgetMove(tx.settings);
      await markRestored(tx);
    });
    await store.close();
    return heard;
  } catch (error) {
    removeDatabase(copy);
    if (!(error instanceof AppError)) throw error;
    throw new AppError("database", `The backup can't be used, and nothing was changed. ${error.message}`, {
      cause: error,
    });
  } finally {
    dropUpdateCopy(copy);
  }
}

/** Returns the files that the replaced database is now. What an earlier try left behind goes with it. */
function setAside(databaseFile: string, now: Date): string[] {
  const kept = `${databaseFile}.replaced-${now.toISOString().replace(/[-:.]/g, "").slice(0, 18)}`;
  return renameDatabase(databaseFile, kept);
}

function about(file: string, databaseFile: string, age: number | null, kept: string[]): string[] {
  return [`${file} is the database now (${databaseFile}).`, ...aboutKept(kept), ...aboutState(age)];
}

function aboutKept([kept, ...beside]: string[]): string[] {
  if (kept === undefined) return [];
  const also = beside.length === 0 ? "" : ` (with ${beside.join(", ")}, which belongs to it)`;
  return [`The one it replaces is kept at ${kept}${also}; delete it when you don't need it.`];
}
