/** `threadline contacts import FILE` takes contacts over from a file, `threadline contacts export` prints those that are kept as a table. */
import { randomBytes } from "node:crypto";
import type { StoredContact } from "../bridge/contracts/store/contacts.ts";
import { importContacts } from "../bridge/directory/import-contacts.ts";
import type { DiskConfig } from "../config.ts";
import { checkContacts } from "../domain/contacts-file.ts";
import { csvRow, noFormula } from "../domain/csv-row.ts";
import { AppError } from "../domain/errors.ts";
import type { Problem } from "../domain/outline.ts";
import { numberOf } from "../domain/phone.ts";
import { createIds } from "../lib/new-id.ts";
import { isRunning } from "../store/index.ts";
import { openMade } from "./open-made.ts";
import { beside } from "./patiently.ts";
import { contactColumns, readContactsFile } from "./read-contacts-file.ts";
import type { Terminal } from "./terminal.ts";

const mostProblems = 50;

/** A mistake anywhere in it changes nothing. @param now milliseconds since 1970. Resolves with the exit code. */
export async function importFile(
  config: DiskConfig,
  { file, dryRun }: { readonly file: string; readonly dryRun: boolean },
  { say }: Terminal,
  now: () => number,
): Promise<number> {
  const { rows, problems, left } = await readContactsFile(file);
  const store = await openMade(config, { writes: !dryRun });
  try {
    const directory = await store.read((tx) => tx.directories.current());
    const checked = checkContacts(rows, directory);
    refuseWrong(file, [...problems, ...checked.problems]);
    const { created, changed, same } = await importContacts(
      beside(store, await isRunning(config.database)),
      checked.contacts,
      { newId: createIds(now, randomBytes), now: now(), write: !dryRun },
    );
    const would = dryRun ? "would be " : "";
    say(
      `${count(checked.contacts.length, "contact")} in ${file}: ${created} ${would}new, ${changed} ${would}changed, ${same} as before.`,
    );
    if (left > 0) say(`${count(left, "card")} without a number ${left === 1 ? "is" : "are"} left out.`);
    if (dryRun) say("Nothing was written.");
    return 0;
  } finally {
    await store.close();
  }
}

function refuseWrong(file: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const sorted = [...problems].sort((one, other) => one.line - other.line);
  const shown = sorted
    .slice(0, mostProblems)
    .map(({ line, sentence }) => `${file}, line ${line}: ${sentence}`);
  const more = sorted.length - shown.length;
  const rest = more > 0 ? [`${more} more; mend these first.`] : [];
  throw new AppError("refused", [...shown, ...rest, "Nothing was changed."].join("\n"));
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Of all of whom something is written down: what `import` reads again. */
export async function exportContacts(config: DiskConfig, { say }: Terminal): Promise<number> {
  const store = await openMade(config, { writes: false });
  try {
    const all = await store.read((tx) => tx.contacts.described());
    say(csvRow(contactColumns));
    for (const contact of all) if (numberOf(contact.address) !== null) say(rowOf(contact));
    return 0;
  } finally {
    await store.close();
  }
}

function rowOf({ address, givenName, company, timeZone, shared }: StoredContact): string {
  const [name, worksFor] = [givenName, company].map((words) => noFormula(words ?? ""));
  return csvRow([address, name ?? "", worksFor ?? "", timeZone ?? "", shared ? "yes" : "no"]);
}
