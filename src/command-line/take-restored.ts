/**
 * `threadline restore` without a file: a database that its server's own programs put back, or that was moved from, is looked at, and marked, so
 * that nothing that was due then leaves by itself.
 */
import { lastHeartbeat, markRestored } from "../bridge/connection/heartbeat.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import {
  forgetMove,
  isMade,
  isRunning,
  nameOfDatabase,
  openStore,
  type ServerTools,
  takeLock,
} from "../store/index.ts";
import { aboutState } from "./restored-state.ts";
import type { Terminal } from "./terminal.ts";

/** @param now milliseconds since 1970. Resolves with the exit code. @throws AppError with what is wrong with it. */
export async function takeRestored(
  { database, encryptionKeys: keys }: DiskConfig,
  tools: ServerTools | null,
  { say }: Terminal,
  now: () => number,
): Promise<number> {
  const name = await nameOfDatabase(database);
  if (!(await isMade(database)))
    throw new AppError(
      "database",
      `There is no Threadline in ${name}. \`threadline restore FILE\` says how a copy is put back; or check DATABASE_URL.`,
    );
  if (await isRunning(database))
    throw new AppError(
      "locked",
      `Threadline is running on ${name}. Stop all of its instances, then run threadline restore again.`,
    );
  const lock = await takeLock(database);
  try {
    return await take({ database, keys, name }, tools, say, now);
  } finally {
    lock.release();
  }
}

async function take(
  { name, ...opened }: { readonly database: string; readonly keys: readonly Buffer[]; readonly name: string },
  tools: ServerTools | null,
  say: Terminal["say"],
  now: () => number,
): Promise<number> {
  const store = await openStore({ ...opened, tables: "update" });
  try {
    const found = await tools?.lookInto(opened.database);
    if (found !== undefined && found.behind.length > 0) throw withoutNumbers(name, found.behind);
    const conversations = await store.read((tx) => tx.conversations.count());
    const heard = await lastHeartbeat({ store });
    await store.transaction(async (tx) => {
      await forgetMove(tx.settings);
      await markRestored(tx);
    });
    const texts = found === undefined ? "" : ` with ${counted(found.texts, "text")}`;
    say(
      `Restored: ${name}, up to date, and its keys fit. It holds ${counted(conversations, "conversation")}${texts}.`,
    );
    for (const line of aboutState(heard === null ? null : now() - heard)) say(line);
    return 0;
  } finally {
    await store.close();
  }
}

/** Numbers that come again would be taken for what was done under them before. */
function withoutNumbers(name: string, tables: readonly string[]): AppError {
  return new AppError(
    "database",
    `Not all of the copy is in ${name}: the numbers of ${tables.join(", ")} would come again, since its sequences are missing. Put it back whole (\`threadline restore FILE\` says how); nothing was changed.`,
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
