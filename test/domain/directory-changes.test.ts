import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Directory, Group, Line, Member } from "../../src/domain/directory.ts";
import { directoryChanges } from "../../src/domain/directory-changes.ts";
import type { E164, Extension, SlackChannelId, Username } from "../../src/domain/ids.ts";
import { office } from "../bridge/front-desk.ts";
import { anyDirectory } from "./any-directory.ts";

const first = <T>(items: readonly T[], change: Partial<T>): T[] =>
  items.map((item, index) => (index === 0 ? { ...item, ...change } : item));
const ofLine = (change: Partial<Line>): Directory => ({ ...office, lines: first(office.lines, change) });
const ofMember = (change: Partial<Member>): Directory => ({
  ...office,
  members: first(office.members, change),
});
const ofGroup = (change: Partial<Group>): Directory => ({ ...office, groups: first(office.groups, change) });
const weekdays = [{ days: [1, 2, 3, 4, 5], from: 540, to: 1020 }];
const line = "line Front desk, (555) 010-0001";
const withoutRoute: Directory = {
  ...office,
  lines: office.lines.map(({ smsExtension: _, ...rest }) => rest),
};

describe("what a new directory changes is said", () => {
  it.each<[string, Directory, readonly string[]]>([
    [
      "whose a line is",
      ofLine({ smsExtension: "ben" as Username }),
      [`${line}: sms_extension ben, before 200.`],
    ],
    [
      "that it is nobody's any more",
      withoutRoute,
      [
        `${line}: sms_extension none, before 200.`,
        "line Billing, (555) 010-0002: sms_extension none, before 300.",
      ],
    ],
    [
      "a line's own channel, zone, help text and heir",
      ofLine({
        channel: "C0NEW" as SlackChannelId,
        timeZone: "Europe/Berlin",
        helpText: "Call us.",
        inheritTo: { kind: "group", extension: "300" as Extension },
      }),
      [
        `${line}: channel C0NEW, before none.`,
        `${line}: time_zone Europe/Berlin, before none.`,
        `${line}: help_text “Call us.”, before none.`,
        `${line}: inherit_to 300, before none.`,
      ],
    ],
    [
      "a member's numbers, hours and heir",
      ofMember({
        outboundLine: "+15550100002" as E164,
        mobile: "+15550177001" as E164,
        hours: weekdays,
        inheritTo: { kind: "member", username: "ben" as Username },
      }),
      [
        "member ana: outbound_line (555) 010-0002, before none.",
        "member ana: mobile (555) 017-7001, before none.",
        "member ana: hours Mon-Fri 9:00-17:00, before none.",
        "member ana: inherit_to ben, before none.",
      ],
    ],
    [
      "what is logged to the CRM, for all, of a line and of a group",
      {
        ...ofLine({ crm: { doNotLog: { value: ["+15550199001" as E164], customizable: false } } }),
        groups: ofGroup({ crm: { write: { value: "once", customizable: true } } }).groups,
        crm: {
          autoLog: { value: false, customizable: true },
          owners: { ana: "12" } as Record<Username, string>,
        },
      },
      [
        `${line}: crm do_not_log (555) 019-9001, before none.`,
        "group Front desk: crm write once (customizable), before none.",
        "crm auto_log off (customizable), before none.",
        "crm owners ana 12, before none.",
      ],
    ],
    [
      "a line's country and quiet hours, and where a member is",
      {
        ...ofLine({ country: "GB", quietHours: null }),
        members: ofMember({ timeZone: "Asia/Tokyo" }).members,
      },
      [
        `${line}: country GB, before none.`,
        `${line}: quiet_hours off, before none.`,
        "member ana: time_zone Asia/Tokyo, before none.",
      ],
    ],
    [
      "who replies in a group, when its conversations resolve themselves and whether a first reply waits",
      ofGroup({ replyBy: "assignee", autoResolveHours: 48, confirmFirstReply: true }),
      [
        "group Front desk: reply_by assignee, before anyone.",
        "group Front desk: auto_resolve_hours 48, before off.",
        "group Front desk: confirm_first_reply on, before off.",
      ],
    ],
    [
      "and nothing where a group's defaults are written",
      ofGroup({ replyBy: "anyone", confirmFirstReply: false }),
      [],
    ],
    [
      "an auto-reply",
      ofMember({ autoReply: { text: "Tomorrow.", on: true, atMostEveryMinutes: 60, hours: "always" } }),
      [
        "member ana: auto_reply on, before none.",
        "member ana: auto_reply text “Tomorrow.”, before none.",
        "member ana: auto_reply at_most_every_minutes 60, before none.",
        "member ana: auto_reply hours always, before none.",
      ],
    ],
    [
      "an after-hours reply",
      ofGroup({ hours: weekdays, afterHoursReply: { text: "Closed.", on: false, everyHours: 4 } }),
      [
        "group Front desk: hours Mon-Fri 9:00-17:00, before none.",
        "group Front desk: after_hours_reply off, before none.",
        "group Front desk: after_hours_reply text “Closed.”, before none.",
        "group Front desk: after_hours_reply every_hours 4, before none.",
      ],
    ],
    [
      "a carrier's switch",
      { ...office, carriers: [{ name: "twilio", sms: false }] },
      ["carrier twilio: sms off, before on."],
    ],
    [
      "links, and contacts' companies",
      {
        ...office,
        contacts: office.contacts.map((contact, index) =>
          index === 0 ? { ...contact, company: "Lopez Bakery" } : contact,
        ),
        links: [{ name: "map", url: "https://example.com/map" }],
      },
      ["New: link map.", "contacts: 0 new, 0 renamed, 0 gone, 1 with another company."],
    ],
    [
      "and nothing where what is written is what held anyway",
      { ...office, carriers: [{ name: "twilio", sms: true }] },
      [],
    ],
  ])("%s", (_, next, changes) => {
    expect(directoryChanges(office, next)).toEqual(changes);
    const back = directoryChanges(next, office);
    expect(back).toHaveLength(changes.length);
  });

  it("of long words their beginning, also where they differ only further on", () => {
    const long = "We are closed today and open again tomorrow at eight";
    const reply = (text: string) => ofMember({ autoReply: { text, on: true, hours: "always" } });
    expect(directoryChanges(reply(long), reply(`${long}.`))).toEqual([
      "member ana: auto_reply text “We are closed today and open again tomo…”, changed further on.",
    ]);
  });

  it("never of a directory and itself, and always of two that differ in more than the form of what they say", () => {
    fc.assert(
      fc.property(anyDirectory(["twilio"]), (directory) => {
        expect(directoryChanges(directory, structuredClone(directory))).toEqual([]);
        const { members } = directory;
        const renamed = members.map((member) => ({ ...member, mobile: "+15550177009" as E164 }));
        expect(directoryChanges(directory, { ...directory, members: renamed })).toHaveLength(members.length);
      }),
    );
  });
});
