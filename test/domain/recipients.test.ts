import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contact } from "../../src/domain/contact.ts";
import type { Directory } from "../../src/domain/directory.ts";
import type { Address, E164, Extension } from "../../src/domain/ids.ts";
import { countryOfLine } from "../../src/domain/line-country.ts";
import { readRecipients } from "../../src/domain/recipients.ts";
import { office } from "../bridge/front-desk.ts";

const directory: Directory = {
  ...office,
  members: office.members.map((member) =>
    member.username === "ben" ? { ...member, mobile: "+15550177002" as E164, name: "Ben Ortiz" } : member,
  ),
};
const read = (typed: readonly string[], country = "US", contacts: readonly Contact[] = []) =>
  readRecipients(typed, { directory, country, contacts });
const named = (typed: readonly string[], country = "US") =>
  read(typed, country).people.map((one) => (one.kind === "outside" ? one.number : one.username));
const problemOf = (typed: string, country = "US") => read([typed], country).mistakes[0]?.sentence;

describe("a number is read in any common form", () => {
  it.each([
    "+15550199001",
    "+1 (555) 019-9001",
    "(555) 019-9001",
    "555-019-9001",
    "555.019.9001",
    "555/019-9001",
    "5550199001",
    "15550199001",
    "1 555 019 9001",
    "001 555 019 9001",
    "tel:+15550199001",
    "<tel:+15550199001|(555) 019-9001>",
    "(555) 019–9001",
    "\u202a+1 555 019 9001\u202c",
    "５５５０１９９００１",
  ])("of the line's country: %s", (typed) => {
    expect(read([typed])).toEqual({ people: [{ kind: "outside", number: "+15550199001" }], mistakes: [] });
  });

  it.each([
    ["07700 900123", "GB", "+447700900123"],
    ["7700 900123", "GB", "+447700900123"],
    ["0044 7700 900123", "GB", "+447700900123"],
    ["+1 555 019 9001", "GB", "+15550199001"],
    ["0151 12345678", "DE", "+4915112345678"],
    ["06 12 34 56 78", "FR", "+33612345678"],
    ["011 44 7700 900123", "US", "+447700900123"],
    ["0412 345 678", "AU", "+61412345678"],
    ["+52 1 55 1234 5678", "US", "+525512345678"],
  ])("%s from %s is %s", (typed, country, number) => {
    expect(named([typed], country)).toEqual([number]);
  });
});

it("a line's country is what the directory says, else its number's own", () => {
  expect(countryOfLine({ number: "+447700900001" as E164 })).toBe("GB");
  expect(countryOfLine({ number: "+15550100001" as E164 })).toBe("US");
  expect(countryOfLine({ number: "+15550100001" as E164, country: "CA" })).toBe("CA");
});

describe("who can't be texted is told why", () => {
  it.each<[string, string]>([
    ["555 019 900", "555 019 900 is too short for a phone number. Write it as +1 555 010 0123."],
    ["+1 555 019 90011", "+1 555 019 90011 is too long for a phone number. Write it as +1 555 010 0123."],
    [
      "5550199001 5550199002",
      "5550199001 5550199002 is too long for a phone number. Put commas between several. Write it as +1 555 010 0123.",
    ],
    [
      "+999 1234 5678",
      "+999 1234 5678 begins with a country code that does not exist. Write it as +1 555 010 0123.",
    ],
    [
      "+1 555 019 9001 ext. 5",
      "+1 555 019 9001 ext. 5 has an extension behind it, which no text can reach. Write it as +1 555 010 0123.",
    ],
    ["5550199001 hello", "5550199001 hello can't be a phone number. Write it as +1 555 010 0123."],
    ["12345", "12345 is a short code or an extension that nobody has. Neither can be texted."],
    ["+44 20 7946 0958", "+44 20 7946 0958 is a landline, which gets no texts. Write a mobile number."],
    ["+15550100001", "(555) 010-0001 is our own line Front desk. Write to a person instead."],
    ["555 010 0001", "(555) 010-0001 is our own line Front desk. Write to a person instead."],
    ["112", "112 is an emergency number, which no text from here reaches. Call it."],
    ["911", "911 is an emergency number, which no text from here reaches. Call it."],
    ["109", "No extension is 109. Did you mean 101 (ana)?"],
    ["777", "No extension is 777."],
    ["bem", "Nobody is called bem. Did you mean ben?"],
    ["Mario Lopez", "Nobody is called Mario Lopez. Did you mean Maria Lopez?"],
    ["zzzz", "Nobody is called zzzz. Write a number, a username or an extension."],
    ["!!!", "Nobody is called !!!. Write a number, a username or an extension."],
  ])("%s", (typed, sentence) => {
    expect(read([typed])).toEqual({ people: [], mistakes: [{ typed, sentence }] });
  });

  it("unless somebody of the team has that extension", () => {
    const members = directory.members.map((member, index) =>
      index === 0 ? { ...member, extension: "112" as Extension } : member,
    );
    const world = { directory: { ...directory, members }, country: "US" };
    expect(readRecipients(["112"], world).people).toEqual([{ kind: "member", username: "ana" }]);
  });

  it("a landline where the numbers say so, and not where nobody can tell", () => {
    expect(problemOf("020 7946 0958", "GB")).toContain("is a landline");
    expect(problemOf("030 123456", "DE")).toContain("is a landline");
    expect(named(["+1 212 555 0100"])).toEqual(["+12125550100"]);
  });

  it("a group without members", () => {
    const groups = directory.groups.map((group) => ({ ...group, members: [] }));
    const found = readRecipients(["200"], { directory: { ...directory, groups }, country: "US" });
    expect(found.mistakes).toEqual([{ typed: "200", sentence: "The group Front desk has no members." }]);
  });
});

