import { describe, expect, it } from "vitest";
import type { Directory, Heir, Member } from "../../src/domain/directory.ts";
import { withFormerNames } from "../../src/domain/former-names.ts";
import { heirName, ownerName, ownerOf, standingHeir } from "../../src/domain/heirs.ts";
import type { E164, Extension, Username } from "../../src/domain/ids.ts";
import { memberName } from "../../src/domain/people.ts";
import { billingLine, frontLine, office, officeWith, officeWithLines } from "../bridge/front-desk.ts";

const member = (username: string): Heir => ({ kind: "member", username: username as Username });
const group = (extension: string): Heir => ({ kind: "group", extension: extension as Extension });

describe("whose a conversation is that is taken over", () => {
  it.each<[string, Directory, Heir, unknown]>([
    ["a member's own", office, member("ben"), { kind: "member", username: "ben" }],
    ["on the line that a group texts from", office, group("200"), { kind: "line", number: frontLine }],
    [
      "on the first line that leads to a group, where that one does not",
      officeWith({ outboundLine: billingLine }),
      group("200"),
      { kind: "line", number: frontLine },
    ],
    [
      "nobody's, where no line leads to the group",
      officeWithLines({ smsExtension: "300" as Extension }),
      group("200"),
      null,
    ],
    ["nobody's, where the member is gone", office, member("zoe"), null],
    ["nobody's, where the group is gone", office, group("999"), null],
  ])("is %s", (_, directory, heir, owner) => {
    expect(ownerOf(directory, heir)).toEqual(owner);
  });
});

describe("whoever takes over in the end", () => {
  type Left = Readonly<Record<string, Heir | null>>;
  const inTheEnd = (first: Heir | null, left: Left) =>
    standingHeir(office, first, ({ username }: Member) =>
      Object.hasOwn(left, username) ? (left[username] ?? null) : "here",
    );

  it.each<[string, Heir | null, Left, Heir | null]>([
    ["is who is named and is here", member("ben"), {}, member("ben")],
    ["is a group", group("200"), {}, group("200")],
    ["is the heir of an heir who has left", member("ben"), { ben: member("cy") }, member("cy")],
    ["is the group of an heir's heir", member("ben"), { ben: member("cy"), cy: group("300") }, group("300")],
    ["is nobody where nobody is named", null, {}, null],
    ["is nobody where the last of them has left", member("ben"), { ben: null }, null],
    ["is nobody where they name each other", member("ben"), { ben: member("cy"), cy: member("ben") }, null],
    ["is nobody where who is named is not there", member("zoe"), {}, null],
    ["is nobody where the group is not there", group("999"), {}, null],
  ])("%s", (_, first, left, last) => {
    expect(inTheEnd(first, left)).toEqual(last);
  });
});

describe("what they are called", () => {
  it("is what the directory says, and the number beside a line's name", () => {
    expect(heirName(office, group("300"))).toBe("Billing");
    expect(heirName(office, member("ben"))).toBe("ben");
    expect(ownerName(office, { kind: "line", number: billingLine })).toBe("Billing, (555) 010-0002");
    expect(ownerName(office, { kind: "line", number: "+15550100009" as E164 })).toBe("(555) 010-0009");
  });

  it("stays known of members who are taken out, until they are back, and is nothing new where nobody is", () => {
    const named = {
      ...office,
      members: office.members.map((one) => ({ ...one, name: `The ${one.username}` })),
    };
    const without = { ...named, members: named.members.filter(({ username }) => username !== "ben") };
    const after = withFormerNames(named, without);
    expect(memberName(after, "ben" as Username)).toBe("The ben");
    expect(withFormerNames(after, without)).toEqual(after);
    expect(JSON.stringify(withFormerNames(after, without))).toBe(JSON.stringify(after));
    expect(withFormerNames(after, named)).toEqual(named);
    expect(withFormerNames(office, office)).toEqual(office);
  });
});
