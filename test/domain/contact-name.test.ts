import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameOf } from "../../src/domain/contact.ts";
import { readContactName } from "../../src/domain/contact-name.ts";
import type { Address } from "../../src/domain/ids.ts";
import { maria, office } from "../bridge/front-desk.ts";

const read = (typed: string) => readContactName(typed, office);
const problem = (words: string) => ({ problem: expect.stringContaining(words) });

describe("the name that somebody types for a contact", () => {
  it.each([
    ["Nora Quist", "Nora Quist"],
    ["  Nora \n Quist\t", "Nora Quist"],
    ["No\u200bra\u202e", "Nora"],
    ["Ne\u0301ra", "N\u00e9ra"],
    ["Room 12", "Room 12"],
    ["\u{1f469}\u200d\u{1f373} Nora", "\u{1f469}\u200d\u{1f373} Nora"],
    ["\u0646\u0648\u0631\u0627", "\u0646\u0648\u0631\u0627"],
    ["Billie", "Billie"],
    ["Ana (customer)", "Ana (customer)"],
    ["\u{1f389}", "\u{1f389}"],
    ["x".repeat(80), "x".repeat(80)],
  ])("%j is kept as %j", (typed, name) => {
    expect(read(typed)).toEqual({ name });
  });

  it.each(["", " ", "\n\t\u00a0"])("is none in %j", (typed) => {
    expect(read(typed)).toEqual({ name: null });
  });

  it.each([
    ["x".repeat(81), "81 characters"],
    ["\u200b", "nothing to see"],
    ["\u2800\u3164", "nothing to see"],
    ["555-0199", "This is a number"],
    ["(555) 019-9001", "This is a number"],
    ["\uff15\uff15\uff15", "This is a number"],
    ["ANA", "tells them apart"],
    ["B\u00e9n", "tells them apart"],
    ["billing", "tells them apart"],
    ["Front\u200b  desk", "tells them apart"],
    ["threadline", "tells them apart"],
    ["Slackbot", "tells them apart"],
    ["@ana", "tells them apart"],
    ["\u201cAna\u201d", "tells them apart"],
    ["Ana \u2705", "tells them apart"],
    ["Front\u2010desk", "tells them apart"],
    ["Front \u00b7 desk", "tells them apart"],
    ["Threadline:", "tells them apart"],
  ])("%j won't do: %s", (typed, words) => {
    expect(read(typed)).toEqual(problem(words));
  });

  it("is a line that can be read, or none, whatever is typed, and stays so when it is read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (typed) => {
        const found = read(typed);
        if (!("name" in found) || found.name === null) return;
        expect(found.name).toMatch(/^\S(?:.{0,158}\S)?$/u);
        expect(read(found.name)).toEqual(found);
      }),
    );
  });
});

describe("what a contact is called", () => {
  it("is what was given at the desk, else what the directory says, else nothing", () => {
    expect(nameOf(office, { address: maria, givenName: "Mia", shared: false })).toBe("Mia");
    expect(nameOf(office, { address: maria, givenName: null, shared: false })).toBe("Maria Lopez");
    expect(nameOf(office, { address: "+15550199077" as Address, givenName: null, shared: false })).toBeNull();
    expect(nameOf(office, { address: maria, givenName: "Mia", shared: true })).toBeNull();
    expect(nameOf(office, { address: "BANK" as Address, givenName: "The bank", shared: false })).toBe(
      "The bank",
    );
  });
});
