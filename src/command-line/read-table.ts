/** A table as spreadsheets save it: its first line names the columns, in any order; commas, semicolons or tabs between cells. */
import { type Info, parse } from "csv-parse/sync";
import { withoutGuard } from "../domain/csv-row.ts";
import { shorten } from "../domain/directory-fields.ts";
import { AppError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import type { Problem } from "../domain/outline.ts";

export interface Columns<C extends string> {
  readonly known: readonly C[];
  readonly needed: readonly C[];
  /** What the first line has to say. */
  readonly hint: string;
}

export interface Table<C extends string> {
  readonly rows: readonly TableRow<C>[];
  /** Of the first line: then there are no rows. Else of rows that are left out. */
  readonly problems: readonly (Problem & { readonly row: number })[];
}

export interface TableRow<C extends string> {
  /** As a spreadsheet counts, the names of the columns being the first. */
  readonly row: number;
  /** Of the file. */
  readonly line: number;
  /** Null where there is no such column; empty where nothing stands in it. */
  cell(column: C): string | null;
}

/** @throws AppError where it is no table, or empty. */
export function readTable<C extends string>(file: string, text: string, columns: Columns<C>): Table<C> {
  const [header, ...records] = recordsOf(file, text);
  if (header === undefined) throw new AppError("refused", `${file} is empty. ${columns.hint}`);
  const { names, sentences } = readHeader(header.cells, columns);
  if (sentences.length > 0)
    return { rows: [], problems: sentences.map((sentence) => ({ row: 1, line: 1, sentence })) };
  const fits = ({ cells }: TableRecord) => cells.length <= names.length;
  const cellOf = (cells: readonly string[], column: C) => {
    const index = names.indexOf(column);
    return index === -1 ? null : withoutGuard(cells[index] ?? "");
  };
  return {
    rows: records
      .filter(fits)
      .map(({ cells, ...at }) => ({ ...at, cell: (column) => cellOf(cells, column) })),
    problems: records
      .filter((record) => !fits(record))
      .map(({ cells, ...at }) => {
        const sentence = `There are ${cells.length} cells, and ${names.length} columns. Put what holds a comma in quotes.`;
        return { ...at, sentence };
      }),
  };
}

interface TableRecord {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsOf(file: string, text: string): readonly TableRecord[] {
  const [first = ""] = text.split(/\r\n|\r|\n/, 1);
  const delimiter = [",", ";", "\t"].find((one) => first.includes(one)) ?? ",";
  try {
    const read: TableRecord[] = [];
    const noted = (cells: readonly string[], { lines }: Info) => {
      read.push({ row: read.length + 1, line: lines, cells });
      return null;
    };
    parse(text, { bom: true, delimiter, relax_column_count: true, trim: true, on_record: noted });
    return read.filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (cause) {
    const { lines = 1 } = cause as { readonly lines?: number };
    throw new AppError(
      "refused",
      `${file}, line ${lines}: This can't be read as a table. A quote is missing, or one stands in the middle of a cell.`,
      { cause },
    );
  }
}

function readHeader<C extends string>(
  cells: readonly string[],
  { known, needed, hint }: Columns<C>,
): { readonly names: readonly string[]; readonly sentences: readonly string[] } {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_"),
  );
  const all: readonly string[] = known;
  const sentences = names.flatMap((name, index) => {
    if (names.indexOf(name) < index) return [`The column ${shorten(name)} stands twice.`];
    if (all.includes(name)) return [];
    const meant = nearest(name, all);
    const suggestion = meant === null ? "" : ` Did you mean ${meant}?`;
    return [`There is no column “${shorten(cells[index] ?? "")}”.${suggestion} ${hint}`];
  });
  if (sentences.length > 0) return { names, sentences };
  const missing = needed.filter((name) => !names.includes(name));
  return { names, sentences: missing.map((name) => `The column ${name} is missing. ${hint}`) };
}
