/** Kinds of environment variables: each reads a text, fills in its default, or says what to write instead. */

import { z } from "zod";
import { parseUrl } from "./parse-url.ts";
import { withoutSlash } from "./without-slash.ts";

type Outcome<T> = { readonly value: T } | { readonly problem: string };

/** A variable that may be left out. The problem is a phrase that follows the variable's name. */
export function variable<T, D>(otherwise: D, read: (text: string) => Outcome<T>) {
  return z
    .string()
    .optional()
    .transform((text, context): T | D => {
      if (text === undefined) return otherwise;
      const outcome = read(text);
      if ("value" in outcome) return outcome.value;
      context.issues.push({ code: "custom", message: outcome.problem, input: text });
      return z.NEVER;
    });
}

/** A number between two bounds, whole unless told otherwise. */
export function numberIn(least: number, most: number, otherwise: number, kind: "whole" | "any" = "whole") {
  const form = kind === "whole" ? /^\d{1,9}$/ : /^\d{1,9}(\.\d{1,6})?$/;
  const noun = kind === "whole" ? "a whole number" : "a number";
  return variable(otherwise, (text) => {
    const value = form.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return { value };
    return { problem: `must be ${noun} from ${least} to ${most}, not ${quote(text)}.` };
  });
}

export function oneOf<T extends string>(choices: readonly T[], otherwise: T) {
  return variable(otherwise, (text) => {
    const value = choices.find((choice) => choice === text.toLowerCase());
    return value === undefined
      ? { problem: `must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, not ${quote(text)}.` }
      : { value };
  });
}

export function plainText<D>(otherwise: D) {
  return variable(otherwise, (value) => ({ value }));
}

/** A secret: what was typed is never repeated. `wrong` says what is wrong with one, null when nothing is. */
export function secret(wrong: (text: string) => string | null = () => null) {
  return variable(null, (text) => {
    const problem = /\s/.test(text) ? "holds spaces; copy it again." : wrong(text);
    return problem === null ? { value: text } : { problem };
  });
}

/** Secrets separated by commas, `most` at most. */
export function secrets<T>(read: (text: string) => Outcome<T>, most = 20) {
  return variable<T[], []>([], (text) => {
    const values: T[] = [];
    for (const part of text.split(",").map((piece) => piece.trim())) {
      const outcome =
        part === "" ? { problem: "holds an empty part between commas; remove it." } : read(part);
      if ("problem" in outcome) return outcome;
      values.push(outcome.value);
    }
    return values.length > most
      ? { problem: `holds more than ${most}; remove the old ones.` }
      : { value: values };
  });
}

/** An http(s) address without query, fragment or credentials; the result has no slash at its end. */
export function webAddress(example: string, wrong: (url: URL) => string | null = () => null) {
  return variable(null, (text) => {
    const url = parseUrl(text);
    if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
      return {
        problem: `must be an http(s) address such as ${example}, not ${quote(withoutCredentials(text))}.`,
      };
    }
    if (url.username !== "" || url.password !== "")
      return { problem: "must not hold a user name or password." };
    if (/[?#]/.test(text)) return { problem: `must end before any ? or #, such as ${example}.` };
    const problem = wrong(url);
    return problem === null ? { value: withoutSlash(url.href) } : { problem };
  });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//…@");
}
