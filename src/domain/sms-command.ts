/**
 * What somebody typed behind `/sms`. Only what can be read in one way does something at once: a text to the wrong number can't be taken
 * back, so whatever leaves a doubt opens the form with all of it filled in.
 */
import { cut } from "./cut.ts";
import { type Directory, groupByExtension } from "./directory.ts";
import type { E164, Extension, Username } from "./ids.ts";
import { nearest } from "./nearest.ts";
import { parseE164 } from "./phone.ts";
import { normalizeText } from "./plain-text.ts";
import type { Recipient } from "./recipient.ts";

export type SmsCommand =
  | { readonly kind: "help" }
  | { readonly kind: "find"; readonly words: string }
  /** The form, with what was understood in it. */
  | { readonly kind: "new"; readonly to: readonly Recipient[]; readonly text: string }
  /** Sent at once if anything was exchanged with the number before. */
  | { readonly kind: "number"; readonly number: E164; readonly text: string }
  | { readonly kind: "staff"; readonly username: Username; readonly text: string }
  /** It begins with nothing that is known. `looksLike` a number: one that can't be. `near`: what was probably meant. */
  | {
      readonly kind: "unknown";
      readonly what: string;
      readonly looksLike: "number" | "word";
      readonly near: string | null;
    };

export interface CommandReader {
  readonly directory: Directory;
  /** Two letters: numbers without a country's code are read as of it. */
  readonly country: string;
}

/** A number is never written in more pieces than that. */
const mostPieces = 12;
/** As much of what is not understood as is said again. */
const mostQuoted = 40;

/** A piece of a number: digits, with the signs that people put between them. */
const PIECE = /^\+?[(]*\+?\p{Nd}[\p{Nd}().\-\u2010-\u2013/]*$/u;
const DIGITS_BEFORE_LETTERS = /^\P{L}*\p{N}/u;
/** No text reaches one: somebody expects that it does. */
const EXTENSION = /^(?:x|ext\.?|extension)\s*\p{Nd}/iu;

export function readSmsCommand(typed: string, reader: CommandReader): SmsCommand {
  const text = normalizeText(typed);
  const [first, rest] = firstWord(text);
  const word = first.toLowerCase();
  if (word === "") return { kind: "new", to: [], text: "" };
  if (word === "help") return { kind: "help" };
  if (word === "find") return { kind: "find", words: rest };
  const colleague = findColleague(first, reader.directory);
  const numbers = readNumbers(text, reader.country);
  if (numbers !== null) return toNumbers(numbers, colleague === null);
  if (colleague === null) return unknown(text, first, reader.directory);
  return colleague.kind === "member" && rest !== ""
    ? { kind: "staff", username: colleague.username, text: rest }
    : { kind: "new", to: [colleague], text: rest };
}

interface Numbers {
  readonly numbers: readonly E164[];
  /** Whether it could not end elsewhere, and no digit follows that might belong to it. */
  readonly isCertain: boolean;
  readonly text: string;
}

function toNumbers({ numbers, isCertain, text }: Numbers, isNoExtension: boolean): SmsCommand {
  const [number] = numbers;
  if (number !== undefined && numbers.length === 1 && isCertain && isNoExtension && text !== "")
    return { kind: "number", number, text };
  return { kind: "new", to: numbers.map((one) => ({ kind: "number", number: one })), text };
}

/** The numbers that it begins with, separated by commas where there are several. Null where it begins with none. */
function readNumbers(text: string, country: string): Numbers | null {
  const read = readNumber(text, country);
  if (read === null) return null;
  const more = read.isSeparated ? readNumbers(read.text, country) : null;
  if (more !== null)
    return { ...more, numbers: [...new Set([read.number, ...more.numbers])], isCertain: false };
  return {
    numbers: [read.number],
    isCertain: read.isCertain && !DIGITS_BEFORE_LETTERS.test(read.text) && !EXTENSION.test(read.text),
    text: read.text,
  };
}

interface LeadingNumber {
  readonly number: E164;
  readonly isCertain: boolean;
  /** Whether a comma or semicolon ends it, behind which another may stand. */
  readonly isSeparated: boolean;
  readonly text: string;
}

/** The longest that can be one. It is certain where no shorter one can be, and nothing like a part of one follows. */
function readNumber(text: string, country: string): LeadingNumber | null {
  const pieces: string[] = [];
  const found: LeadingNumber[] = [];
  for (let left = text; pieces.length < mostPieces; ) {
    const [word, rest] = firstWord(left);
    const [, piece = "", end = ""] = /^(.*?)([,;:]?)$/su.exec(word) ?? [];
    if (!PIECE.test(piece)) break;
    pieces.push(piece);
    left = rest;
    const number = parseE164(pieces.join(" "), country);
    if (number !== null) found.push({ number, isCertain: true, isSeparated: /[,;]/.test(end), text: rest });
    if (end !== "") break;
  }
  const longest = found.at(-1);
  return longest === undefined ? null : { ...longest, isCertain: found.length === 1 };
}

function findColleague(typed: string, directory: Directory): Exclude<Recipient, { kind: "number" }> | null {
  const word = typed
    .replace(/^@/, "")
    .replace(/[,:;]$/, "")
    .toLowerCase();
  const member = directory.members.find(({ username, extension }) => username === word || extension === word);
  if (member !== undefined) return { kind: "member", username: member.username };
  const group = groupByExtension(directory, word as Extension);
  return group === null ? null : { kind: "group", extension: group.extension };
}

function unknown(text: string, first: string, directory: Directory): SmsCommand {
  const [what] = /^[+(]?\p{Nd}[\p{Nd}\s().+\-\u2010-\u2013/]*/u.exec(text) ?? [];
  const isNumber = what !== undefined && PIECE.test(first.replace(/[,;:]$/, ""));
  const names = directory.members.flatMap(({ username, extension = [] }) => [
    username,
    ...[extension].flat(),
  ]);
  const extensions = directory.groups.map(({ extension }) => extension);
  return {
    kind: "unknown",
    what: cut(isNumber ? what.trim() : first, mostQuoted),
    looksLike: isNumber ? "number" : "word",
    near: nearest(first.replace(/^@/, ""), [...names, ...extensions]),
  };
}

function firstWord(text: string): readonly [string, string] {
  const [word = ""] = /^\S*/u.exec(text) ?? [];
  return [word, text.slice(word.length).trimStart()];
}
