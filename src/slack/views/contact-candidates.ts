/** Contacts of the CRM that may be chosen: few stand beside each other, many in a menu that is searched as somebody types. */
import type { InputBlock, KnownBlock, PlainTextOption } from "@slack/types";
import type { CrmContact } from "../../bridge/contracts/crm.ts";
import type { ContactForm } from "../../bridge/records/ask-contact.ts";
import type { Candidates } from "../../bridge/records/candidates.ts";
import { localDay } from "../../domain/local-day.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { oneLine } from "../text/inert.ts";
import { context } from "./blocks.ts";
import { drawOption, longestLabel, type Option, plainText } from "./form-fields.ts";

export const contactActions = {
  /** The menu that loads its options. */
  search: "log.search",
  /** To the other way of answering: its value is a `ContactMode`. */
  mode: "log.mode",
} as const;

/** Blocks, and the fields in them. */
export const contactFields = {
  contact: "contact",
  search: "search",
  name: "name",
  type: "type",
  remember: "remember",
} as const;

/** More than these are chosen from the menu. */
const mostBeside = 10;
/** Slack's limits: of a description, of an option's value, of a menu. */
const descriptionLimit = 73;
const valueLimit = 150;
const mostOptions = 100;
const companyLimit = 30;
/** What says something in a menu, and is nobody. */
export const nobody = "-";
export const thereAreMore = "There are more: type more of the name.";

export function drawCandidates(form: ContactForm): KnownBlock[] {
  const { candidates, searches, crm } = form;
  const contacts = offerable(candidates.contacts);
  const isFew = contacts.length > 0 && contacts.length <= mostBeside && !candidates.more;
  const searched = searches || !isFew;
  return [
    ...(candidates.trouble === null ? [] : [context(escapeMrkdwn(candidates.trouble))]),
    ...(isFew
      ? [drawBeside(contactFields.contact, optionsOf(contacts, form.zone), form.seen, searched)]
      : []),
    ...(searched
      ? [drawSearch(isFew ? "Or somebody else" : `Who is it in ${oneLine(crm, 60)}?`, isFew)]
      : []),
  ];
}

/** In a form that asks for more: those who have the number, before them whoever was chosen; empty where few or too many have it. */
export function drawListed(
  id: string,
  contacts: readonly CrmContact[],
  zone: string,
  chosen: Pick<CrmContact, "id" | "name"> | null,
): InputBlock[] {
  const found = offerable(contacts);
  const isOther =
    chosen !== null && isOfferable(chosen.id) && !found.some((contact) => contact.id === chosen.id);
  const other = isOther ? [drawOption({ value: chosen.id, label: chosen.name })] : [];
  const options = [...other, ...optionsOf(found, zone)];
  const isFew = found.length > 1 && options.length <= mostBeside;
  return isFew ? [drawBeside(id, options, chosen?.id ?? null, true)] : [];
}

function drawBeside(
  id: string,
  options: PlainTextOption[],
  chosen: string | null,
  isOptional: boolean,
): InputBlock {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: "input",
    block_id: id,
    optional: isOptional,
    label: plainText("Who is it?"),
    element: {
      type: "radio_buttons",
      action_id: id,
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

function optionsOf(contacts: readonly CrmContact[], zone: string): PlainTextOption[] {
  return contacts.map((contact) => drawContact(contact, zone));
}

function drawContact(contact: CrmContact, zone: string): PlainTextOption {
  const option = drawOption({ value: contact.id, label: nameOf(contact) });
  const about = describe(contact, zone);
  return about === "" ? option : { ...option, description: plainText(about) };
}

function drawSearch(label: string, isOptional: boolean): InputBlock {
  return {
    type: "input",
    block_id: contactFields.search,
    optional: isOptional,
    label: plainText(label),
    element: {
      type: "external_select",
      action_id: contactActions.search,
      min_query_length: 0,
      placeholder: plainText("Name or number"),
    },
  };
}

interface OfferedContact extends Option {
  readonly description?: string;
}

/**
 * As options of the menu; what went wrong, and that there are more, is said among them. What is known of each stands beside its name: a form
 * gives the label back, and that is the name alone.
 */
export function contactOptions({ contacts, more, trouble }: Candidates, zone: string): OfferedContact[] {
  if (trouble !== null) return [{ label: trouble, value: nobody }];
  const found = offerable(contacts);
  const isCut = more || found.length > mostOptions;
  const shown = found.slice(0, isCut ? mostOptions - 1 : mostOptions);
  const options = shown.map((contact) => {
    const about = describe(contact, zone);
    const option = { label: nameOf(contact), value: contact.id };
    return about === "" ? option : { ...option, description: about };
  });
  return isCut ? [...options, { label: thereAreMore, value: nobody }] : options;
}

/** No CRM's ids are longer; one that were would keep the whole form from being drawn. */
export function isOfferable(id: string): boolean {
  return id !== "" && id.length <= valueLimit;
}

function offerable(contacts: readonly CrmContact[]): CrmContact[] {
  return contacts.filter(({ id }) => isOfferable(id));
}

function nameOf({ name, phones }: CrmContact): string {
  return oneLine(name, longestLabel) || phones[0] || "Without a name";
}

function describe({ company, lastActivityAt }: CrmContact, zone: string): string {
  const about = [
    ...(company === null || company.trim() === "" ? [] : [oneLine(company, companyLimit)]),
    ...(lastActivityAt === null ? [] : [`last activity ${localDay(lastActivityAt, zone)}`]),
  ];
  return oneLine(about.join(" · "), descriptionLimit);
}
