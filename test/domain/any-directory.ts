import fc from "fast-check";
import type { Directory, Group, Heir, KnownContact, Line, Member } from "../../src/domain/directory.ts";
import { AUTO_REPLY_HOURS, NOTIFY, PREVIEWS, REPLY_BY, ROLES } from "../../src/domain/directory.ts";
import { describeHours, type Hours } from "../../src/domain/hours.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../src/domain/ids.ts";
import {
  LOG_SHARED,
  type LogRules,
  SEVERAL_CONTACTS,
  UNKNOWN_CONTACT,
  WRITE_LOG,
} from "../../src/domain/log-policy.ts";
import { normalizeText } from "../../src/domain/plain-text.ts";
import { describeQuietHours } from "../../src/domain/quiet-hours.ts";

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .map((text) => text.normalize("NFC").trim())
  .filter((text) => text !== "" && !/\p{Cc}|\p{Cs}/u.test(text));
const answer = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 80 })
  .map((text) => normalizeText(`Hi${text}`))
  .filter((text) => text === normalizeText(text));
const office = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
    times: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 2 }),
  })
  .map(({ days, times }) => ({
    days: days.sort((left, right) => left - right),
    from: Math.min(...times),
    to: Math.max(...times),
  }));
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
    /** What may be there or not, one after the other. */
    optional: fc.array(fc.boolean(), { minLength: 97, maxLength: 97 }),
    hours: fc.array(office, { minLength: 1, maxLength: 3 }),
    answer,
  });
  return parts.map((found) => {
    const text = (list: readonly string[], index: number) => list[index % list.length] ?? "";
    const pick = <T>(list: readonly [T, ...T[]], index: number) =>
      list[(found.choices[index] ?? 0) % list.length] ?? list[0];
    let asked = 0;
    const sometimes = <T extends object>(part: T): T | Record<never, never> => {
      asked += 1;
      return found.optional[asked % found.optional.length] ? part : {};
    };
    const hours: Hours = found.hours;
    const ruled = <T>(value: T, index: number) => ({
      value,
      customizable: (found.choices[index] ?? 0) % 3 === 0,
    });
    const rules = (index: number): LogRules => ({
      ...sometimes({ autoLog: ruled(index % 2 === 0, index) }),
      ...sometimes({ popupAfterFirst: ruled(index % 2 === 1, index + 1) }),
      ...sometimes({ unknownContact: ruled(pick(UNKNOWN_CONTACT, index), index) }),
      ...sometimes({ namePrefix: ruled(text(found.names, index), index) }),
      ...sometimes({ contactType: ruled(text(found.names, index + 1), index) }),
      ...sometimes({ severalContacts: ruled(pick(SEVERAL_CONTACTS, index), index + 1) }),
      ...sometimes({ logShared: ruled(pick(LOG_SHARED, index), index) }),
      ...sometimes({ logOpenAfterHours: ruled((found.choices[index] ?? 0) % 721, index) }),
      ...sometimes({ logNotes: ruled(index % 2 === 0, index + 1) }),
      ...sometimes({ write: ruled(pick(WRITE_LOG, index), index) }),
      ...sometimes({ doNotLog: ruled(found.numbers.slice(0, index) as readonly E164[], index) }),
      ...sometimes({
        owners: Object.fromEntries(found.usernames.map((username) => [username, `id-${index}`])) as Record<
          Username,
          string
        >,
      }),
    });
    const ourNumbers = found.numbers.slice(0, Math.ceil(found.numbers.length / 2));
    const members = found.usernames.map((username, index): Member => {
      const heir = found.usernames[index - 1];
      const hasHours = (found.choices[index] ?? 0) % 2 === 0;
      const member = {
        username: username as Username,
        ...sometimes({ extension: text(found.extensions, index) as Extension }),
        slack:
          index % 2 === 0
            ? { kind: "id" as const, id: `U${text(found.slackIds, index)}` as SlackUserId }
            : { kind: "email" as const, email: `${text(found.slackIds, index).toLowerCase()}@example.com` },
        role: pick(ROLES, index),
        ...sometimes({ name: text(found.names, index) }),
        ...sometimes({ outboundLine: text(ourNumbers, index) as E164 }),
        ...sometimes({ mobile: `+44207946095${index}` as E164 }),
        ...(hasHours ? { hours } : {}),
        ...sometimes({ timeZone: found.timeZone }),
        // Only to somebody before: no circle.
        ...(heir === undefined
          ? {}
          : sometimes({ inheritTo: { kind: "member", username: heir as Username } satisfies Heir })),
        ...sometimes({
          autoReply: {
            text: found.answer,
            on: index % 2 === 0,
            ...sometimes({ atMostEveryMinutes: found.choices[index] ?? 0 }),
            hours: hasHours ? pick(AUTO_REPLY_HOURS, index) : "always",
          },
        }),
      };
      return member;
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
        ...sometimes({ replyBy: pick(REPLY_BY, index) }),
        ...sometimes({ autoResolveHours: 1 + ((found.choices[index] ?? 0) % 720) }),
        ...sometimes({ confirmFirstReply: index % 2 === 0 }),
        hours,
        ...sometimes({
          afterHoursReply: {
            text: found.answer,
            on: index % 2 === 0,
            everyHours: 1 + ((found.choices[index] ?? 0) % 720),
          },
        }),
        ...sometimes({ crm: rules(index + 1) }),
      }),
    );
    const targets = [
      ...groups.map((group) => group.extension),
      ...members.map(({ extension, username }) => extension ?? username),
    ];
    const lines = ourNumbers.map(
      (ours, index): Line => ({
        number: ours,
        name: text(found.names, index),
        carrier: text(carriers, found.choices[index] ?? 0),
        ...sometimes({ smsExtension: targets[(found.choices[index] ?? 0) % targets.length] }),
        ...sometimes({ channel: `C1${text(found.slackIds, index)}`.slice(0, 12) as SlackChannelId }),
        ...sometimes({ timeZone: found.timeZone }),
        ...sometimes({ country: pick(["US", "GB", "DE"], index) }),
        ...sometimes({
          quietHours: pick([null, { from: 0, to: 24 }, { from: 8, to: 21 }, { from: 9, to: 10 }], index),
        }),
        ...sometimes({ helpText: found.answer }),
        ...sometimes({
          inheritTo: { kind: "group", extension: text(found.extensions, 4) as Extension } satisfies Heir,
        }),
        ...sometimes({ crm: rules(index) }),
        preview: pick(PREVIEWS, index),
      }),
    );
    const contacts = found.numbers.slice(ourNumbers.length).map(
      (theirs, index): KnownContact => ({
        number: theirs,
        name: text(found.names, index),
        ...sometimes({ company: text(found.names, index + 1) }),
      }),
    );
    const links = found.usernames.map((username, index) => ({
      name: username.replaceAll(/[._]/g, "-"),
      url: `https://example.com/${index}`,
    }));
    const isOnce = new Set(links.map(({ name: link }) => link)).size === links.length;
    return {
      timeZone: found.timeZone,
      customerWord: found.customerWord,
      ...sometimes({
        carriers: carriers.map((carrier, index) => ({
          name: carrier,
          sms: (found.choices[index] ?? 0) % 2 === 0,
        })),
      }),
      lines,
      members,
      groups,
      contacts,
      ...(isOnce ? sometimes({ links }) : {}),
      ...sometimes({ crm: rules(2) }),
    };
  });
}

