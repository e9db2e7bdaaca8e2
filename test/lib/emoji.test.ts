import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charactersOf, emojiCharacters, emojiUnicode } from "../../src/lib/emoji.ts";

interface Entry {
  readonly unified: string;
  readonly short_names: readonly string[];
  readonly skin_variations?: Readonly<Record<string, { readonly unified: string }>>;
}

const dataset = createRequire(import.meta.url)("emoji-datasource/emoji.json") as readonly Entry[];

function slackTone(key: string): string {
  return key
    .split("-")
    .map((tone) => Number.parseInt(tone, 16) - 0x1f3f9)
    .join("-");
}

function characters(unified: string): string {
  return String.fromCodePoint(...unified.split("-").map((hex) => Number.parseInt(hex, 16)));
}

describe("emoji against the whole of emoji-datasource", () => {
  it("knows every short name and alias", () => {
    const wrong = dataset.flatMap((entry) =>
      entry.short_names.filter(
        (name) =>
          emojiUnicode(name) !== entry.unified.toLowerCase() ||
          emojiCharacters(name) !== characters(entry.unified),
      ),
    );
    expect(wrong).toEqual([]);
    expect(dataset.flatMap((entry) => entry.short_names).length).toBeGreaterThan(1900);
  });

  it("knows every short name in every skin tone", () => {
    const wanted = dataset.flatMap((entry) =>
      Object.entries(entry.skin_variations ?? {}).flatMap(([key, variation]) =>
        entry.short_names.map((name) => [`${name}::skin-tone-${slackTone(key)}`, variation.unified] as const),
      ),
    );
    const wrong = wanted.filter(
      ([name, unified]) =>
        emojiUnicode(name) !== unified.toLowerCase() || emojiCharacters(name) !== characters(unified),
    );
    expect(wrong).toEqual([]);
    expect(wanted.length).toBeGreaterThan(1900);
  });
});

describe("emojiCharacters", () => {
  it.each([
    ["wave", "👋"],
    [":wave:", "👋"],
    ["wave::skin-tone-3", "👋🏼"],
    [":+1::skin-tone-6:", "👍🏿"],
    ["thumbsup", "👍"],
    ["flag-us", "🇺🇸"],
    ["us", "🇺🇸"],
    ["woman-running::skin-tone-2", "🏃🏻‍♀️"],
    ["heart", "❤️"],
    ["handshake::skin-tone-2-6", "🫱🏻‍🫲🏿"],
    ["people_holding_hands::skin-tone-4", "🧑🏽‍🤝‍🧑🏽"],
    ["skin-tone-2", "🏻"],
  ])("turns %s into %s", (name, shown) => {
    expect(emojiCharacters(name)).toBe(shown);
  });

  it("leaves out a tone that the emoji does not take", () => {
    expect(emojiCharacters("pizza::skin-tone-3")).toBe("🍕");
  });

  it.each([
    "our_logo",
    "",
    ":",
    "::skin-tone-3",
    "wave::skin-tone-7",
    "wave wave",
    "constructor",
    "__proto__",
  ])("does not know %j", (name) => {
    expect(emojiCharacters(name)).toBeNull();
    expect(emojiUnicode(name)).toBeNull();
  });

  it("never throws, whatever the name", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => void emojiCharacters(name)));
  });
});

describe("charactersOf", () => {
  it("refuses what is no list of characters", () => {
    for (const bad of ["", "-", "1f44b-", "110000", "d800", "zz", "1f44b 1f3fc"])
      expect(charactersOf(bad)).toBeNull();
  });
});
