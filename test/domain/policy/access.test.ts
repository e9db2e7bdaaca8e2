import { describe, expect, it } from "vitest";
import type { Group, Member, Role } from "../../../src/domain/directory.ts";
import type { E164, Extension, SlackChannelId, SlackUserId, Username } from "../../../src/domain/ids.ts";
import type { Party } from "../../../src/domain/owner.ts";
import {
  type Access,
  access,
  RESOLVE_BY,
  type ResolveBy,
  whoMayResolve,
} from "../../../src/domain/policy/access.ts";

const name = (word: string) => word as Username;

function member(username: string, role: Role): Member {
  const slack = { kind: "id", id: `U0${username}` as SlackUserId } as const;
  return { username: name(username), extension: "100" as Extension, slack, role };
}

const group: Group = {
  name: "Front desk",
  extension: "200" as Extension,
  channel: "C1" as SlackChannelId,
  members: [name("ben"), name("cy"), name("ana"), name("ada")],
  outboundLine: "+15550100001" as E164,
  notify: "none",
  reopenWithinMinutes: 0,
};

const people = {
  "an agent of the group": member("ben", "agent"),
  "a manager of the group": member("ana", "manager"),
  "an admin of the group": member("ada", "admin"),
  "an agent of another group": member("dan", "agent"),
  "a manager of another group": member("eve", "manager"),
  "an admin of another group": member("zoe", "admin"),
} as const;
type Who = keyof typeof people;

const shared: Party = { kind: "group", group };
const nobody = null;
const own = (username: string): Party => ({ kind: "member", member: member(username, "agent") });

/** `r` text, `a` take, `d` decide what waits, `b` give back, `x` resolve, `c` close, `o` reopen. */
function rightsOf({ reply, assign, decide, release, resolve, close, reopen }: Access): string {
  const rights = [
    reply && "r",
    assign && "a",
    decide && "d",
    release && "b",
    resolve && "x",
    close && "c",
    reopen && "o",
  ];
  return rights.filter(Boolean).join("");
}

const may = (party: Party | null, by: ResolveBy, who: Who, assignee: string | null): string =>
  rightsOf(access({ party, assignee: assignee === null ? null : name(assignee) }, by, people[who]));

describe("a group's conversation", () => {
  /** By who may resolve: what each may do when nobody has it, when someone else has it, when they have it themselves. */
  const table: readonly [ResolveBy, Who, string, string, string][] = [
    ["anyone", "an agent of the group", "radxo", "radxo", "radbxo"],
    ["anyone", "a manager of the group", "radbxo", "radbxo", "radbxo"],
    ["anyone", "an admin of the group", "radbxo", "radbxo", "radbxo"],
    ["anyone", "an agent of another group", "", "", "b"],
    ["anyone", "a manager of another group", "adbxo", "adbxo", "adbxo"],
    ["anyone", "an admin of another group", "adbxo", "adbxo", "adbxo"],
    ["assignee", "an agent of the group", "radxo", "rado", "radbxo"],
    ["assignee", "a manager of the group", "radbxo", "radbxo", "radbxo"],
    ["assignee", "an admin of the group", "radbxo", "radbxo", "radbxo"],
    ["assignee", "an agent of another group", "", "", "b"],
    ["assignee", "a manager of another group", "adbxo", "adbxo", "adbxo"],
    ["assignee", "an admin of another group", "adbxo", "adbxo", "adbxo"],
    ["manager", "an agent of the group", "rado", "rado", "radbo"],
    ["manager", "a manager of the group", "radbxo", "radbxo", "radbxo"],
    ["manager", "an admin of the group", "radbxo", "radbxo", "radbxo"],
    ["manager", "an agent of another group", "", "", "b"],
    ["manager", "a manager of another group", "adbxo", "adbxo", "adbxo"],
    ["manager", "an admin of another group", "adbxo", "adbxo", "adbxo"],
  ];

  it.each(table)(
    "resolved by %s: %s may %j when nobody has it, %j when another, %j when they",
    (by, who, ...rights) => {
      const holders = [null, "cy", people[who].username];
      expect(holders.map((assignee) => may(shared, by, who, assignee))).toEqual(rights);
    },
  );

  it("is judged for every kind of person and every way to resolve", () => {
    expect(table).toHaveLength(RESOLVE_BY.length * Object.keys(people).length);
  });
});

