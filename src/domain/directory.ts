/**
 * The directory: which lines there are, who is on the team, and which group answers which line.
 * A snapshot of `directory.yml`; nothing in it changes, a new file makes a new one.
 */

import type { Hours } from "./hours.ts";
import type { HttpCarrier } from "./http-carrier.ts";
import type { Address, E164, Extension, LoginName, SlackChannelId, SlackUserId, Username } from "./ids.ts";
import type { LogRules } from "./log-policy.ts";
import type { QuietHours } from "./quiet-hours.ts";

export interface Directory {
  /** An IANA name. Days and office times are counted in it. */
  readonly timeZone: string;
  /** What the team calls the people it texts with: customer, patient, guest. */
  readonly customerWord: string;
  /** What is said of carriers' accounts; one that is not named has the defaults. */
  readonly carriers?: readonly CarrierAccount[];
  /** Who sends and receives at carriers that know several; their credentials are in the environment. */
  readonly logins?: readonly Login[];
  readonly lines: readonly Line[];
  readonly members: readonly Member[];
  readonly groups: readonly Group[];
  /** Names for numbers, until a CRM knows them. */
  readonly contacts: readonly KnownContact[];
  /** What templates name: `{{link.booking}}`. */
  readonly links?: readonly NamedLink[];
  /** What is logged to the CRM, where neither a line nor a group says it. */
  readonly crm?: LogRules;
  /** How members were called who were taken out of it since, by username. Kept beside what the file says. */
  readonly formerNames?: Readonly<Record<string, string>>;
  /** Carriers that nobody wrote code for. */
  readonly httpCarriers?: readonly HttpCarrier[];
}

export interface CarrierAccount {
  /** A carrier's name in the registry. */
  readonly name: string;
  /** Whether automatic answers may leave through it: what its logins do where they say nothing else. */
  readonly sms: boolean;
}

/** An account, or a user of one, at a carrier. */
export interface Login {
  readonly name: LoginName;
  /** A carrier's name in the registry. */
  readonly carrier: string;
  /** Whether automatic answers may leave through it; absent: as its carrier says. */
  readonly sms?: boolean;
}

export interface Line {
  readonly number: E164;
  readonly name: string;
  /** A carrier's name in the registry. */
  readonly carrier: string;
  /** Who sends from it at the carrier, and hears of what comes to it; absent: the carrier's only one. */
  readonly login?: LoginName;
  /** Who gets its texts: a member (a direct line) or a group (a shared one). Without it they are kept, and shown to nobody. */
  readonly smsExtension?: Target;
  /** Where its conversations stand; else in the group's channel, or in the member's direct messages. */
  readonly channel?: SlackChannelId;
  /** An IANA name; else the directory's. */
  readonly timeZone?: string;
  /** Two letters; else the country that its number is of. Numbers without a country's code are read as of it. */
  readonly country?: string;
  /** When its texts may reach phones, instead of the setting; null: at any hour. */
  readonly quietHours?: QuietHours | null;
  /** What HELP is answered with, where the carrier does not answer it itself. */
  readonly helpText?: string;
  /** Who takes its open conversations over when it is removed. */
  readonly inheritTo?: Heir;
  /** What is logged to the CRM of its conversations. */
  readonly crm?: LogRules;
  /** Whether a card may show a customer's words, at the channel's top level and on lock screens. */
  readonly preview: Preview;
}

/** A group by its extension, a member by theirs or by username; no username is all digits. */
export type Target = Extension | Username;

export interface Member {
  readonly username: Username;
  /** Digits that name them as their username does, for who likes numbers. */
  readonly extension?: Extension;
  readonly slack: SlackIdentity;
  readonly role: Role;
  /** How the directory calls them; Slack's own name is used where it is absent. */
  readonly name?: string;
  /** The one line that their direct replies leave from. Without it none leaves. */
  readonly outboundLine?: E164;
  /** Their own login at the carrier: what they write on a shared line leaves by it where the carrier lets each answer as themselves. */
  readonly login?: LoginName;
  /** Their own phone: a text from it comes from the team. */
  readonly mobile?: E164;
  readonly hours?: Hours;
  /** Where they are, an IANA name; else where the directory says. */
  readonly timeZone?: string;
  /** Who takes their direct conversations over when they leave. */
  readonly inheritTo?: Heir;
  /** What their auto-responder begins with; they may change it at the desk. */
  readonly autoReply?: AutoReply;
}

export type Heir =
  | { readonly kind: "member"; readonly username: Username }
  | { readonly kind: "group"; readonly extension: Extension };

/** A member's own automatic answer to direct texts. */
export interface AutoReply {
  readonly text: string;
  readonly on: boolean;
  /** To one number, beyond the 30 seconds that always hold. */
  readonly atMostEveryMinutes?: number;
  /** `outside`: only outside the member's hours. */
  readonly hours: AutoReplyHours;
}

/** What a group's callers get outside its hours. */
export interface AfterHoursReply {
  readonly text: string;
  readonly on: boolean;
  /** To one contact, at most once in so many hours. */
  readonly everyHours: number;
}

export type SlackIdentity =
  | { readonly kind: "id"; readonly id: SlackUserId }
  /** Lower case. Looked up in Slack after the directory was applied. */
  | { readonly kind: "email"; readonly email: string };

