import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../src/domain/nearest.ts";

describe("nearest", () => {
  it.each([
    ["carier", "carrier"],
    ["cariier", "carrier"],
    ["CARRIER", "carrier"],
    ["nmae", "name"],
    ["sms-extension", "sms_extension"],
    ["extnsion", "extension"],
    ["colour", null],
    ["", null],
    ["x".repeat(100), null],
  ])("takes %j for %j", (typed, expected) => {
    expect(nearest(typed, ["number", "name", "carrier", "sms_extension", "extension"])).toBe(expected);
  });

  it("finds any word of six letters or more with two neighbours exchanged", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{6,12}$/), fc.nat(4), (word, at) => {
        const swapped = word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2);
        expect(nearest(swapped, ["0123456789", word])).toBe(word);
      }),
    );
  });
});
