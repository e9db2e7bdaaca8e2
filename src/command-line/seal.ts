/**
 * `threadline seal`: seals what was stored before there was a key, or with an older one. In small steps, so that the running
 * app is not held up, and each by itself: whatever interrupts it, the next run does the rest.
 */
import type { SealCounts, SealPlace } from "../bridge/contracts/store/sealing.ts";
import type { Store } from "../bridge/contracts/store/store.ts";
import type { DiskConfig } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { isRunning, takeLock } from "../store/index.ts";
import { openMade } from "./open-made.ts";
import { beside, patiently } from "./patiently.ts";
import type { Terminal } from "./terminal.ts";

const looksAt = 1_000;
const perStep = 50;

/** Resolves with the exit code: 1 when something remains. */
export async function seal(config: DiskConfig, { say }: Terminal): Promise<number> {
  if (config.encryptionKeys.length === 0) throw new AppError("refused", noKey);
  const running = await isRunning(config.database);
  const store = await openMade(config, { writes: true });
  // While it is written anew, nobody may begin to use it.
  const lock = running ? null : await takeLock(config.database);
  try {
    if (running && !(await store.appCanRead())) throw new AppError("refused", restartFirst);
    const before = await store.read((tx) => tx.sealing.counts());
    if (before.readable + before.older > 0) await sealAll(beside(store, running));
    await patiently(() => store.sweep(running ? "shared" : "alone"));
    const after = await store.read((tx) => tx.sealing.counts());
    for (const line of about(before, after, running)) say(line);
    return after.readable + after.older > 0 ? 1 : 0;
  } finally {
    await store.close();
    lock?.release();
  }
}

async function sealAll(store: Store): Promise<void> {
  let place: SealPlace | null = null;
  do {
    const { found, next } = await lookFrom(store, place);
    for (let step = 0; step < found.length; step += perStep) {
      await store.transaction((tx) => tx.sealing.seal(found.slice(step, step + perStep)));
    }
    place = next;
  } while (place !== null);
}

function lookFrom(store: Store, place: SealPlace | null) {
  return store.read((tx) => tx.sealing.look(place, looksAt));
}

const noKey =
  "ENCRYPTION_KEY is not set. Make one with: openssl rand -base64 32. Keep a copy elsewhere, restart Threadline with it, then run threadline seal.";
const restartFirst =
  "The running Threadline was started without the first key of ENCRYPTION_KEY, and could not read what is sealed with it. Restart it, then run threadline seal.";

function about(before: SealCounts, after: SealCounts, running: boolean): string[] {
  if (after.readable + after.older > 0) {
    return [
      `Not all is sealed yet: ${rows(after.readable)} can be read, ${after.older} are sealed with an older key.`,
      "If Threadline was started before ENCRYPTION_KEY was changed, restart it; then run threadline seal again.",
    ];
  }
  if (before.readable + before.older === 0)
    return [
      `Sealed with the first key of ENCRYPTION_KEY already: ${rows(after.rows)}, which is all; nothing was to be done.`,
    ];
  return [
    `Sealed: ${rows(before.readable)} that could be read, ${rows(before.older)} that an older key had sealed.`,
    `Sealed with the first key of ENCRYPTION_KEY now: ${rows(after.rows)}, which is all.`,
    ...(running
      ? [
          "What was deleted earlier may still stand in the database's free space: run threadline seal once more while Threadline is stopped to have it written anew.",
        ]
      : []),
    "Backups, and copies beside the database (.before-update, .replaced-…), stay as they were made: make a new backup and delete the old ones.",
    ...(before.older > 0
      ? ["The older keys are needed for those alone; the database needs only the first."]
      : []),
  ];
}

function rows(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
}
