import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import type { E164, Extension, SlackChannelId, Username } from "../../src/domain/ids.ts";
import { type Owner, onlyThey, partyName, partyOf } from "../../src/domain/owner.ts";
import { billingLine, front, frontLine, office } from "../bridge/front-desk.ts";

const line = (number: E164): Owner => ({ kind: "line", number });
const person = (username: string): Owner => ({ kind: "member", username: username as Username });

const named: Directory = {
  ...office,
  members: office.members.map((one) => (one.username === "ben" ? { ...one, name: "Ben Ito" } : one)),
};
const without = (change: Partial<Directory>): Directory => ({ ...named, ...change });

describe("whose a conversation is", () => {
  it.each([
    ["a line's: its group's", line(frontLine), "Front desk"],
    ["another line's: that one's group's", line(billingLine), "Billing"],
    ["a member's: theirs", person("ben"), "Ben Ito"],
    ["a member's without a name: theirs, by username", person("dan"), "dan"],
  ])("%s", (_, owner, name) => {
    const party = partyOf(named, owner);
    expect(party?.kind).toBe(owner.kind === "line" ? "group" : "member");
    expect(partyName(party)).toBe(name);
  });

  it.each([
    ["a line that is not in the directory", named, line("+15550100099" as E164)],
    ["a line whose extension leads to no group", without({ groups: [] }), line(frontLine)],
    ["a member who is gone", named, person("nobody")],
    ["a username that is a line's number", named, person(frontLine)],
  ])("nobody's: %s", (_, directory, owner) => {
    const party = partyOf(directory, owner);
    expect(party).toBeNull();
    expect(partyName(party)).toBe("the group");
  });

  it.each([
    ["to nobody", undefined],
    ["to who is gone", "999"],
  ])("stays with the group where it stands when the line leads %s", (_, smsExtension) => {
    const lines = named.lines.map(({ smsExtension: before, ...one }) => {
      const extension = one.number === frontLine ? (smsExtension as Extension | undefined) : before;
      return extension === undefined ? one : { ...one, smsExtension: extension };
    });
    const directory = without({ lines });
    expect(partyName(partyOf(directory, line(frontLine), front))).toBe("Front desk");
    expect(partyOf(directory, line(frontLine), "C0ELSEWHERE" as SlackChannelId)).toBeNull();
    expect(partyOf(directory, line(frontLine))).toBeNull();
    expect(partyOf(directory, line("+15550100099" as E164), front)).toBeNull();
  });

  it("stays with the group where it stands when the line leads to a member, and goes to them where no group works", () => {
    const lines = named.lines.map((one) =>
      one.number === frontLine ? { ...one, smsExtension: "102" as Extension } : one,
    );
    const directory = without({ lines });
    expect(partyName(partyOf(directory, line(frontLine), front))).toBe("Front desk");
    expect(partyName(partyOf(directory, line(frontLine), "C0ELSEWHERE" as SlackChannelId))).toBe("Ben Ito");
  });

  it("follows the directory: another group may answer the same line", () => {
    const lines = named.lines.map((one) =>
      one.number === frontLine ? { ...one, smsExtension: "300" as Extension } : one,
    );
    expect(partyName(partyOf(without({ lines }), line(frontLine)))).toBe("Billing");
  });
});

describe("who alone may do something", () => {
  it.each([
    [
      "a group's members",
      line(frontLine),
      "only members of Front desk",
      "only members of Front desk and managers",
    ],
    ["a member by themselves, whoever manages", person("ben"), "only Ben Ito", "only Ben Ito"],
  ])("is said of %s", (_, owner, without, withThem) => {
    const party = partyOf(named, owner);
    expect([onlyThey(party, "without managers"), onlyThey(party, "with managers")]).toEqual([
      without,
      withThem,
    ]);
  });
});
