/** What the parts of a directory owe each other: nothing stands twice, and every name leads somewhere. */

import type {
  ContactDraft,
  DirectoryDraft,
  GroupDraft,
  LineDraft,
  Located,
  MemberDraft,
} from "./directory-draft.ts";
import { listed, shorten } from "./directory-fields.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./outline.ts";

/** The sections of a draft; a section that could not be read is null, and nothing is said about names in it. */
interface Sections {
  readonly lines: readonly LineDraft[] | null;
  readonly members: readonly MemberDraft[] | null;
  readonly groups: readonly GroupDraft[] | null;
  readonly contacts: readonly ContactDraft[] | null;
}

export function checkDirectory(draft: DirectoryDraft, carriers: readonly string[]): Problem[] {
  const sections: Sections = {
    lines: draft.fields.lines?.value ?? null,
    members: draft.fields.members?.value ?? null,
    groups: draft.fields.groups?.value ?? null,
    contacts: draft.fields.contacts?.value ?? null,
  };
  return [
    ...repetitions(sections),
    ...(sections.lines ?? []).flatMap((line) => checkLine(line, sections, carriers)),
    ...(sections.groups ?? []).flatMap((group) => checkGroup(group, sections)),
    ...(sections.contacts ?? []).flatMap((contact) => checkContact(contact, sections)),
  ];
}

function repetitions({ lines, members, groups, contacts }: Sections): Problem[] {
  const fieldsOf = <T>(list: readonly { fields: T }[] | null) => (list ?? []).map((item) => item.fields);
  const extensions = [...fieldsOf(members), ...fieldsOf(groups)].map((item) => item.extension);
  const slack = fieldsOf(members).map(
    ({ slack: found }) =>
      found && { line: found.line, value: found.value.kind === "id" ? found.value.id : found.value.email },
  );
  return [
    ...repeated(
      fieldsOf(lines).map((line) => line.number),
      "The number",
      "a line stands once",
    ),
    ...repeated(
      fieldsOf(members).map((member) => member.username),
      "The username",
      "give each member their own",
    ),
    ...repeated(extensions, "The extension", "members and groups each need their own"),
    ...repeated(slack, "The Slack user", "a person is one member"),
    ...repeated(
      fieldsOf(groups).map((group) => group.name),
      "The group name",
      "give each group its own",
    ),
    ...repeated(
      fieldsOf(groups).map((group) => group.channel),
      "The channel",
      "give each group its own",
    ),
    ...repeated(
      fieldsOf(contacts).map((contact) => contact.number),
      "The contact",
      "write all names in one",
    ),
  ];
}

function repeated(values: readonly (Located<string> | undefined)[], noun: string, remedy: string): Problem[] {
  const firstLines = new Map<string, number>();
  return values.flatMap((located) => {
    if (located === undefined) return [];
    const key = located.value.toLowerCase();
    const first = firstLines.get(key);
    if (first === undefined) firstLines.set(key, located.line);
    if (first === undefined) return [];
    const sentence = `${noun} ${located.value} is already on line ${first}; ${remedy}.`;
    return [{ line: located.line, sentence }];
  });
}

function checkLine({ fields }: LineDraft, sections: Sections, carriers: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (fields.carrier && !carriers.includes(fields.carrier.value)) {
    const typed = shorten(fields.carrier.value);
    const sentence = `No carrier is called ${typed}; known ${carriers.length === 1 ? "is" : "are"} ${listed(carriers)}.`;
    problems.push({ line: fields.carrier.line, sentence });
  }
  if (fields.sms_extension) problems.push(...checkTarget(fields.sms_extension, sections));
  return problems;
}

function checkTarget(target: Located<string>, { members, groups }: Sections): Problem[] {
  const extensions = namesIn(groups, (group) => group.fields.extension);
  if (extensions === null || extensions.includes(target.value)) return [];
  const member = members?.find(({ fields }) => fields.extension?.value === target.value);
  if (member !== undefined) {
    const name = member.fields.username?.value ?? "a member";
    const sentence = `sms_extension ${target.value} is ${name}'s own: lines of a single member come with a later version; write a group's extension${among(extensions)}.`;
    return [{ line: target.line, sentence }];
  }
  const sentence = `sms_extension ${target.value} leads nowhere; write a group's extension${among(extensions)}.`;
  return [{ line: target.line, sentence }];
}

function checkGroup({ fields }: GroupDraft, sections: Sections): Problem[] {
  const problems = checkMembers(fields.members?.value ?? [], sections.members);
  const numbers = namesIn(sections.lines, (line) => line.fields.number);
  const outbound = fields.outbound_line;
  if (outbound && numbers !== null && !numbers.includes(outbound.value)) {
    const sentence = `outbound_line ${outbound.value} is none of the lines${among(numbers)}.`;
    problems.push({ line: outbound.line, sentence });
  }
  return problems;
}

function checkMembers(names: readonly Located<string>[], members: Sections["members"]): Problem[] {
  const usernames = namesIn(members, (member) => member.fields.username);
  const seen = new Set<string>();
  return names.flatMap(({ value, line }) => {
    const username = usernameOf(value, members) ?? value;
    if (seen.has(username))
      return [{ line, sentence: `${value} stands twice in this group; once is enough.` }];
    seen.add(username);
    if (usernames === null || usernames.includes(username)) return [];
    const meant = nearest(value, usernames);
    const hint = meant === null ? among(usernames) : `; did you mean ${meant}?`;
    return [{ line, sentence: `No member is called ${value}${hint}${meant === null ? "." : ""}` }];
  });
}

function checkContact({ fields }: ContactDraft, { lines }: Sections): Problem[] {
  const number = fields.number;
  if (number === undefined || !lines?.some((line) => line.fields.number?.value === number.value)) return [];
  return [
    { line: number.line, sentence: `${number.value} is one of the lines, not a contact; remove it here.` },
  ];
}

/** The username behind a username or an extension; null when it is nobody's. */
export function usernameOf(name: string, members: readonly MemberDraft[] | null) {
  const found = members?.find(
    ({ fields }) => fields.username?.value === name || fields.extension?.value === name,
  );
  return found?.fields.username?.value ?? null;
}

/** Null when one of them could not be read: then a name that seems unknown may be that one. */
function namesIn<T>(
  section: readonly T[] | null,
  nameOf: (item: T) => Located<string> | undefined,
): readonly string[] | null {
  const names = section?.map((item) => nameOf(item)?.value);
  return names === undefined || names.includes(undefined) ? null : names.filter((name) => name !== undefined);
}

function among(names: readonly string[]): string {
  if (names.length === 0) return " (there is none yet)";
  const shown = names.slice(0, 6).join(", ");
  return ` (${shown}${names.length > 6 ? ", …" : ""})`;
}
