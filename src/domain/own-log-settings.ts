/** What a member set for themselves, as it is stored: what can't be read of it is as if it were not set. */
import type { E164 } from "./ids.ts";
import {
  type LogPolicy,
  type OwnLogSettings,
  type OwnPolicy,
  SEVERAL_CONTACTS,
  UNKNOWN_CONTACT,
  WRITE_LOG,
} from "./log-policy.ts";
import { parseE164 } from "./phone.ts";

type Reads = { readonly [Name in OwnPolicy]: (stored: unknown) => LogPolicy[Name] | undefined };

const reads: Reads = {
  autoLog: yesOrNo,
  popupAfterFirst: yesOrNo,
  unknownContact: wordOf(UNKNOWN_CONTACT),
  namePrefix: (stored) => (typeof stored === "string" ? stored : undefined),
  contactType: (stored) => (typeof stored === "string" || stored === null ? stored : undefined),
  severalContacts: wordOf(SEVERAL_CONTACTS),
  logNotes: yesOrNo,
  write: wordOf(WRITE_LOG),
  doNotLog: numbers,
};

export function readOwnLogSettings(stored: Readonly<Record<string, unknown>>): OwnLogSettings {
  const entries = Object.entries(reads).flatMap(([name, read]) => {
    const value = Object.hasOwn(stored, name) ? read(stored[name]) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function yesOrNo(stored: unknown): boolean | undefined {
  return typeof stored === "boolean" ? stored : undefined;
}

function wordOf<T extends string>(words: readonly T[]): (stored: unknown) => T | undefined {
  return (stored) => words.find((word) => word === stored);
}

function numbers(stored: unknown): readonly E164[] | undefined {
  if (!Array.isArray(stored)) return undefined;
  return stored.flatMap((one: unknown) => (typeof one === "string" ? (parseE164(one) ?? []) : []));
}
