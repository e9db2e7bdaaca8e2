import type { Finding } from "../domain/finding.ts";

/** What `doctor` is told of a database. */
export interface Examined {
  readonly findings: Finding[];
  /** Whether it is worth opening. */
  readonly usable: boolean;
}

/** What belongs to another version of Threadline. @param running whether an app works on it. */
export function otherVersion(
  name: string,
  database: string,
  { version, running }: { readonly version: "older" | "newer"; readonly running: boolean },
): Finding {
  if (version === "newer")
    return {
      name,
      level: "problem",
      sentence: `${database} was written by a newer version of Threadline, and this one does not start on it.`,
      remedy: running
        ? "That version is running: install it here as well, or run its doctor."
        : "Install that version, or restore a backup from before it.",
    };
  return {
    name,
    level: "warning",
    sentence: `${database} belongs to an older version of Threadline.`,
    remedy: running
      ? "That one is running: restart it with this version, or run its doctor."
      : "Start this version: it brings it up to date, after a copy where it is a file.",
  };
}

export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
