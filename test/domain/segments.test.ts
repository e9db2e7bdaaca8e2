import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { describe, expect, it } from "vitest";
import { isNote } from "../../src/domain/inside.ts";
import { plainPunctuation } from "../../src/domain/plain-punctuation.ts";
import { segmentsLine, segmentsOf, segmentsWarning } from "../../src/domain/segments.ts";

const warned = (text: string) => segmentsWarning(segmentsOf(text));

describe("the segments of a text", () => {
  it.each([
    ["", 0],
    ["x", 1],
    ["x".repeat(160), 1],
    ["x".repeat(161), 2],
    ["x".repeat(306), 2],
    ["x".repeat(307), 3],
    ["é".repeat(160), 1],
    // These take two places each.
    ["€".repeat(80), 1],
    ["€".repeat(81), 2],
    ["…".repeat(70), 1],
    ["…".repeat(71), 2],
    ["…".repeat(134), 2],
    ["…".repeat(135), 3],
    ["👍".repeat(35), 1],
    ["👍".repeat(36), 2],
  ])("of %j are %i", (text, count) => {
    expect(segmentsOf(text).segments).toBe(count);
  });

  it.each([
    ["Yes", "3 characters, 1 segment."],
    ["x", "1 character, 1 segment."],
    ["x".repeat(1_600), "1,600 characters, 11 segments."],
    ["", "0 characters, 0 segments."],
    // As it leaves: without the space around it.
    ["  Yes \n", "3 characters, 1 segment."],
  ])("of %j read: %s", (text, words) => {
    expect(segmentsLine(segmentsOf(text))).toBe(words);
  });
});

describe("a character that makes it more segments", () => {
  const long = "x".repeat(150);
  it.each([
    [`${long}’`, "’ (curly apostrophe) makes it 3 segments instead of 1. With plain punctuation it is 1."],
    [
      `${long}\u00a0x`,
      "A space of its own kind makes it 3 segments instead of 1. With plain punctuation it is 1.",
    ],
    [
      `${long}\u200bx`,
      "An invisible character makes it 3 segments instead of 1. With plain punctuation it is 1.",
    ],
    [`${long}👍`, "👍 makes it 3 segments instead of 1."],
    [
      `${long}“x”`,
      "“ (curly quote) and ” (curly quote) make it 3 segments instead of 1. With plain punctuation it is 1.",
    ],
    [`${long}абвгдеж`, "а, б, в, г, д and 2 more make it 3 segments instead of 1."],
  ])("is named: …%j", (text, words) => {
    expect(warned(text)).toBe(words);
  });

  it.each(["’", "short “and” curly", long, "x".repeat(400), ""])(
    "is not named where it costs nothing: %j",
    (text) => {
      expect(warned(text)).toBeNull();
    },
  );
});

describe("plain punctuation", () => {
  it.each([
    ["“Hi” – it’s «here»…", '"Hi" - it\'s "here"...'],
    ["9\u202f00\u00a0am", "9 00 am"],
    ["a\u200bb\u00adc", "abc"],
    ["• milk\n• eggs", "- milk\n- eggs"],
    ["5′ 10″ − 3", "5' 10\" - 3"],
    ["Ça coûte 5 €", "Ça coûte 5 €"],
    ["👩‍👩‍👧 Привет", "👩‍👩‍👧 Привет"],
  ])("of %j is %j", (text, plain) => {
    expect(plainPunctuation(text)).toBe(plain);
  });

  it("leaves a note one", () => {
    for (const note of ["— for Ben", "  – for Ben", "“— for Ben”"])
      expect(isNote(plainPunctuation(note))).toBe(true);
  });

  it("is the same when it is done twice, takes no more segments, and adds no character that a phone lacks", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 400 }),
      fc.string({ unit: fc.constantFrom(..."“”’–—… \u00a0\u200bab5\n"), maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const plain = plainPunctuation(typed);
        expect(plainPunctuation(plain)).toBe(plain);
        const oddOf = (one: string) => new Set(new SegmentedMessage(one).getNonGsmCharacters().join(""));
        const before = oddOf(typed);
        for (const character of oddOf(plain)) expect(before).toContain(character);
        expect(isNote(plain)).toBe(isNote(typed));
      }),
    );
  });

  it("is offered exactly where it takes fewer segments", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."“’— ab5Я👍"), maxLength: 300 }), (text) => {
        const { segments, plain, withoutOdd } = segmentsOf(text);
        if (plain !== null) {
          expect(plain.segments).toBeLessThan(segments);
          expect(segmentsOf(plain.text).segments).toBe(plain.segments);
        }
        expect(withoutOdd).toBeLessThanOrEqual(segments);
      }),
    );
  });
});
