import type { Finding } from "../domain/finding.ts";

/** What `doctor` is told of a database. */
export interface Examined {
  readonly findings: Finding[];
  /** Whether it is worth opening. */
  readonly usable: boolean;
}

/** What belongs to another version of Threadline. */
export function otherVersion(name: string, database: string, running: boolean): Finding {
  return {
    name,
    level: "warning",
    sentence: `${database} belongs to another version of Threadline.`,
    remedy: running
      ? "Another version is running: restart it with this one, or run the doctor of that one."
      : "Start this version: it brings an older database up to date, after a copy where it is a file, and refuses a newer one.",
  };
}

export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
