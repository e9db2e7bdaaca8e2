/**
 * Whom a record is logged on: who was chosen for its number, else whoever has it in the CRM, compared in E.164. Never on a guess: where
 * that does not tell, the policy does, or somebody is asked.
 */
import { CrmError } from "../../domain/errors.ts";
import { isGroupAddress } from "../../domain/group-address.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import type { LogPolicy } from "../../domain/log-policy.ts";
import { matchContacts, preferredContact } from "../../domain/match-contacts.ts";
import { formatPhone, numberOf } from "../../domain/phone.ts";
import type { Context } from "../context/context.ts";
import type { ChosenContact } from "../contracts/store/crm-contacts.ts";
import { type ContactFinding, contactOf, type LookedUp, type SoughtNumber } from "./contact-finding.ts";
import { absenceSettles, keepContact, makePlaceholder } from "./make-contact.ts";

/** Asks the CRM: outside of any transaction. */
export async function findContact(
  ctx: Context,
  sought: SoughtNumber,
  policy: Pick<LogPolicy, "unknownContact" | "severalContacts" | "namePrefix" | "contactType">,
): Promise<ContactFinding> {
  try {
    const found = await look(ctx, sought, policy);
    if (found.kind !== "none") return found;
    if (policy.unknownContact === "skip") return { kind: "held", hold: "skipped", reason: found.reason };
    if (policy.unknownContact === "ask" || numberOf(sought.address) === null)
      return { kind: "held", hold: "contact", reason: found.reason };
    return await makePlaceholder(ctx, sought, policy, async () => await look(ctx, sought, policy));
  } catch (error) {
    if (error instanceof CrmError)
      return { kind: "later", afterMs: error.failure.retryAfterMs ?? null, reason: error.message };
    ctx.log.error({ err: error }, "a contact could not be looked for in the CRM; it is tried again");
    return { kind: "later", afterMs: null, reason: "it failed" };
  }
}

async function look(
  ctx: Context,
  sought: SoughtNumber,
  { severalContacts }: Pick<LogPolicy, "severalContacts">,
): Promise<LookedUp> {
  const { crm } = ctx;
  if (crm.capabilities.everyNumberKnown) return await everyones(ctx, sought);
  const choice = await ctx.store.read((tx) => tx.crmContacts.chosenFor(crm.name, sought.address));
  const chosen = choice && chosenOf(choice);
  if (chosen !== null) return chosen;
  const number = numberOf(sought.address);
  if (number === null)
    return {
      kind: "none",
      reason: isGroupAddress(sought.address)
        ? "Several people text here as a group, so it is not known on whom to log it."
        : `${crm.title} can’t be searched for a sender like this.`,
    };
  const found = await crm.findContacts({ phone: sought.address });
  const matches = matchContacts(found.contacts, number, sought.country);
  const [only] = matches;
  if (only === undefined && !found.more) return await noneYet(ctx, choice);
  if (only !== undefined && matches.length === 1 && !found.more) {
    // That it was made, and the answer lost, is settled by its being there.
    if (choice?.triedAt != null) await keepContact(ctx, sought.address, only);
    return { kind: "contact", contact: only, chosenBy: null };
  }
  // Among those that are not told may be the one that the policy would take.
  const preferred = found.more ? null : preferredContact(matches, severalContacts);
  if (preferred !== null) return { kind: "contact", contact: preferred, chosenBy: null };
  const count = found.more ? "several" : `${matches.length}`;
  return { kind: "held", hold: "contact", reason: `${crm.title} has ${count} contacts with this number.` };
}

async function everyones({ crm }: Context, { address, name }: SoughtNumber): Promise<LookedUp> {
  const [known] = (await crm.findContacts({ phone: address })).contacts;
  const own = { id: address as string as CrmContactId, type: null, name: name ?? formatPhone(address) };
  return { kind: "contact", contact: known ?? contactOf(own, address), chosenBy: null };
}

/** Somebody's choice: of a contact, or to be asked each time. Without either there was only an attempt to make one. */
function chosenOf({ contact, chosenBy, address }: ChosenContact): ContactFinding | null {
  if (contact !== null) return { kind: "contact", contact: contactOf(contact, address), chosenBy };
  return chosenBy === null
    ? null
    : { kind: "held", hold: "contact", reason: "Several people use this number." };
}

/** While one may have been made that its lists don't show yet, nobody is asked, and none is made. */
async function noneYet({ crm, now, store }: Context, choice: ChosenContact | null): Promise<LookedUp> {
  const tried = choice?.triedAt ?? null;
  if (choice === null || tried === null)
    return { kind: "none", reason: `${crm.title} has no contact with this number.` };
  // The clock was set back since: it counts from now on.
  const triedAt = Math.min(tried, now());
  if (triedAt < tried)
    await store.transaction(async (tx) => {
      const current = await tx.crmContacts.chosenFor(crm.name, choice.address);
      if (current?.triedAt === tried) await tx.crmContacts.choose({ ...current, triedAt });
    });
  const left = triedAt + absenceSettles - now();
  if (left > 0) {
    const afterMs = Math.min(left, 60_000);
    return { kind: "later", afterMs, reason: "a contact may have been made, and is not found yet" };
  }
  const reason = `${crm.title} did not say whether it made a contact with this number, and does not show one.`;
  return { kind: "held", hold: "contact", reason };
}
