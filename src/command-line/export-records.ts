/** `threadline records export`: what is logged where no CRM is beside us, as a table for spreadsheets or for people to read. */
import type { LocalLog } from "../bridge/contracts/store/local-logs.ts";
import type { Store } from "../bridge/contracts/store/store.ts";
import type { DiskConfig } from "../config.ts";
import { nameOf } from "../domain/contact.ts";
import { csvRow, noFormula } from "../domain/csv-row.ts";
import type { Directory } from "../domain/directory.ts";
import type { Address } from "../domain/ids.ts";
import { beginOf, dayAfter } from "../domain/local-midnight.ts";
import { localTime } from "../domain/local-time.ts";
import { formatPhone } from "../domain/phone.ts";
import { cleanText } from "../domain/plain-text.ts";
import { openStore } from "../store/index.ts";
import type { Days, LogArguments } from "./read-log-arguments.ts";
import type { Terminal } from "./terminal.ts";
import { refuseTaken, writeOwnFile } from "./write-own-file.ts";

const atATime = 200;

/** Resolves with the exit code. */
export async function exportRecords(
  config: DiskConfig,
  { days, writes }: Pick<LogArguments, "days" | "writes">,
  { say }: Terminal,
): Promise<number> {
  if (writes !== null) refuseTaken(writes.file);
  const store = await openStore({ file: config.databaseFile, keys: config.encryptionKeys, tables: "expect" });
  try {
    const directory = await store.read((tx) => tx.directories.current());
    const form = forms[writes?.as ?? "csv"];
    let rows = 0;
    async function* drawn(): AsyncGenerator<string> {
      yield* form.head;
      for await (const one of logsOf(store, directory, days)) {
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

/** One as people read it. */
interface Shown extends Omit<LocalLog, "address"> {
  readonly number: Address;
  readonly contact: string;
  readonly zone: string;
}

async function* logsOf(store: Store, directory: Directory, { from, to }: Days): AsyncGenerator<Shown> {
  const { timeZone: zone } = directory;
  const first = from === null ? Number.MIN_SAFE_INTEGER : beginOf(from, zone);
  const end = to === null ? Number.MAX_SAFE_INTEGER : beginOf(dayAfter(to), zone);
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

async function shown(store: Store, directory: Directory, { address, ...log }: LocalLog): Promise<Shown> {
  const found = await store.read((tx) => tx.contacts.find(address));
  const { givenName = null, shared = false } = found ?? {};
  const contact = nameOf(directory, { address, givenName, shared }) ?? "";
  return { ...log, number: address, contact, zone: directory.timeZone };
}

const columns = ["record", "started", "changed", "number", "contact", "owner", "subject", "text"];

interface Form {
  readonly head: readonly string[];
  row(log: Shown): string;
}

/** With a mark before it that tells spreadsheets which encoding it is. */
const table: Form = {
  head: [`\ufeff${csvRow(columns)}\r\n`],
  row: ({ key, startedAt, changedAt, number, contact, owner, subject, body }) => {
    const words = [contact, owner ?? "", cleanText(subject), cleanText(body)].map(noFormula);
    return `${csvRow([key, iso(startedAt), iso(changedAt), number, ...words])}\r\n`;
  },
};

const page: Form = {
  head: ["# Logged conversations\n"],
  row: ({ startedAt, changedAt, number, contact, owner, subject, body, zone }) => {
    const words = cleanText(body);
    const who = contact === "" ? formatPhone(number) : `${contact}, ${formatPhone(number)}`;
    const facts = [
      `- Contact: ${plainIn(who)}`,
      `- Began: ${clock(startedAt, zone)}, last written: ${clock(changedAt, zone)} (${zone})`,
      ...(owner === null ? [] : [`- Owner: ${plainIn(owner)}`]),
    ];
    const fence = fenceFor(words);
    return `\n## ${plainIn(subject)}\n\n${facts.join("\n")}\n\n${fence}text\n${words.trimEnd()}\n${fence}\n`;
  },
};

const forms: Readonly<Record<"csv" | "markdown", Form>> = { csv: table, markdown: page };

/** Longer than any row of its sign in the words, which can't end it then. */
function fenceFor(words: string): string {
  const longest = Math.max(2, ...[...words.matchAll(/`+/g)].map(([row]) => row.length));
  return "`".repeat(longest + 1);
}

/** In one line, none of its signs meaning anything. */
function plainIn(words: string): string {
  return cleanText(words)
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\`*_[\]<>#|~&]/g, (sign) => `\\${sign}`);
}

function clock(at: number, zone: string): string {
  const { day, time } = localTime(at, zone);
  return `${day} ${time.slice(0, 5)}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function counted(rows: number): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? "record is" : "records are"}`;
}
