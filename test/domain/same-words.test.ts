import { describe, expect, it } from "vitest";
import { sameWords } from "../../src/domain/same-words.ts";

describe("the same words", () => {
  const same: readonly (readonly [string, string])[] = [
    ["See you at 3", "See you at 3"],
    ["See you at 3 ", " See  you\u00a0at 3\r\n"],
    ["We’re open – until “six”…", 'We\'re open - until "six"...'],
    ["Caf\u00e9", "Cafe\u0301"],
  ];
  it.each(same)("are %j and %j", (one, other) => expect(sameWords(one, other)).toBe(true));

  const other: readonly (readonly [string, string])[] = [
    ["See you at 3", "See you at 4"],
    ["OK", "ok"],
    ["Yes", "Yes!"],
    ["", "Yes"],
  ];
  it.each(other)("are not %j and %j", (one, second) => expect(sameWords(one, second)).toBe(false));
});
