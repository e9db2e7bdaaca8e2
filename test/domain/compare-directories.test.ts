import { describe, expect, it } from "vitest";
import { compareDirectories, type OpenConversations } from "../../src/domain/compare-directories.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { E164, Username } from "../../src/domain/ids.ts";
import { parseDirectory } from "../../src/domain/parse-directory.ts";

function directory(lines: string[], members: string[]): Directory {
  const text = `time_zone: UTC
lines: [${lines.map((number) => `{number: ${number}, name: Desk ${number.at(-1)}, carrier: twilio, sms_extension: 200}`)}]
members: [${members.map((name, index) => `{username: ${name}, extension: 10${index}, slack: ${name}@example.com}`)}]
groups: [{name: Desk, extension: 200, channel: C0DESK, members: [], outbound_line: ${lines[0]}}]`;
  const parsed = parseDirectory(text, "d.yml", ["twilio"]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.directory;
}

const both = directory(["+15550100001", "+15550100002"], ["ana", "ben"]);
const open = (lines: [string, string[]][], members: [string, string[]][]): OpenConversations => ({
  byLine: new Map(lines.map(([number, names]) => [number as E164, names])),
  byMember: new Map(members.map(([name, names]) => [name as Username, names])),
});
const everythingOpen = open(
  [
    ["+15550100001", ["Maria Lopez"]],
    ["+15550100002", ["Luis", "(555) 019-9002"]],
  ],
  [
    ["ana", ["Maria Lopez"]],
    ["ben", Array.from({ length: 12 }, (_, index) => `C${index}`)],
  ],
);

describe("replacing a directory", () => {
  it("is refused for a removed line with open conversations, naming them", () => {
    expect(compareDirectories(both, directory(["+15550100001"], ["ana", "ben"]), everythingOpen)).toEqual([
      "The line Desk 2, (555) 010-0002, still has 2 open conversations: Luis, (555) 019-9002. Resolve them before removing the line.",
    ]);
  });

  it("is refused for a removed member who has open conversations, naming the first ten", () => {
    expect(compareDirectories(both, directory(["+15550100001", "+15550100002"], []), everythingOpen)).toEqual(
      [
        "The member ana still has an open conversation: Maria Lopez. Let someone take them, release them or resolve them before removing the member.",
        "The member ben still has 12 open conversations: C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 2 more. Let someone take them, release them or resolve them before removing the member.",
      ],
    );
  });

  it("goes through where what is removed has nothing open", () => {
    const smaller = directory(["+15550100001"], ["ana"]);
    expect(
      compareDirectories(both, smaller, open([["+15550100001", ["Maria"]]], [["ana", ["Maria"]]])),
    ).toEqual([]);
  });

  it("goes through where nothing is removed", () => {
    expect(compareDirectories(both, both, everythingOpen)).toEqual([]);
  });
});
