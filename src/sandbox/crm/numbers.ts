import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A number's digits without its country's code, as a CRM that indexes numbers keeps them; a national one is taken for American. */
export function nationalDigits(typed: string): string {
  const parsed = parsePhoneNumberFromString(typed, "US");
  return parsed === undefined ? digits(typed) : parsed.nationalNumber;
}

export function digits(typed: string): string {
  return typed.replace(/\D/g, "");
}
