/** What the parts of a directory owe each other: nothing stands twice, and every name leads somewhere. */

import { checkAfterHours, checkAutoReply } from "./check-answers.ts";
import { checkHeirs } from "./check-heirs.ts";
import {
  type CarrierNames,
  checkCarrier,
  checkLogin,
  checkNoLogin,
  checkOutbound,
  checkTarget,
  namesIn,
  noMember,
  type Sections,
  targetIn,
  usernameOf,
} from "./check-names.ts";
import { checkDescribed, type Registry } from "./described-carriers.ts";
import type { ContactDraft, DirectoryDraft, GroupDraft, LineDraft, MemberDraft } from "./directory-draft.ts";
import type { Located } from "./draft-record.ts";
import type { DescribedDraft } from "./http-carriers/read-http-carriers.ts";
import { checkLogRules } from "./log-rules.ts";
import type { Problem } from "./outline.ts";

export function checkDirectory(draft: DirectoryDraft, registry: Registry): Problem[] {
  const described = draft.fields.http_carriers?.value ?? [];
  const carriers: CarrierNames = {
    registered: registry.carriers,
    described: draft.unread.has("http_carriers") ? null : namesOf(described),
  };
  const sections: Sections = {
    carriers: draft.fields.carriers?.value ?? null,
    logins: draft.fields.logins?.value ?? null,
    lines: draft.fields.lines?.value ?? null,
    members: draft.fields.members?.value ?? null,
    groups: draft.fields.groups?.value ?? null,
    contacts: draft.fields.contacts?.value ?? null,
    links: draft.fields.links?.value ?? null,
  };
  return [
    ...repetitions(sections),
    ...(sections.carriers ?? []).flatMap(({ fields }) => checkCarrier(fields.name, carriers)),
    ...(sections.logins ?? []).flatMap(({ fields: { name, carrier } }) => [
      ...checkCarrier(carrier, carriers),
      ...checkNoLogin(name, carrier, carriers),
    ]),
    ...(sections.lines ?? []).flatMap((line) => checkLine(line, sections, carriers)),
    ...(sections.members ?? []).flatMap((member) => checkMember(member, sections)),
    ...(sections.groups ?? []).flatMap((group) => checkGroup(group, sections)),
    ...(sections.contacts ?? []).flatMap((contact) => checkContact(contact, sections)),
    ...checkHeirs(sections),
    ...checkCrm(draft, sections),
    ...checkDescribed(described, registry),
  ];
}

function namesOf(described: readonly DescribedDraft[]): readonly string[] | null {
  const names = described.flatMap(({ name }) => name?.value ?? []);
  return names.length === described.length ? [...new Set(names)] : null;
}

/** What stands under a line is about its numbers, what stands elsewhere about those of all. */
function checkCrm({ fields }: DirectoryDraft, { lines, members, groups }: Sections): Problem[] {
  const check = (crm: typeof fields.crm, of = lines ?? []) =>
    crm === undefined ? [] : checkLogRules(crm.value, of, members);
  return [
    ...check(fields.crm),
    ...(lines ?? []).flatMap((line) => check(line.fields.crm, [line])),
    ...(groups ?? []).flatMap((group) => check(group.fields.crm)),
  ];
}

function repetitions({ carriers, logins, lines, members, groups, contacts, links }: Sections): Problem[] {
  const fieldsOf = <T>(list: readonly { fields: T }[] | null) => (list ?? []).map((item) => item.fields);
  const extensions = [...fieldsOf(members), ...fieldsOf(groups)].map((item) => item.extension);
  const slack = fieldsOf(members).map(
    ({ slack: found }) =>
      found && { line: found.line, value: found.value.kind === "id" ? found.value.id : found.value.email },
  );
  return [
    ...repeated(
      fieldsOf(carriers).map((carrier) => carrier.name),
      "The carrier",
      "it has one switch",
    ),
    ...repeated(
      fieldsOf(logins).map((login) => login.name),
      "The login",
      "give each login its own name",
    ),
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
    ...repeated(
      fieldsOf(members).map((member) => member.mobile),
      "The mobile",
      "a phone is one person's",
    ),
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
    ...repeated(
      fieldsOf(links).map((link) => link.name),
      "The link",
      "give each link its own name",
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

function checkLine({ fields }: LineDraft, sections: Sections, carriers: CarrierNames): Problem[] {
  const { carrier, login, sms_extension, number } = fields;
  const needless = checkNoLogin(login, carrier, carriers);
  return [
    ...checkCarrier(carrier, carriers),
    ...(needless.length > 0 ? needless : checkLogin(login, carrier, sections)),
    ...(sms_extension ? checkTarget("sms_extension", sms_extension, sections, number?.value ?? null) : []),
    ...checkOwnChannel(fields, sections),
  ];
}

/** A group's channel is where its members answer: texts of another group would stand before people who can't answer them. */
function checkOwnChannel({ channel, sms_extension }: LineDraft["fields"], sections: Sections): Problem[] {
  const theirs = sections.groups?.find(({ fields }) => fields.channel?.value === channel?.value);
  const target = sms_extension && targetIn(sms_extension.value, sections);
  if (!channel || !theirs || target?.kind !== "group" || target.group === theirs) return [];
  const names = { theirs: theirs.fields.name?.value, own: target.group.fields.name?.value };
  const sentence = `channel ${channel.value} is where ${names.theirs ?? "another group"} answers, and this line's texts go to ${names.own ?? "another one"}; write another channel, or leave it out.`;
  return [{ line: channel.line, sentence }];
}

function checkMember(member: MemberDraft, sections: Sections): Problem[] {
  const { outbound_line, login, mobile } = member.fields;
  const isLine = sections.lines?.some(({ fields }) => fields.number?.value === mobile?.value);
  const sentence = `mobile ${mobile?.value} is one of the lines; write the number of the phone in their pocket, or leave it out.`;
  return [
    ...checkOutbound(outbound_line, sections),
    ...checkLogin(login, undefined, sections),
    ...(mobile && isLine ? [{ line: mobile.line, sentence }] : []),
    ...checkAutoReply(member),
  ];
}

function checkGroup(group: GroupDraft, sections: Sections): Problem[] {
  const { members, outbound_line } = group.fields;
  return [
    ...checkMembers(members?.value ?? [], sections.members),
    ...checkOutbound(outbound_line, sections),
    ...checkAfterHours(group),
  ];
}

function checkMembers(names: readonly Located<string>[], members: Sections["members"]): Problem[] {
  const usernames = namesIn(members, "username");
  const seen = new Set<string>();
  return names.flatMap(({ value, line }) => {
    const username = usernameOf(value, members) ?? value;
    if (seen.has(username))
      return [{ line, sentence: `${value} stands twice in this group; once is enough.` }];
    seen.add(username);
    if (usernames === null || usernames.includes(username)) return [];
    return [{ line, sentence: noMember(value, usernames) }];
  });
}

function checkContact({ fields }: ContactDraft, { lines }: Sections): Problem[] {
  const number = fields.number;
  if (number === undefined || !lines?.some((line) => line.fields.number?.value === number.value)) return [];
  return [
    { line: number.line, sentence: `${number.value} is one of the lines, not a contact; remove it here.` },
  ];
}
