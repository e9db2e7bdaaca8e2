import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import { describeProblem, parseDirectory } from "../../src/domain/parse-directory.ts";

const CARRIERS = ["twilio", "telnyx"];
const EXAMPLE = `time_zone: America/New_York
carriers:
  - { name: twilio, sms: on }
lines:
  - { number: "+15550100001", name: Front desk, carrier: twilio, sms_extension: "200", inherit_to: "101" }
  - { number: "+15550100002", name: Dee, carrier: twilio, sms_extension: dee, channel: C0DEE, time_zone: Europe/Berlin, help_text: Write to Dee. }
  - { number: "+15550100003", name: Spare, carrier: telnyx }
members:
  - { username: ana, extension: "101", slack: U0ANA, role: manager, mobile: "+15550177001" }
  - username: dee
    slack: U0DEE
    outbound_line: "+15550100002"
    mobile: "+15550177002"
    hours: Mon-Fri 9:00-17:00, Sat 9:00-12:00
    inherit_to: ana
    auto_reply: { text: I answer tomorrow., on: true, at_most_every_minutes: 60, hours: outside }
  - { username: eli, extension: "103", slack: U0ELI, inherit_to: "200" }
groups:
  - name: Front desk
    extension: "200"
    channel: C0FRONT
    members: [ana]
    outbound_line: "+15550100001"
    hours: Mon-Fri 8-18
    after_hours_reply: { text: We open at eight., on: yes }
  - { name: Billing, extension: "300", channel: C0BILL, members: [eli], outbound_line: "+15550100001" }
`;

function read(text: string): Directory {
  const parsed = parseDirectory(text, "directory.yml", CARRIERS);
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  return parsed.directory;
}

function problemsOf(text: string): string[] {
  const parsed = parseDirectory(text, "directory.yml", CARRIERS);
  return parsed.ok ? [] : parsed.problems.map(({ line, sentence }) => `line ${line}: ${sentence}`);
}

/** The example with a piece of its text exchanged. */
function mutated(from: string, to: string): string {
  if (!EXAMPLE.includes(from)) throw new Error(`nothing to exchange: ${from}`);
  return EXAMPLE.replace(from, to);
}

