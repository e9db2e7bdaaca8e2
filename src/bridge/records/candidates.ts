/** Whom somebody may choose: those who have the number, and those whom they look for. The CRM may be slow: nobody waits for it longer than Slack does. */
import { setTimeout as pause } from "node:timers/promises";
import { addressesOf } from "../../domain/group-address.ts";
import type { Address, CrmContactId } from "../../domain/ids.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { matchContacts } from "../../domain/match-contacts.ts";
import { numberOf, parseE164 } from "../../domain/phone.ts";
import type { Context } from "../context/context.ts";
import { type EpisodeContext, zoneOf } from "../context/episode-context.ts";
import type { ContactQuery, Crm, CrmContact, FoundContacts } from "../contracts/crm.ts";
import { type RecordPress, whoChooses } from "./who-chooses.ts";

/** Slack waits three seconds for the options of a menu. Milliseconds. */
export const menuPatience = 2_000;
/** Somebody who looks at a window waits longer. Milliseconds. */
const windowPatience = 10_000;
const mostRemembered = 5_000;

export interface Candidates extends FoundContacts {
  /** Why they could not be looked for; null where they were. */
  readonly trouble: string | null;
}

export interface OfferContacts extends RecordPress {
  readonly typed: string;
}

/** For a menu: with nothing typed, those who have the number; else by a part of the name, or by the number that was typed. */
export async function offerContacts(
  ctx: Context,
  { typed, ...press }: OfferContacts,
): Promise<Candidates & { readonly zone: string }> {
  const allowed = await ctx.store.read((tx) => whoChooses(tx, press));
  if ("refusal" in allowed) return { ...nobody(allowed.refusal), zone: "UTC" };
  return { ...(await candidatesFor(ctx, allowed.around, typed)), zone: zoneOf(allowed.around, press.user) };
}

/** The same for whoever was asked already whether they may. */
export async function candidatesFor(
  ctx: Context,
  around: Pick<EpisodeContext, "conversation" | "line">,
  typed: string,
): Promise<Candidates> {
  const words = typed.trim();
  if (words === "") return await byNumber(ctx, around, menuPatience);
  const number = parseE164(words, countryHere(around));
  if (number !== null) return await askFor(ctx, { phone: number as string as Address }, menuPatience);
  if (!ctx.crm.capabilities.searchesNames)
    return nobody(`${ctx.crm.title} can’t be searched by name: write a whole number.`);
  return await askFor(ctx, { name: words }, menuPatience);
}

/** Those who have the number, or one of the numbers, of a conversation's contact. */
export async function byNumber(
  ctx: Context,
  around: Pick<EpisodeContext, "conversation" | "line">,
  patience = windowPatience,
): Promise<Candidates> {
  const all: Candidates[] = [];
  for (const address of addressesOf(around.conversation.address)) {
    const number = numberOf(address);
    if (number === null) continue;
    const found = await askFor(ctx, { phone: address }, patience);
    all.push({ ...found, contacts: matchContacts(found.contacts, number, countryHere(around)) });
  }
  const contacts = new Map(all.flatMap((found) => found.contacts).map((one) => [one.id, one]));
  return {
    contacts: [...contacts.values()],
    more: all.some(({ more }) => more),
    trouble: all.find(({ trouble }) => trouble !== null)?.trouble ?? null,
  };
}

export function countryHere({ line }: Pick<EpisodeContext, "line">): string {
  return line === null ? "US" : countryOfLine(line);
}

/** Asks the CRM, outside of any transaction. Never throws: what is wrong stands in `trouble`. @param patience milliseconds. */
export async function askFor(ctx: Context, by: ContactQuery, patience: number): Promise<Candidates> {
  const { crm } = ctx;
  const found = await inTime(ctx, () => crm.findContacts(by), patience);
  if (found === null) return nobody(silence(crm));
  for (const contact of found.contacts) remember(crm, contact);
  return { ...found, trouble: null };
}

/** What the CRM says within so many milliseconds; null where it does not. */
export async function inTime<T>(ctx: Context, asks: () => Promise<T>, patience: number): Promise<T | null> {
  const answered = new AbortController();
  try {
    const late = pause(patience, null, { signal: answered.signal, ref: false });
    return await Promise.race([asks(), late]);
  } catch (error) {
    ctx.log.warn({ err: error }, "the CRM could not be asked for what somebody may choose");
    return null;
  } finally {
    answered.abort();
  }
}

export function nobody(trouble: string | null): Candidates {
  return { contacts: [], more: false, trouble };
}

export function silence({ title }: Crm): string {
  return `${title} does not answer right now. Please try again in a moment.`;
}

/** A menu gives back an id alone. */
const offered = new WeakMap<Crm, Map<CrmContactId, CrmContact>>();

function remember(crm: Crm, contact: CrmContact): void {
  const known = offered.get(crm) ?? new Map<CrmContactId, CrmContact>();
  offered.set(crm, known);
  known.delete(contact.id);
  known.set(contact.id, contact);
  const [oldest] = known.keys();
  if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
}

/** One that was offered; null where that was before a restart. */
export function offeredContact(crm: Crm, id: CrmContactId): CrmContact | null {
  return offered.get(crm)?.get(id) ?? null;
}
