/** To whom a text shall go, as it is chosen in a form: a number, a colleague, or everyone of a group. */
import type { E164, Extension, Username } from "./ids.ts";

export type Recipient =
  | { readonly kind: "number"; readonly number: E164 }
  | { readonly kind: "member"; readonly username: Username }
  | { readonly kind: "group"; readonly extension: Extension };

/** `typed`: digits that were chosen as they were typed, and are still to be read. */
export type Chosen = Recipient | { readonly kind: "typed"; readonly typed: string };

/** The parts of what was typed or pasted at once; names hold spaces, so commas, semicolons and lines part them. */
export function typedParts(typed: string): readonly string[] {
  return typed
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Slack's limit for the value of an option. */
const longestValue = 75;

export function chosenValue(chosen: Chosen): string {
  const value = wholeValue(chosen);
  // The rest of a number may be somebody else's: what is cut can't be read as one any more.
  return value.length > longestValue ? `${value.slice(0, longestValue - 1)}…` : value;
}

/** Whether nothing of it is cut where it is chosen. */
export function fitsAnOption(chosen: Chosen): boolean {
  return wholeValue(chosen).length <= longestValue;
}

function wholeValue(chosen: Chosen): string {
  return `${chosen.kind}:${idOf(chosen)}`;
}

/** Null for what no form of ours has offered. */
export function readChosen(value: string): Chosen | null {
  const [, kind, id = ""] = /^(number|member|group|typed):(.+)$/s.exec(value) ?? [];
  switch (kind) {
    case "number":
      return { kind, number: id as E164 };
    case "member":
      return { kind, username: id as Username };
    case "group":
      return { kind, extension: id as Extension };
    case "typed":
      return { kind, typed: id };
    default:
      return null;
  }
}

function idOf(chosen: Chosen): string {
  switch (chosen.kind) {
    case "number":
      return chosen.number;
    case "member":
      return chosen.username;
    case "group":
      return chosen.extension;
    case "typed":
      return chosen.typed;
  }
}
