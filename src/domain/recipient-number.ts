/** A number that somebody types as whom to text: read in any common form, or refused in a sentence. */
import { shorten } from "./directory-fields.ts";
import type { E164 } from "./ids.ts";
import { formatPhone, isLandline, lengthProblem, parseE164 } from "./phone.ts";

export type RecipientNumber = { readonly number: E164 } | { readonly problem: string };

/** Whether it is meant as a number: digits, and what people write between and behind them. */
export function looksLikeNumber(text: string): boolean {
  return /^(?:tel:)?[\s+(]*\p{Nd}[\p{Nd}\s().+/\u2010-\u2015-]*(?:(?:,|;|#|x|ext\.?|extension)[\s=]*\p{Nd}*)?$/iu.test(
    text.trim(),
  );
}

/** Null where it is none. These are so wherever one calls from; others may be somebody's extension. */
export function emergencyProblem(text: string): string | null {
  return emergency.has(text) ? alarm(text) : null;
}

/** @param country two letters; a number without a country's code is of it. */
export function readRecipientNumber(text: string, country: string): RecipientNumber {
  const number = parseE164(text, country) ?? parseE164(text);
  const shown = shorten(text);
  if (number !== null) {
    return isLandline(number)
      ? { problem: `${formatPhone(number)} is a landline, which gets no texts. Write a mobile number.` }
      : { number };
  }
  if (emergencyElsewhere.has(text)) return { problem: alarm(text) };
  if (/^\d{3,6}$/.test(text)) {
    return { problem: `${shown} is a short code or an extension that nobody has. Neither can be texted.` };
  }
  return { problem: notANumber(shown, whyNot(text, country), country) };
}

/** For what is no number, though it holds as many digits as one. */
export function notANumber(shown: string, why = "can't be a phone number.", country = "US"): string {
  return `${shown} ${why} Write it as ${country === "US" ? "+1 555 010 0123" : "+44 7700 900123"}.`;
}

function whyNot(text: string, country: string): string {
  switch (lengthProblem(text, country)) {
    case "short":
      return "is too short for a phone number.";
    case "long":
      return text.replace(/\P{Nd}/gu, "").length > 15
        ? "is too long for a phone number. Put commas between several."
        : "is too long for a phone number.";
    case "country":
      return "begins with a country code that does not exist.";
    case "extension":
      return "has an extension behind it, which no text can reach.";
    case "other":
      return "can't be a phone number.";
  }
}

const alarm = (number: string) =>
  `${number} is an emergency number, which no text from here reaches. Call it.`;

const emergency: ReadonlySet<string> = new Set(["000", "112", "911", "988", "999"]);
const emergencyElsewhere: ReadonlySet<string> = new Set(
  (
    "100 101 102 103 108 110 111 113 115 117 118 119 120 122 133 144 155 158 190 191 192 193 194 197 198 199 " +
    "995 997 998"
  ).split(" "),
);
