/** Whom a record is logged on: kept with it before anything is written, so that it stays there. */
import { nameOf } from "../../domain/contact.ts";
import type { Address } from "../../domain/ids.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { keepsBack } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { CrmContact } from "../contracts/crm.ts";
import type { LoggedContact, LogRecord } from "../contracts/store/records.ts";
import { type ContactFinding, contactOf } from "./contact-finding.ts";
import { findContact } from "./find-contact.ts";
import type { RecordFacts } from "./record-facts.ts";
import { withoutContact } from "./without-contact.ts";

export async function contactFor(
  ctx: Context,
  record: LogRecord,
  facts: RecordFacts,
): Promise<ContactFinding | { readonly kind: "changed" }> {
  const { address } = facts.conversation;
  if (record.contact !== null)
    return { kind: "contact", contact: contactOf(record.contact, address), chosenBy: record.chosenBy };
  const [line] = facts.line === null ? facts.lines : [facts.line];
  const sought = {
    address,
    name: nameOf(facts.directory, facts.conversation),
    country: line === undefined ? "US" : countryOfLine(line),
  };
  const { policy } = facts;
  // Who asks for it by hand is asked in turn, rather than told that it is left out.
  const isAsked = record.askedAt !== null && policy.unknownContact === "skip";
  const found = await findContact(ctx, sought, isAsked ? { ...policy, unknownContact: "ask" } : policy);
  if (found.kind !== "contact") return found;
  const { contact, chosenBy } = found;
  return (await keep(ctx, record, logged(contact), chosenBy)) ? found : { kind: "changed" };
}

function logged({ id, type, name }: CrmContact): LoggedContact {
  return { id, type, name };
}

/** False where somebody decided something about it meanwhile. */
async function keep(
  ctx: Context,
  { id }: LogRecord,
  contact: LoggedContact,
  chosenBy: LogRecord["chosenBy"],
): Promise<boolean> {
  return await ctx.store.transaction(async (tx) => {
    const now = await tx.records.get(id);
    if (now === null || keepsBack(now.hold) || now.contact !== null) return false;
    await tx.records.update(id, { contact, chosenBy });
    return true;
  });
}

/** The CRM has it no more, as after it was merged with another. */
export async function forgetContact(
  ctx: Context,
  { id }: LogRecord,
  address: Address,
  gone: CrmContact,
): Promise<void> {
  const { crm } = ctx;
  await ctx.store.transaction(async (tx) => {
    const record = await tx.records.get(id);
    if (record?.contact?.id === gone.id) await tx.records.update(id, withoutContact(record));
    const choice = await tx.crmContacts.chosenFor(crm.name, address);
    if (choice?.contact?.id === gone.id)
      await tx.crmContacts.choose({ ...choice, contact: null, chosenBy: null, triedAt: null });
  });
}
