/**
 * Phone numbers and the other addresses that texts come from. The only place that mints `E164` and `Address`,
 * and the only one that knows the numbering plans.
 */

import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from "libphonenumber-js/max";
import { cut } from "./cut.ts";
import { addressesOf, isGroupAddress } from "./group-address.ts";
import type { Address, E164 } from "./ids.ts";

/** What pasting from a web page or a contact card leaves around a number: controls, bidi marks, joiners. */
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const E164_FORM = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
/** GSM allows 11 characters in a sender name; carriers' gateways let somewhat longer ones through. */
const LONGEST_SENDER_NAME = 32;
const LONGEST_KEPT = 120;
/** What is longer is cut where it is shown, from its end: the digits would go first. */
const longestBesideDigits = 64;
/** Mobiles in Mexico had a 1 behind the country's code until 2019. Carriers still write it, and no plan knows it any more. */
const OLD_MEXICAN_MOBILE = /^(\+52)[ ().-]*1(?=(?:[ ().-]*\d){10}$)/;

/**
 * Reads a number as people write it: `+1 (555) 010-0001`, `tel:+15550100001`, `001 555 010 0001`, and with
 * `country` (`US`) also its national forms. Null for whatever is not possible by length in its numbering plan,
 * and for a number with an extension, which no text can reach. Whether a number is in service is not asked.
 */
export function parseE164(raw: string, country?: string): E164 | null {
  const parsed = readNumber(raw, country);
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) return null;
  return E164_FORM.test(parsed.number) ? (parsed.number as string as E164) : null;
}

/**
 * Reads whom a text came from: a number in E.164 form, a short code of 3 to 8 digits, or a sender name. Carriers
 * also put stand-ins there for hidden callers (`+266696687`, `RESTRICTED`): those are kept as they are. National forms
 * are not guessed at, since an answer would go to a stranger. Null only for what can't be a sender: nothing, or a text.
 */
export function parseAddress(raw: string): Address | null {
  const cleaned = clean(raw);
  if (cleaned === "" || cleaned.length > LONGEST_SENDER_NAME) return null;
  if (SHORT_CODE.test(cleaned)) return cleaned as Address;
  const number = /^(tel:)?\+/i.test(cleaned) ? parseE164(cleaned) : null;
  return (number ?? cleaned) as string as Address;
}

/** As it is, for what comes from or goes to somebody who is none of the above, so that it can be told apart. Null for nothing. */
export function keepAddress(raw: string): Address | null {
  const cleaned = clean(raw).slice(0, LONGEST_KEPT);
  return cleaned === "" ? null : (cleaned as Address);
}

/** Whether two letters name a country whose numbers we can read. */
export function isCountry(letters: string): boolean {
  return isSupportedCountry(letters);
}

/** The number behind an address, null when it is a short code or a name. */
export function numberOf(address: Address): E164 | null {
  return parseE164(address) === (address as string) ? (address as string as E164) : null;
}

/** Whether a text can be sent to it: to all of a group. Short codes and sender names can't be answered through a carrier's API. */
export function canReceive(address: Address): boolean {
  return addressesOf(address).every((one) => numberOf(one) !== null);
}

/** A service's number of a few digits. */
export function isShortCode(address: Address): boolean {
  return SHORT_CODE.test(address);
}

/** Two letters: whose numbering plan a number is of; of a plan of several countries, the first where the number does not say. */
export function countryOf(number: E164): string | null {
  const parsed = readNumber(number);
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null;
}

/** Whether its plan gives out numbers like it; of others, nobody can tell where they are. */
export function isAssigned(number: E164): boolean {
  return readNumber(number)?.isValid() ?? false;
}

/** Whether a number is known to be no mobile's. In some plans (+1) nobody can tell, and it is not. */
export function isLandline(number: E164): boolean {
  return readNumber(number)?.getType() === "FIXED_LINE";
}

