/** What `crm:` says, each key as the file would have it, so that two can be compared. */
import type { LogRules, Ruled } from "./log-policy.ts";
import { formatPhone } from "./phone.ts";

export function crmFields(rules: LogRules | undefined): Readonly<Record<string, string>> {
  const { autoLog, popupAfterFirst, logNotes, doNotLog, owners, ...rest } = rules ?? {};
  const fields = {
    auto_log: said(autoLog, onOff),
    popup_after_first: said(popupAfterFirst, onOff),
    unknown_contact: said(rest.unknownContact, String),
    name_prefix: said(rest.namePrefix, String),
    contact_type: said(rest.contactType, String),
    several_contacts: said(rest.severalContacts, String),
    log_shared: said(rest.logShared, String),
    log_open_after_hours: said(rest.logOpenAfterHours, String),
    log_notes: said(logNotes, onOff),
    write: said(rest.write, String),
    do_not_log: said(doNotLog, (numbers) => numbers.map(formatPhone).join(", ") || "nobody"),
    owners: Object.entries(owners ?? {})
      .map(([member, id]) => `${member} ${id}`)
      .join(", "),
  };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [`crm ${key}`, value]));
}

function said<T>(rule: Ruled<T> | undefined, write: (value: T) => string): string {
  if (rule === undefined) return "";
  return rule.customizable ? `${write(rule.value)} (customizable)` : write(rule.value);
}

function onOff(value: boolean): string {
  return value ? "on" : "off";
}