const heirName = (heir: Heir) => (heir.kind === "group" ? heir.extension : heir.username);

/** A directory as `directory.yml` would hold it. */
export function asYaml({
  timeZone,
  customerWord,
  carriers,
  lines,
  members,
  groups,
  contacts,
  links,
  crm,
}: Directory) {
  return {
    time_zone: timeZone,
    customer_word: customerWord,
    ...(carriers && {
      carriers: carriers.map(({ name: carrier, sms }) => ({ name: carrier, sms: onOff(sms) })),
    }),
    lines: lines.map(
      ({ smsExtension, timeZone: zone, quietHours, helpText, inheritTo, crm: own, ...line }) => ({
        ...line,
        ...(own && { crm: rulesAsYaml(own) }),
        ...(smsExtension && { sms_extension: smsExtension }),
        ...(zone && { time_zone: zone }),
        ...(quietHours !== undefined && { quiet_hours: describeQuietHours(quietHours) }),
        ...(helpText && { help_text: helpText }),
        ...(inheritTo && { inherit_to: heirName(inheritTo) }),
      }),
    ),
    members: members.map(
      ({ slack, outboundLine, hours, timeZone: zone, inheritTo, autoReply, ...member }) => ({
        ...member,
        slack: slack.kind === "id" ? slack.id : slack.email,
        ...(outboundLine && { outbound_line: outboundLine }),
        ...(hours && { hours: describeHours(hours) }),
        ...(zone && { time_zone: zone }),
        ...(inheritTo && { inherit_to: heirName(inheritTo) }),
        ...(autoReply && {
          auto_reply: {
            text: autoReply.text,
            on: autoReply.on,
            ...(autoReply.atMostEveryMinutes !== undefined && {
              at_most_every_minutes: autoReply.atMostEveryMinutes,
            }),
            hours: autoReply.hours,
          },
        }),
      }),
    ),
    groups: groups.map(
      ({ outboundLine, reopenWithinMinutes, hours, afterHoursReply, crm: own, ...rest }) => ({
        ...withoutReplies(rest),
        ...(own && { crm: rulesAsYaml(own) }),
        outbound_line: outboundLine,
        reopen_within_minutes: reopenWithinMinutes,
        ...(hours && { hours: describeHours(hours) }),
        ...(afterHoursReply && {
          after_hours_reply: {
            text: afterHoursReply.text,
            on: onOff(afterHoursReply.on),
            every_hours: afterHoursReply.everyHours,
          },
        }),
      }),
    ),
    contacts,
    ...(links && { links }),
    ...(crm && { crm: rulesAsYaml(crm) }),
  };
}

function withoutReplies({ replyBy, autoResolveHours, confirmFirstReply, ...group }: Partial<Group>) {
  return {
    ...group,
    ...(replyBy && { reply_by: replyBy }),
    ...(autoResolveHours && { auto_resolve_hours: autoResolveHours }),
    ...(confirmFirstReply !== undefined && { confirm_first_reply: onOff(confirmFirstReply) }),
  };
}

/** Some rules plain, some as a map: locked is what both say alike. */
function rulesAsYaml({ owners, ...rules }: LogRules) {
  const entries = Object.entries(rules).map(([name, { value, customizable }], index) => {
    const key = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const written = typeof value === "boolean" ? onOff(value) : value;
    if (customizable) return [key, { value: written, customizable: "on" }];
    return [key, index % 2 === 0 ? written : { value: written }];
  });
  return { ...Object.fromEntries(entries), ...(owners && { owners }) };
}

const onOff = (value: boolean) => (value ? "on" : "off");
