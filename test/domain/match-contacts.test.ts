import { describe, expect, it } from "vitest";
import type { E164 } from "../../src/domain/ids.ts";
import { SEVERAL_CONTACTS } from "../../src/domain/log-policy.ts";
import { type MatchedContact, matchContacts, preferredContact } from "../../src/domain/match-contacts.ts";

const maria = "+15550199001" as E164;
const contact = (id: string, more: Partial<MatchedContact> = {}): MatchedContact => ({
  id,
  name: id,
  phones: [maria],
  createdAt: null,
  lastActivityAt: null,
  ...more,
});
const idOf = (found: MatchedContact | null) => found?.id ?? null;

describe("matchContacts", () => {
  it.each([
    ["+15550199001"],
    ["(555) 019-9001"],
    ["1 555 019 9001"],
    ["tel:+1-555-019-9001"],
    ["555.019.9001"],
    ["001 555 019 9001"],
  ])("knows a number that is written %j", (phone) => {
    expect(matchContacts([contact("a", { phones: [phone] })], maria, "US").map(idOf)).toEqual(["a"]);
  });

  it.each([
    ["another number", "+15550199002"],
    ["an extension behind it", "+15550199001 x12"],
    ["a part of it", "0199001"],
    ["a longer one that ends the same", "+445550199001"],
    ["nothing", ""],
    ["no number", "ask at the desk"],
  ])("takes %s for somebody else's", (_, phone) => {
    expect(matchContacts([contact("a", { phones: [phone] })], maria, "US")).toEqual([]);
  });

  it("reads a national form as the line's country writes it", () => {
    const london = "+442079460958" as E164;
    const one = contact("a", { phones: ["020 7946 0958"] });
    expect(matchContacts([one], london, "GB").map(idOf)).toEqual(["a"]);
    expect(matchContacts([one], london, "US")).toEqual([]);
  });

  it("counts a contact once that has the number twice, or is told twice", () => {
    const twice = contact("a", { phones: [maria, "(555) 019-9001"] });
    expect(matchContacts([twice, twice, contact("b")], maria, "US").map(idOf)).toEqual(["a", "b"]);
  });
});

describe("preferredContact", () => {
  const old = contact("Zoe", { createdAt: 1, lastActivityAt: 30 });
  const recent = contact("ana", { createdAt: 2, lastActivityAt: 40 });
  const named = contact("Ben", { createdAt: 3, lastActivityAt: 20 });
  it.each([
    ["ask", [old, recent, named], null],
    ["most_recent", [old, recent, named], "ana"],
    ["most_recent", [old, recent, contact("Cy", { lastActivityAt: 40 })], null],
    ["most_recent", [old, recent, contact("Cy")], null],
    ["earliest", [recent, old, named], "Zoe"],
    ["earliest", [old, contact("Cy", { createdAt: 1 })], null],
    ["earliest", [old, contact("Cy", { lastActivityAt: 1 })], null],
    ["first_by_name", [old, named, recent], "ana"],
    ["first_by_name", [recent, contact("Ana", { name: " Ana " })], null],
    ["first_by_name", [recent, contact("nobody", { name: " " })], null],
  ] as const)("by %s, case %#", (policy, contacts, expected) => {
    expect(idOf(preferredContact(contacts, policy))).toBe(expected);
  });

  it("takes nobody of nobody", () => {
    for (const policy of SEVERAL_CONTACTS) expect(preferredContact([], policy)).toBeNull();
  });
});
