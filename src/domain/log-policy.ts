/**
 * What is logged, when, and on whom: for all, for a group, for a line, and for a member where the admin leaves it to them. Of what the
 * directory says, the narrowest wins, a line's before its group's; what it says plainly is locked for members.
 */
import type { E164, Username } from "./ids.ts";

export const UNKNOWN_CONTACT = ["ask", "placeholder", "skip"] as const;
export type UnknownContact = (typeof UNKNOWN_CONTACT)[number];

export const SEVERAL_CONTACTS = ["ask", "most_recent", "first_by_name", "earliest"] as const;
export type SeveralContacts = (typeof SEVERAL_CONTACTS)[number];

export const LOG_SHARED = ["at_resolve", "from_first_message"] as const;
export type LogShared = (typeof LOG_SHARED)[number];

export const WRITE_LOG = ["as_it_grows", "once"] as const;
export type WriteLog = (typeof WRITE_LOG)[number];

/** Every policy with its value. */
export interface LogPolicy {
  readonly autoLog: boolean;
  /** The logging page opens after the first message of a day that a member sends in a conversation; only where `autoLog` is on. */
  readonly popupAfterFirst: boolean;
  readonly unknownContact: UnknownContact;
  /** What a placeholder's name begins with. */
  readonly namePrefix: string;
  /** What kind of contact is made, a word of the CRM's; null: its first. */
  readonly contactType: string | null;
  readonly severalContacts: SeveralContacts;
  readonly logShared: LogShared;
  /** An open shared conversation that is silent for so long is logged; 0: only when it is resolved. */
  readonly logOpenAfterHours: number;
  readonly logNotes: boolean;
  readonly write: WriteLog;
  readonly doNotLog: readonly E164[];
}

/** What a policy is set to, and whether members may set it for themselves. */
export interface Ruled<T> {
  readonly value: T;
  readonly customizable: boolean;
}

type PolicyRules = { readonly [Name in keyof LogPolicy]?: Ruled<LogPolicy[Name]> };

/** What `crm:` of the directory, of a line or of a group says; what it does not say is the wider one's. */
export type LogRules = PolicyRules & {
  /** Who members are in the CRM, where their e-mail does not tell: its ids of them. */
  readonly owners?: Readonly<Record<Username, string>>;
};

/** Where a rule stands. */
export type RuledBy =
  | { readonly kind: "all" }
  | { readonly kind: "line"; readonly name: string }
  | { readonly kind: "group"; readonly name: string };

export interface RulesOf {
  readonly by: RuledBy;
  readonly rules: LogRules;
}

/** What members may ever set for themselves: of their own conversations, so nothing that is about shared ones. */
export const OWN_POLICIES = [
  "autoLog",
  "popupAfterFirst",
  "unknownContact",
  "namePrefix",
  "contactType",
  "severalContacts",
  "logNotes",
  "write",
  "doNotLog",
] as const satisfies readonly (keyof LogPolicy)[];
export type OwnPolicy = (typeof OWN_POLICIES)[number];

/** What a member set for themselves. */
export type OwnLogSettings = { readonly [Name in OwnPolicy]?: LogPolicy[Name] };

/** A policy with where it comes from. */
export interface RuledPolicy<T> {
  /** What holds. */
  readonly value: T;
  /** What holds for a member who sets nothing. */
  readonly ruled: T;
  /** Who says that; null: nobody, and it is what it is by itself. */
  readonly by: RuledBy | null;
  /** Whether members can't set it for themselves. */
  readonly locked: boolean;
}

export type RuledPolicies = { readonly [Name in keyof LogPolicy]: RuledPolicy<LogPolicy[Name]> };

/** @param own null where nobody's own count, as in shared conversations. */
export function logPolicy(rules: readonly RulesOf[], own: OwnLogSettings | null): LogPolicy {
  const { autoLog, popupAfterFirst, ...rest } = ruledPolicies(rules, own);
  return {
    autoLog: autoLog.value,
    popupAfterFirst: autoLog.value && popupAfterFirst.value,
    unknownContact: rest.unknownContact.value,
    namePrefix: rest.namePrefix.value,
    contactType: rest.contactType.value,
    severalContacts: rest.severalContacts.value,
    logShared: rest.logShared.value,
    logOpenAfterHours: rest.logOpenAfterHours.value,
    logNotes: rest.logNotes.value,
    write: rest.write.value,
    doNotLog: rest.doNotLog.value,
  };
}

/** @param rules the narrowest first. */
export function ruledPolicies(rules: readonly RulesOf[], own: OwnLogSettings | null): RuledPolicies {
  const ruled = <Name extends keyof LogPolicy>(name: Name) => ruledOne(name, rules);
  const chosen = <Name extends OwnPolicy>(name: Name): RuledPolicy<LogPolicy[Name]> => {
    const policy = ruled(name);
    const value: LogPolicy[Name] | undefined = own?.[name];
    return policy.locked || value === undefined ? policy : { ...policy, value };
  };
  return {
    autoLog: chosen("autoLog"),
    popupAfterFirst: chosen("popupAfterFirst"),
    unknownContact: chosen("unknownContact"),
    namePrefix: chosen("namePrefix"),
    contactType: chosen("contactType"),
    severalContacts: chosen("severalContacts"),
    logShared: ruled("logShared"),
    logOpenAfterHours: ruled("logOpenAfterHours"),
    logNotes: chosen("logNotes"),
    write: chosen("write"),
    doNotLog: together(chosen("doNotLog")),
  };
}

function ruledOne<Name extends keyof LogPolicy>(
  name: Name,
  rules: readonly RulesOf[],
): RuledPolicy<LogPolicy[Name]> {
  for (const { by, rules: said } of rules) {
    const rule = (said as PolicyRules)[name];
    if (rule === undefined) continue;
    return { value: rule.value, ruled: rule.value, by, locked: !isOwn(name) || !rule.customizable };
  }
  const value = defaultLogPolicy[name];
  return { value, ruled: value, by: null, locked: !isOwn(name) };
}

function isOwn(name: keyof LogPolicy): name is OwnPolicy {
  return OWN_POLICIES.some((own) => own === name);
}

/** A member adds numbers of their own: what the company keeps out, they can't let in. */
function together({ value, ruled, ...rest }: RuledPolicies["doNotLog"]): RuledPolicies["doNotLog"] {
  return { ...rest, ruled, value: [...new Set([...ruled, ...value])] };
}

/** What holds where nobody says anything. */
export const defaultLogPolicy: LogPolicy = {
  autoLog: true,
  popupAfterFirst: false,
  unknownContact: "ask",
  namePrefix: "SMS contact",
  contactType: null,
  severalContacts: "ask",
  logShared: "at_resolve",
  logOpenAfterHours: 72,
  logNotes: true,
  write: "as_it_grows",
  doNotLog: [],
};
