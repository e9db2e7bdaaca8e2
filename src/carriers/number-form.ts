/** Numbers as a carrier writes them, and wants them written. */
import type { NumberForm } from "../domain/http-carrier.ts";
import type { Address, E164 } from "../domain/ids.ts";
import { nationalDigits, parseE164 } from "../domain/phone.ts";

/** Shorter ones are short codes. */
const WITH_COUNTRY = /^\d{9,15}$/;

/** An address with its country's code, where the carrier leaves that or the plus sign out; all else as it is. */
export function readNumber(form: NumberForm, raw: string): string {
  const given = raw.trim();
  if (form.kind === "digits" && WITH_COUNTRY.test(given)) return `+${given}`;
  if (form.kind !== "national" || !/^[\d(]/.test(given)) return raw;
  return parseE164(given, form.country) ?? raw;
}

/** Null where it can't be written in that form without becoming somebody else's. */
export function writeNumber(form: NumberForm, number: Address | E164): string | null {
  if (form.kind === "e164") return number;
  if (form.kind === "digits") return number.replace(/^\+/, "");
  const digits = nationalDigits(number as Address);
  return parseE164(digits, form.country) === (number as string) ? digits : null;
}
