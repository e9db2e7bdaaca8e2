/** A file that a command makes: where nothing stands yet, for its owner alone, whole or not at all. */
import { existsSync, mkdirSync } from "node:fs";
import { open, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AppError } from "../domain/errors.ts";

const ownersAlone = 0o600;

/** @throws AppError where there is such a file, or none can be written. */
export async function writeOwnFile(file: string, content: string | AsyncIterable<string>): Promise<void> {
  refuseTaken(file);
  makeFolder(file);
  let made = false;
  try {
    const handle = await open(file, "wx", ownersAlone);
    made = true;
    try {
      await writeFile(handle, content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (made) await rm(file, { force: true });
    throw new AppError(
      "refused",
      `${file} can't be written. Name a place that is yours, with room on its disk.`,
      {
        cause,
      },
    );
  }
}

/** @throws AppError where there is such a file. */
export function refuseTaken(file: string): void {
  if (existsSync(file))
    throw new AppError("refused", `${file} exists already. Name a new file; nothing was overwritten.`);
}

/** @throws AppError where it can't be made. */
export function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw new AppError(
      "refused",
      `The folder of ${file} can't be made. Name a place that is yours to write.`,
      {
        cause,
      },
    );
  }
}
