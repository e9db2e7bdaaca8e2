import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, isEmptyText, normalizeText, textLength } from "../../src/domain/plain-text.ts";

/** Strings of any code units, weighted towards what breaks. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\r\n",
        "\r",
        "\u2028",
        "\v",
        " ",
        "\t",
        "e\u0301",
        "\ud83d",
        "\ude00",
        "\u0000",
        "\u009f",
        "\ufeff",
      ),
    ),
  )
  .map((parts) => parts.join(""));

describe("normalizeText", () => {
  it.each([
    ["a\r\nb\rc\u2028d\u0085e\vf", "a\nb\nc\nd\ne\nf"],
    ["Cafe\u0301", "Caf\u00e9"],
    ["a  \nb\t\n\n  ", "a\nb"],
    ["\n\n  a", "a"],
    ["a\u0000b\u0007c\u001b[0m\u007f\u009bd", "abc[0md"],
    ["tab\there", "tab\there"],
    ["half \ud83d pair \ude00", "half \ufffd pair \ufffd"],
    ["whole 😀 pair", "whole 😀 pair"],
    ["\ufeffhello", "hello"],
    ["می\u200cخواهم 👨‍👩‍👧", "می\u200cخواهم 👨‍👩‍👧"],
  ])("turns %j into %j", (text, wanted) => {
    expect(normalizeText(text)).toBe(wanted);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalizeText(text);
        expect(normalizeText(once)).toBe(once);
        expect(cleanText(once)).toBe(once);
      }),
    );
  });

  it("leaves NFC, whole characters, no control but tab and LF, and no space at an end", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const out = normalizeText(text);
        expect(out).toBe(out.normalize("NFC"));
        expect(out).not.toMatch(/\p{Surrogate}/u);
        expect(out.replace(/[\n\t]/g, "")).not.toMatch(/\p{Cc}/u);
        expect(out).not.toMatch(/\s(\n|$)(?<!\n\n)/);
        expect(out).toBe(out.trim());
      }),
    );
  });

  it("counts UTF-16 code units of what would be sent", () => {
    expect(textLength("  e\u0301\r\n😀  ")).toBe(4);
  });
});

describe("isEmptyText", () => {
  it.each([
    "",
    " ",
    "\n\t",
    "\u200b\u200e",
    "\u0000",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\u00a0",
    "\u202e\u2066",
  ])("sees nothing in %j", (text) => {
    expect(isEmptyText(text)).toBe(true);
  });

  it.each([".", "❤️", "👍", "\ud83d", "\u200fש"])("sees something in %j", (text) => {
    expect(isEmptyText(text)).toBe(false);
  });

  it("finds nothing wherever normalising leaves nothing", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (normalizeText(text) === "") expect(isEmptyText(text)).toBe(true);
      }),
    );
  });
});
