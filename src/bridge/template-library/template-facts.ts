/** What a template is filled in with: what is known of a conversation, of who sends it, of the line, and of the hour where it is read. */
import { type Contact, companyOf, ownNameOf } from "../../domain/contact.ts";
import type { Directory, Line, Member } from "../../domain/directory.ts";
import { linkValues } from "../../domain/example-facts.ts";
import { firstName } from "../../domain/first-name.ts";
import type { Address } from "../../domain/ids.ts";
import { formatPhone, numberOf } from "../../domain/phone.ts";
import { plainDay, plainTime } from "../../domain/plain-sentence.ts";
import type { TemplateFacts } from "../../domain/template-text.ts";
import type { VariableName } from "../../domain/template-variables.ts";
import type { EpisodeContext } from "../context/episode-context.ts";
import type { StoredContact } from "../contracts/store/contacts.ts";
import type { Tx } from "../contracts/store/store.ts";
import { zonesOf } from "../messages/contact-zones.ts";

interface From {
  /** Who sends it. */
  readonly member: Member;
  /** From where it leaves. */
  readonly line: Line | null;
  /** When it is read: milliseconds. */
  readonly at: number;
}

/** A value, or why there is none. */
type Said = { readonly value: string } | { readonly why: string };
type Fact = readonly [name: VariableName, said: Said];

const several: Said = { why: "Several people use this number." };

/** Of a conversation, for the member who answers in it now. */
export async function factsOfEpisode(
  { now }: { readonly now: () => number },
  tx: Tx,
  { directory, conversation, line }: EpisodeContext,
  member: Member,
): Promise<TemplateFacts> {
  const { address } = conversation;
  const contact = await tx.contacts.find(address);
  return factsOfContact(directory, { member, line, at: now(), contact, address });
}

/** @param contact null where nothing is written down of it here. */
export function factsOfContact(
  directory: Directory,
  {
    contact,
    address,
    ...from
  }: From & {
    readonly contact: (Contact & Pick<StoredContact, "timeZone" | "company">) | null;
    readonly address: Address;
  },
): TemplateFacts {
  const known = contact ?? { address, givenName: null, shared: false, timeZone: null, company: null };
  const number = numberOf(address);
  return factsFrom(directory, from, zonesOf(known), [
    ...namesOf(known.shared ? null : personalName(directory, known), known.shared),
    [
      "contact.phone",
      number === null ? { why: "This sender has no number." } : { value: formatPhone(number) },
    ],
    [
      "contact.company",
      known.shared
        ? several
        : orWhy(companyOf(directory, known), "For whom they work is not written down here."),
    ],
  ]);
}

/** Of a text to one of the team. */
export function colleagueFacts(
  directory: Directory,
  { colleague, ...from }: From & { readonly colleague: Member | null },
): TemplateFacts {
  const { mobile, timeZone } = colleague ?? {};
  return factsFrom(directory, from, timeZone === undefined ? [] : [timeZone], [
    ...namesOf(colleague?.name ?? null, false),
    ["contact.phone", orWhy(mobile && formatPhone(mobile), "The directory has no mobile of theirs.")],
    ["contact.company", { why: "They are of the team." }],
  ]);
}

/** By what it is called where it is shown; a member's own phone by the member's name. */
function personalName(directory: Directory, contact: Contact): string | null {
  const member = directory.members.find(({ mobile }) => mobile === numberOf(contact.address));
  return ownNameOf(directory, contact) ?? member?.name ?? null;
}

function namesOf(name: string | null, isShared: boolean): readonly Fact[] {
  if (name === null) {
    const why = isShared ? several : { why: "This number has no name yet." };
    return [
      ["contact.name", why],
      ["contact.first_name", why],
    ];
  }
  return [
    ["contact.name", { value: name }],
    ["contact.first_name", orWhy(firstName(name), `“${name}” does not say it.`)],
  ];
}

function factsFrom(
  directory: Directory,
  { member, line, at }: From,
  zones: readonly string[],
  ofContact: readonly Fact[],
): TemplateFacts {
  const { name = null, extension } = member;
  const noName = "The directory has no name for you.";
  const noLine = "There is no line that it could leave from.";
  const home = line?.timeZone ?? directory.timeZone;
  const facts: readonly Fact[] = [
    ...ofContact,
    ["agent.name", orWhy(name, noName)],
    [
      "agent.first_name",
      name === null ? { why: noName } : orWhy(firstName(name), `“${name}” does not say it.`),
    ],
    ["agent.extension", orWhy(extension, "The directory has no extension for you.")],
    ["line.name", orWhy(line?.name, noLine)],
    ["line.number", orWhy(line && formatPhone(line.number), noLine)],
    ["today", { value: wordsIn(zones, home, (zone) => plainDay(at, zone)) }],
    ["time", { value: wordsIn(zones, home, (zone) => plainTime(at, zone)) }],
  ];
  const values = facts.flatMap(([variable, said]) =>
    "value" in said ? [[variable, said.value] as const] : [],
  );
  const why = facts.flatMap(([variable, said]) => ("why" in said ? [[variable, said.why] as const] : []));
  return { values: new Map<string, string>([...values, ...linkValues(directory)]), why: new Map(why) };
}

function orWhy(value: string | null | undefined, why: string): Said {
  return value ? { value } : { why };
}

/** Where clocks show different things, nobody knows which of them the recipient sees: then the line's counts. */
function wordsIn(zones: readonly string[], home: string, words: (zone: string) => string): string {
  const [first, ...others] = new Set(zones.map(words));
  return first === undefined || others.length > 0 ? words(home) : first;
}
