/**
 * Reads the outline of `directory.yml` field by field. A draft keeps what could be read, with its line, so that one
 * mistake does not hide or cause others.
 */

import * as fields from "./directory-fields.ts";
import { nearest } from "./nearest.ts";
import type { ListNode, MapNode, Outline, Problem } from "./outline.ts";

/** A value and the line it stands on. Absent in a draft: missing or not readable, which was reported. */
export interface Located<T> {
  readonly value: T;
  readonly line: number;
}

type Field<T> = {
  readonly read: (node: Outline, key: string, problems: Problem[]) => T | undefined;
  /** Stands in where the key is missing; without it the key is required. */
  readonly otherwise?: T | null;
};
type Shape = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = F extends Field<infer T> ? T : never;
/** A record as far as it could be read. `line` is where it begins. */
export type Draft<S extends Shape> = { readonly line: number } & {
  readonly fields: { readonly [K in keyof S]?: Located<ValueOf<S[K]>> };
};

const lineShape = {
  number: text(fields.readNumber),
  name: text(fields.readName),
  carrier: text(fields.readName),
  sms_extension: text(fields.readExtension),
  preview: text(fields.readPreview, "full"),
};
const memberShape = {
  username: text(fields.readUsername),
  extension: text(fields.readExtension, null),
  slack: text(fields.readSlackIdentity),
  role: text(fields.readRole, "agent"),
  name: text(fields.readName, null),
};
const groupShape = {
  name: text(fields.readName),
  extension: text(fields.readExtension),
  channel: text(fields.readChannel),
  members: { read: memberNames },
  outbound_line: text(fields.readNumber),
  notify: text(fields.readNotify, "none"),
  reopen_within_minutes: text(fields.readMinutes, 0),
};
const contactShape = { number: text(fields.readNumber), name: text(fields.readName) };
const directoryShape = {
  time_zone: text(fields.readTimeZone),
  customer_word: text(fields.readName, "customer"),
  lines: { read: records(lineShape, "a line") },
  members: { read: records(memberShape, "a member") },
  groups: { read: records(groupShape, "a group") },
  contacts: { read: records(contactShape, "a contact"), otherwise: [] },
};

/** What nobody guesses from the key. */
const meanings: Readonly<Record<string, string>> = {
  extension: 'any number you make up (nothing dials it), such as "200"',
  sms_extension: "the extension of the group that gets the line's texts",
};

export type LineDraft = Draft<typeof lineShape>;
export type MemberDraft = Draft<typeof memberShape>;
export type GroupDraft = Draft<typeof groupShape>;
export type ContactDraft = Draft<typeof contactShape>;
export type DirectoryDraft = Draft<typeof directoryShape>;

export function draftDirectory(root: Outline, problems: Problem[]): DirectoryDraft | null {
  return readRecord(root, directoryShape, "the directory", problems);
}

function text<T>(read: fields.Read<T>): Field<T>;
function text<T, D extends T | null>(read: fields.Read<T>, otherwise: D): Field<T>;
function text<T>(read: fields.Read<T>, otherwise?: T | null): Field<T> {
  const field = {
    read: (node: Outline, key: string, problems: Problem[]) => readText(node, key, read, problems),
  };
  return otherwise === undefined ? field : { ...field, otherwise };
}

function readText<T>(node: Outline, key: string, read: fields.Read<T>, problems: Problem[]): T | undefined {
  if (node.kind === "refused") return undefined;
  if (node.kind !== "text") {
    problems.push({ line: node.line, sentence: `\`${key}\` holds a ${node.kind}; write a single value.` });
    return undefined;
  }
  const result = read(node.text.trim(), key);
  if ("value" in result) return result.value;
  problems.push({ line: node.line, sentence: result.problem });
  return undefined;
}

function memberNames(
  node: Outline,
  key: string,
  problems: Problem[],
): readonly Located<string>[] | undefined {
  const list = readList(node, key, problems);
  return list?.items.flatMap((item) => {
    const name = readText(item, key, fields.readMemberName, problems);
    return name === undefined ? [] : [{ value: name, line: item.line }];
  });
}

function records<S extends Shape>(shape: S, noun: string) {
  return (node: Outline, key: string, problems: Problem[]): readonly Draft<S>[] | undefined =>
    readList(node, key, problems)?.items.flatMap((item) => readRecord(item, shape, noun, problems) ?? []);
}

function readList(node: Outline, key: string, problems: Problem[]): ListNode | null {
  if (node.kind === "list") return node;
  if (node.kind === "refused") return null;
  problems.push({
    line: node.line,
    sentence: `\`${key}\` must be a list; begin each item with \`- \`, or write \`[]\`.`,
  });
  return null;
}

function readRecord<S extends Shape>(
  node: Outline,
  shape: S,
  noun: string,
  problems: Problem[],
): Draft<S> | null {
  if (node.kind === "refused") return null;
  if (node.kind !== "map") {
    const keys = fields.listed(Object.keys(shape));
    problems.push({ line: node.line, sentence: `This is not ${noun}; write its keys and values (${keys}).` });
    return null;
  }
  const mistyped = reportUnknownKeys(node, shape, noun, problems);
  const found: { [K in keyof S]?: Located<ValueOf<S[K]>> } = {};
  for (const key of Object.keys(shape) as (keyof S & string)[]) {
    if (mistyped.has(key)) continue;
    const located = readField(node, key, shape[key], noun, problems);
    if (located !== undefined) found[key] = located as Located<ValueOf<S[typeof key]>>;
  }
  return { line: node.line, fields: found };
}

function readField(
  node: MapNode,
  key: string,
  field: Field<unknown> | undefined,
  noun: string,
  problems: Problem[],
): Located<unknown> | undefined {
  const entry = node.entries.find((candidate) => candidate.key === key);
  if (entry !== undefined) {
    const value = field?.read(entry.value, key, problems);
    return value === undefined ? undefined : { value, line: entry.line };
  }
  if (field?.otherwise === undefined) {
    const meaning = meanings[key];
    const remedy = meaning === undefined ? "add it." : `add it: ${meaning}.`;
    problems.push({ line: node.line, sentence: `\`${key}\` is missing from ${noun}; ${remedy}` });
    return undefined;
  }
  return field.otherwise === null ? undefined : { value: field.otherwise, line: node.line };
}

/** Returns the keys that they were probably meant to be and that are not there: those are not missing as well. */
function reportUnknownKeys(
  node: MapNode,
  shape: Shape,
  noun: string,
  problems: Problem[],
): ReadonlySet<string> {
  const known = Object.keys(shape);
  const present = node.entries.map((entry) => entry.key);
  const absent = known.filter((key) => !present.includes(key));
  const meantKeys = new Set<string>();
  for (const { key, line } of node.entries.filter((entry) => !known.includes(entry.key))) {
    const meant = nearest(key, absent) ?? nearest(key, known);
    const remedy = meant === null ? `known are ${fields.listed(known)}.` : `did you mean \`${meant}\`?`;
    if (meant !== null && absent.includes(meant)) meantKeys.add(meant);
    problems.push({ line, sentence: `\`${fields.shorten(key)}\` is not a key of ${noun}; ${remedy}` });
  }
  return meantKeys;
}
