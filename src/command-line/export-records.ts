/**
 * `threadline records export`: what is logged, as a table for spreadsheets or for people to read. Where no CRM is beside us, as it was kept;
 * of a CRM's records, what our own rows say, since the CRM is never read.
 */
import type { LocalLog } from "../bridge/contracts/store/local-logs.ts";
import type { Store } from "../bridge/contracts/store/store.ts";
import type { LogConfig } from "../config.ts";
import { nameOf } from "../domain/contact.ts";
import type { Directory } from "../domain/directory.ts";
import { beginOf, dayAfter } from "../domain/local-midnight.ts";
import { openMade } from "./open-made.ts";
import type { Days, LogArguments } from "./read-log-arguments.ts";
import { recordForms, type ShownRecord } from "./record-forms.ts";
import type { Terminal } from "./terminal.ts";
import { toldRecords } from "./told-records.ts";
import { refuseTaken, writeOwnFile } from "./write-own-file.ts";

const atATime = 200;
/** The CRM that is this database. */
const ownCrm = "local";

/** Resolves with the exit code. */
export async function exportRecords(
  config: LogConfig,
  { days, writes }: Pick<LogArguments, "days" | "writes">,
  { say }: Terminal,
): Promise<number> {
  if (writes !== null) refuseTaken(writes.file);
  const store = await openMade(config, { writes: false });
  try {
    const directory = await store.read((tx) => tx.directories.current());
    const form = recordForms[writes?.as ?? "csv"];
    const isOwn = config.crm === ownCrm;
    const span = spanOf(days, directory.timeZone);
    let rows = 0;
    async function* drawn(): AsyncGenerator<string> {
      yield form.head(!isOwn);
      for await (const one of isOwn ? logsOf(store, directory, span) : toldRecords(store, directory, span)) {
        rows += 1;
        yield form.row(one);
      }
    }
    if (writes === null) for await (const line of drawn()) say(line.replace(/\r?\n$/, ""));
    else await writeOwnFile(writes.file, drawn());
    if (writes !== null) say(`${counted(rows)} in ${writes.file} now. Only you can read it.`);
    return 0;
  } finally {
    await store.close();
  }
}

/** In milliseconds since 1970: the end is not in it. */
interface Span {
  readonly first: number;
  readonly end: number;
}

function spanOf({ from, to }: Days, zone: string): Span {
  return {
    first: from === null ? Number.MIN_SAFE_INTEGER : beginOf(from, zone),
    end: to === null ? Number.MAX_SAFE_INTEGER : beginOf(dayAfter(to), zone),
  };
}

async function* logsOf(
  store: Store,
  directory: Directory,
  { first, end }: Span,
): AsyncGenerator<ShownRecord> {
  let after: LocalLog | null = null;
  do {
    const behind: LocalLog | null = after;
    const logs: readonly LocalLog[] = await store.read((tx) =>
      tx.localLogs.between(first, end, behind, atATime),
    );
    for (const log of logs) yield await shown(store, directory, log);
    after = logs.length < atATime ? null : (logs.at(-1) ?? null);
  } while (after !== null);
}

async function shown(
  store: Store,
  directory: Directory,
  { address, ...log }: LocalLog,
): Promise<ShownRecord> {
  const found = await store.read((tx) => tx.contacts.find(address));
  const { givenName = null, shared = false } = found ?? {};
  const contact = nameOf(directory, { address, givenName, shared }) ?? "";
  return { ...log, number: address, contact, zone: directory.timeZone, standing: null };
}

function counted(rows: number): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? "record is" : "records are"}`;
}