describe("a directory with direct lines", () => {
  const { carriers, lines, members, groups } = read(EXAMPLE);
  const [frontDesk, direct, spare] = lines;
  const [ana, dee, eli] = members;

  it("knows whose a line is, by username or extension, and of a line that is nobody's yet", () => {
    expect(lines.map(({ smsExtension }) => smsExtension)).toEqual(["200", "dee", undefined]);
    expect(read(mutated("sms_extension: dee", "sms_extension: 103")).lines[1]?.smsExtension).toBe("103");
    expect(spare).not.toHaveProperty("smsExtension");
  });

  it("knows a line's own channel, time zone and help text", () => {
    expect(direct).toMatchObject({ channel: "C0DEE", timeZone: "Europe/Berlin", helpText: "Write to Dee." });
    expect(Object.keys(spare ?? {})).toEqual(["number", "name", "carrier", "preview"]);
  });

  it("knows a member's outbound line, mobile and hours", () => {
    expect(dee).toMatchObject({
      outboundLine: "+15550100002",
      mobile: "+15550177002",
      hours: [
        { days: [1, 2, 3, 4, 5], from: 540, to: 1020 },
        { days: [6], from: 540, to: 720 },
      ],
    });
    expect(ana).not.toHaveProperty("outboundLine");
  });

  it("knows who takes over, a member by username or extension, a group by its extension", () => {
    expect(frontDesk?.inheritTo).toEqual({ kind: "member", username: "ana" });
    expect(dee?.inheritTo).toEqual({ kind: "member", username: "ana" });
    expect(eli?.inheritTo).toEqual({ kind: "group", extension: "200" });
  });

  it("knows automatic answers", () => {
    expect(dee?.autoReply).toEqual({
      text: "I answer tomorrow.",
      on: true,
      atMostEveryMinutes: 60,
      hours: "outside",
    });
    expect(groups[0]?.afterHoursReply).toEqual({ text: "We open at eight.", on: true, everyHours: 4 });
    expect(groups[1]).not.toHaveProperty("afterHoursReply");
  });

  it("lets an automatic answer without a switch be off, one always due unless told otherwise, and one without words be written later", () => {
    const text = mutated(
      "{ text: I answer tomorrow., on: true, at_most_every_minutes: 60, hours: outside }",
      "{}",
    );
    expect(read(text).members[1]?.autoReply).toEqual({ text: "", on: false, hours: "always" });
    const group = mutated("{ text: We open at eight., on: yes }", "{ text: Closed., every_hours: 12 }");
    expect(read(group).groups[0]?.afterHoursReply).toEqual({ text: "Closed.", on: false, everyHours: 12 });
  });

  it.each(["on", "On", "true", "TRUE", "yes", '"on"'])("takes `%s` for on", (word) => {
    expect(read(mutated("sms: on", `sms: ${word}`)).carriers).toEqual([{ name: "twilio", sms: true }]);
    expect(read(mutated("on: true", `on: ${word}`)).members[1]?.autoReply?.on).toBe(true);
  });

  it.each(["off", "OFF", "false", "False", "no", "'off'"])("takes `%s` for off", (word) => {
    expect(read(mutated("sms: on", `sms: ${word}`)).carriers).toEqual([{ name: "twilio", sms: false }]);
    expect(read(mutated("on: yes", `on: ${word}`)).groups[0]?.afterHoursReply?.on).toBe(false);
  });

  it("takes a carrier's account for switched on where nothing is said", () => {
    expect(carriers).toEqual([{ name: "twilio", sms: true }]);
    expect(read(mutated(", sms: on", "")).carriers).toEqual([{ name: "twilio", sms: true }]);
    expect(read(EXAMPLE.replace(/carriers:\n.*\n/, ""))).not.toHaveProperty("carriers");
  });

  it("keeps an answer's lines", () => {
    const block = mutated(
      "auto_reply: { text: I answer tomorrow., on: true, at_most_every_minutes: 60, hours: outside }",
      "auto_reply:\n      on: on\n      text: |\n        I am away.\n        Call Ana.",
    );
    expect(read(block).members[1]?.autoReply?.text).toBe("I am away.\nCall Ana.");
  });

  it("takes an answer that is just as long as carriers take", () => {
    const longest = "ä".repeat(1600);
    expect(read(mutated("I answer tomorrow.", longest)).members[1]?.autoReply?.text).toBe(longest);
  });

  it("lets a line stand in its own group's channel, and a direct one in any", () => {
    expect(
      read(mutated('sms_extension: "200"', 'sms_extension: "200", channel: C0FRONT')).lines[0]?.channel,
    ).toBe("C0FRONT");
    expect(read(mutated("C0DEE", "C0BILL")).lines[1]?.channel).toBe("C0BILL");
  });
});

