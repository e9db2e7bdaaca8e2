/** The keys of `directory.yml`: a public interface, written by hand, once, and kept. */

import * as answers from "./answer-fields.ts";
import * as fields from "./directory-fields.ts";
import { type Draft, optional, readRecord, record, records, text, texts } from "./draft-record.ts";
import { readHttpCarriers } from "./http-carriers/read-http-carriers.ts";
import * as links from "./link-fields.ts";
import { crmField } from "./log-fields.ts";
import { readLoginName } from "./login-fields.ts";
import type { Outline, Problem } from "./outline.ts";

const carrierShape = { name: text(fields.readName), sms: text(answers.readSwitch, true) };
const loginShape = {
  name: text(readLoginName),
  carrier: text(fields.readName),
  sms: text(answers.readSwitch, null),
};
const lineShape = {
  number: text(fields.readNumber),
  name: text(fields.readName),
  carrier: text(fields.readName),
  login: text(readLoginName, null),
  sms_extension: text(fields.readTarget, null),
  channel: text(fields.readChannel, null),
  time_zone: text(fields.readTimeZone, null),
  country: text(fields.readCountry, null),
  quiet_hours: text(fields.readQuietHours, null),
  help_text: text(answers.readHelpText, null),
  inherit_to: text(fields.readTarget, null),
  crm: crmField,
  preview: text(fields.readPreview, "full"),
};
const autoReplyShape = {
  text: text(answers.readAnswer, ""),
  on: text(answers.readSwitch, false),
  at_most_every_minutes: text(fields.readMinutes, null),
  hours: text(answers.readAutoReplyHours, "always"),
};
const memberShape = {
  username: text(fields.readUsername),
  extension: text(fields.readExtension, null),
  slack: text(fields.readSlackIdentity),
  role: text(fields.readRole, "agent"),
  name: text(fields.readName, null),
  outbound_line: text(fields.readNumber, null),
  login: text(readLoginName, null),
  mobile: text(fields.readNumber, null),
  hours: text(answers.readHours, null),
  time_zone: text(fields.readTimeZone, null),
  inherit_to: text(fields.readTarget, null),
  auto_reply: optional(record(autoReplyShape, "an auto_reply")),
};
const afterHoursShape = {
  text: text(answers.readAnswer, ""),
  on: text(answers.readSwitch, false),
  every_hours: text(fields.readEveryHours, 4),
};
const groupShape = {
  name: text(fields.readName),
  extension: {
    ...text(fields.readExtension),
    meaning: 'any number you make up (nothing dials it), such as "200"',
  },
  channel: text(fields.readChannel),
  members: { read: texts(fields.readMemberName) },
  outbound_line: text(fields.readNumber),
  notify: text(fields.readNotify, "none"),
  reopen_within_minutes: text(fields.readMinutes, 0),
  reply_by: text(fields.readReplyBy, null),
  auto_resolve_hours: text(fields.readResolveHours, null),
  confirm_first_reply: text(answers.readSwitch, null),
  hours: text(answers.readHours, null),
  after_hours_reply: optional(record(afterHoursShape, "an after_hours_reply")),
  crm: crmField,
};
const contactShape = {
  number: text(fields.readNumber),
  name: text(fields.readName),
  company: text(fields.readName, null),
};
const linkShape = { name: text(links.readLinkName), url: text(links.readUrl) };
const directoryShape = {
  time_zone: text(fields.readTimeZone),
  customer_word: text(fields.readName, "customer"),
  carriers: optional(records(carrierShape, "a carrier")),
  logins: optional(records(loginShape, "a login")),
  lines: { read: records(lineShape, "a line") },
  members: { read: records(memberShape, "a member") },
  groups: { read: records(groupShape, "a group") },
  contacts: { read: records(contactShape, "a contact"), otherwise: [] },
  links: optional(records(linkShape, "a link")),
  crm: crmField,
  http_carriers: optional(readHttpCarriers),
};

export type CarrierDraft = Draft<typeof carrierShape>;
export type LoginDraft = Draft<typeof loginShape>;
export type LineDraft = Draft<typeof lineShape>;
export type AutoReplyDraft = Draft<typeof autoReplyShape>;
export type MemberDraft = Draft<typeof memberShape>;
export type AfterHoursDraft = Draft<typeof afterHoursShape>;
export type GroupDraft = Draft<typeof groupShape>;
export type ContactDraft = Draft<typeof contactShape>;
export type LinkDraft = Draft<typeof linkShape>;
export type DirectoryDraft = Draft<typeof directoryShape>;

export function draftDirectory(root: Outline, problems: Problem[]): DirectoryDraft | null {
  return readRecord(root, directoryShape, "the directory", problems);
}
