import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFormOf, nameBeside, saysTheSame, wordsHere, wordsThere } from "../../src/domain/template-there.ts";

const name = "Hours";

describe("what one of ours says there", () => {
  it.each([
    ["plain words", { text: "Until six" }, { name, text: "Until six" }],
    ["braces that are sent", { text: "Use \\{{x}}" }, { name, text: "Use {{x}}" }],
    ["braces in a literal one", { text: "{{today}}", literal: true }, { name, text: "{{today}}" }],
    ["a variable", { text: "Hi {{contact.first_name}}" }, null],
    ["what is asked for", { text: "On {{?day}}" }, null],
    ["a name with a fallback", { text: "Hi {{contact.first_name|}}" }, null],
  ])("of %s", (_, typed, words) => {
    expect(wordsThere({ name, literal: false, ...typed })).toEqual(words);
  });
});

describe("what one of theirs says here", () => {
  it.each([
    ["plain words", "Until six", { text: "Until six", literal: false }],
    ["braces", "Hi {name} and {{contact.name}}", { text: "Hi {name} and {{contact.name}}", literal: true }],
    ["Windows' line breaks and trailing blanks", "One \r\nTwo\t\r\n", { text: "One\nTwo", literal: false }],
    ["marks of a gap", "On ⟦day⟧", { text: "On [day]", literal: false }],
  ])("of %s", (_, text, words) => {
    expect(wordsHere({ name, text })).toEqual({ name, ...words });
  });

  it.each(["", " \n ", "\u200b", "\u0007"])("is nothing where there is nothing to read: %j", (nothing) => {
    expect(wordsHere({ name, text: nothing })).toBeNull();
    expect(wordsHere({ name: nothing, text: "Until six" })).toBeNull();
  });

  it("is cut between characters where it is longer than one can be here", () => {
    const flags = "🏳️‍🌈".repeat(300);
    const words = wordsHere({ name: flags, text: flags });
    expect(words?.text.length).toBeLessThanOrEqual(1_000);
    expect(words?.name.length).toBeLessThanOrEqual(75);
    for (const cut of [words?.text, words?.name]) expect(cut).toMatch(/^(🏳️‍🌈)+…$/u);
  });
});

it("says the same once it was here and went back, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const here = wordsHere({ name, text });
      if (here === null) return;
      const back = wordsThere(here);
      expect(back).toEqual({ name: here.name, text: here.text });
      expect(wordsHere(here)).toEqual(here);
      if (!/[⟦⟧]/u.test(text)) expect(saysTheSame({ name, text }, here)).toBe(true);
    }),
  );
});

describe("a form of what was given", () => {
  it.each([
    ["without emoji", "See you 🌷 soon", "See you soon", true],
    ["cut off", "See you soon", "See you", true],
    ["with straight quotes", "It’s “here”", 'It\'s "here"', true],
    ["other words", "See you soon", "See you never", false],
    ["more words", "See you", "See you soon", false],
  ])("%s", (_, given, shown, isForm) => {
    expect(isFormOf({ name, text: given }, { name, text: shown })).toBe(isForm);
    expect(isFormOf({ name, text: given }, { name: "Another", text: shown })).toBe(false);
  });
});

it("has a name beside another's: the first that is free, no longer than a name can be", () => {
  const taken = new Set(["Hours (RingCentral)"]);
  expect(nameBeside("Hours", "RingCentral", (one) => taken.has(one))).toBe("Hours (RingCentral 2)");
  expect(nameBeside("x".repeat(75), "RingCentral", () => false)).toHaveLength(75);
});
