/** What a member fills in about logging: what of it can be theirs, and what is kept of it. */
import { shorten } from "./directory-fields.ts";
import type { E164 } from "./ids.ts";
import {
  OWN_POLICIES,
  type OwnLogSettings,
  type OwnPolicy,
  type RuledBy,
  type RuledPolicies,
  type SeveralContacts,
  type UnknownContact,
  type WriteLog,
} from "./log-policy.ts";
import { parseE164 } from "./phone.ts";

/** As it was filled in; what the form did not ask is absent. */
export interface TypedLogSettings {
  readonly autoLog?: boolean;
  readonly popupAfterFirst?: boolean;
  readonly unknownContact?: UnknownContact;
  readonly namePrefix?: string;
  readonly contactType?: string;
  readonly severalContacts?: SeveralContacts;
  readonly logNotes?: boolean;
  readonly write?: WriteLog;
  /** Numbers of their own, with anything between them. */
  readonly doNotLog?: string;
}

export type LogSettingsProblems = Partial<Record<OwnPolicy, string>>;

const longestPrefix = 80;
/** Nobody keeps out more by hand, and all of them are looked at with each text. */
const mostNumbers = 200;

/**
 * Only what differs from what holds without it is kept, so that the rest follows when the company changes its mind.
 * @param own what they set before. @param usualType the kind of contact that is made where nobody names one.
 */
export function chooseLogSettings(
  typed: TypedLogSettings,
  policies: RuledPolicies,
  own: OwnLogSettings,
  { country, usualType }: { readonly country: string; readonly usualType: string | null },
): { readonly own: OwnLogSettings } | { readonly problems: LogSettingsProblems } {
  const problems: LogSettingsProblems = {};
  const kept: Record<string, unknown> = { ...own };
  for (const name of OWN_POLICIES) {
    const written = typed[name];
    if (written === undefined) continue;
    const read = readOne(name, written, country);
    if ("problem" in read) problems[name] = read.problem;
    else {
      const isRuled = isSame(name, read.value, ruledOf(name, policies, usualType));
      if (policies[name].locked && !isRuled) problems[name] = lockedMeanwhile(policies[name].by);
      else if (isRuled) delete kept[name];
      else if (!policies[name].locked) kept[name] = read.value;
    }
  }
  return Object.keys(problems).length > 0 ? { problems } : { own: kept };
}

type Written = NonNullable<TypedLogSettings[OwnPolicy]>;

function readOne(
  name: OwnPolicy,
  written: Written,
  country: string,
): { value: unknown } | { problem: string } {
  if (name === "namePrefix") return readPrefix(String(written));
  if (name === "doNotLog") return readNumbers(String(written), country);
  return { value: written };
}

/** Nothing is what holds without it. */
function readPrefix(written: string): { value: string } | { problem: string } {
  const value = written
    .normalize("NFC")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
  if ([...value].length <= longestPrefix) return { value };
  return { problem: `Please shorten it: a name begins with at most ${longestPrefix} characters of it.` };
}

function readNumbers(written: string, country: string): { value: readonly E164[] } | { problem: string } {
  const words = written.split(/[\n,;]+/).flatMap((word) => word.trim() || []);
  const read = words.map((word) => ({ word, number: parseE164(word, country) ?? parseE164(word) }));
  const wrong = read.find(({ number }) => number === null);
  if (wrong !== undefined)
    return {
      problem: `${shorten(wrong.word)} is not a phone number. Write one a line, such as ${country === "US" ? "+1 555 010 0123" : "+44 7700 900123"}.`,
    };
  const numbers = [...new Set(read.flatMap(({ number }) => number ?? []))];
  if (numbers.length <= mostNumbers) return { value: numbers };
  return { problem: `These are ${numbers.length} numbers; keep it to ${mostNumbers}.` };
}

function ruledOf(name: OwnPolicy, policies: RuledPolicies, usualType: string | null): unknown {
  if (name === "contactType") return policies.contactType.ruled ?? usualType;
  return policies[name].ruled;
}

/** Of numbers, those that the company keeps out anyway are not theirs to name. */
function isSame(name: OwnPolicy, value: unknown, ruled: unknown): boolean {
  if (name === "doNotLog")
    return (value as readonly E164[]).every((one) => (ruled as readonly E164[]).includes(one));
  return value === ruled || (name === "namePrefix" && value === "");
}

function lockedMeanwhile(by: RuledBy | null): string {
  return `Your admin has set this ${forWhom(by)} meanwhile. Close this and open it again to see how it is.`;
}

/** "for everyone", "for the line Front desk". */
export function forWhom(by: RuledBy | null): string {
  return by === null || by.kind === "all" ? "for everyone" : `for the ${by.kind} ${by.name}`;
}
