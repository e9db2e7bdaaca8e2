/** What is logged, as a table for spreadsheets or as a page for people to read. */
import { csvRow, noFormula, noFormulaUnlessNumber } from "../domain/csv-row.ts";
import type { Address } from "../domain/ids.ts";
import { localTime } from "../domain/local-time.ts";
import { formatPhone } from "../domain/phone.ts";
import { cleanText, withoutMisleading } from "../domain/plain-text.ts";

/** A record as people read it. */
export interface ShownRecord {
  readonly key: string;
  readonly startedAt: number;
  readonly changedAt: number;
  readonly number: Address;
  readonly contact: string;
  readonly owner: string | null;
  readonly subject: string;
  readonly body: string;
  readonly zone: string;
  /** Null where no CRM is beside us. */
  readonly standing: { readonly crm: string; readonly links: readonly string[] } | null;
}

const columns = ["record", "started", "changed", "number", "contact", "owner", "subject", "text"];
const columnsBeside = ["crm", "link"];

interface Form {
  /** @param beside whether a CRM is beside us. */
  head(beside: boolean): string;
  row(log: ShownRecord): string;
}

/** With a mark before it that tells spreadsheets which encoding it is. */
const table: Form = {
  head: (beside) => `\ufeff${csvRow(beside ? [...columns, ...columnsBeside] : columns)}\r\n`,
  row: ({ key, startedAt, changedAt, number, contact, owner, subject, body, standing }) => {
    const there = standing === null ? [] : [standing.crm, standing.links.join(" ")];
    const words = [contact, owner ?? "", subject, body, ...there].map((one) => noFormula(clean(one)));
    return `${csvRow([key, iso(startedAt), iso(changedAt), noFormulaUnlessNumber(number), ...words])}\r\n`;
  },
};

const page: Form = {
  head: () => "# Logged conversations\n",
  row: ({ startedAt, changedAt, number, contact, owner, subject, body, zone, standing }) => {
    const words = clean(body);
    const who = contact === "" ? formatPhone(number) : `${contact}, ${formatPhone(number)}`;
    const facts = [
      `- Contact: ${plainIn(who)}`,
      `- Began: ${clock(startedAt, zone)}, last written: ${clock(changedAt, zone)} (${zone})`,
      ...(owner === null ? [] : [`- Owner: ${plainIn(owner)}`]),
      ...(standing === null
        ? []
        : [`- Logged to: ${[standing.crm, ...standing.links].map(plainIn).join(", ")}`]),
    ];
    const fence = fenceFor(words);
    return `\n## ${plainIn(subject)}\n\n${facts.join("\n")}\n\n${fence}text\n${words.trimEnd()}\n${fence}\n`;
  },
};

export const recordForms: Readonly<Record<"csv" | "markdown", Form>> = { csv: table, markdown: page };

/** On a terminal or a page words move nothing, and turn nothing round. */
function clean(words: string): string {
  return withoutMisleading(cleanText(words));
}

/** Longer than any row of its sign in the words, which can't end it then. */
function fenceFor(words: string): string {
  const longest = Math.max(2, ...[...words.matchAll(/`+/g)].map(([row]) => row.length));
  return "`".repeat(longest + 1);
}

/** In one line, none of its signs meaning anything. */
function plainIn(words: string): string {
  return clean(words)
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
