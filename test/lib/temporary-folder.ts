/** Where tests keep databases: in memory where the system has such a place, for they flush often and nobody reads them later. */
import { accessSync, constants, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";
/** A container may have 64 MB there; several files of tests at once may need more. Bytes. */
const enough = 512 * 1024 * 1024;

/** A new folder, for whoever asks to remove. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(isRoomInMemory() ? memory : tmpdir(), `threadline-${name}-`));
}

function isRoomInMemory(): boolean {
  try {
    accessSync(memory, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough;
  } catch {
    return false;
  }
}
