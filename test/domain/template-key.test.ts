import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeKey, readKey } from "../../src/domain/template-key.ts";

const none: ReadonlySet<string> = new Set();

describe("the key that is proposed for a name", () => {
  it.each([
    ["Opening hours", "opening-hours"],
    ["  Opening   hours! ", "opening-hours"],
    ["We're closed (today)", "were-closed-today"],
    ["We’re closed", "were-closed"],
    ["Prix & délais", "prix-delais"],
    ["Öffnungszeiten", "offnungszeiten"],
    ["Straße", "strasse"],
    ["Ærø Łódź", "aero-lodz"],
    ["Часы работы", "chasy-raboty"],
    ["Ώρες", "ores"],
    ["営業時間", "template"],
    ["\u{1f389}", "template"],
    ["", "template"],
    ["A", "template-a"],
    ["5 % off", "5-off"],
    ["ＨＯＵＲＳ", "hours"],
    ["help", "help-2"],
    ["Manage", "manage-2"],
    ["one two three four five six seven eight", "one-two-three-four-five-six-seve"],
    ["abcdefghijklmnopqrstuvwxyzabcde fgh", "abcdefghijklmnopqrstuvwxyzabcde"],
  ])("of %j is %s", (name, key) => {
    expect(proposeKey(name, none)).toBe(key);
  });

  it("is the first that is free", () => {
    expect(proposeKey("Hours", new Set(["hours"]))).toBe("hours-2");
    expect(proposeKey("Hours", new Set(["hours", "hours-2", "hours-4"]))).toBe("hours-3");
    const long = "a".repeat(32);
    expect(proposeKey(long, new Set([long]))).toBe(`${"a".repeat(30)}-2`);
  });

  it("is one, and free, whatever the name", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.array(fc.nat(30), { maxLength: 30 }),
        (name, numbers) => {
          const first = proposeKey(name, none);
          const taken = new Set([first, ...numbers.map((number) => `${first.slice(0, 29)}-${number}`)]);
          const key = proposeKey(name, taken);
          expect(readKey(key)).toEqual({ key });
          expect(taken.has(key)).toBe(false);
        },
      ),
    );
  });
});

describe("a key that is typed", () => {
  it.each([
    ["hours", "hours"],
    [" Hours ", "hours"],
    ["!hours", "hours"],
    ["24-7", "24-7"],
    ["a".repeat(32), "a".repeat(32)],
  ])("%j is read as %s", (typed, key) => {
    expect(readKey(typed)).toEqual({ key });
  });

  it.each([
    [
      "opening hours",
      "“opening hours” can't be a key. Write 2 to 32 letters from a to z, digits or hyphens, such as opening-hours.",
    ],
    ["a", "“a” can't be a key. Write 2 to 32 letters from a to z, digits or hyphens, such as template-a."],
    ["horário", "such as horario."],
    ["a".repeat(33), `such as ${"a".repeat(32)}.`],
    ["help", "The key help means something else here. Choose another, such as help-2."],
    ["MANAGE", "The key manage means something else here."],
  ])("%j won't do", (typed, sentence) => {
    expect(readKey(typed)).toEqual({ problem: expect.stringContaining(sentence) });
  });
});
