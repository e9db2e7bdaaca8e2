/** A file of contacts, as rows: a table (.csv) or cards (.vcf), in UTF-8. */
import { readFile } from "node:fs/promises";
import { type Info, parse } from "csv-parse/sync";
import type { ContactRow } from "../domain/contacts-file.ts";
import { AppError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import type { Problem } from "../domain/outline.ts";
import { readVcards } from "../domain/vcard.ts";

export interface ContactsFile {
  readonly rows: readonly ContactRow[];
  readonly problems: readonly Problem[];
  /** Cards without a number. */
  readonly left: number;
}

export const contactColumns = ["number", "name", "company", "time_zone", "shared"] as const;

/** @throws AppError where it is no such file, or can't be read. */
export async function readContactsFile(file: string): Promise<ContactsFile> {
  const text = decoded(file, await bytesOf(file));
  if (/\.(?:vcf|vcard)$/i.test(file) || /^\s*BEGIN:VCARD/i.test(text)) {
    const { withoutNumber: left, ...read } = readVcards(text);
    return { ...read, left };
  }
  if (!/\.(?:csv|txt|tsv)$/i.test(file))
    throw new AppError("refused", `${file} is neither .csv nor .vcf. Save the contacts as one of these.`);
  return { ...readTable(file, text), left: 0 };
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError("refused", `The file ${file} can't be read. Check its name and your rights.`, {
      cause,
    });
  }
}

function decoded(file: string, bytes: Buffer): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    if (!isWide) return decoder.decode(bytes);
  } catch {
    // Said below.
  }
  const line = isWide ? 1 : firstWrongLine(bytes);
  throw new AppError(
    "refused",
    `${file}, line ${line}: This is not UTF-8 but another encoding${isWide ? " (UTF-16)" : ""}, so names would be mangled. Save the file as UTF-8 (in Excel: “CSV UTF-8”).`,
  );
}

function firstWrongLine(bytes: Buffer): number {
  const lines = bytes.toString("latin1").split("\n");
  const isRight = (line: string) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "latin1"));
      return true;
    } catch {
      return false;
    }
  };
  return lines.findIndex((line) => !isRight(line)) + 1;
}

interface Read {
  readonly record: readonly string[];
  readonly info: Info;
}

function readTable(file: string, text: string): Omit<ContactsFile, "left"> {
  const [header, ...records] = recordsOf(file, text);
  if (header === undefined) throw new AppError("refused", `${file} is empty. ${columnsSentence}`);
  const { columns, problems } = readHeader(header.record);
  if (problems.length > 0) return { rows: [], problems: problems.map((sentence) => ({ line: 1, sentence })) };
  const rows: ContactRow[] = [];
  const wrong: Problem[] = [];
  for (const { record, info } of records) {
    const line = info.lines;
    if (record.length > columns.length) {
      const sentence = `There are ${record.length} cells, and ${columns.length} columns. Put what holds a comma in quotes.`;
      wrong.push({ line, sentence });
      continue;
    }
    const cell = (name: (typeof contactColumns)[number]) => plain(record[columns.indexOf(name)] ?? "");
    const who = { number: cell("number"), name: cell("name"), company: cell("company") };
    rows.push({ line, ...who, timeZone: cell("time_zone"), shared: cell("shared") });
  }
  return { rows, problems: wrong };
}

function recordsOf(file: string, text: string): readonly Read[] {
  const [first = ""] = text.split(/\r\n|\r|\n/, 1);
  const delimiter = [",", ";", "\t"].find((one) => first.includes(one)) ?? ",";
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as readonly Read[];
  } catch (cause) {
    const { lines = 1 } = cause as { readonly lines?: number };
    throw new AppError(
      "refused",
      `${file}, line ${lines}: This can't be read as a table. A quote is missing, or one stands in the middle of a cell.`,
      { cause },
    );
  }
}

const columnsSentence = `The first line names the columns: ${contactColumns.join(", ")}; only number is needed.`;

function readHeader(cells: readonly string[]): {
  readonly columns: readonly string[];
  readonly problems: readonly string[];
} {
  const columns = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_"),
  );
  const known: readonly string[] = contactColumns;
  const problems = columns.flatMap((column, index) => {
    if (columns.indexOf(column) < index) return [`The column ${column} stands twice.`];
    if (known.includes(column)) return [];
    const meant = nearest(column, known);
    const hint = meant === null ? "" : ` Did you mean ${meant}?`;
    return [`There is no column “${cells[index]}”.${hint} ${columnsSentence}`];
  });
  if (problems.length === 0 && !columns.includes("number"))
    return { columns, problems: [`The column number is missing. ${columnsSentence}`] };
  return { columns, problems };
}

/** What our own export puts before words that a spreadsheet would take for a formula. */
function plain(cell: string): string {
  return cell.replace(/^'(?=\s*[=+\-@])/, "");
}
