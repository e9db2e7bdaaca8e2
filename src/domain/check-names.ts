/** Names in a draft of the directory: whom they lead to, and what is said of one that leads nowhere. */

import type {
  CarrierDraft,
  ContactDraft,
  GroupDraft,
  LineDraft,
  LinkDraft,
  LoginDraft,
  MemberDraft,
} from "./directory-draft.ts";
import { listed, shorten } from "./directory-fields.ts";
import type { Located } from "./draft-record.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./outline.ts";
import { parseE164 } from "./phone.ts";

/** The sections of a draft; a section that could not be read is null, and nothing is said about names in it. */
export interface Sections {
  readonly carriers: readonly CarrierDraft[] | null;
  readonly logins: readonly LoginDraft[] | null;
  readonly lines: readonly LineDraft[] | null;
  readonly members: readonly MemberDraft[] | null;
  readonly groups: readonly GroupDraft[] | null;
  readonly contacts: readonly ContactDraft[] | null;
  readonly links: readonly LinkDraft[] | null;
}

type People = Pick<Sections, "groups" | "members">;

/** The username behind a username or an extension; null when it is nobody's. */
export function usernameOf(name: string, members: readonly MemberDraft[] | null) {
  return memberNamed(name, members)?.fields.username?.value ?? null;
}

function memberNamed(name: string, members: readonly MemberDraft[] | null) {
  return members?.find(({ fields }) => fields.username?.value === name || fields.extension?.value === name);
}

/** The group or the member behind a name; null when it is nobody's. */
export function targetIn(name: string, { groups, members }: People) {
  const group = groups?.find(({ fields }) => fields.extension?.value === name);
  if (group !== undefined) return { kind: "group", group } as const;
  const member = memberNamed(name, members);
  return member === undefined ? null : ({ kind: "member", member } as const);
}

/** A name that must lead to a group or a member. `own` is the number of the line that it stands on. */
export function checkTarget(
  key: string,
  { value, line }: Located<string>,
  sections: Sections,
  own: string | null,
): Problem[] {
  if (targetIn(value, sections) !== null) return [];
  const extensions = namesIn(sections.groups, "extension");
  const usernames = namesIn(sections.members, "username");
  if (extensions === null || usernames === null || namesIn(sections.members, "extension") === null) return [];
  const write = `write a group's extension${among(extensions)}, or a member's username or extension${among(usernames)}.`;
  const number = parseE164(value) ?? parseE164(value, "US");
  const isLine = (sections.lines ?? []).some(({ fields }) => fields.number?.value === number);
  const meant = nearest(value, [...usernames, ...extensions]);
  const sentence =
    number !== null && number === own
      ? `${key} ${value} is the line's own number, which leads in a circle; ${write}`
      : isLine
        ? `${key} ${value} is one of the lines, and lines get no texts of others; ${write}`
        : meant !== null && /^[a-z]/.test(value)
          ? `${key} ${shorten(value)} leads nowhere; did you mean ${meant}?`
          : `${key} ${shorten(value)} leads nowhere; ${write}`;
  return [{ line, sentence }];
}

/** What is said of a name that is no member's. */
export function noMember(name: string, usernames: readonly string[]): string {
  const meant = nearest(name, usernames);
  return `No member is called ${name}${meant === null ? `${among(usernames)}.` : `; did you mean ${meant}?`}`;
}

/** What `carrier:` may say. */
export interface CarrierNames {
  readonly registered: readonly string[];
  /** Null where one of them could not be read: then a name that seems unknown may be that one. */
  readonly described: readonly string[] | null;
}

export function checkCarrier(
  name: Located<string> | undefined,
  { registered, described }: CarrierNames,
): Problem[] {
  if (name === undefined || described === null) return [];
  if (registered.includes(name.value) || described.includes(name.value)) return [];
  const at = (sentence: string) => [{ line: name.line, sentence }];
  if (name.value === "http" && described.length > 1)
    return at(
      `Several carriers are described under \`http_carriers\`; write which one, ${listed(described)}.`,
    );
  if (name.value === "http")
    return at(
      `No carrier is described under \`http_carriers\`; add it there, or write ${listed(registered)}.`,
    );
  const all = [...registered, ...described];
  const known = `known ${all.length === 1 ? "is" : "are"} ${listed(all)}`;
  return at(`No carrier is called ${shorten(name.value)}; ${known}.`);
}

/** A carrier that is described has one account, and its secrets are its own. */
export function checkNoLogin(
  key: Located<string> | undefined,
  carrier: Located<string> | undefined,
  { described }: CarrierNames,
): Problem[] {
  if (key === undefined || carrier === undefined || !described?.includes(carrier.value)) return [];
  const sentence = `${carrier.value} is described under \`http_carriers\`, and such a carrier knows no logins; leave it out.`;
  return [{ line: key.line, sentence }];
}

/** A name that must be one of the logins, at this carrier where it stands on a line. */
export function checkLogin(
  login: Located<string> | undefined,
  carrier: Located<string> | undefined,
  { logins }: Pick<Sections, "logins">,
): Problem[] {
  const names = namesIn(logins ?? [], "name");
  if (login === undefined || names === null) return [];
  const at = (sentence: string) => [{ line: login.line, sentence }];
  const found = logins?.find(({ fields }) => fields.name?.value === login.value);
  if (found === undefined) {
    const meant = nearest(login.value, names);
    const hint = meant === null ? `write it under \`logins\`${among(names)}.` : `did you mean ${meant}?`;
    return at(`No login is called ${login.value}; ${hint}`);
  }
  const theirs = found.fields.carrier?.value;
  if (carrier === undefined || theirs === undefined || theirs === carrier.value) return [];
  return at(
    `The login ${login.value} is at ${theirs}, and this line at ${carrier.value}; write one of the same carrier.`,
  );
}

/** A number that must be one of the lines. */
export function checkOutbound(outbound: Located<string> | undefined, { lines }: Sections): Problem[] {
  const numbers = namesIn(lines, "number");
  if (outbound === undefined || numbers === null || numbers.includes(outbound.value)) return [];
  const sentence = `outbound_line ${outbound.value} is none of the lines${among(numbers)}.`;
  return [{ line: outbound.line, sentence }];
}

/** Null when one of them could not be read: then a name that seems unknown may be that one. */
export function namesIn<K extends string>(
  section: readonly Named<K>[] | null,
  key: K,
): readonly string[] | null {
  if (section === null || section.some(({ unread }) => unread.has(key))) return null;
  return section.flatMap(({ fields }) => fields[key]?.value ?? []);
}

interface Named<K extends string> {
  readonly fields: { readonly [key in K]?: Located<string> };
  readonly unread: ReadonlySet<string>;
}

function among(names: readonly string[]): string {
  if (names.length === 0) return " (there is none yet)";
  const shown = names.slice(0, 6).join(", ");
  return ` (${shown}${names.length > 6 ? ", …" : ""})`;
}
