import { describe, expect, it } from "vitest";
import {
  compareDirectories,
  handedOn,
  type OpenConversations,
  unable,
} from "../../src/domain/compare-directories.ts";
import type { Directory, Heir } from "../../src/domain/directory.ts";
import type { E164, Extension, Username } from "../../src/domain/ids.ts";
import type { Owner } from "../../src/domain/owner.ts";
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

const refusals = (old: Directory, next: Directory, opened = everythingOpen) =>
  compareDirectories(old, next, opened).refusals;

const smaller = directory(["+15550100001"], ["ana"]);
const orHeir = "or apply it first with an `inherit_to` that names who takes them over.";

describe("replacing a directory", () => {
  it("is refused for a removed line with open conversations, naming them", () => {
    expect(refusals(both, directory(["+15550100001"], ["ana", "ben"]))).toEqual([
      `The line Desk 2, (555) 010-0002, still has 2 open conversations: Luis, (555) 019-9002. Resolve them before removing the line, ${orHeir}`,
    ]);
  });

  it("is refused for a removed member who has open conversations, naming the first ten", () => {
    expect(refusals(both, directory(["+15550100001", "+15550100002"], []))).toEqual([
      `The member ana still has an open conversation: Maria Lopez. Let someone take them, release them, resolve them or call them done before removing the member, ${orHeir}`,
      `The member ben still has 12 open conversations: C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 2 more. Let someone take them, release them, resolve them or call them done before removing the member, ${orHeir}`,
    ]);
  });

  it("goes through where what is removed has nothing open", () => {
    expect(refusals(both, smaller, open([["+15550100001", ["Maria"]]], [["ana", ["Maria"]]]))).toEqual([]);
  });

  it("goes through where nothing is removed", () => {
    expect(compareDirectories(both, both, everythingOpen)).toEqual({ refusals: [], moves: [] });
  });
});

const toMember = (username: string): Heir => ({ kind: "member", username: username as Username });
const toDesk: Heir = { kind: "group", extension: "200" as Extension };
const ofLine = (number: string): Owner => ({ kind: "line", number: number as E164 });
const ofMember = (username: string): Owner => ({ kind: "member", username: username as Username });

/** What a directory says, with heirs: of lines by number, of members by username. */
function withHeirs(of: Directory, heirs: Readonly<Record<string, Heir>>): Directory {
  const named = <T extends object>(item: T, key: string) => {
    const inheritTo = heirs[key];
    return inheritTo === undefined ? item : { ...item, inheritTo };
  };
  return {
    ...of,
    lines: of.lines.map((line) => named(line, line.number)),
    members: of.members.map((member) => named(member, member.username)),
  };
}

describe("who takes over what is removed", () => {
  const secondLine = "+15550100002";
  const heirs = (found: Readonly<Record<string, Heir>>) => withHeirs(both, found);

  it.each<[string, Directory, Directory, { from: Owner; to: Heir }[], number]>([
    [
      "the heir of a line and of a member, who are then no reason to refuse",
      heirs({ [secondLine]: toDesk, ben: toMember("ana") }),
      smaller,
      [
        { from: ofLine(secondLine), to: toDesk },
        { from: ofMember("ben"), to: toMember("ana") },
      ],
      0,
    ],
    [
      "nobody for what has no heir",
      heirs({ ben: toMember("ana") }),
      smaller,
      [{ from: ofMember("ben"), to: toMember("ana") }],
      1,
    ],
    [
      "the heir in force counts, not one that the new directory would have named",
      both,
      withHeirs(smaller, { ana: toDesk }),
      [],
      2,
    ],
    [
      "an heir who is removed as well is none",
      heirs({ ben: toMember("ana") }),
      directory([both.lines[0]?.number ?? "", secondLine], []),
      [],
      2,
    ],
    [
      "but hands on to an heir of their own",
      heirs({ ben: toMember("ana"), ana: toDesk, [secondLine]: toMember("ben") }),
      directory(["+15550100001"], []),
      [
        { from: ofLine(secondLine), to: toDesk },
        { from: ofMember("ana"), to: toDesk },
        { from: ofMember("ben"), to: toDesk },
      ],
      0,
    ],
    [
      "two who name each other and both go leave nobody",
      heirs({ ben: toMember("ana"), ana: toMember("ben") }),
      directory(["+15550100001", secondLine], []),
      [],
      2,
    ],
    [
      "a group that is gone is none",
      heirs({ ben: { kind: "group", extension: "300" as Extension } }),
      directory(["+15550100001", secondLine], ["ana"]),
      [],
      1,
    ],
    ["nothing moves from who stays", heirs({ ana: toMember("ben"), ben: toMember("ana") }), both, [], 0],
  ])("%s", (_, old, next, moves, refused) => {
    const found = compareDirectories(old, next, everythingOpen);
    expect(found.moves).toEqual(moves);
    expect(found.refusals).toHaveLength(refused);
  });

  it("is said of an owner who has nothing open, too", () => {
    expect(
      compareDirectories(
        heirs({ ben: toMember("ana") }),
        directory(["+15550100001", secondLine], ["ana"]),
        open([], []),
      ),
    ).toEqual({
      refusals: [],
      moves: [{ from: ofMember("ben"), to: toMember("ana") }],
    });
  });
});

describe("what is said of it to whoever wrote it", () => {
  const was = withHeirs(both, { ben: toMember("ana"), "+15550100002": toDesk });

  it("is who takes over from whom, and how much is open", () => {
    const { moves } = compareDirectories(was, smaller, everythingOpen);
    expect(handedOn(was, smaller, moves, everythingOpen)).toEqual([
      "Desk takes over from Desk 2, (555) 010-0002: 2 conversations are open.",
      "ana takes over from ben: 12 conversations are open.",
    ]);
    expect(handedOn(was, smaller, moves, open([], []))).toEqual([]);
  });

  it("is why a group to which no line leads can't, where something is open", () => {
    const lineless = { ...smaller, lines: [] };
    const moves = compareDirectories(was, lineless, everythingOpen).moves.map((move) => ({
      ...move,
      heir: move.to,
    }));
    expect(unable(was, lineless, moves, everythingOpen)).toEqual([
      "Desk can't take over from Desk 2, (555) 010-0002: no line leads to that group. Give it one by `sms_extension`, or name somebody else as `inherit_to`.",
    ]);
    expect(unable(was, lineless, moves, open([], []))).toEqual([]);
  });

  it("is that who is named has left as well", () => {
    const moves = compareDirectories(was, smaller, everythingOpen).moves.map((move) => ({
      ...move,
      heir: move.to.kind === "member" ? null : move.to,
    }));
    expect(unable(was, smaller, moves, everythingOpen)).toEqual([
      "ana can't take over from ben: they have left as well, and nobody is named for them. Name somebody else as `inherit_to`.",
    ]);
  });
});
