/** Lists in a described carrier: words that it uses, and what they mean. */

import { oneOf, type Read, shorten } from "../directory-fields.ts";
import { type Field, type Located, readList, readRecord, text, texts } from "../draft-record.ts";
import { ERROR_MEANINGS, type ErrorMeaning, type Pointer } from "../http-carrier.ts";
import type { Outline, Problem } from "../outline.ts";
import { readPointer, readWord } from "./field-values.ts";

/** A list, or the only one of it by itself. */
export function wordsIn<T>(read: Read<T>): Field<readonly T[]>["read"] {
  return (node, key, problems) => {
    if (node.kind !== "text") return texts(read)(node, key, problems)?.map(({ value }) => value);
    const only = text(read).read(node, key, problems);
    return only === undefined ? undefined : [only];
  };
}

/** Where blanks and line breaks count. */
export function untrimmed(otherwise: string): Field<string> {
  const plain = text<string>((value) => ({ value }));
  const read: Field<string>["read"] = (node, key, problems) =>
    node.kind === "text" ? node.text : plain.read(node, key, problems);
  return { read, otherwise };
}

export interface OnlyDraft {
  readonly at: Located<Pointer>;
  readonly words: readonly string[];
}

/** What has to stand where: pointers with their words. */
export function readOnly(node: Outline, key: string, problems: Problem[]): readonly OnlyDraft[] | undefined {
  if (node.kind === "refused") return undefined;
  if (node.kind !== "map") {
    const sentence = `\`${key}\` holds a ${node.kind}; write pointers with the words that have to stand there, such as { /type: received }.`;
    problems.push({ line: node.line, sentence });
    return undefined;
  }
  return node.entries.flatMap(({ key: typed, line, value }) => {
    const at = readPointer(typed, key);
    if ("problem" in at) problems.push({ line, sentence: at.problem });
    const words = wordsIn(readWord)(value, shorten(typed), problems);
    return "value" in at && words !== undefined ? [{ at: { value: at.value, line }, words }] : [];
  });
}

export interface ErrorDraft {
  readonly words: readonly string[];
  readonly means: ErrorMeaning;
}

const errorShape = { words: { read: wordsIn(readWord) }, means: text(oneOf(ERROR_MEANINGS)) };

export function errorsIn(node: Outline, key: string, problems: Problem[]): readonly ErrorDraft[] | undefined {
  return readList(node, key, problems)?.items.flatMap((item) => {
    const { words, means } = readRecord(item, errorShape, "one of `errors`", problems)?.fields ?? {};
    return words && means ? [{ words: words.value, means: means.value }] : [];
  });
}
