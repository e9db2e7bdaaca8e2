/** Somebody makes a contact in the CRM for a record that waits for one: once, and it is logged on it from then on. */

import { isGroupAddress } from "../../domain/group-address.ts";
import { matchContacts } from "../../domain/match-contacts.ts";
import { numberOf } from "../../domain/phone.ts";
import { cleanText, isEmptyText, withoutMisleading } from "../../domain/plain-text.ts";
import type { Context } from "../context/context.ts";
import type { Refused } from "../context/outcome.ts";
import type { CrmContact } from "../contracts/crm.ts";
import { countryHere, silence } from "./candidates.ts";
import { type Choosing, chosenSince, settle } from "./choose-contact.ts";
import { releaseRecord } from "./hold-record.ts";
import { absenceSettles, inTurn, makeContact, typeOf } from "./make-contact.ts";
import { type Chooses, whoChooses } from "./who-chooses.ts";

const nameLimit = 100;

export interface CreateContact extends Choosing {
  readonly name: string;
  /** The CRM's word for what it is; null: its usual one. */
  readonly type: string | null;
}

/** Null when it is done. */
export async function createContact(
  ctx: Context,
  { name: typed, type: wantedType, eachTime, seen, ...press }: CreateContact,
): Promise<Refused | null> {
  const name = withoutMisleading(cleanText(typed)).replace(/\s+/gu, " ").trim();
  if (isEmptyText(name)) return { refusal: "Write the name of the contact." };
  if (name.length > nameLimit) return { refusal: `A name can have ${nameLimit} characters. Shorten it.` };
  const type = typeOf(ctx.crm, wantedType);
  if ("refusal" in type) return type;
  const first = await ctx.store.read((tx) => whoChooses(tx, press));
  if ("refusal" in first) return first;
  const { address } = first.around.conversation;
  if (isGroupAddress(address))
    return {
      refusal: "This is a group, so there is no one number to create a contact for. Choose one instead.",
    };

  return await inTurn(ctx, address, async () => {
    const allowed = await ctx.store.read((tx) => whoChooses(tx, press));
    if ("refusal" in allowed) return allowed;
    const since = chosenSince(allowed, seen, { id: null, name });
    if (since !== null) return since === "done" ? null : since;
    const before = await madeBefore(ctx, allowed, name);
    if (before !== null && "refusal" in before) return before;
    const made = before ?? (await makeContact(ctx, { phone: address, name, type: type.value }, "anyway"));
    if (made.kind !== "made") return await notMade(ctx, allowed, made);
    return await ctx.store.transaction(async (tx) => {
      const now = await whoChooses(tx, press);
      if ("refusal" in now) return now;
      const meanwhile = chosenSince(now, seen, { id: made.contact.id, name });
      if (meanwhile !== null) return meanwhile === "done" ? null : meanwhile;
      await settle(ctx, tx, now, { ...made.contact, name }, eachTime);
      return null;
    });
  });
}

/** Made by an attempt of which nobody knows how it ended: until its lists would show it, none is made beside it. */
async function madeBefore(
  ctx: Context,
  { around }: Chooses,
  name: string,
): Promise<{ readonly kind: "made"; readonly contact: CrmContact } | Refused | null> {
  const { address } = around.conversation;
  const choice = await ctx.store.read((tx) => tx.crmContacts.chosenFor(ctx.crm.name, address));
  const triedAt = choice?.triedAt ?? null;
  const number = numberOf(address);
  if (triedAt === null || number === null) return null;
  try {
    const { contacts } = await ctx.crm.findContacts({ phone: address });
    const same = matchContacts(contacts, number, countryHere(around)).find((one) => one.name === name);
    if (same !== undefined) return { kind: "made", contact: same };
  } catch (error) {
    ctx.log.warn({ err: error }, "the CRM could not be asked whether it made a contact");
    return { refusal: silence(ctx.crm) };
  }
  const left = triedAt + absenceSettles - ctx.now();
  return left > 0 ? { refusal: uncertain(ctx.crm.title, Math.ceil(left / 60_000)) } : null;
}

type NotMade = Exclude<Awaited<ReturnType<typeof makeContact>>, { readonly kind: "made" }>;

async function notMade(ctx: Context, { record }: Chooses, made: NotMade): Promise<Refused> {
  switch (made.kind) {
    case "rejected":
      return { refusal: made.sentence };
    case "later":
      return { refusal: silence(ctx.crm) };
    case "unknown":
      // It is looked for by its number from now on, and the record goes to it.
      await ctx.store.transaction((tx) => releaseRecord(ctx, tx, record));
      return { refusal: uncertain(ctx.crm.title, absenceSettles / 60_000) };
  }
}

function uncertain(crm: string, minutes: number): string {
  const time = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `${crm} did not say whether it made the contact. It is looked for by its number: if it is not there in ${time}, you can create it again.`;
}
