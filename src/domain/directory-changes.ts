/** What a new directory changes, in sentences for the person who wrote it. */
import type { Directory, Group, Line, Member, SlackIdentity } from "./directory.ts";
import { formatPhone } from "./phone.ts";

/** Empty when both say the same. */
export function directoryChanges(old: Directory, next: Directory): readonly string[] {
  return [
    ...changed("time_zone", old.timeZone, next.timeZone),
    ...changed("customer_word", old.customerWord, next.customerWord),
    ...compared(old.lines, next.lines, (line) => line.number, nameLine, lineFields),
    ...compared(old.members, next.members, (member) => member.username, nameMember, memberFields),
    ...compared(old.groups, next.groups, (group) => group.extension, nameGroup, groupFields),
    ...contactChanges(old, next),
  ];
}

type Fields = Readonly<Record<string, string>>;

function compared<T>(
  old: readonly T[],
  next: readonly T[],
  keyOf: (item: T) => string,
  name: (item: T) => string,
  fields: (item: T) => Fields,
): string[] {
  const before = new Map(old.map((item) => [keyOf(item), item]));
  const after = new Set(next.map(keyOf));
  const kept = next.flatMap((item) => {
    const was = before.get(keyOf(item));
    if (was === undefined) return [`New: ${name(item)}.`];
    return fieldChanges(fields(was), fields(item)).map((change) => `${name(item)}: ${change}.`);
  });
  const gone = old.filter((item) => !after.has(keyOf(item))).map((item) => `Gone: ${name(item)}.`);
  return [...kept, ...gone];
}

function fieldChanges(was: Fields, is: Fields): string[] {
  return Object.keys(is)
    .filter((field) => was[field] !== is[field])
    .map((field) => `${field} ${is[field] || "none"}, before ${was[field] || "none"}`);
}

function changed(name: string, was: string, is: string): string[] {
  return was === is ? [] : [`${name}: ${is}, before ${was}.`];
}

const nameLine = (line: Line) => `line ${line.name}, ${formatPhone(line.number)}`;
const nameMember = (member: Member) => `member ${member.username}`;
const nameGroup = (group: Group) => `group ${group.name}`;

function lineFields(line: Line): Fields {
  return {
    name: line.name,
    carrier: line.carrier,
    sms_extension: line.smsExtension ?? "",
    preview: line.preview,
  };
}

function memberFields(member: Member): Fields {
  return {
    extension: member.extension ?? "",
    slack: slackOf(member.slack),
    role: member.role,
    name: member.name ?? "",
  };
}

function groupFields(group: Group): Fields {
  return {
    name: group.name,
    channel: group.channel,
    members: group.members.join(", "),
    outbound_line: formatPhone(group.outboundLine),
    notify: group.notify,
    reopen_within_minutes: String(group.reopenWithinMinutes),
  };
}

function slackOf(identity: SlackIdentity): string {
  return identity.kind === "id" ? identity.id : identity.email;
}

/** There may be thousands, so they are only counted. */
function contactChanges(old: Directory, next: Directory): string[] {
  const names = (directory: Directory) =>
    new Map(directory.contacts.map((contact) => [contact.number, contact.name]));
  const [before, after] = [names(old), names(next)];
  const added = [...after.keys()].filter((number) => !before.has(number)).length;
  const removed = [...before.keys()].filter((number) => !after.has(number)).length;
  const renamed = [...after].filter(
    ([number, name]) => before.has(number) && before.get(number) !== name,
  ).length;
  if (added + removed + renamed === 0) return [];
  return [`contacts: ${added} new, ${renamed} renamed, ${removed} gone.`];
}
