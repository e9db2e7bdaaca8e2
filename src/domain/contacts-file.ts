/** Contacts as a file brings them, row by row: checked by the rules of what is typed at the desk, with every mistake in its row. */
import { readCompany } from "./company.ts";
import { readContactName } from "./contact-name.ts";
import { type Directory, lineByNumber } from "./directory.ts";
import { shorten } from "./directory-fields.ts";
import type { Address } from "./ids.ts";
import { countryOfLine } from "./line-country.ts";
import type { Problem } from "./outline.ts";
import { formatPhone, parseE164 } from "./phone.ts";
import { readZone } from "./time-zone.ts";
import { readYesNo } from "./yes-no.ts";

/** As it stands in the file; absent or empty: nothing is said of it, and what is known stays. */
export interface ContactRow {
  /** Of the file. */
  readonly line: number;
  readonly number: string;
  readonly name?: string;
  readonly company?: string;
  readonly timeZone?: string;
  readonly shared?: string;
}

export interface GivenContact {
  readonly address: Address;
  readonly name: string | null;
  readonly company: string | null;
  readonly timeZone: string | null;
  readonly shared: boolean | null;
}

export interface CheckedContacts {
  /** Each number once. */
  readonly contacts: readonly GivenContact[];
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

export function checkContacts(rows: readonly ContactRow[], directory: Directory): CheckedContacts {
  const [line] = directory.lines;
  const country = line === undefined ? "US" : countryOfLine(line);
  const known = new Map<Address, { readonly line: number; readonly contact: GivenContact }>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const found = checkRow(row, directory, country);
    const before = found.contact && known.get(found.contact.address);
    problems.push(...found.problems.map((sentence) => ({ line: row.line, sentence })));
    if (found.contact === null) continue;
    if (before === undefined || before === null)
      known.set(found.contact.address, { line: row.line, contact: found.contact });
    else if (JSON.stringify(before.contact) !== JSON.stringify(found.contact)) {
      const sentence = `${formatPhone(found.contact.address)} stands on line ${before.line} already, and says something else there.`;
      problems.push({ line: row.line, sentence });
    }
  }
  return { contacts: [...known.values()].map(({ contact }) => contact), problems };
}

interface CheckedRow {
  /** Null where there is a mistake in it. */
  readonly contact: GivenContact | null;
  readonly problems: readonly string[];
}

function checkRow(row: ContactRow, directory: Directory, country: string): CheckedRow {
  const number = readNumber(row.number, directory, country);
  const name = readContactName(row.name ?? "", directory);
  const company = readCompany(row.company ?? "");
  const zone = readZone(row.timeZone ?? "");
  const shared = readYesNo(row.shared ?? "", "shared");
  const problems = [number, name, company, zone, shared].flatMap((read) =>
    "problem" in read ? [read.problem] : [],
  );
  if ("problem" in number || "problem" in name || "problem" in company) return { contact: null, problems };
  if ("problem" in zone || "problem" in shared) return { contact: null, problems };
  const [{ address }, { zone: timeZone }] = [number, zone];
  const contact = { address, name: name.name, company: company.company, timeZone, shared: shared.yes };
  return { contact, problems };
}

function readNumber(
  typed: string,
  directory: Directory,
  country: string,
): { readonly address: Address } | { readonly problem: string } {
  if (typed.trim() === "") return { problem: "There is no number." };
  const number = parseE164(typed, country);
  if (number === null)
    return {
      problem: `${shorten(typed)} is not a phone number. Write it with its country code, such as +15550199001.`,
    };
  const ours = lineByNumber(directory, number);
  if (ours !== null)
    return { problem: `${formatPhone(number)} is our own line ${ours.name}, not a contact.` };
  return { address: number as string as Address };
}