export interface Group {
  readonly name: string;
  readonly extension: Extension;
  readonly channel: SlackChannelId;
  readonly members: readonly Username[];
  /** The line that new conversations of the group leave from. */
  readonly outboundLine: E164;
  /** Whom a new card mentions, beyond what Slack does by itself. */
  readonly notify: Notify;
  /** A text so soon after Resolve reopens the conversation instead of opening a new thread. 0: never. */
  readonly reopenWithinMinutes: number;
  /** Whose replies leave of a conversation that somebody has; absent: anyone's. */
  readonly replyBy?: ReplyBy;
  /** A conversation without texts for so long resolves itself; absent: never. */
  readonly autoResolveHours?: number;
  /** Whether a member's first reply ever waits until they say that it is for the customer; absent: it does not. */
  readonly confirmFirstReply?: boolean;
  readonly hours?: Hours;
  readonly afterHoursReply?: AfterHoursReply;
  /** What is logged to the CRM of its conversations, where the line says nothing else. */
  readonly crm?: LogRules;
}

export interface KnownContact {
  readonly number: E164;
  readonly name: string;
  /** For whom they work. */
  readonly company?: string;
}

export interface NamedLink {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  /** As it is sent. */
  readonly url: string;
}

export const PREVIEWS = ["full", "none"] as const;
export type Preview = (typeof PREVIEWS)[number];

export const ROLES = ["agent", "manager", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const AUTO_REPLY_HOURS = ["always", "outside"] as const;
export type AutoReplyHours = (typeof AUTO_REPLY_HOURS)[number];

export const NOTIFY = ["none", "group", "here"] as const;
export type Notify = (typeof NOTIFY)[number];

export const REPLY_BY = ["anyone", "assignee"] as const;
export type ReplyBy = (typeof REPLY_BY)[number];

/** The longest automatic answer, in UTF-16 code units: what carriers take. */
export const longestAnswer = 1600;

/** Whom the team texts with, in a sentence: a customer, an owner. */
export function aCustomer({ customerWord }: Pick<Directory, "customerWord">): string {
  return `${/^[aeiou]/i.test(customerWord) ? "an" : "a"} ${customerWord}`;
}

/** Null for a number that is not ours. */
export function lineByNumber(directory: Directory, number: E164 | Address): Line | null {
  return directory.lines.find((line) => line.number === number) ?? null;
}

export function groupByExtension(directory: Directory, extension: Target): Group | null {
  return directory.groups.find((group) => group.extension === extension) ?? null;
}

/** The group that answers a line. */
export function groupOfLine(directory: Directory, { smsExtension }: Line): Group | null {
  return smsExtension === undefined ? null : groupByExtension(directory, smsExtension);
}

/** The member to whom a line's texts go. */
export function memberOfLine(directory: Directory, { smsExtension }: Line): Member | null {
  if (smsExtension === undefined) return null;
  return (
    directory.members.find(
      ({ username, extension }) => extension === smsExtension || username === smsExtension,
    ) ?? null
  );
}

/** The lines whose texts go to a member. */
export function linesOfMember(directory: Directory, member: Member): readonly Line[] {
  return directory.lines.filter((line) => memberOfLine(directory, line)?.username === member.username);
}

/** Whether it is the outbound line of a member or a group. */
export function isSentFrom({ members, groups }: Directory, { number }: Line): boolean {
  return [...members, ...groups].some(({ outboundLine }) => outboundLine === number);
}

export function memberByUsername(directory: Directory, username: Username): Member | null {
  return directory.members.find((member) => member.username === username) ?? null;
}

export function loginByName({ logins }: Pick<Directory, "logins">, name: LoginName): Login | null {
  return logins?.find((login) => login.name === name) ?? null;
}

/** Whether automatic answers may leave through the account that a line is of. */
export function isSmsOn(
  { carriers, logins }: Pick<Directory, "carriers" | "logins">,
  { carrier, login }: Pick<Line, "carrier" | "login">,
): boolean {
  const own = login === undefined ? undefined : logins?.find(({ name }) => name === login)?.sms;
  return own ?? carriers?.find(({ name }) => name === carrier)?.sms ?? true;
}

/** Every channel that it names, once. */
export function channelsOf({ groups, lines }: Pick<Directory, "groups" | "lines">): SlackChannelId[] {
  const own = lines.flatMap(({ channel }) => channel ?? []);
  return [...new Set([...groups.map(({ channel }) => channel), ...own])];
}

export function membersOfGroup(directory: Directory, group: Group): readonly Member[] {
  return directory.members.filter((member) => group.members.includes(member.username));
}

/** Only a group's own members text for it; managers may act on it without that. */
export function isMemberOf(group: Group, username: Username): boolean {
  return group.members.includes(username);
}

/** Managers and admins assign and resolve in every group. */
export function managesGroups(member: Member): boolean {
  return member.role !== "agent";
}

export function contactName(directory: Directory, number: E164): string | null {
  return knownContact(directory, number)?.name ?? null;
}

export function knownContact({ contacts }: Directory, number: E164): KnownContact | null {
  return contacts.find((contact) => contact.number === number) ?? null;
}
