import fc from "fast-check";
import type { Directory, Group, KnownContact, Line, Member } from "../../src/domain/directory.ts";
import { NOTIFY, PREVIEWS, ROLES } from "../../src/domain/directory.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => text.normalize("NFC").trim())
  .filter((text) => text !== "" && !/\p{Cc}|\p{Cs}/u.test(text));
const number = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map((digits) => `+1${digits}` as E164);

/** Any valid directory, made so that nothing in it stands twice and every name leads somewhere. */
export function anyDirectory(carriers: readonly string[]): fc.Arbitrary<Directory> {
  const parts = fc.record({
    numbers: fc.uniqueArray(number, { minLength: 2, maxLength: 8 }),
    extensions: fc.uniqueArray(fc.stringMatching(/^\d{1,10}$/), { minLength: 8, maxLength: 8 }),
    usernames: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._-]{0,31}$/), { minLength: 1, maxLength: 4 }),
    slackIds: fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{2,10}$/), { minLength: 8, maxLength: 8 }),
    groupNames: fc.uniqueArray(name, { minLength: 1, maxLength: 4, selector: (text) => text.toLowerCase() }),
    names: fc.array(name, { minLength: 8, maxLength: 8 }),
    choices: fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
    timeZone: fc.constantFrom("UTC", "America/New_York", "Europe/Berlin", "Asia/Kathmandu"),
    customerWord: name,
  });
  return parts.map((found) => {
    const text = (list: readonly string[], index: number) => list[index % list.length] ?? "";
    const pick = <T>(list: readonly [T, ...T[]], index: number) =>
      list[(found.choices[index] ?? 0) % list.length] ?? list[0];
    const ourNumbers = found.numbers.slice(0, Math.ceil(found.numbers.length / 2));
    const members = found.usernames.map((username, index): Member => {
      const member = {
        username: username as Username,
        extension: text(found.extensions, index) as Extension,
        slack:
          index % 2 === 0
            ? { kind: "id" as const, id: `U${text(found.slackIds, index)}` as SlackUserId }
            : { kind: "email" as const, email: `${text(found.slackIds, index).toLowerCase()}@example.com` },
        role: pick(ROLES, index),
      };
      return index % 3 === 0 ? { ...member, name: text(found.names, index) } : member;
    });
    const groups = found.groupNames.map(
      (groupName, index): Group => ({
        name: groupName,
        extension: text(found.extensions, 4 + index) as Extension,
        channel: `C${text(found.slackIds, 4 + index)}` as SlackChannelId,
        members: members
          .filter((_, at) => (found.choices[index] ?? 0) & (1 << at))
          .map((member) => member.username),
        outboundLine: text(ourNumbers, found.choices[index] ?? 0) as E164,
        notify: pick(NOTIFY, index),
        reopenWithinMinutes: found.choices[index + 1] ?? 0,
      }),
    );
    const lines = ourNumbers.map(
      (ours, index): Line => ({
        number: ours,
        name: text(found.names, index),
        carrier: text(carriers, found.choices[index] ?? 0),
        smsExtension: groups[index % groups.length]?.extension ?? ("" as Extension),
        preview: pick(PREVIEWS, index),
      }),
    );
    const contacts = found.numbers
      .slice(ourNumbers.length)
      .map((theirs, index): KnownContact => ({ number: theirs, name: text(found.names, index) }));
    return { timeZone: found.timeZone, customerWord: found.customerWord, lines, members, groups, contacts };
  });
}

/** A directory as `directory.yml` would hold it. */
export function asYaml(directory: Directory) {
  return {
    time_zone: directory.timeZone,
    customer_word: directory.customerWord,
    lines: directory.lines.map(({ smsExtension, ...line }) => ({ ...line, sms_extension: smsExtension })),
    members: directory.members.map(({ slack, ...member }) => ({
      ...member,
      slack: slack.kind === "id" ? slack.id : slack.email,
    })),
    groups: directory.groups.map(({ outboundLine, reopenWithinMinutes, ...group }) => ({
      ...group,
      outbound_line: outboundLine,
      reopen_within_minutes: reopenWithinMinutes,
    })),
    contacts: directory.contacts,
  };
}