describe("a member's own conversation", () => {
  it.each(RESOLVE_BY)("is its owner's alone, whoever may resolve elsewhere: %s", (by) => {
    const party = own("ben");
    for (const assignee of [null, "cy"]) {
      expect(may(party, by, "an agent of the group", assignee)).toBe("rdco");
      expect(may(party, by, "an agent of another group", assignee)).toBe("");
      expect(may(party, by, "a manager of the group", assignee)).toBe("");
      expect(may(party, by, "an admin of another group", assignee)).toBe("");
    }
  });
});

describe("a conversation that nobody answers any more", () => {
  it.each(RESOLVE_BY)("can only be given back, by whoever has it or a manager: %s", (by) => {
    expect(may(nobody, by, "an agent of the group", null)).toBe("");
    expect(may(nobody, by, "an agent of the group", "cy")).toBe("");
    expect(may(nobody, by, "an agent of the group", "ben")).toBe("b");
    expect(may(nobody, by, "a manager of another group", "cy")).toBe("b");
    expect(may(nobody, by, "an admin of the group", "cy")).toBe("b");
  });
});

describe("saying what a contact is called", () => {
  const mayName = (party: Party | null, who: Who) =>
    access({ party, assignee: null }, "manager", people[who]).name;

  it("is for the group's members, for managers, and for the owner of a conversation of their own", () => {
    expect(mayName(shared, "an agent of the group")).toBe(true);
    expect(mayName(shared, "an agent of another group")).toBe(false);
    expect(mayName(shared, "a manager of another group")).toBe(true);
    expect(mayName(own("ben"), "an agent of the group")).toBe(true);
    expect(mayName(own("ben"), "a manager of the group")).toBe(false);
    expect(mayName(nobody, "an admin of the group")).toBe(false);
    expect(access({ party: shared, assignee: null }, "anyone", null).name).toBe(false);
  });
});

describe("blocking a number", () => {
  const mayBlock = (party: Party | null, who: Who) =>
    access({ party, assignee: null }, "manager", people[who]).block;

  it("is for whoever may answer there, and for managers", () => {
    expect(mayBlock(shared, "an agent of the group")).toBe(true);
    expect(mayBlock(shared, "an agent of another group")).toBe(false);
    expect(mayBlock(shared, "a manager of another group")).toBe(true);
    expect(mayBlock(own("ben"), "an agent of the group")).toBe(true);
    expect(mayBlock(own("ben"), "an agent of another group")).toBe(false);
    expect(mayBlock(own("ben"), "a manager of another group")).toBe(true);
    expect(mayBlock(nobody, "an agent of the group")).toBe(false);
    expect(mayBlock(nobody, "an admin of the group")).toBe(true);
    expect(access({ party: shared, assignee: null }, "anyone", null).block).toBe(false);
  });
});

describe("someone who is not in the directory", () => {
  it.each([
    ["a group's", shared],
    ["a member's", own("ben")],
    ["nobody's", nobody],
  ])("may do nothing with %s conversation", (_, party) => {
    for (const by of RESOLVE_BY)
      expect(rightsOf(access({ party, assignee: name("ben") }, by, null))).toBe("");
  });
});

describe("who can, in words", () => {
  const ben = "Ben Ito";

  it.each([
    ["anyone", null, "any member of the group"],
    ["anyone", ben, "any member of the group"],
    ["assignee", null, "any member of the group"],
    ["assignee", ben, "Ben Ito, who has it, or a manager"],
    ["manager", null, "a manager"],
    ["manager", ben, "a manager"],
  ] satisfies [ResolveBy, string | null, string][])("by %s, held by %s: %s", (by, assignee, resolves) => {
    expect(whoMayResolve(by, assignee).join("")).toBe(resolves);
  });
});
