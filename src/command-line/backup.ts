/** `threadline backup FILE`: a consistent copy of the database, also while the app writes to it. */
import { closeSync, existsSync, fsyncSync, openSync, rmSync } from "node:fs";
import { lastHeartbeat } from "../bridge/connection/heartbeat.ts";
import type { SealCounts } from "../bridge/contracts/store/sealing.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { copyDatabase, inspectDatabase, openStore, serverTools } from "../store/index.ts";
import type { Terminal } from "./terminal.ts";
import { makeFolder, refuseTaken } from "./write-own-file.ts";

/** Where its server's own programs copy a database, it says how. Resolves with the exit code. */
export async function backup(config: DiskConfig, file: string, { say }: Terminal): Promise<number> {
  refuseTaken(file);
  const tools = await serverTools(config.database);
  if (tools !== null) throw new AppError("refused", tools.howToBackUp(config.database, file).join("\n"));
  if (!existsSync(config.database)) {
    throw new AppError(
      "database",
      `There is no database at ${config.database} yet, so there is nothing to copy. Check DATABASE_URL.`,
    );
  }
  makeFolder(file);
  // From its first byte on, nobody else may read it.
  process.umask(0o077);
  await copyDatabase(config.database, file);
  let held: Held | null;
  try {
    held = await checkCopy(config, file);
    reachDisk(file);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
  for (const line of about(config, file, held)) say(line);
  return 0;
}

/** Making the copy did not wait for the disk. */
function reachDisk(file: string): void {
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

interface Held {
  readonly conversations: number;
  readonly lines: number;
  readonly seals: SealCounts;
}

/** A copy that can't be opened later is worse than none. Null for one of another version, which is not looked into. */
async function checkCopy(config: DiskConfig, file: string): Promise<Held | null> {
  const found = inspectDatabase(file, "thorough");
  if (found.kind !== "database" || found.damage !== null) {
    throw new AppError(
      "database",
      `The copy is not whole (${found.kind === "database" ? found.damage : found.kind}), so it was removed. The database itself may be damaged: run threadline doctor.`,
    );
  }
  if (found.version !== "same") return null;
  const store = await openStore({ database: file, keys: config.encryptionKeys, tables: "expect" });
  try {
    await lastHeartbeat({ store });
    return await store.read(async (tx) => ({
      conversations: await tx.conversations.count(),
      lines: (await tx.directories.current()).lines.length,
      seals: await tx.sealing.counts(),
    }));
  } finally {
    await store.close();
  }
}

function about(config: DiskConfig, file: string, held: Held | null): string[] {
  return [
    `The database was copied to ${file}, and the copy was checked.`,
    ...aboutContents(config, held),
    ...aboutKey(config, held),
    `To put it back: stop Threadline, then threadline restore ${file}. What was sent since is not sent again;`,
    "what customers wrote since is fetched from the carrier; texts that were still due wait for a person.",
  ];
}

function aboutContents({ database }: DiskConfig, held: Held | null): string[] {
  if (held === null)
    return ["It belongs to another version of Threadline, so its contents were not looked at."];
  const { conversations, lines } = held;
  if (conversations > 0) return [`It holds ${counted(conversations, "conversation")}.`];
  if (lines > 0) return ["It holds the directory, and no conversation yet."];
  return [`It is empty: no directory, no conversation. Is ${database} the right one? DATABASE_URL names it.`];
}

function aboutKey({ encryptionKeys }: DiskConfig, held: Held | null): string[] {
  if (encryptionKeys.length === 0)
    return [
      "No ENCRYPTION_KEY is set, so the texts in it can be read by whoever has the file. Keep it safe.",
    ];
  const readable = held?.seals.readable ?? 0;
  return [
    `ENCRYPTION_KEY is not in it, and without the key ${readable === 0 ? "the" : "most"} texts in it can't be read. Keep the key where you keep`,
    "passwords, apart from the backups.",
    ...(readable === 0
      ? []
      : [
          `But ${counted(readable, "row")} in it ${readable === 1 ? "was" : "were"} stored before there was a key, and can be read by whoever has the file.`,
          "Run threadline seal, then make another backup and delete this one.",
        ]),
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
