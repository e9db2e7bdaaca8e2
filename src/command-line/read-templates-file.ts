/** A file of templates, as rows: a table (.csv) or a list of maps (.yml, .yaml), in UTF-8. */
import { extname } from "node:path";
import { shorten } from "../domain/directory-fields.ts";
import { AppError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import { type MapNode, type Outline, readOutline } from "../domain/outline.ts";
import type { RowProblem, TemplateRow } from "../domain/template-row.ts";
import { emojiFromTyped } from "../slack/text/emoji-from-typed.ts";
import { readTable } from "./read-table.ts";
import { readTextFile } from "./read-text-file.ts";

export interface TemplatesFile {
  readonly rows: readonly TemplateRow[];
  readonly problems: readonly RowProblem[];
}

export const neededColumns = ["scope", "key", "name", "text"] as const;
const known = [...neededColumns, "literal"] as const;
type Column = (typeof known)[number];

/** Bytes. Thousands of templates as long as they can be. */
export const largestFile = 8_000_000;

/** @throws AppError where its name says that it is neither. */
export function kindOfFile(file: string): "csv" | "yaml" {
  const extension = extname(file).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".yml" || extension === ".yaml") return "yaml";
  throw new AppError("refused", `${file} ends with neither .csv nor .yml. Name it so that it does.`);
}

/** @throws AppError where it is no such file, or can't be read. */
export async function readTemplatesFile(file: string): Promise<TemplatesFile> {
  const kind = kindOfFile(file);
  const text = await readTextFile(file, { what: "texts", largest: largestFile });
  return kind === "csv" ? rowsOfTable(file, text) : rowsOfList(file, text);
}

function rowsOfTable(file: string, text: string): TemplatesFile {
  const hint = `The first line names the columns: ${neededColumns.join(", ")}, and literal where one is.`;
  const { rows, problems } = readTable(file, text, { known, needed: neededColumns, hint });
  return {
    rows: rows.map(({ row, cell }) => rowOf(`row ${row}`, (column) => cell(column) ?? "")),
    problems: problems.map(({ row, sentence }) => ({ place: `row ${row}`, field: null, sentence })),
  };
}

function rowsOfList(file: string, text: string): TemplatesFile {
  const { root, problems } = readOutline(text.replace(/^\ufeff/, ""), largestFile);
  const wrong: RowProblem[] = problems.map(({ line, sentence }) => ({
    place: `line ${line}`,
    field: null,
    sentence,
  }));
  if (wrong.length > 0) return { rows: [], problems: wrong };
  if (root === null) throw new AppError("refused", `${file} is empty. ${listHint}`);
  if (root.kind !== "list") return { rows: [], problems: [notThis(root)] };
  const read = root.items.map(readItem);
  return {
    rows: read.flatMap(({ row }) => row ?? []),
    problems: read.flatMap((item) => item.problems),
  };
}

const listHint = `Write a list, each item with ${neededColumns.join(", ")}, and literal where it is.`;

function notThis({ line }: Outline): RowProblem {
  return { place: `line ${line}`, field: null, sentence: `This is no list of templates. ${listHint}` };
}

function readItem(item: Outline): {
  readonly row: TemplateRow | null;
  readonly problems: readonly RowProblem[];
} {
  if (item.kind !== "map") return { row: null, problems: [notThis(item)] };
  const problems = item.entries.flatMap(({ key, line, value }): RowProblem[] => {
    const at = { place: `line ${line}`, field: null };
    if (!isKnown(key))
      return [{ ...at, sentence: `\`${shorten(key)}\` means nothing here.${meant(key)} ${listHint}` }];
    if (value.kind === "text") return [];
    return [{ ...at, sentence: `\`${key}\` holds a ${value.kind}. Write a single text.` }];
  });
  const textOf = (column: Column) => valueIn(item, column);
  return { row: rowOf(`line ${item.line}`, textOf), problems };
}

function valueIn({ entries }: MapNode, column: Column): string {
  const value = entries.find(({ key }) => key === column)?.value;
  return value?.kind === "text" ? value.text : "";
}

function rowOf(place: string, cell: (column: Column) => string): TemplateRow {
  const [scope, key, literal] = [cell("scope"), cell("key"), cell("literal")];
  const unread = { name: cell("name"), text: cell("text") };
  // Copied from Slack, as from its forms.
  const read = { name: emojiFromTyped(unread.name), text: emojiFromTyped(unread.text) };
  const isRead = read.name !== unread.name || read.text !== unread.text;
  return { place, scope, key, ...read, ...(isRead && { unread }), literal };
}

function isKnown(key: string): key is Column {
  return (known as readonly string[]).includes(key);
}

function meant(key: string): string {
  const near = nearest(key, known);
  return near === null ? "" : ` Did you mean \`${near}\`?`;
}
