/** A file of contacts, as rows: a table (.csv) or cards (.vcf), in UTF-8. */
import type { ContactRow } from "../domain/contacts-file.ts";
import { AppError } from "../domain/errors.ts";
import type { Problem } from "../domain/outline.ts";
import { readVcards } from "../domain/vcard.ts";
import { readTable } from "./read-table.ts";
import { readTextFile } from "./read-text-file.ts";

export interface ContactsFile {
  readonly rows: readonly ContactRow[];
  readonly problems: readonly Problem[];
  /** Cards without a number. */
  readonly left: number;
}

export const contactColumns = ["number", "name", "company", "time_zone", "shared"] as const;

/** @throws AppError where it is no such file, or can't be read. */
export async function readContactsFile(file: string): Promise<ContactsFile> {
  const text = await readTextFile(file, { what: "names" });
  if (/\.(?:vcf|vcard)$/i.test(file) || /^\s*BEGIN:VCARD/i.test(text)) {
    const { withoutNumber: left, ...read } = readVcards(text);
    return { ...read, left };
  }
  if (!/\.(?:csv|txt|tsv)$/i.test(file))
    throw new AppError("refused", `${file} is neither .csv nor .vcf. Save the contacts as one of these.`);
  return { ...contactsIn(file, text), left: 0 };
}

function contactsIn(file: string, text: string): Omit<ContactsFile, "left"> {
  const { rows, problems } = readTable(file, text, { known: contactColumns, needed: ["number"], hint });
  return {
    rows: rows.map(({ line, cell: at }) => {
      const cell = (name: (typeof contactColumns)[number]) => at(name) ?? "";
      const who = { number: cell("number"), name: cell("name"), company: cell("company") };
      return { line, ...who, timeZone: cell("time_zone"), shared: cell("shared") };
    }),
    problems,
  };
}

const hint = `The first line names the columns: ${contactColumns.join(", ")}; only number is needed.`;
