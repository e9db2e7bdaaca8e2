/**
 * Somebody says whom a record is logged on: asked for on its card or, once it is logged, in the card's menu. Remembered for the number it
 * releases all that wait for the same answer; of two who answer at once the second hears who chose whom.
 */
import { cut } from "../../domain/cut.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import { memberName } from "../../domain/people.ts";
import { quoted } from "../../domain/quote.ts";
import type { Context } from "../context/context.ts";
import type { Refused } from "../context/outcome.ts";
import type { LoggedContact, LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { chosenContact } from "./chosen-contact.ts";
import { type RecordChange, releaseRecord } from "./hold-record.ts";
import { type Chooses, type RecordPress, whoChooses } from "./who-chooses.ts";

/** In no CRM is a name longer that anybody reads. */
const nameLimit = 200;

/** What was seen as the form was opened: on whom it is logged. */
export type SeenContact = CrmContactId | null;

export interface Choosing extends RecordPress {
  readonly seen: SeenContact;
  /** Several people use the number: it is asked again for each record. Else the choice is remembered. */
  readonly eachTime: boolean;
}

export interface ChooseContact extends Choosing {
  readonly contact: CrmContactId;
  /** As it was offered. */
  readonly label: string;
}

/** Null when it is done. */
export async function chooseContact(
  ctx: Context,
  { contact: id, label, ...choosing }: ChooseContact,
): Promise<Refused | null> {
  const asked = await ctx.store.read((tx) => whoChooses(tx, choosing));
  if ("refusal" in asked) return asked;
  const contact = await chosenContact(ctx, asked.around, { id, type: null, name: label });
  return await ctx.store.transaction(async (tx) => {
    const allowed = await whoChooses(tx, choosing);
    if ("refusal" in allowed) return allowed;
    const since = chosenSince(allowed, choosing.seen, contact);
    if (since !== null) return since === "done" ? null : since;
    await settle(ctx, tx, allowed, contact, choosing.eachTime);
    return null;
  });
}

/** Null while nothing else was chosen since somebody looked; `done`: they did it themselves, as when a form is submitted twice. */
export function chosenSince(
  { record, around, member }: Chooses,
  seen: SeenContact,
  wanted: Pick<LoggedContact, "name"> & { readonly id: CrmContactId | null },
): Refused | "done" | null {
  const { contact, chosenBy } = record;
  if ((contact?.id ?? null) === seen) return null;
  const isWanted = wanted.id === null ? contact?.name === wanted.name : contact?.id === wanted.id;
  if (isWanted && chosenBy === member.username) return "done";
  const name = contact === null ? "nobody" : quoted(contact.name);
  if (chosenBy === null)
    return { refusal: `It is logged on ${name} by now. Close this and open it again to change that.` };
  const who = chosenBy === member.username ? "You" : memberName(around.directory, chosenBy);
  return { refusal: `${who} chose ${name} already. Close this and open it again to change that.` };
}

export async function settle(
  ctx: Context,
  tx: Tx,
  { record, around, member }: Chooses,
  { id, type, name }: LoggedContact,
  eachTime: boolean,
): Promise<void> {
  const { address } = around.conversation;
  const contact = { id, type, name: cut(name.replace(/\s+/g, " ").trim(), nameLimit) };
  const chosen = { crm: ctx.crm.name, address, chosenBy: member.username, chosenAt: ctx.now() };
  await tx.crmContacts.choose({ ...chosen, contact: eachTime ? null : contact, triedAt: null });
  const change = { contact, chosenBy: member.username };
  const isOn = record.contact?.id === contact.id && record.hold === null;
  if (!isOn) await releaseRecord(ctx, tx, record, { ...change, ...associationsOf(record, contact) });
  if (eachTime) return;
  for (const other of await tx.records.heldOf(address, ["contact"]))
    if (other.id !== record.id)
      await releaseRecord(ctx, tx, other, { ...change, ...associationsOf(other, contact) });
}

/** Deals and tickets are one contact's: those of the one before are not the next one's. */
function associationsOf(
  { contact: before, additions }: LogRecord,
  contact: LoggedContact,
): Pick<RecordChange, "additions"> {
  if (before === null || before.id === contact.id || additions.associations === undefined) return {};
  const { associations: _, ...rest } = additions;
  return { additions: rest };
}