describe("the team and its contacts are called", () => {
  it.each(["ben", "Ben", "@ben", "102", "Ben Ortiz", "BEN ORTIZ"])("%s", (typed) => {
    expect(read([typed])).toEqual({ people: [{ kind: "member", username: "ben" }], mistakes: [] });
  });

  it.each(["200", "Front desk", "front DESK"])("as a group, member by member: %s", (typed) => {
    expect(named([typed])).toEqual(["ana", "ben", "cy", "fay"]);
  });

  it.each(["Maria Lopez", "maria lopez", " MARÍA  LOPEZ "])("by the directory's name: %s", (typed) => {
    expect(named([typed])).toEqual(["+15550199001"]);
  });

  it("by the name that somebody gave at the desk, which leads over the directory's", () => {
    const contacts = [
      { address: "+15550199001" as Address, givenName: "Mia", shared: false },
      { address: "+15550199005" as Address, givenName: "Noel", shared: false },
      { address: "BANK" as Address, givenName: "The bank", shared: false },
    ];
    expect(read(["mia", "noel"], "US", contacts).people).toEqual([
      { kind: "outside", number: "+15550199001" },
      { kind: "outside", number: "+15550199005" },
    ]);
    expect(
      read(["Maria Lopez", "the bank"], "US", contacts).mistakes.map(({ sentence }) => sentence),
    ).toEqual([
      "Nobody is called Maria Lopez. Write a number, a username or an extension.",
      "the bank has no number that can be texted.",
    ]);
  });

  it("never by a name that two have", () => {
    const contacts = [{ address: "+15550199005" as Address, givenName: "Maria Lopez", shared: false }];
    expect(read(["maria lopez"], "US", contacts).mistakes[0]?.sentence).toBe(
      "2 contacts are called maria lopez: (555) 019-9001, (555) 019-9005. Write the number.",
    );
  });
});

describe("the same person is one recipient", () => {
  it("four ways, of the outside and of the team", () => {
    expect(named(["+15550199001", "(555) 019-9001", "Maria Lopez", "1-555-019-9001"])).toEqual([
      "+15550199001",
    ]);
    expect(named(["ben", "102", "Ben Ortiz", "@BEN"])).toEqual(["ben"]);
  });

  it("with a group that they belong to, and with the phone in their pocket", () => {
    expect(named(["ben", "Front desk"])).toEqual(["ben", "ana", "cy", "fay"]);
    expect(named(["+15550177002", "+15550199001", "102"])).toEqual(["ben", "+15550199001"]);
    expect(named(["+15550177002"])).toEqual(["+15550177002"]);
  });

  it("however often and in whatever order they are named, and nobody else is lost", () => {
    const ways: Readonly<Record<string, readonly string[]>> = {
      "+15550199001": ["+15550199001", "555-019-9001", "maria lopez"],
      "+447700900123": ["+44 7700 900123", "0044 7700 900123"],
      ana: ["ana", "101"],
      ben: ["ben", "102", "Ben Ortiz"],
    };
    const way = fc.constantFrom(
      ...Object.entries(ways).flatMap(([who, forms]) => forms.map((form) => [who, form])),
    );
    fc.assert(
      fc.property(fc.array(way, { maxLength: 12 }), (typed) => {
        const found = named(typed.map(([, form = ""]) => form));
        expect(found).toEqual([...new Set(typed.map(([who]) => who))]);
      }),
    );
  });
});

describe("whatever is typed", () => {
  it("is either somebody or told, and never throws", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.stringMatching(/^[+()\d .x#-]{1,20}$/),
    );
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        fc.constantFrom("US", "GB", "DE", "XX"),
        (typed, country) => {
          const { people, mistakes } = read(typed, country);
          const real = typed.filter((one) => one.trim() !== "");
          expect(people.length + mistakes.length).toBeLessThanOrEqual(Math.max(real.length * 6, 0));
          if (real.length > 0) expect(people.length + mistakes.length).toBeGreaterThan(0);
          for (const one of people)
            if (one.kind === "outside") expect(one.number).toMatch(/^\+[1-9]\d{6,14}$/);
          for (const { sentence } of mistakes) expect(sentence).toMatch(/[.?]$/);
        },
      ),
    );
  });
});
