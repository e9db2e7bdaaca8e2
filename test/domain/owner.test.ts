import { describe, expect, it } from "vitest";
import type { Directory } from "../../src/domain/directory.ts";
import type { E164, Extension, Username } from "../../src/domain/ids.ts";
import { channelOf, type Owner, partyName, partyOf } from "../../src/domain/owner.ts";
import { billing, billingLine, front, frontLine, office } from "../bridge/front-desk.ts";

const line = (number: E164): Owner => ({ kind: "line", number });
const person = (username: string): Owner => ({ kind: "member", username: username as Username });

const named: Directory = {
  ...office,
  members: office.members.map((one) => (one.username === "ben" ? { ...one, name: "Ben Ito" } : one)),
};
const without = (change: Partial<Directory>): Directory => ({ ...named, ...change });

describe("whose a conversation is", () => {
  it.each([
    ["a line's: its group's", line(frontLine), "Front desk", front],
    ["another line's: that one's group's", line(billingLine), "Billing", billing],
    ["a member's: theirs, with no place at the desk yet", person("ben"), "Ben Ito", null],
    ["a member's without a name: theirs, by username", person("dan"), "dan", null],
  ])("%s", (_, owner, name, channel) => {
    const party = partyOf(named, owner);
    expect(party?.kind).toBe(owner.kind === "line" ? "group" : "member");
    expect([partyName(party), channelOf(party)]).toEqual([name, channel]);
  });

  it.each([
    ["a line that is not in the directory", named, line("+15550100099" as E164)],
    ["a line whose extension leads to no group", without({ groups: [] }), line(frontLine)],
    ["a member who is gone", named, person("nobody")],
    ["a username that is a line's number", named, person(frontLine)],
  ])("nobody's: %s", (_, directory, owner) => {
    const party = partyOf(directory, owner);
    expect(party).toBeNull();
    expect([partyName(party), channelOf(party)]).toEqual(["the group", null]);
  });

  it("follows the directory: another group may answer the same line", () => {
    const lines = named.lines.map((one) =>
      one.number === frontLine ? { ...one, smsExtension: "300" as Extension } : one,
    );
    expect(partyName(partyOf(without({ lines }), line(frontLine)))).toBe("Billing");
  });
});
