/** A restore puts its copy in place by two renames; one that was killed between them leaves no database, only its copy. */
import { existsSync } from "node:fs";
import { AppError } from "../../domain/errors.ts";

/** Where a restore prepares what will be the database. */
export function preparedCopy(databaseFile: string): string {
  return `${databaseFile}.restoring`;
}

/** @throws AppError `database`: an empty database made now would hide the one that was set aside. */
export function refuseHalfRestored(databaseFile: string): void {
  if (existsSync(databaseFile) || !existsSync(preparedCopy(databaseFile))) return;
  throw new AppError(
    "database",
    `A restore was interrupted, so there is no database at ${databaseFile}. Run \`threadline restore FILE\` again.`,
  );
}
