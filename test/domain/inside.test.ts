import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNote } from "../../src/domain/inside.ts";

describe("isNote", () => {
  it.each([
    "note: ask her about March",
    "Note: x",
    "NOTE:x",
    "note : comme en français",
    "note： wide",
    "  \n note: later",
    "\u200b\ufeffnote: behind invisible characters",
    "-- internal",
    "--",
    "— a keyboard made this of two hyphens",
    "– en dash",
    "‒ figure dash",
    "― bar",
    "// hm",
    "//",
    "> note: quoted",
    "• note: first point",
    "*note:* bold markers left over",
    "1. note: first of a numbered list",
    "12) note: a number with a bracket",
    "- note: a list typed by hand",
    "> 2. -- both",
    "ｎｏｔｅ： written wide",
    "－－ wide hyphens",
    "／／ wide slashes",
    "⒈ note: a number that is one sign",
    "no\u00adte: with an invisible character in it",
  ])("keeps %j inside", (text) => {
    expect(isNote(text)).toBe(true);
  });

  it.each([
    "",
    "notes: three",
    "Notes are attached",
    "note that we close at 6",
    "Please note: we close at 6",
    "footnote: x",
    "- one point",
    "-5 degrees",
    "−5 degrees",
    "/ or",
    "https://example.com",
    "Yes – until 6",
    "Yes, until 6. -- Ben",
    "1. note-taking",
    "1. Come at 6",
    "2) Bring the papers",
    "10:30 -- or later",
    "3.5 -- or less",
    "- -5 degrees",
    "－5 degrees",
  ])("lets %j leave", (text) => {
    expect(isNote(text)).toBe(false);
  });

  const sign = fc.constantFrom("note:", "Note:", "nOTE :", "--", "—", "–", "//");
  const blank = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\u00a0", "\u200b") });

  it("sees a sign behind any blank space and before any words", () => {
    fc.assert(
      fc.property(blank, sign, fc.string({ unit: "binary" }), (before, mark, rest) => {
        expect(isNote(before + mark + rest)).toBe(true);
      }),
    );
  });

  it("never takes a sign after a letter or digit", () => {
    fc.assert(
      fc.property(fc.constantFrom(..."abcxyz0123456789é漢"), sign, fc.string(), (first, mark, rest) => {
        expect(isNote(first + mark + rest)).toBe(false);
      }),
    );
  });
});
