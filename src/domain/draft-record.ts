/**
 * Reads a part of an outline field by field. A draft keeps what could be read, with its line, so that one mistake does not hide
 * or cause others.
 */

import * as fields from "./directory-fields.ts";
import { nearest } from "./nearest.ts";
import type { ListNode, MapNode, Outline, Problem } from "./outline.ts";

/** A value and the line it stands on. Absent in a draft: missing or not readable, which was reported. */
export interface Located<T> {
  readonly value: T;
  readonly line: number;
}

export type Field<T> = {
  readonly read: (node: Outline, key: string, problems: Problem[]) => T | undefined;
  /** Stands in where the key is missing; without it the key is required. */
  readonly otherwise?: T | null;
  /** What nobody guesses from the key. */
  readonly meaning?: string;
};
export type Shape = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = F extends Field<infer T> ? T : never;
/** A record as far as it could be read. `line` is where it begins. */
export interface Draft<S extends Shape> {
  readonly line: number;
  readonly fields: { readonly [K in keyof S]?: Located<ValueOf<S[K]>> };
  /** What stands there, or should, and could not be read: that was reported. */
  readonly unread: ReadonlySet<string>;
}

/** A single value. */
export function text<T>(read: fields.Read<T>): Field<T>;
export function text<T, D extends T | null>(read: fields.Read<T>, otherwise: D): Field<T>;
export function text<T>(read: fields.Read<T>, otherwise?: T | null): Field<T> {
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

/** A list of single values. */
export function texts<T>(read: fields.Read<T>) {
  return (node: Outline, key: string, problems: Problem[]): readonly Located<T>[] | undefined =>
    readList(node, key, problems)?.items.flatMap((item) => {
      const value = readText(item, key, read, problems);
      return value === undefined ? [] : [{ value, line: item.line }];
    });
}

/** A list of records. */
export function records<S extends Shape>(shape: S, noun: string) {
  return (node: Outline, key: string, problems: Problem[]): readonly Draft<S>[] | undefined =>
    readList(node, key, problems)?.items.flatMap((item) => readRecord(item, shape, noun, problems) ?? []);
}

/** May be left out, and is absent then. */
export function optional<T>(read: Field<T>["read"]): Field<T> {
  return { read, otherwise: null };
}

/** Null for what is none, which is reported. */
export function readList(node: Outline, key: string, problems: Problem[]): ListNode | null {
  if (node.kind === "list") return node;
  if (node.kind === "refused") return null;
  problems.push({
    line: node.line,
    sentence: `\`${key}\` must be a list; begin each item with \`- \`, or write \`[]\`.`,
  });
  return null;
}

/** One record inside another. */
export function record<S extends Shape>(shape: S, noun: string) {
  return (node: Outline, _key: string, problems: Problem[]): Draft<S> | undefined =>
    readRecord(node, shape, noun, problems) ?? undefined;
}

export function readRecord<S extends Shape>(
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
  const unread = new Set<string>(mistyped);
  for (const key of Object.keys(shape) as (keyof S & string)[]) {
    if (mistyped.has(key)) continue;
    const before = problems.length;
    const located = readField(node, key, shape[key], noun, problems);
    if (located !== undefined) found[key] = located as Located<ValueOf<S[typeof key]>>;
    else if (problems.length > before || hasEntry(node, key)) unread.add(key);
  }
  return { line: node.line, fields: found, unread };
}

function hasEntry(node: MapNode, key: string): boolean {
  return node.entries.some((entry) => entry.key === key);
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
    const remedy = field?.meaning === undefined ? "add it." : `add it: ${field.meaning}.`;
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
  for (const { key, line, value } of node.entries.filter((entry) => !known.includes(entry.key))) {
    const meant = nearest(key, absent) ?? nearest(key, known);
    const remedy = meant === null ? unknownRemedy(value, known) : `did you mean \`${meant}\`?`;
    if (meant !== null && absent.includes(meant)) meantKeys.add(meant);
    problems.push({ line, sentence: `\`${fields.shorten(key)}\` is not a key of ${noun}; ${remedy}` });
  }
  return meantKeys;
}

function unknownRemedy(value: Outline, known: readonly string[]): string {
  const remedy = `known are ${fields.listed(known)}.`;
  // In braces, a comma ends a text that is not in quotes; the rest of it stands there as a key without a value.
  const isRest = value.kind === "text" && value.text === "";
  return isRest ? `${remedy} If it belongs to the text before it, put all of that in quotes.` : remedy;
}