/** What keeps something that looks like a number from being one. */
export function lengthProblem(
  raw: string,
  country: string,
): "short" | "long" | "country" | "extension" | "other" {
  if (readNumber(raw, country)?.ext !== undefined) return "extension";
  const cleaned = clean(raw).replace(/^tel:/i, "");
  const known = isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {};
  switch (validatePhoneNumberLength(cleaned, known)) {
    case "TOO_SHORT":
      return "short";
    case "TOO_LONG":
      return "long";
    case "INVALID_COUNTRY":
      return "country";
    default:
      return "other";
  }
}

/** For people: `(555) 019-9001` in the +1 plan, `+44 20 7946 0958` elsewhere, short codes and names as they are. */
export function formatPhone(address: Address | E164): string {
  if (isGroupAddress(address as Address)) return listed(addressesOf(address as Address).map(formatPhone));
  if (!E164_FORM.test(address)) return address;
  const parsed = readNumber(address);
  if (parsed === undefined || !parsed.isPossible()) return address;
  return parsed.countryCallingCode === "1" ? parsed.formatNational() : parsed.formatInternational();
}

/** The same with its country's code, which leads back to the number wherever it is read. */
export function internationalPhone(number: E164): string {
  const parsed = readNumber(number);
  return parsed?.isPossible() ? parsed.formatInternational() : number;
}

/** What a number is looked for by where others keep numbers in any form: its digits without the country's code. */
export function nationalDigits(address: Address): string {
  const parsed = numberOf(address) === null ? undefined : readNumber(address);
  return parsed?.nationalNumber ?? address.replace(/\D/g, "");
}

/** A number as it is usually typed, for where it has to be looked for by its form: digits alone, with what stands before them, and grouped. */
export function usualForms(number: E164): string[] {
  const parsed = readNumber(number);
  if (parsed === undefined) return [number];
  const grouped = parsed.formatNational();
  const forms = [parsed.nationalNumber, number.slice(1), grouped.replace(/\D/g, ""), grouped];
  return [...new Set([...forms, parsed.formatInternational()])];
}

/**
 * Whoever a text came from, by the name that the team knows them by, if it does. Two people may have one name, and a text to the wrong one
 * can't be called back: so the name of a number stands with its last digits, however long it is.
 */
export function senderLabel(address: Address, name: string | null = null): string {
  if (name === null || numberOf(address) === null) return senderName(address, name);
  return `${cut(name, longestBesideDigits)} (${maskPhone(address)})`;
}

/**
 * The same where the number is near: a post's author, under its card. Anybody can send under any name, a colleague's, a customer's or the
 * app's: so one says, first of all, that it is such a name.
 */
export function senderName(address: Address, name: string | null = null): string {
  if (numberOf(address) !== null || isShortCode(address) || isGroupAddress(address))
    return name ?? formatPhone(address);
  const sender = `Sender name “${address}”`;
  return name === null ? sender : `${sender} (${name})`;
}

function listed(all: readonly string[]): string {
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** For logs: `…9001`. What is so short that four characters would give it away shows nothing. */
export function maskPhone(address: Address | E164): string {
  const characters = [...address];
  return characters.length > 6 ? `…${characters.slice(-4).join("")}` : "…";
}

/** Reading one costs more than most of what is done with it, and the same few thousand come again and again. */
const read = new Map<string, PhoneNumber | undefined>();
const remembered = 5_000;

function readNumber(raw: string, country?: string): PhoneNumber | undefined {
  const key = `${country ?? ""} ${raw}`;
  if (read.has(key)) return read.get(key);
  const number = parseNumber(raw, country);
  if (read.size >= remembered) read.clear();
  read.set(key, number);
  return number;
}

function parseNumber(raw: string, country?: string): PhoneNumber | undefined {
  const cleaned = clean(raw).replace(/^tel:/i, "").replace(OLD_MEXICAN_MOBILE, "$1");
  if (country !== undefined && isSupportedCountry(country)) {
    return parsePhoneNumberFromString(cleaned, { defaultCountry: country, extract: false });
  }
  return parsePhoneNumberFromString(cleaned.replace(/^00(?=[1-9\s])\s*/, "+"), { extract: false });
}

/** Lone surrogates would not survive the way to the database and back. */
function clean(raw: string): string {
  const visible = raw.replace(/\p{Cs}/gu, "").replace(INVISIBLE, "");
  return visible.normalize("NFC").trim();
}
