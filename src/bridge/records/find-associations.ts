/**
 * What else a record belongs to in the CRM, a deal, a matter, a ticket: the only one of a kind is taken, of several somebody is asked. It is
 * looked for once: what was taken, or chosen, is kept with the record for as long as it stays on its contact.
 */
import type { Context } from "../context/context.ts";
import type { Association, CrmContact } from "../contracts/crm.ts";
import type { LogRecord } from "../contracts/store/records.ts";

export interface FoundAssociations {
  /** By kind, the CRM's id. */
  readonly taken: Readonly<Record<string, string>>;
  /** What somebody has to choose, in words; null: nothing. */
  readonly asks: string | null;
}

/** Null where it is known already, or the CRM has no such things. May throw `CrmError`. */
export async function findAssociations(
  { crm }: Pick<Context, "crm">,
  { additions }: Pick<LogRecord, "additions">,
  contact: CrmContact,
): Promise<FoundAssociations | null> {
  if (crm.listAssociations === undefined || additions.associations !== undefined) return null;
  const kinds = new Map<string, Map<string, Association>>();
  for (const one of await crm.listAssociations(contact)) {
    const ofKind = kinds.get(one.kind) ?? new Map<string, Association>();
    kinds.set(one.kind, ofKind.set(one.id, one));
  }
  const taken: Record<string, string> = {};
  const several: string[] = [];
  for (const [kind, ofKind] of kinds) {
    const [only] = ofKind.values();
    if (only === undefined) continue;
    if (ofKind.size === 1) taken[kind] = only.id;
    else several.push(`${ofKind.size} ${plural(only.kindName)}`);
  }
  return { taken, asks: several.length === 0 ? null : questionOf(contact, several) };
}

function questionOf({ name }: CrmContact, several: readonly string[]): string {
  const who = name === "" ? "The contact" : name;
  return `${who} has ${several.join(" and ")}: choose which it belongs to.`;
}

function plural(kindName: string): string {
  const word = kindName.toLowerCase();
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
