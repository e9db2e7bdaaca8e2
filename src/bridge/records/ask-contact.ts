/** What somebody has to see who chooses whom a record is logged on, or makes a contact for it. */

import { nameOf } from "../../domain/contact.ts";
import { contactTypeIn } from "../../domain/contact-type.ts";
import type { EpisodeId, RecordId, SlackUserId } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Context } from "../context/context.ts";
import { contactLabel, zoneOf } from "../context/episode-context.ts";
import type { Refused } from "../context/outcome.ts";
import type { NamedValue } from "../contracts/crm.ts";
import { byNumber, type Candidates, nobody } from "./candidates.ts";
import type { SeenContact } from "./choose-contact.ts";
import { loggingOfCard } from "./logging-of-card.ts";
import { policyOf } from "./policy-of.ts";
import { type RecordPress, whoChooses } from "./who-chooses.ts";

export interface ContactForm {
  readonly record: RecordId;
  readonly seen: SeenContact;
  /** The CRM as people write it. */
  readonly crm: string;
  /** Whose texts are logged. */
  readonly contact: string;
  /** Why it is asked; null where it was not. */
  readonly reason: string | null;
  /** On whom it is logged; null: on nobody yet. */
  readonly current: string | null;
  readonly candidates: Candidates;
  /** Contacts can be looked for by name. */
  readonly searches: boolean;
  /** What a new one may be; null: none can be made from here. */
  readonly creates: {
    readonly types: readonly NamedValue[];
    readonly type: string | null;
    readonly name: string;
  } | null;
  /** Several people use the number, or somebody wanted to be asked each time before. */
  readonly asksEachTime: boolean;
  /** In which the reader's dates are told. */
  readonly zone: string;
}

export interface AskContact extends RecordPress {
  /** Whether those who have the number are looked for: who makes a new one need not wait for them. */
  readonly looks: boolean;
}

/** Asks the CRM for those who have the number: what it does not tell in time is said in the form. */
export async function askContact(
  ctx: Context,
  { looks, ...press }: AskContact,
): Promise<ContactForm | Refused> {
  const { crm } = ctx;
  const read = await ctx.store.read(async (tx) => {
    const allowed = await whoChooses(tx, press);
    if ("refusal" in allowed) return allowed;
    const { conversation, episode } = allowed.around;
    const choice = await tx.crmContacts.chosenFor(crm.name, conversation.address);
    return { ...allowed, choice, policy: await policyOf(tx, conversation, episode.channel) };
  });
  if ("refusal" in read) return read;
  const { record, around, choice, policy } = read;
  const { capabilities, title } = crm;
  if (capabilities.everyNumberKnown)
    return { refusal: `In ${title} each number has a contact of its own: there is nothing to choose.` };
  const { directory, conversation } = around;
  const types = capabilities.contactTypes;
  const usual = policy.contactType === null ? null : contactTypeIn(types, policy.contactType);
  const type = types.find(({ value }) => value === usual) ?? types[0];
  return {
    record: record.id,
    seen: record.contact?.id ?? null,
    crm: title,
    contact: contactLabel(around),
    reason: record.hold === "contact" ? record.reason : null,
    current: record.contact?.name ?? null,
    candidates: looks ? await byNumber(ctx, around) : nobody(null),
    searches: capabilities.searchesNames,
    creates: capabilities.createsContacts
      ? {
          types,
          type: type?.value ?? null,
          name: nameOf(directory, conversation) ?? formatPhone(conversation.address),
        }
      : null,
    asksEachTime:
      conversation.shared || (choice !== null && choice.contact === null && choice.chosenBy !== null),
    zone: zoneOf(around, press.user),
  };
}

/** The record whose contact is changed from a card. */
export async function recordToChange(
  ctx: Context,
  { episode: id, user }: { readonly episode: EpisodeId; readonly user: SlackUserId },
): Promise<Pick<RecordPress, "record"> | Refused> {
  return await ctx.store.transaction(async (tx) => {
    const logging = await loggingOfCard(ctx, tx, id);
    if (logging === null) return { refusal: "Nothing of this conversation is logged yet." };
    const allowed = await whoChooses(tx, { record: logging.record, user });
    return "refusal" in allowed ? allowed : { record: logging.record };
  });
}
