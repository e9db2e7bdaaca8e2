/** What a new directory changes, in sentences for the person who wrote it. */

import { crmFields } from "./crm-fields.ts";
import {
  type AfterHoursReply,
  type AutoReply,
  type CarrierAccount,
  type Directory,
  type Group,
  type Heir,
  isSmsOn,
  type KnownContact,
  type Line,
  type Login,
  type Member,
  type NamedLink,
  type SlackIdentity,
} from "./directory.ts";
import { shorten } from "./directory-fields.ts";
import { describeHours } from "./hours.ts";
import type { HttpCarrier } from "./http-carrier.ts";
import type { E164 } from "./ids.ts";
import { formatPhone } from "./phone.ts";
import { describeQuietHours } from "./quiet-hours.ts";

/** Empty when both say the same. */
export function directoryChanges(old: Directory, next: Directory): readonly string[] {
  return [
    ...changed("time_zone", old.timeZone, next.timeZone),
    ...changed("customer_word", old.customerWord, next.customerWord),
    ...compared(accounts(old, next), accounts(next, old), ({ name }) => name, nameCarrier, carrierFields),
    ...describedChanges(old, next),
    ...compared(old.logins ?? [], next.logins ?? [], ({ name }) => name, nameLogin, loginFields),
    ...compared(old.lines, next.lines, (line) => line.number, nameLine, lineFields),
    ...compared(old.members, next.members, (member) => member.username, nameMember, memberFields),
    ...compared(old.groups, next.groups, (group) => group.extension, nameGroup, groupFields),
    ...compared(old.links ?? [], next.links ?? [], ({ name }) => name, nameLink, linkFields),
    ...fieldChanges(crmFields(old.crm), crmFields(next.crm)).map((change) => `${change}.`),
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
    .map((field) => fieldChange(field, was[field] ?? "", is[field] ?? ""));
}

/** What customers read may be long: its beginning is enough to know it by. */
const words: ReadonlySet<string> = new Set(["auto_reply text", "after_hours_reply text", "help_text"]);

function fieldChange(field: string, was: string, is: string): string {
  const shown = (value: string) =>
    words.has(field) && value !== "" ? `“${shorten(value)}”` : value || "none";
  const [before, now] = [shown(was), shown(is)];
  return before === now ? `${field} ${now}, changed further on` : `${field} ${now}, before ${before}`;
}

function changed(name: string, was: string, is: string): string[] {
  return was === is ? [] : [`${name}: ${is}, before ${was}.`];
}

/** All that either of them knows of: one that is not named has the defaults. */
function accounts(of: Directory, other: Directory): CarrierAccount[] {
  const names = [...(of.carriers ?? []), ...(other.carriers ?? [])].map(({ name }) => name);
  return [...new Set(names)].map((name) => ({ name, sms: isSmsOn(of, { carrier: name }) }));
}

const nameCarrier = ({ name }: CarrierAccount) => `carrier ${name}`;
const nameLogin = ({ name }: Login) => `login ${name}`;
const nameLine = (line: Line) => `line ${line.name}, ${formatPhone(line.number)}`;
const nameMember = (member: Member) => `member ${member.username}`;
const nameGroup = (group: Group) => `group ${group.name}`;
const nameLink = (link: NamedLink) => `link ${link.name}`;

const carrierFields = ({ sms }: CarrierAccount): Fields => ({ sms: onOff(sms) });
const loginFields = ({ carrier, sms }: Login): Fields => ({
  carrier,
  sms: sms === undefined ? "as its carrier" : onOff(sms),
});
const linkFields = ({ url }: NamedLink): Fields => ({ url });

function lineFields(line: Line): Fields {
  return {
    name: line.name,
    carrier: line.carrier,
    login: line.login ?? "",
    sms_extension: line.smsExtension ?? "",
    channel: line.channel ?? "",
    time_zone: line.timeZone ?? "",
    country: line.country ?? "",
    quiet_hours: line.quietHours === undefined ? "" : describeQuietHours(line.quietHours),
    help_text: line.helpText ?? "",
    inherit_to: heirOf(line.inheritTo),
    ...crmFields(line.crm),
    preview: line.preview,
  };
}

function memberFields(member: Member): Fields {
  return {
    extension: member.extension ?? "",
    slack: slackOf(member.slack),
    role: member.role,
    name: member.name ?? "",
    outbound_line: phoneOf(member.outboundLine),
    login: member.login ?? "",
    mobile: phoneOf(member.mobile),
    hours: describeHours(member.hours ?? []),
    time_zone: member.timeZone ?? "",
    inherit_to: heirOf(member.inheritTo),
    ...autoReplyFields(member.autoReply),
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
    reply_by: group.replyBy ?? "anyone",
    auto_resolve_hours: String(group.autoResolveHours ?? "off"),
    confirm_first_reply: onOff(group.confirmFirstReply ?? false),
    hours: describeHours(group.hours ?? []),
    ...afterHoursFields(group.afterHoursReply),
    ...crmFields(group.crm),
  };
}

function autoReplyFields(reply: AutoReply | undefined): Fields {
  const { atMostEveryMinutes: minutes } = reply ?? {};
  return {
    auto_reply: reply === undefined ? "" : onOff(reply.on),
    "auto_reply text": reply?.text ?? "",
    "auto_reply at_most_every_minutes": minutes === undefined ? "" : String(minutes),
    "auto_reply hours": reply?.hours ?? "",
  };
}

function afterHoursFields(reply: AfterHoursReply | undefined): Fields {
  return {
    after_hours_reply: reply === undefined ? "" : onOff(reply.on),
    "after_hours_reply text": reply?.text ?? "",
    "after_hours_reply every_hours": reply === undefined ? "" : String(reply.everyHours),
  };
}

const onOff = (value: boolean): string => (value ? "on" : "off");
const phoneOf = (number: E164 | undefined): string => (number === undefined ? "" : formatPhone(number));

function heirOf(heir: Heir | undefined): string {
  if (heir === undefined) return "";
  return heir.kind === "group" ? heir.extension : heir.username;
}

function slackOf(identity: SlackIdentity): string {
  return identity.kind === "id" ? identity.id : identity.email;
}

/** What differs in a description is long: its parts are named. */
function describedChanges(old: Directory, next: Directory): string[] {
  const [before, after] = [old.httpCarriers ?? [], next.httpCarriers ?? []];
  const kept = after.flatMap((is) => {
    const was = before.find(({ name }) => name === is.name);
    if (was === undefined) return [`New: described carrier ${is.name}.`];
    const parts = Object.entries(is).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key as keyof HttpCarrier]),
    );
    const names = parts.map(([key]) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    return parts.length === 0 ? [] : [`described carrier ${is.name}: another ${names.join(", ")}.`];
  });
  const gone = before.filter(({ name }) => !after.some((is) => is.name === name));
  return [...kept, ...gone.map(({ name }) => `Gone: described carrier ${name}.`)];
}

/** There may be thousands, so they are only counted. */
function contactChanges(old: Directory, next: Directory): string[] {
  const [before, after] = [contactsOf(old), contactsOf(next)];
  const kept = [...after.values()].flatMap((is) => {
    const was = before.get(is.number);
    return was === undefined ? [] : [{ is, was }];
  });
  const [added, removed] = [after.size - kept.length, before.size - kept.length];
  const renamed = kept.filter(({ is, was }) => is.name !== was.name).length;
  const moved = kept.filter(({ is, was }) => is.company !== was.company).length;
  if (added + removed + renamed + moved === 0) return [];
  const elsewhere = moved === 0 ? "" : `, ${moved} with another company`;
  return [`contacts: ${added} new, ${renamed} renamed, ${removed} gone${elsewhere}.`];
}

function contactsOf({ contacts }: Directory): ReadonlyMap<E164, KnownContact> {
  return new Map(contacts.map((contact) => [contact.number, contact]));
}
