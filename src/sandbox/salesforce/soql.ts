/** As much of SOQL as asks for rows of one table: conditions with AND, OR, brackets and one list inside, an order, a limit. Pure. */
import type { Row, Table } from "./tables.ts";

export interface Query {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** @throws SoqlError */
export function runSoql(text: string, tableOf: (name: string) => Table | null): Query {
  const reader = readTokens(text);
  const query = readSelect(reader, tableOf);
  if (reader.peek() !== null) throw new SoqlError("MALFORMED_QUERY", `unexpected token: ${reader.peek()}`);
  return query;
}

export class SoqlError extends Error {
  constructor(
    readonly code: "MALFORMED_QUERY" | "INVALID_FIELD" | "INVALID_TYPE",
    message: string,
  ) {
    super(message);
  }
}

interface Reader {
  peek(): string | null;
  next(): string;
  /** Takes the word if it comes now. */
  takes(word: string): boolean;
  expect(word: string): void;
}

function readTokens(text: string): Reader {
  const tokens = text.match(/'(?:\\.|[^'\\])*'|[\w.]+|[(),=]|<>|!=|\S/g) ?? [];
  let at = 0;
  const peek = () => tokens[at] ?? null;
  const next = () => {
    const token = tokens[at];
    if (token === undefined) throw new SoqlError("MALFORMED_QUERY", "unexpected end of query");
    at += 1;
    return token;
  };
  const takes = (word: string) => {
    if (peek()?.toUpperCase() !== word) return false;
    at += 1;
    return true;
  };
  return {
    peek,
    next,
    takes,
    expect(word) {
      if (!takes(word)) throw new SoqlError("MALFORMED_QUERY", `unexpected token: ${peek()}`);
    },
  };
}

function readSelect(reader: Reader, tableOf: (name: string) => Table | null): Query {
  reader.expect("SELECT");
  const fields = [reader.next()];
  while (reader.takes(",")) fields.push(reader.next());
  reader.expect("FROM");
  const name = reader.next();
  const table = tableOf(name);
  if (table === null) throw new SoqlError("INVALID_TYPE", `sObject type '${name}' is not supported.`);
  for (const field of fields) known(table, field);
  let { rows } = table;
  if (reader.takes("WHERE")) rows = rows.filter(readCondition(reader, table, tableOf));
  if (reader.takes("ORDER")) rows = ordered(reader, table, rows);
  if (reader.takes("LIMIT")) rows = rows.slice(0, Number(reader.next()));
  return { table: name, rows: rows.map((row) => picked(row, fields)) };
}

function picked(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

function ordered(reader: Reader, table: Table, rows: readonly Row[]): Row[] {
  reader.expect("BY");
  const field = known(table, reader.next());
  const sign = reader.takes("DESC") ? -1 : 1;
  if (sign === 1) reader.takes("ASC");
  return rows.toSorted((a, b) => sign * String(a[field]).localeCompare(String(b[field])));
}

type Condition = (row: Row) => boolean;

/** AND and OR beside each other need brackets. */
function readCondition(reader: Reader, table: Table, tableOf: (name: string) => Table | null): Condition {
  const parts = [readTest(reader, table, tableOf)];
  const isOr = reader.peek()?.toUpperCase() === "OR";
  while (reader.takes(isOr ? "OR" : "AND")) parts.push(readTest(reader, table, tableOf));
  return (row) => (isOr ? parts.some((part) => part(row)) : parts.every((part) => part(row)));
}

function readTest(reader: Reader, table: Table, tableOf: (name: string) => Table | null): Condition {
  if (reader.takes("(")) {
    const inside = readCondition(reader, table, tableOf);
    reader.expect(")");
    return inside;
  }
  const field = known(table, reader.next());
  if (table.unfilterable.includes(field))
    throw new SoqlError("INVALID_FIELD", `field '${field}' can not be filtered in a query call`);
  if (reader.takes("IN")) {
    reader.expect("(");
    const among = readList(reader, tableOf);
    reader.expect(")");
    return (row) => among.has(row[field] ?? null);
  }
  const isEqual = reader.takes("=");
  if (!isEqual && !reader.takes("!="))
    throw new SoqlError("MALFORMED_QUERY", `unexpected token: ${reader.peek()}`);
  const value = literal(reader.next());
  return (row) => ((row[field] ?? null) === value) === isEqual;
}

function readList(reader: Reader, tableOf: (name: string) => Table | null): Set<string | boolean | null> {
  if (reader.peek()?.toUpperCase() === "SELECT")
    return new Set(readSelect(reader, tableOf).rows.map((row) => Object.values(row)[0] ?? null));
  const values = [literal(reader.next())];
  while (reader.takes(",")) values.push(literal(reader.next()));
  return new Set(values);
}

function literal(token: string): string | boolean | null {
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, "$1");
  if (/^(true|false)$/i.test(token)) return token.toLowerCase() === "true";
  if (/^null$/i.test(token)) return null;
  throw new SoqlError("MALFORMED_QUERY", `unexpected token: ${token}`);
}

function known({ fields }: Table, name: string): string {
  const field = fields.find((one) => one.toLowerCase() === name.toLowerCase());
  if (field === undefined) throw new SoqlError("INVALID_FIELD", `No such column '${name}'`);
  return field;
}
