/** How the tables of a database stand to what this version of Threadline makes of them. */
import { AppError } from "../domain/errors.ts";

/** `newer`: a version wrote it that knows more steps than this one. */
export type Version = "same" | "older" | "newer";

/** @param applied the steps that it has taken, by when each was written; none: it has no tables. @param known those of this version. */
export function versionOf(applied: readonly number[], known: readonly number[]): Version {
  const [newest = 0, last = 0] = [Math.max(0, ...applied), Math.max(0, ...known)];
  if (newest === last) return "same";
  return newest > last ? "newer" : "older";
}

/** For whoever needs it as it is. @throws AppError `database` where it is of another version. */
export function refuseOther(version: Version): void {
  if (version === "newer") throw writtenByNewer();
  if (version === "older")
    throw new AppError(
      "database",
      "The database belongs to another version of Threadline, or to none. Run `threadline start` once with this one.",
    );
}

export function writtenByNewer(): AppError {
  return new AppError(
    "database",
    "This database was written by a newer Threadline. Start that version, or restore an older backup.",
  );
}
