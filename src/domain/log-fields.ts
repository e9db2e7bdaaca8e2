/** What `crm:` of the directory, of a line or of a group may hold. */

import { readSwitch } from "./answer-fields.ts";
import { countIn, oneOf, type Read, readName, readUsername, shorten } from "./directory-fields.ts";
import { type Draft, type Field, type Located, readRecord, record, text, texts } from "./draft-record.ts";
import type { E164 } from "./ids.ts";
import { LOG_SHARED, type Ruled, SEVERAL_CONTACTS, UNKNOWN_CONTACT, WRITE_LOG } from "./log-policy.ts";
import type { Outline, Problem } from "./outline.ts";
import { parseE164 } from "./phone.ts";

/** A month at most: what is silent for longer is no open conversation. */
const readSilentHours = countIn("hours", 0, 720, " (0: only when it is resolved)");

const readCrmId: Read<string> = (typed, key) => {
  if (typed === "") return { problem: `\`${key}\` is empty; write the CRM's id of that user.` };
  if (typed.length <= 100 && !/[\s\p{Cc}]/u.test(typed)) return { value: typed };
  return { problem: `\`${key}: ${shorten(typed)}\` is no id of a CRM; copy it from the user's page there.` };
};

/** As it was typed: whose country a national number is of is told by the lines. */
const readTypedNumber: Read<string> = (typed, key) =>
  typed === "" ? { problem: `\`${key}\` holds an empty number; write it, or remove it.` } : { value: typed };

export interface OwnerDraft {
  readonly member: Located<string>;
  readonly id: string;
}

const crmShape = {
  auto_log: ruled(text(readSwitch).read),
  popup_after_first: ruled(text(readSwitch).read),
  unknown_contact: ruled(text(oneOf(UNKNOWN_CONTACT)).read),
  name_prefix: ruled(text(readName).read),
  contact_type: ruled(text(readName).read),
  several_contacts: ruled(text(oneOf(SEVERAL_CONTACTS)).read),
  log_shared: ruled(text(oneOf(LOG_SHARED)).read),
  log_open_after_hours: ruled(text(readSilentHours).read),
  log_notes: ruled(text(readSwitch).read),
  write: ruled(text(oneOf(WRITE_LOG)).read),
  do_not_log: ruled(texts(readTypedNumber)),
  owners: ruled(readOwners, isRuledOwners),
};

export type CrmDraft = Draft<typeof crmShape>;

/** A section of its own wherever it stands. */
export const crmField = { read: record(crmShape, "the crm section"), otherwise: null };

/** Plain, or with whether members may set it for themselves. What is plain is locked for them. */
function ruled<T>(read: Field<T>["read"], isRuled: (node: Outline) => boolean = isMap) {
  return { read: either, otherwise: null };

  function either(node: Outline, key: string, problems: Problem[]): Ruled<T> | undefined {
    if (isRuled(node)) return withSwitch(node, key, problems);
    const value = read(node, key, problems);
    return value === undefined ? undefined : { value, customizable: false };
  }

  function withSwitch(node: Outline, key: string, problems: Problem[]): Ruled<T> | undefined {
    const shape = {
      value: { read: (inner: Outline, _: string, found: Problem[]) => read(inner, key, found) },
      customizable: text(readSwitch, false),
    };
    const { value, customizable } = readRecord(node, shape, `\`${key}\``, problems)?.fields ?? {};
    return value && customizable && { value: value.value, customizable: customizable.value };
  }
}

function isMap({ kind }: Outline): boolean {
  return kind === "map";
}

/** Its values are a map themselves, and a member may be called `value`. */
function isRuledOwners(node: Outline): boolean {
  if (node.kind !== "map") return false;
  return node.entries.some(({ key, value }) => key === "value" && value.kind === "map");
}

function readOwners(node: Outline, key: string, problems: Problem[]): readonly OwnerDraft[] | undefined {
  if (node.kind === "refused") return undefined;
  if (node.kind !== "map") {
    const sentence = `\`${key}\` holds a ${node.kind}; write usernames with the CRM's ids, such as { ana: "1234" }.`;
    problems.push({ line: node.line, sentence });
    return undefined;
  }
  return node.entries.flatMap(({ key: name, line, value }) => {
    const member = readUsername(name, key);
    if ("problem" in member && !/^\d{1,10}$/.test(name)) problems.push({ line, sentence: member.problem });
    const id = text(readCrmId).read(value, name, problems);
    return id === undefined ? [] : [{ member: { value: name.toLowerCase(), line }, id }];
  });
}

/**
 * A number in any form that people write it in.
 * @param countries of our lines: a national form is read as of one of them.
 */
export function readAnyNumber(
  typed: string,
  countries: readonly string[],
): { value: E164 } | { problem: string } {
  const international = parseE164(typed);
  if (international !== null) return { value: international };
  const meant = [...new Set(countries.flatMap((country) => parseE164(typed, country) ?? []))];
  const [number, other] = meant;
  if (number === undefined)
    return {
      problem: `\`do_not_log\` holds ${shorten(typed)}, which is not a phone number; write it as "+15550100001".`,
    };
  if (other === undefined) return { value: number };
  return {
    problem: `\`do_not_log\` holds ${shorten(typed)}, which may be ${meant.join(" or ")}; write it with its country code.`,
  };
}
