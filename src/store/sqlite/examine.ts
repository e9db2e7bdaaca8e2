/** What `doctor` says about the database's file. */
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Finding } from "../../domain/finding.ts";
import { type Examined, otherVersion, size } from "../examined.ts";
import { unsafeBinding } from "./binding.ts";
import { inspectDatabase } from "./inspect.ts";

const name = "database";
/** Below this an update, which copies the file first, gets tight. Bytes. */
const littleRoom = 500_000_000;

export function examine(file: string, running: boolean): Examined {
  const unsafe = unsafeBinding();
  if (unsafe !== null) return { findings: [problem(unsafe.sentence, unsafe.remedy)], usable: false };
  const found = inspectDatabase(file, "quick");
  switch (found.kind) {
    case "missing":
      return { findings: missing(file), usable: false };
    case "unreadable":
      return { findings: [problem(found.sentence)], usable: false };
    case "foreign":
      return { findings: [foreign(file)], usable: false };
    case "database": {
      const { damage, version, bytes } = found;
      if (damage !== null) return { findings: [damaged(file, damage)], usable: false };
      if (version !== "same")
        return { findings: [otherVersion(name, file, { version, running })], usable: false };
      if (!isWritable(file) || !isWritable(dirname(file)))
        return { findings: [problem(`${file} can't be written to.`, ownIt)], usable: false };
      const sentence = `${file} is whole and up to date (${size(bytes)}).`;
      return { findings: [{ name, level: "ok", sentence }, ...room(dirname(file))], usable: true };
    }
  }
}

const ownIt = "Give the user who runs Threadline the right to write to it and to its folder.";

function missing(file: string): Finding[] {
  let folder = dirname(file);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  if (!isWritable(folder)) return [problem(`${file} can't be made: ${folder} is not writable.`, ownIt)];
  return [
    { name, level: "ok", sentence: `${file} does not exist yet; the first start makes it.` },
    ...room(folder),
  ];
}

function foreign(file: string): Finding {
  return problem(`${file} is not a database of Threadline.`, "Correct DATABASE_URL.");
}

function damaged(file: string, damage: string): Finding {
  return problem(
    `${file} is damaged: ${damage}.`,
    "Stop Threadline, restore a backup with threadline restore FILE, and check the disk.",
  );
}

function room(folder: string): Finding[] {
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize >= littleRoom) return [];
    const sentence = `Only ${size(bavail * bsize)} are free on the disk of ${folder}.`;
    return [{ name: "disk", level: "warning", sentence, remedy: "Free some space before it is full." }];
  } catch {
    return [];
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function problem(sentence: string, remedy?: string): Finding {
  return { name, level: "problem", sentence, ...(remedy === undefined ? {} : { remedy }) };
}
