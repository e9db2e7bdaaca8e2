import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Directory } from "../../src/domain/directory.ts";
import { describeProblem, parseDirectory } from "../../src/domain/parse-directory.ts";
import { routeBack } from "../../src/domain/route-back.ts";
import { anyDirectory, asYaml } from "./any-directory.ts";

const CARRIERS = ["twilio", "telnyx"];
const EXAMPLE = `time_zone: America/New_York
lines:
  - { number: "+15550100001", name: Front desk, carrier: twilio, sms_extension: "200", preview: full }
members:
  - { username: ana, extension: "101", slack: U0ANA, role: manager }      # slack: a user id or an e-mail
  - { username: ben, extension: "102", slack: ben@example.com }           # role: agent by default
groups:
  - { name: Front desk, extension: "200", channel: C0FRONT, members: [ana, ben], outbound_line: "+15550100001" }
`;

function directoryOf(text: string): Directory {
  const parsed = parseDirectory(text, "directory.yml", CARRIERS);
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join("\n"));
  return parsed.directory;
}

function problemsOf(text: string): string[] {
  const parsed = parseDirectory(text, "directory.yml", CARRIERS);
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

/** The example with a piece of its text exchanged. */
function mutated(from: string | RegExp, to: string): string {
  const text = EXAMPLE.replace(from, to);
  if (text === EXAMPLE) throw new Error(`nothing to exchange: ${from}`);
  return text;
}

describe("a valid directory", () => {
  it("is read with its defaults", () => {
    expect(directoryOf(EXAMPLE)).toEqual({
      timeZone: "America/New_York",
      customerWord: "customer",
      lines: [
        {
          number: "+15550100001",
          name: "Front desk",
          carrier: "twilio",
          smsExtension: "200",
          preview: "full",
        },
      ],
      members: [
        { username: "ana", extension: "101", slack: { kind: "id", id: "U0ANA" }, role: "manager" },
        {
          username: "ben",
          extension: "102",
          slack: { kind: "email", email: "ben@example.com" },
          role: "agent",
        },
      ],
      groups: [
        {
          name: "Front desk",
          extension: "200",
          channel: "C0FRONT",
          members: ["ana", "ben"],
          outboundLine: "+15550100001",
          notify: "none",
          reopenWithinMinutes: 0,
        },
      ],
      contacts: [],
    });
  });

  it("is what the example file at the root holds", () => {
    const example = readFileSync(new URL("../../directory.example.yml", import.meta.url), "utf8");
    const found = directoryOf(example);
    const shared = directoryOf(EXAMPLE);
    expect(found).toMatchObject({
      carriers: [{ name: "twilio", sms: true }],
      lines: [...shared.lines, { number: "+15550100002", smsExtension: "dee" }],
      members: [
        ...shared.members,
        { username: "dee", outboundLine: "+15550100002", autoReply: { on: false, hours: "outside" } },
      ],
      groups: [{ ...shared.groups[0], afterHoursReply: { on: false, everyHours: 4 } }],
      contacts: [{ name: "Maria Lopez" }],
    });
    expect(routeBack(found, { carriers: CARRIERS })).toEqual([]);
  });

  it("knows no key that the example file does not show", () => {
    const example = readFileSync(new URL("../../directory.example.yml", import.meta.url), "utf8");
    const asked = [
      "time_zone: UTC",
      "carriers: [{x: 1}]",
      "lines: [{x: 1}]",
      "members: [{x: 1, auto_reply: {x: 1}}]",
    ];
    const text = [
      ...asked,
      "groups: [{x: 1, after_hours_reply: {x: 1}}]",
      "contacts: [{x: 1}]",
      "crm: {x: 1}",
    ].join("\n");
    const known = problemsOf(text).flatMap(
      (problem) => /known are (.*)\./.exec(problem)?.[1]?.match(/[a-z_]+(?=`)/g) ?? [],
    );
    expect(known.length).toBeGreaterThan(30);
    expect(known.filter((key) => !new RegExp(`\\b${key}\\b`).test(example))).toEqual([]);
  });

  it("may leave numbers and extensions unquoted", () => {
    expect(directoryOf(EXAMPLE.replaceAll('"', ""))).toEqual(directoryOf(EXAMPLE));
    expect(directoryOf(EXAMPLE.replaceAll('"200"', "0200")).lines[0]?.smsExtension).toBe("0200");
  });

  it("may leave out a member's extension", () => {
    const found = directoryOf(EXAMPLE.replace(/(username: \w+), extension: "\d+"/g, "$1"));
    expect(found.members.map(({ username, extension }) => [username, extension])).toEqual([
      ["ana", undefined],
      ["ben", undefined],
    ]);
  });

  it("may call a group's member by extension", () => {
    expect(directoryOf(mutated("[ana, ben]", "[101, Ben]")).groups[0]?.members).toEqual(["ana", "ben"]);
  });

  it("may be written in Windows lines, with a byte order mark", () => {
    expect(directoryOf(`\ufeff${EXAMPLE.replaceAll("\n", "\r\n")}`)).toEqual(directoryOf(EXAMPLE));
  });

  it("reads back as it was, whatever it holds", () => {
    fc.assert(
      fc.property(anyDirectory(CARRIERS), (directory) => {
        expect(directoryOf(stringify(asYaml(directory)))).toEqual(directory);
        expect(directoryOf(JSON.stringify(asYaml(directory), null, 1))).toEqual(directory);
      }),
    );
  });
});

describe("a mistake", () => {
  it.each<[string, string | RegExp, string, string]>([
    [
      "a mistyped key",
      "carrier:",
      "carier:",
      "line 3: `carier` is not a key of a line; did you mean `carrier`?",
    ],
    [
      "a key of nowhere",
      "preview: full",
      "colour: red",
      "line 3: `colour` is not a key of a line; known are `number`, `name`, `carrier`, `login`, `sms_extension`, `channel`, `time_zone`, `country`, `quiet_hours`, `help_text`, `inherit_to`, `crm` or `preview`.",
    ],
    [
      "a mistyped section",
      "members:\n",
      "memebers:\n",
      "line 4: `memebers` is not a key of the directory; did you mean `members`?",
    ],
    ["a missing key", ", slack: U0ANA", "", "line 5: `slack` is missing from a member; add it."],
    [
      "a group's missing extension",
      '{ name: Front desk, extension: "200", ',
      "{ name: Front desk, ",
      'line 8: `extension` is missing from a group; add it: any number you make up (nothing dials it), such as "200".',
    ],
    ["a missing section", /^time_zone.*\n/, "", "line 1: `time_zone` is missing from the directory; add it."],
    [
      "a bad time zone",
      "America/New_York",
      "America/New York",
      "line 1: `time_zone: America/New York` is not a time zone; write an IANA name, probably America/New_York.",
    ],
    [
      "a time zone of nowhere",
      "America/New_York",
      "Middle-earth",
      "line 1: `time_zone: Middle-earth` is not a time zone; write an IANA name, such as America/New_York.",
    ],
    [
      "a number without a country code",
      '"+15550100001", name',
      '"555-010-0001", name',
      'line 3: `number: 555-010-0001` is not a phone number with its country code; write it as "+15550100001".',
    ],
    [
      "a number without its plus",
      '"+15550100001", name',
      "15550100001, name",
      'line 3: `number: 15550100001` is not a phone number with its country code; write it as "+15550100001".',
    ],
    [
      "another country's number without its plus",
      '"+15550100001", name',
      "00442079460958, name",
      'line 3: `number: 00442079460958` is not a phone number with its country code; write it as "+442079460958".',
    ],
    [
      "an impossible number",
      '"+15550100001", name',
      '"+1555", name',
      'line 3: `number: +1555` is not a phone number with its country code; write it as "+15550100001".',
    ],
    [
      "an unknown carrier",
      "carrier: twilio",
      "carrier: acme",
      "line 3: No carrier is called acme; known are `twilio` or `telnyx`.",
    ],
    [
      "an unknown preview",
      "preview: full",
      "preview: non",
      "line 3: `preview: non` is not known; write `full` or `none`. Did you mean `none`?",
    ],
    [
      "an extension of nobody",
      'sms_extension: "200"',
      'sms_extension: "201"',
      "line 3: sms_extension 201 leads nowhere; write a group's extension (200), or a member's username or extension (ana, ben).",
    ],
    [
      "an extension in words",
      'extension: "101"',
      "extension: one",
      'line 5: `extension: one` is not an extension; write 1 to 10 digits, such as "200".',
    ],
    [
      "a username that is none",
      "username: ana",
      "username: Ana Ruiz",
      "line 5: `username: Ana Ruiz` can't be a username; write a letter and then letters, digits, `.`, `_` or `-` (32 at most), such as ana.",
    ],
    [
      "an unknown role",
      "role: manager",
      "role: managr",
      "line 5: `role: managr` is not known; write `agent`, `manager` or `admin`. Did you mean `manager`?",
    ],
    [
      "a Slack name",
      "slack: U0ANA",
      'slack: "@ana"',
      'line 5: `slack: @ana` is neither a Slack member ID nor an e-mail address; in Slack open the person\'s profile, choose "Copy member ID" and paste it (U0123ABCD).',
    ],
    [
      "a channel's name",
      "channel: C0FRONT",
      'channel: "#front"',
      "line 8: `channel: #front` is not a channel ID; channels can be renamed, so open the channel's details in Slack, copy the channel ID at the end and paste it (C0123ABCD).",
    ],
    [
      "a member of nowhere",
      "[ana, ben]",
      "[anna, ben]",
      "line 8: No member is called anna; did you mean ana?",
    ],
    [
      "a member twice in a group",
      "[ana, ben]",
      "[ana, 101]",
      "line 8: 101 stands twice in this group; once is enough.",
    ],
    [
      "an outbound line that is none",
      'outbound_line: "+15550100001"',
      'outbound_line: "+15550100002"',
      "line 8: outbound_line +15550100002 is none of the lines (+15550100001).",
    ],
    [
      "an unknown notify",
      "[ana, ben],",
      "[ana, ben], notify: everyone,",
      "line 8: `notify: everyone` is not known; write `none`, `group` or `here`.",
    ],
    [
      "minutes that are none",
      "[ana, ben],",
      "[ana, ben], reopen_within_minutes: -5,",
      "line 8: `reopen_within_minutes: -5` is not a number of minutes; write 0 to 43200.",
    ],
    [
      "a username twice",
      "username: ben",
      "username: Ana",
      "line 6: The username ana is already on line 5; give each member their own.",
    ],
    [
      "an extension twice",
      'extension: "102"',
      'extension: "200"',
      "line 8: The extension 200 is already on line 6; members and groups each need their own.",
    ],
    [
      "a Slack user twice",
      "ben@example.com",
      "U0ANA",
      "line 6: The Slack user U0ANA is already on line 5; a person is one member.",
    ],
    [
      "a list that is none",
      "[ana, ben]",
      "ana",
      "line 8: `members` must be a list; begin each item with `- `, or write `[]`.",
    ],
    [
      "a value that is a list",
      "name: Front desk, carrier",
      "name: [Front desk], carrier",
      "line 3: `name` holds a list; write a single value.",
    ],
    [
      "an item that is a text",
      /- \{ username: ben.*/,
      "- ben",
      "line 6: This is not a member; write its keys and values (`username`, `extension`, `slack`, `role`, `name`, `outbound_line`, `login`, `mobile`, `hours`, `time_zone`, `inherit_to` or `auto_reply`).",
    ],
    [
      "an empty name",
      "name: Front desk, carrier",
      "name: , carrier",
      "line 3: `name` is empty; write a name.",
    ],
    [
      "a key twice",
      "name: Front desk, carrier",
      "name: Front desk, name: B, carrier",
      "line 3: `name` stands twice here; keep one of the two.",
    ],
    [
      "a section twice",
      "groups:",
      "lines: []\ngroups:",
      "line 7: `lines` stands twice here; keep one of the two.",
    ],
    ["an alias", "[ana, ben]", "[ana, *ben]", "line 8: `*ben` is an alias; write the value out instead."],
    [
      "a tag",
      "America/New_York",
      "!!binary aGk=",
      "line 1: Tags (`tag:yaml.org,2002:binary`) mean nothing here; remove it, or quote a text that begins with `!`.",
    ],
    ["a tab", "  - { username: ben", "\t- { username: ben", "line 6: "],
    [
      "a quote without its end",
      '"102"',
      '"102',
      "line 6: A quote that opens here or before is not closed; close it.",
    ],
    [
      "a name without its colon",
      "members:",
      "members",
      "line 4: A colon and a space belong between a name and its value, such as `name: Front desk`.",
    ],
    [
      "a brace that is not closed",
      "preview: full }",
      "preview: full",
      "line 4: What opens on a line before is not closed; add `}` at its end.",
    ],
    [
      "a comma left out",
      "ana, extension",
      "ana extension",
      "line 5: A comma is missing here, or a `}` or `]`.",
    ],
    [
      "a sign that begins no text",
      "name: Front desk",
      "name: @front",
      "line 3: A text can't begin with this sign",
    ],
    [
      "two documents",
      "groups:",
      "---\ngroups:",
      "line 7: The file holds several documents; remove the `---` between them.",
    ],
  ])("is named with its line and remedy: %s", (_, from, to, expected) => {
    expect(problemsOf(mutated(from, to)).join("\n")).toContain(`directory.yml, ${expected}`);
  });

  it("in its grammar is said once for its line, in words of ours", () => {
    for (const slip of ["lines: []\n  - x\n", "a: 1\n- b\n", "a: [ {b: 1} {c: 2} ]\n"]) {
      const problems = problemsOf(slip);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^directory\.yml, line \d: [A-Z].*\.$/);
      expect(problems[0]).not.toMatch(/Implicit|flow-|block-/);
    }
  });

  it("does not hide another one, nor cause others", () => {
    const text = mutated("slack: U0ANA", "slack: ana")
      .replace("username: ben", "username: Ben Ito")
      .replace("C0FRONT", "front");
    expect(problemsOf(text).map((problem) => problem.slice(0, 42))).toEqual([
      "directory.yml, line 5: `slack: ana` is nei",
      "directory.yml, line 6: `username: Ben Ito`",
      "directory.yml, line 8: `channel: front` is",
    ]);
  });

  it("of two groups in one channel is refused", () => {
    const other =
      '  - { name: Back, extension: "201", channel: C0FRONT, members: [], outbound_line: "+15550100001" }\n';
    expect(problemsOf(EXAMPLE + other)).toEqual([
      "directory.yml, line 9: The channel C0FRONT is already on line 8; give each group its own.",
    ]);
  });

  it("of a line twice, or as a contact, is refused", () => {
    const line = '  - { number: "+1 (555) 010-0001", name: Again, carrier: twilio, sms_extension: "200" }\n';
    expect(problemsOf(mutated("members:\n", `${line}members:\n`))).toEqual([
      "directory.yml, line 4: The number +15550100001 is already on line 3; a line stands once.",
    ]);
    expect(problemsOf(`${EXAMPLE}contacts: [{ number: "+15550100001", name: Us }]\n`)).toEqual([
      "directory.yml, line 9: +15550100001 is one of the lines, not a contact; remove it here.",
    ]);
  });

  it("stands on its own line, wherever a broken record lies", () => {
    fc.assert(
      fc.property(
        anyDirectory(CARRIERS),
        fc.nat(),
        fc.constantFrom("role", "slack", "colour"),
        (directory, at, key) => {
          const file = asYaml(directory);
          const victim = file.members[at % file.members.length];
          if (victim === undefined) return;
          const broken = { ...victim, [key]: "?!" };
          const text = stringify({
            ...file,
            members: file.members.map((member) => (member === victim ? broken : member)),
          });
          const line =
            text.split("\n").findIndex((row) => row.trim().replace(/^- /, "") === `${key}: ?!`) + 1;
          expect(line).toBeGreaterThan(0);
          const parsed = parseDirectory(text, "d.yml", CARRIERS);
          expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.line)).toEqual([line]);
        },
      ),
    );
  });
});

describe("a file that is no directory", () => {
  it.each<[string, string, string]>([
    ["nothing", "", "line 1: The file is empty; write time_zone, lines, members and groups."],
    ["comments only", "# later\n", "line 1: The file is empty"],
    ["a word", "hello", "line 1: This is not the directory; write its keys and values"],
    ["a list", "- a\n- b\n", "line 1: This is not the directory"],
    [
      "more than a megabyte",
      `# ${"x".repeat(1_000_001)}`,
      "line 1: The file is larger than 1 MB; keep it below.",
    ],
    [
      "brackets without end",
      `a: 1\nb: ${"[".repeat(400_000)}`,
      "line 2: Lists and maps are nested too deeply here.",
    ],
    [
      "indentation without end",
      Array.from({ length: 900 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      "line 201: Lists and maps are nested too deeply here.",
    ],
    ["dashes without end", "- ".repeat(300_000), "line 1: Lists and maps are nested too deeply here."],
  ])("is refused: %s", (_, text, expected) => {
    expect(problemsOf(text)[0]).toContain(`directory.yml, ${expected}`);
  });

  it("gets fifty mistakes at a time", () => {
    const text = EXAMPLE + Array.from({ length: 300 }, (_, index) => `key${index}: 1\n`).join("");
    const problems = problemsOf(text);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe("directory.yml, line 59: 250 more from here on; mend these first.");
  });

  it("never makes the parser throw, and is never accepted without reason", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(..."{}[]:,-?!&*#|>'\"%@` \n\t".split(""), ...EXAMPLE.split(/(?<=[\s{},:[\]])/)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const parsed = parseDirectory(pieces.join(""), "d.yml", CARRIERS);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("never makes the parser throw where the example lost, doubled or exchanged some of its text", () => {
    fc.assert(
      fc.property(fc.nat(EXAMPLE.length), fc.nat(40), fc.string({ maxLength: 5 }), (from, length, put) => {
        const text = EXAMPLE.slice(0, from) + put + EXAMPLE.slice(from + length);
        const parsed = parseDirectory(text, "d.yml", CARRIERS);
        if (!parsed.ok) {
          for (const { line } of parsed.problems)
            expect(line).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
