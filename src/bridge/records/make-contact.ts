/**
 * Making a contact in the CRM: once a number, however many records ask for it at a time, and never again on a guess. That it is tried is
 * kept before; a lost answer is settled by finding it by its number, and that it is not found proves nothing for a while.
 */
import { contactTypeIn, isContactType } from "../../domain/contact-type.ts";
import { cut } from "../../domain/cut.ts";
import type { Address } from "../../domain/ids.ts";
import type { LogPolicy } from "../../domain/log-policy.ts";
import { formatPhone } from "../../domain/phone.ts";
import { quoted } from "../../domain/quote.ts";
import { createTurns, type Turns } from "../../lib/in-turn.ts";
import type { Context } from "../context/context.ts";
import { makeSureOfLead } from "../context/sure-of-lead.ts";
import type { Crm, CrmContact, CrmRefusal, NewCrmContact } from "../contracts/crm.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { ContactFinding, LookedUp, SoughtNumber } from "./contact-finding.ts";

/** How long CRMs' searches may lag behind what was written. Milliseconds. */
export const absenceSettles = 10 * 60_000;
/** In no CRM is a name longer. */
const nameLimit = 100;

/** By the CRM, which belongs to one process. */
const turns = new WeakMap<Crm, Turns>();

/** Those of one number go one after the other. */
export async function inTurn<T>({ crm }: Context, address: Address, act: () => Promise<T>): Promise<T> {
  const own = turns.get(crm) ?? createTurns();
  turns.set(crm, own);
  return await own.take(address, act);
}

/** @param look once more, since another record of this number may have made it. */
export async function makePlaceholder(
  ctx: Context,
  sought: SoughtNumber,
  { namePrefix, contactType }: Pick<LogPolicy, "namePrefix" | "contactType">,
  look: () => Promise<LookedUp>,
): Promise<ContactFinding> {
  const type = typeOf(ctx.crm, contactType);
  if ("refusal" in type) return { kind: "held", hold: "contact", reason: type.refusal };
  const { address } = sought;
  return await inTurn(ctx, address, async () => {
    const found = await look();
    if (found.kind !== "none") return found;
    const words = [namePrefix, sought.name ?? "", formatPhone(address)];
    const name = cut(words.filter((word) => word !== "").join(" "), nameLimit);
    const made = await makeContact(ctx, { phone: address, name, type: type.value }, "if it has none");
    switch (made.kind) {
      case "made":
        await keepContact(ctx, address, made.contact);
        return { kind: "contact", contact: made.contact, chosenBy: null };
      case "rejected":
        return { kind: "held", hold: "contact", reason: made.sentence };
      case "later":
        return made;
      case "unknown":
        return { kind: "later", afterMs: 30_000, reason: made.reason };
    }
  });
}

type MadeContact =
  | { readonly kind: "made"; readonly contact: CrmContact }
  | CrmRefusal
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * In its number's turn here; at another instance one may be made at the same time. Until it is kept who was made, it counts as tried.
 * @param whether also where one was kept for its number since it was asked for.
 */
export async function makeContact(
  ctx: Context,
  contact: NewCrmContact,
  whether: "if it has none" | "anyway",
): Promise<MadeContact> {
  const { phone } = contact;
  const triedAt = ctx.now();
  const before = await ctx.store.transaction(async (tx) => {
    if (await isErased(tx, phone)) return "erased";
    const choice = await tx.crmContacts.chosenFor(ctx.crm.name, phone);
    const isBegun = choice?.triedAt != null && choice.triedAt > triedAt - absenceSettles;
    if (isBegun || (whether === "if it has none" && choice?.contact != null)) return "elsewhere";
    const none = { crm: ctx.crm.name, address: phone, contact: null, chosenBy: null, chosenAt: triedAt };
    await tx.crmContacts.choose({ ...none, ...choice, triedAt });
    return choice;
  });
  if (before === "erased") return { kind: "later", afterMs: null, reason: "its contact was erased" };
  if (before === "elsewhere") return { kind: "unknown", reason: "another instance makes it, or has" };
  await makeSureOfLead(ctx, triedAt);
  const outcome = await ctx.crm.createContact(contact);
  switch (outcome.kind) {
    case "created":
      return { kind: "made", contact: outcome.contact };
    case "unknown":
      return outcome;
    default:
      // It is certain that none was made by this.
      await ctx.store.transaction(async (tx) => {
        const choice = await tx.crmContacts.chosenFor(ctx.crm.name, phone);
        if (choice !== null) await tx.crmContacts.choose({ ...choice, triedAt: before?.triedAt ?? null });
      });
      return outcome;
  }
}

/** It is this one's number from now on; where it is asked each time, it stays so. */
export async function keepContact(
  ctx: Context,
  address: Address,
  { id, type, name }: CrmContact,
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    if (await isErased(tx, address)) {
      tx.afterwards(() =>
        ctx.log.warn({ contact: id }, "a contact was erased while it was made in the CRM: delete it there"),
      );
      return;
    }
    const crm = ctx.crm.name;
    const choice = await tx.crmContacts.chosenFor(crm, address);
    const asksEachTime = choice !== null && choice.contact === null && choice.chosenBy !== null;
    if (asksEachTime) return await tx.crmContacts.choose({ ...choice, triedAt: null });
    const contact = { id, type, name };
    await tx.crmContacts.choose({
      crm,
      address,
      contact,
      chosenBy: null,
      chosenAt: ctx.now(),
      triedAt: null,
    });
  });
}

/** Then nothing is kept of its number. */
async function isErased(tx: Tx, address: Address): Promise<boolean> {
  return (await tx.contacts.find(address)) === null;
}

/** The kind that a new one is of, by the CRM's word for it. */
export function typeOf(
  { capabilities, title }: Crm,
  wanted: string | null,
): { readonly value: string | null } | { readonly refusal: string } {
  const { contactTypes, createsContacts } = capabilities;
  if (!createsContacts) return { refusal: `Contacts can’t be created in ${title} from here.` };
  if (wanted === null) return { value: contactTypes[0]?.value ?? null };
  if (isContactType(contactTypes, wanted)) return { value: contactTypeIn(contactTypes, wanted) };
  return { refusal: `${title} knows no contact type ${quoted(wanted)}.` };
}
