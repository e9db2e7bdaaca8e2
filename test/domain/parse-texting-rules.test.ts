import { describe, expect, it } from "vitest";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

const EXAMPLE = `time_zone: America/New_York
lines:
  - { number: "+15550100001", name: Front desk, carrier: twilio, sms_extension: "200", country: ca, quiet_hours: 9-20 }
members:
  - { username: ana, slack: U0ANA, time_zone: America/Halifax }
groups:
  - { name: Front desk, extension: "200", channel: C0FRONT, members: [ana], outbound_line: "+15550100001", reply_by: assignee, auto_resolve_hours: 720, confirm_first_reply: on }
`;

function read(from: string, to: string) {
  if (!EXAMPLE.includes(from)) throw new Error(`nothing to exchange: ${from}`);
  const parsed = parseDirectory(EXAMPLE.replace(from, to), "directory.yml", ["twilio"]);
  return parsed.ok
    ? { ...parsed.directory, problems: [] }
    : { problems: parsed.problems.map(({ line, sentence }) => `line ${line}: ${sentence}`) };
}

describe("who may text whom, and when, in a directory", () => {
  it("is read of lines, members and groups", () => {
    expect(read("", "")).toMatchObject({
      lines: [{ country: "CA", quietHours: { from: 9, to: 20 } }],
      members: [{ timeZone: "America/Halifax" }],
      groups: [{ replyBy: "assignee", autoResolveHours: 720, confirmFirstReply: true }],
    });
  });

  it("may let a line's texts leave at any hour", () => {
    for (const off of ["off", "OFF", '"off"'])
      expect(read("quiet_hours: 9-20", `quiet_hours: ${off}`)).toMatchObject({
        lines: [{ quietHours: null }],
      });
  });

  it.each<[string, string, string]>([
    [
      "country: ca",
      "country: Canada",
      "line 3: `country: Canada` is not a country; write its two letters, such as US.",
    ],
    [
      "country: ca",
      "country: uk",
      "line 3: `country: uk` is not a country; write its two letters, such as GB.",
    ],
    [
      "quiet_hours: 9-20",
      "quiet_hours: evenings",
      "line 3: `quiet_hours: evenings` must be the whole hours between which texts may leave, such as 8-21, or off.",
    ],
    [
      "quiet_hours: 9-20",
      "quiet_hours: 20-9",
      "line 3: `quiet_hours: 20-9` ends before it begins; these are the hours in which texts leave, so write 9-20.",
    ],
    [
      "America/Halifax",
      "Halifax",
      "line 5: `time_zone: Halifax` is not a time zone; write an IANA name, such as America/New_York.",
    ],
    [
      "reply_by: assignee",
      "reply_by: asignee",
      "line 7: `reply_by: asignee` is not known; write `anyone` or `assignee`. Did you mean `assignee`?",
    ],
    [
      "auto_resolve_hours: 720",
      "auto_resolve_hours: 0",
      "line 7: `auto_resolve_hours: 0` is not a number of hours; write 1 to 720, or leave it out.",
    ],
    [
      "auto_resolve_hours: 720",
      "auto_resolve_hours: 1.5",
      "line 7: `auto_resolve_hours: 1.5` is not a number of hours; write 1 to 720, or leave it out.",
    ],
    [
      "auto_resolve_hours: 720",
      "auto_resolve_hours: 721",
      "line 7: `auto_resolve_hours: 721` is not a number of hours; write 1 to 720, or leave it out.",
    ],
    [
      "confirm_first_reply: on",
      "confirm_first_reply: always",
      "line 7: `confirm_first_reply: always` is neither on nor off; write `on` or `off`.",
    ],
  ])("is told where it is mistaken: %s as %s", (from, to, problem) => {
    expect(read(from, to).problems).toEqual([problem]);
  });
});
