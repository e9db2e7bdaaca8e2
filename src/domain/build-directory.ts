/** A draft without a mistake -> Directory. */

import { targetIn, usernameOf } from "./check-names.ts";
import type {
  AfterHoursReply,
  AutoReply,
  CarrierAccount,
  Directory,
  Group,
  Heir,
  KnownContact,
  Line,
  Login,
  Member,
  NamedLink,
  Target,
} from "./directory.ts";
import type {
  AfterHoursDraft,
  AutoReplyDraft,
  CarrierDraft,
  ContactDraft,
  DirectoryDraft,
  GroupDraft,
  LineDraft,
  LinkDraft,
  LoginDraft,
  MemberDraft,
} from "./directory-draft.ts";
import type { Located } from "./draft-record.ts";
import { buildLogRules } from "./log-rules.ts";

/** Null where a section could not be read. */
export function buildDirectory({ fields }: DirectoryDraft): Directory | null {
  const { time_zone, customer_word, carriers, logins, lines, members, groups, contacts, links, crm } = fields;
  const described = fields.http_carriers;
  if (!time_zone || !customer_word || !lines || !members || !groups || !contacts) return null;
  const heir = (name: Located<string>) => heirIn(name, groups.value, members.value);
  return {
    timeZone: time_zone.value,
    customerWord: customer_word.value,
    ...(carriers && { carriers: carriers.value.flatMap(buildCarrier) }),
    ...(logins && { logins: logins.value.flatMap(buildLogin) }),
    lines: lines.value.flatMap((line) => buildLine(line, heir, members.value)),
    members: members.value.flatMap((member) => buildMember(member, heir)),
    groups: groups.value.flatMap((group) => buildGroup(group, members.value, lines.value)),
    contacts: contacts.value.flatMap(buildContact),
    ...(links && { links: links.value.flatMap(buildLink) }),
    ...(crm && { crm: buildLogRules(crm.value, lines.value, members.value) }),
    ...(described && { httpCarriers: described.value.flatMap(({ carrier }) => carrier ?? []) }),
  };
}

type HeirOf = (name: Located<string>) => { readonly inheritTo: Heir } | undefined;

function heirIn(
  { value }: Located<string>,
  groups: readonly GroupDraft[],
  members: readonly MemberDraft[],
): ReturnType<HeirOf> {
  const target = targetIn(value, { groups, members });
  if (target?.kind === "group") {
    const extension = target.group.fields.extension?.value;
    return extension && { inheritTo: { kind: "group", extension } };
  }
  const username = target?.member.fields.username?.value;
  return username && { inheritTo: { kind: "member", username } };
}

function buildCarrier({ fields: { name, sms } }: CarrierDraft): CarrierAccount[] {
  return name && sms ? [{ name: name.value, sms: sms.value }] : [];
}

function buildLogin({ fields: { name, carrier, sms } }: LoginDraft): Login[] {
  return name && carrier
    ? [{ name: name.value, carrier: carrier.value, ...(sms && { sms: sms.value }) }]
    : [];
}

function buildLine(line: LineDraft, heirOf: HeirOf, everyone: readonly MemberDraft[]): Line[] {
  const { fields } = line;
  const { number, name, carrier, sms_extension, channel, help_text, inherit_to, preview } = fields;
  const { login, time_zone, country, quiet_hours, crm } = fields;
  if (!number || !name || !carrier || !preview) return [];
  return [
    {
      number: number.value,
      name: name.value,
      carrier: carrier.value,
      ...(login && { login: login.value }),
      ...(sms_extension && { smsExtension: sms_extension.value as Target }),
      ...(channel && { channel: channel.value }),
      ...(time_zone && { timeZone: time_zone.value }),
      ...(country && { country: country.value }),
      ...(quiet_hours && { quietHours: quiet_hours.value }),
      ...(help_text && { helpText: help_text.value }),
      ...(inherit_to && heirOf(inherit_to)),
      ...(crm && { crm: buildLogRules(crm.value, [line], everyone) }),
      preview: preview.value,
    },
  ];
}

function buildMember({ fields }: MemberDraft, heirOf: HeirOf): Member[] {
  const { username, extension, slack, role, name, outbound_line, mobile, hours, inherit_to, auto_reply } =
    fields;
  const { login, time_zone } = fields;
  if (!username || !slack || !role) return [];
  return [
    {
      username: username.value,
      ...(extension && { extension: extension.value }),
      slack: slack.value,
      role: role.value,
      ...(name && { name: name.value }),
      ...(outbound_line && { outboundLine: outbound_line.value }),
      ...(login && { login: login.value }),
      ...(mobile && { mobile: mobile.value }),
      ...(hours && { hours: hours.value }),
      ...(time_zone && { timeZone: time_zone.value }),
      ...(inherit_to && heirOf(inherit_to)),
      ...(auto_reply && { autoReply: buildAutoReply(auto_reply.value) }),
    },
  ];
}

function buildAutoReply({ fields }: AutoReplyDraft): AutoReply {
  const { text, on, at_most_every_minutes, hours } = fields;
  return {
    text: text?.value ?? "",
    on: on?.value ?? false,
    ...(at_most_every_minutes && { atMostEveryMinutes: at_most_every_minutes.value }),
    hours: hours?.value ?? "always",
  };
}

function buildGroup(
  { fields }: GroupDraft,
  everyone: readonly MemberDraft[],
  lines: readonly LineDraft[],
): Group[] {
  const { name, extension, channel, members, outbound_line, notify, reopen_within_minutes } = fields;
  if (!name || !extension || !channel || !members || !outbound_line || !notify || !reopen_within_minutes)
    return [];
  const { hours, after_hours_reply, reply_by, auto_resolve_hours, confirm_first_reply, crm } = fields;
  return [
    {
      name: name.value,
      extension: extension.value,
      channel: channel.value,
      members: members.value.flatMap((member) => usernameOf(member.value, everyone) ?? []),
      outboundLine: outbound_line.value,
      notify: notify.value,
      reopenWithinMinutes: reopen_within_minutes.value,
      ...(reply_by && { replyBy: reply_by.value }),
      ...(auto_resolve_hours && { autoResolveHours: auto_resolve_hours.value }),
      ...(confirm_first_reply && { confirmFirstReply: confirm_first_reply.value }),
      ...(hours && { hours: hours.value }),
      ...(after_hours_reply && { afterHoursReply: buildAfterHours(after_hours_reply.value) }),
      ...(crm && { crm: buildLogRules(crm.value, lines, everyone) }),
    },
  ];
}

function buildAfterHours({ fields: { text, on, every_hours } }: AfterHoursDraft): AfterHoursReply {
  return { text: text?.value ?? "", on: on?.value ?? false, everyHours: every_hours?.value ?? 4 };
}

function buildContact({ fields: { number, name, company } }: ContactDraft): KnownContact[] {
  if (!number || !name) return [];
  return [{ number: number.value, name: name.value, ...(company && { company: company.value }) }];
}

function buildLink({ fields: { name, url } }: LinkDraft): NamedLink[] {
  return name && url ? [{ name: name.value, url: url.value }] : [];
}
