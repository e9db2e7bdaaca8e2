/** `crm:` in a draft of the directory: what is wrong with it beside the rest, and what it says. */

import { namesIn, noMember, usernameOf } from "./check-names.ts";
import type { LineDraft, MemberDraft } from "./directory-draft.ts";
import type { Located } from "./draft-record.ts";
import type { E164, Username } from "./ids.ts";
import { type CrmDraft, readAnyNumber } from "./log-fields.ts";
import type { LogRules, Ruled } from "./log-policy.ts";
import type { Problem } from "./outline.ts";
import { countryOf } from "./phone.ts";

/** Whose national numbers are written there. */
function countriesOf(lines: readonly LineDraft[]): readonly string[] {
  const countries = lines.flatMap(({ fields: { number, country } }) => {
    const found = country?.value ?? (number ? countryOf(number.value) : null);
    return found === null ? [] : [found];
  });
  return [...new Set(countries)];
}

export function checkLogRules(
  { fields: { do_not_log, owners } }: CrmDraft,
  lines: readonly LineDraft[],
  members: readonly MemberDraft[] | null,
): Problem[] {
  const countries = countriesOf(lines);
  const numbers = (do_not_log?.value.value ?? []).flatMap(({ value, line }) => {
    const read = readAnyNumber(value, countries);
    return "problem" in read ? [{ line, sentence: read.problem }] : [];
  });
  return [
    ...numbers,
    ...checkOwners(
      (owners?.value.value ?? []).map(({ member }) => member),
      members,
    ),
  ];
}

function checkOwners(names: readonly Located<string>[], members: readonly MemberDraft[] | null): Problem[] {
  const usernames = namesIn(members, "username");
  const seen = new Set<string>();
  return names.flatMap(({ value, line }) => {
    const username = usernameOf(value, members) ?? value;
    if (seen.has(username))
      return [{ line, sentence: `${value} stands twice among the owners; once is enough.` }];
    seen.add(username);
    if (usernames === null || usernames.includes(username)) return [];
    return [{ line, sentence: noMember(value, usernames) }];
  });
}

export function buildLogRules(
  { fields }: CrmDraft,
  lines: readonly LineDraft[],
  members: readonly MemberDraft[],
): LogRules {
  const { auto_log, popup_after_first, unknown_contact, name_prefix, contact_type, several_contacts } =
    fields;
  const { log_shared, log_open_after_hours, log_notes, write, do_not_log, owners } = fields;
  const countries = countriesOf(lines);
  return {
    ...(auto_log && { autoLog: auto_log.value }),
    ...(popup_after_first && { popupAfterFirst: popup_after_first.value }),
    ...(unknown_contact && { unknownContact: unknown_contact.value }),
    ...(name_prefix && { namePrefix: name_prefix.value }),
    ...(contact_type && { contactType: contact_type.value }),
    ...(several_contacts && { severalContacts: several_contacts.value }),
    ...(log_shared && { logShared: log_shared.value }),
    ...(log_open_after_hours && { logOpenAfterHours: log_open_after_hours.value }),
    ...(log_notes && { logNotes: log_notes.value }),
    ...(write && { write: write.value }),
    ...(do_not_log && { doNotLog: numbersOf(do_not_log.value, countries) }),
    ...(owners && {
      owners: Object.fromEntries(
        owners.value.value.map(({ member, id }) => [usernameOf(member.value, members) ?? member.value, id]),
      ) as Record<Username, string>,
    }),
  };
}

function numbersOf(
  { value, customizable }: Ruled<readonly Located<string>[]>,
  countries: readonly string[],
): Ruled<readonly E164[]> {
  const numbers = value.flatMap((typed) => {
    const read = readAnyNumber(typed.value, countries);
    return "value" in read ? [read.value] : [];
  });
  return { value: [...new Set(numbers)], customizable };
}