describe("a mistake about direct lines and automatic answers", () => {
  const targets =
    "write a group's extension (200, 300), or a member's username or extension (ana, dee, eli).";

  it.each<[string, string, string, string]>([
    [
      "a line that names itself",
      'sms_extension: "200"',
      'sms_extension: "+15550100001"',
      `line 5: sms_extension +15550100001 is the line's own number, which leads in a circle; ${targets}`,
    ],
    [
      "a line that names itself, without a country code",
      'sms_extension: "200"',
      "sms_extension: 5550100001",
      `line 5: sms_extension 5550100001 is the line's own number, which leads in a circle; ${targets}`,
    ],
    [
      "a line that names another one",
      "sms_extension: dee",
      'sms_extension: "+1 (555) 010-0001"',
      `line 6: sms_extension +1 (555) 010-0001 is one of the lines, and lines get no texts of others; ${targets}`,
    ],
    [
      "a line of nobody",
      "sms_extension: dee",
      'sms_extension: "999"',
      `line 6: sms_extension 999 leads nowhere; ${targets}`,
    ],
    [
      "a line of a mistyped member",
      "sms_extension: dee",
      "sms_extension: de",
      "line 6: sms_extension de leads nowhere; did you mean dee?",
    ],
    [
      "a line of nothing",
      "sms_extension: dee",
      "sms_extension: ",
      "line 6: `sms_extension` is empty; write a group's extension, or a member's username or extension, or leave it out.",
    ],
    [
      "a line of what is no name",
      "sms_extension: dee",
      "sms_extension: <dee>",
      "line 6: `sms_extension: <dee>` names nobody; write a group's extension, or a member's username or extension.",
    ],
    [
      "a mistyped key",
      "help_text",
      "helptext",
      "line 6: `helptext` is not a key of a line; did you mean `help_text`?",
    ],
    [
      "a help text of nothing",
      "help_text: Write to Dee.",
      "help_text: ' '",
      "line 6: `help_text` is empty; write who you are and how to stop your texts, or leave it out.",
    ],
    [
      "a line's time zone of nowhere",
      "Europe/Berlin",
      "Europe/Berln",
      "line 6: `time_zone: Europe/Berln` is not a time zone; write an IANA name, probably Europe/Berlin.",
    ],
    [
      "a line in another group's channel",
      'sms_extension: "200"',
      'sms_extension: "200", channel: C0BILL',
      "line 5: channel C0BILL is where Billing answers, and this line's texts go to Front desk; write another channel, or leave it out.",
    ],
    [
      "an outbound line that is none",
      'outbound_line: "+15550100002"',
      'outbound_line: "+15550100009"',
      "line 12: outbound_line +15550100009 is none of the lines (+15550100001, +15550100002, +15550100003).",
    ],
    [
      "an outbound line that is an extension",
      'outbound_line: "+15550100002"',
      'outbound_line: "200"',
      "line 12: `outbound_line: 200` is not a phone number with its country code; write it as",
    ],
    [
      "a mobile that is a line",
      "+15550177001",
      "+15550100003",
      "line 9: mobile +15550100003 is one of the lines; write the number of the phone in their pocket, or leave it out.",
    ],
    [
      "a mobile of two",
      "+15550177002",
      "+15550177001",
      "line 13: The mobile +15550177001 is already on line 9; a phone is one person's.",
    ],
    [
      "an extension twice",
      'extension: "103"',
      'extension: "300"',
      "line 26: The extension 300 is already on line 17; members and groups each need their own.",
    ],
    [
      "hours that end before they begin",
      "Mon-Fri 8-18",
      "Mon-Fri 18-8",
      "line 24: `hours` can't be read: 18:00-8:00 ends before it begins; write two stretches: Mon-Fri 18:00-24:00, Tue-Sat 0:00-8:00.",
    ],
    [
      "hours without a day",
      "Mon-Fri 8-18",
      "8-18",
      "line 24: `hours` can't be read: no day stands before 8-18; write the days, too, such as Mon-Fri 9:00-17:00.",
    ],
    [
      "hours in braces without quotes",
      "slack: U0ELI,",
      "slack: U0ELI, hours: Mon-Fri 9-17, Sat 9-12,",
      "If it belongs to the text before it, put all of that in quotes.",
    ],
    [
      "an heir of nowhere",
      "inherit_to: ana",
      "inherit_to: anna",
      "line 15: inherit_to anna leads nowhere; did you mean ana?",
    ],
    [
      "an heir who is themselves",
      "inherit_to: ana",
      "inherit_to: dee",
      "line 15: inherit_to dee is dee's own; name somebody else, who takes over when dee leaves.",
    ],
    [
      "an heir who is themselves, by extension",
      'inherit_to: "200" }\ngroups',
      'inherit_to: "103" }\ngroups',
      "line 17: inherit_to 103 is eli's own; name somebody else, who takes over when eli leaves.",
    ],
    [
      "a line's heir that is the line",
      'inherit_to: "101"',
      'inherit_to: "+15550100001"',
      `line 5: inherit_to +15550100001 is the line's own number, which leads in a circle; ${targets}`,
    ],
    [
      "two who inherit from each other",
      "role: manager,",
      "role: manager, inherit_to: dee,",
      "line 15: inherit_to leads in a circle (ana, dee, ana), so that nobody takes over; let one of them name somebody else or a group.",
    ],
    [
      "a switch that is none",
      "sms: on",
      "sms: maybe",
      "line 3: `sms: maybe` is neither on nor off; write `on` or `off`.",
    ],
    [
      "a carrier of nowhere",
      "name: twilio, sms",
      "name: twillio, sms",
      "line 3: No carrier is called twillio; known are `twilio` or `telnyx`.",
    ],
    [
      "a carrier twice",
      "sms: on }\n",
      "sms: on }\n  - { name: twilio, sms: off }\n",
      "line 4: The carrier twilio is already on line 3; it has one switch.",
    ],
    [
      "a carrier's unknown key",
      "sms: on",
      "sns: on",
      "line 3: `sns` is not a key of a carrier; did you mean `sms`?",
    ],
    [
      "an answer that is too long",
      "I answer tomorrow.",
      "ä".repeat(1605),
      "line 16: `text` is 1605 characters long, and no carrier takes a text of more than 1600; shorten it by 5.",
    ],
    [
      "an after-hours answer that is too long",
      "We open at eight.",
      "x".repeat(1601),
      "line 25: `text` is 1601 characters long, and no carrier takes a text of more than 1600; shorten it by 1.",
    ],
    [
      "an answer that is on and blank",
      "text: I answer tomorrow.",
      "text: ' '",
      "line 16: auto_reply is on, but has no words; write its `text`, or `on: off`.",
    ],
    [
      "an answer that is on and has no text",
      "text: We open at eight., ",
      "",
      "line 25: after_hours_reply is on, but has no words; write its `text`, or `on: off`.",
    ],
    [
      "an answer outside of no hours",
      "    hours: Mon-Fri 9:00-17:00, Sat 9:00-12:00\n",
      "",
      'line 15: `hours: outside` goes by the member\'s own hours; write them beside auto_reply, such as hours: "Mon-Fri 9:00-17:00".',
    ],
    [
      "an answer after no hours",
      "    hours: Mon-Fri 8-18\n",
      "",
      'line 24: after_hours_reply goes by the group\'s hours; write them beside it, such as hours: "Mon-Fri 9:00-17:00".',
    ],
    [
      "hours of an answer that are the member's",
      "hours: outside",
      'hours: "Mon-Fri 9-17"',
      "line 16: `hours: Mon-Fri 9-17` is not known; write `always` or `outside`. Days and times belong into the member's own `hours`, beside `auto_reply`.",
    ],
    [
      "minutes that are none",
      "at_most_every_minutes: 60",
      "at_most_every_minutes: often",
      "line 16: `at_most_every_minutes: often` is not a number of minutes; write 0 to 43200.",
    ],
    [
      "hours that are too few",
      "on: yes",
      "on: yes, every_hours: 0",
      "line 25: `every_hours: 0` is not a number of hours; write 1 to 720.",
    ],
    [
      "an answer's unknown key",
      "at_most_every_minutes",
      "at_most_every_minute",
      "line 16: `at_most_every_minute` is not a key of an auto_reply; did you mean `at_most_every_minutes`?",
    ],
    [
      "an answer that is a text",
      "{ text: We open at eight., on: yes }",
      "We open at eight.",
      "line 25: This is not an after_hours_reply; write its keys and values (`text`, `on` or `every_hours`).",
    ],
  ])("is named with its line and remedy: %s", (_, from, to, expected) => {
    const problems = problemsOf(mutated(from, to));
    expect(problems.join("\n")).toContain(expected);
    expect(problems).toHaveLength(1);
  });

  it("of a circle through several is told once, where its last part is written, and not of who only leads into it", () => {
    const members = ["ana>ben", "ben>cy", "cy>103", "dan>ben", "eve>", "fay>103"].map((pair, index) => {
      const [username, heir] = pair.split(">");
      return `  - { username: ${username}, extension: "10${index}", slack: U0${index}X${heir ? `, inherit_to: ${heir}` : ""} }`;
    });
    const text = `time_zone: UTC\nlines: []\ngroups: []\nmembers:\n${members.join("\n")}\n`;
    expect(problemsOf(text)).toEqual([
      "line 8: inherit_to leads in a circle (ben, cy, dan, ben), so that nobody takes over; let one of them name somebody else or a group.",
    ]);
  });

  it("in an extension hides nothing else, and is not told again of who goes by it", () => {
    const text = mutated('extension: "103"', "extension: one-o-three").replace(
      "sms_extension: dee",
      'sms_extension: "103"',
    );
    expect(problemsOf(text)).toEqual([
      'line 17: `extension: one-o-three` is not an extension; write 1 to 10 digits, such as "200". Any number that you make up will do.',
    ]);
  });
});
