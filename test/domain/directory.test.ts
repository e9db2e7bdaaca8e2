import { describe, expect, it } from "vitest";
import {
  contactName,
  type Directory,
  groupByExtension,
  groupOfLine,
  isMemberOf,
  lineByNumber,
  managesGroups,
  memberByUsername,
  membersOfGroup,
} from "../../src/domain/directory.ts";
import type { E164, Extension, Username } from "../../src/domain/ids.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

const TEXT = `time_zone: UTC
lines:
  - { number: "+15550100001", name: Front, carrier: twilio, sms_extension: "200" }
  - { number: "+15550100002", name: Back, carrier: twilio, sms_extension: "201" }
members:
  - { username: ana, extension: "101", slack: U0ANA, role: manager }
  - { username: ben, extension: "102", slack: U0BEN }
  - { username: eva, extension: "103", slack: U0EVA, role: admin }
groups:
  - { name: Front, extension: "200", channel: C0FRONT, members: [ben, ana], outbound_line: "+15550100001" }
  - { name: Back, extension: "201", channel: C0BACK, members: [ben], outbound_line: "+15550100002" }
contacts:
  - { number: "+15550199001", name: Maria }
`;

function read(): Directory {
  const parsed = parseDirectory(TEXT, "d.yml", ["twilio"]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.directory;
}

describe("a directory", () => {
  const directory = read();
  const [front, back] = directory.lines;
  const [frontGroup, backGroup] = directory.groups;
  if (!front || !back || !frontGroup || !backGroup) throw new Error("the directory lost something");

  it("finds a line by its number, and knows which numbers are not ours", () => {
    expect(lineByNumber(directory, back.number)).toBe(back);
    expect(lineByNumber(directory, "+15550100003" as E164)).toBeNull();
  });

  it("leads from a line to its group", () => {
    expect(groupOfLine(directory, back)).toBe(backGroup);
    expect(groupByExtension(directory, "200" as Extension)).toBe(frontGroup);
    expect(groupByExtension(directory, "101" as Extension)).toBeNull();
  });

  it("knows a member by username alone", () => {
    const ben = memberByUsername(directory, "ben" as Username);
    expect(ben?.extension).toBe("102");
    expect(memberByUsername(directory, "102" as Username)).toBeNull();
  });

  it("tells a group's members from those who only manage", () => {
    expect(membersOfGroup(directory, frontGroup).map((member) => member.username)).toEqual(["ana", "ben"]);
    expect(isMemberOf(backGroup, "ana" as Username)).toBe(false);
    expect(directory.members.map(managesGroups)).toEqual([true, false, true]);
  });

  it("has names for known numbers only", () => {
    expect(contactName(directory, "+15550199001" as E164)).toBe("Maria");
    expect(contactName(directory, "+15550199002" as E164)).toBeNull();
  });
});
