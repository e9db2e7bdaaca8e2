import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calledTemplate } from "../../src/domain/template-call.ts";

describe("a reply calls a template", () => {
  it.each([
    ["!hours", "hours"],
    ["  !hours\n", "hours"],
    ["!Opening-Hours", "opening-hours"],
    ["!24", "24"],
    ["！hours", "hours"],
    ["！ｈｏｕｒｓ", "hours"],
    ["!hours\u200b", "hours"],
    ["\u2060! \u200dhours".replace(" ", ""), "hours"],
    ["!hours?", "hours?"],
    ["!!hours", "!hours"],
    ["!über", "über"],
    ["!https://example.com", "https://example.com"],
  ])("%j: %s", (typed, key) => {
    expect(calledTemplate(typed)).toBe(key);
  });

  it.each([
    "",
    "!",
    "!!!",
    "!?",
    "! hours",
    "!hours please",
    "!hours\nplease",
    "!hours\u00a0please",
    "hours!",
    "Hi !hours",
    "¡Hola!",
    "❗hours",
    "!-",
    "!❤️",
  ])("and %j calls none", (typed) => {
    expect(calledTemplate(typed)).toBeNull();
  });

  it("by one word alone, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 24 }), (typed) => {
        const key = calledTemplate(typed);
        if (key === null) return;
        expect(key).not.toMatch(/\s/u);
        expect(key).toMatch(/[\p{L}\p{N}]/u);
        expect(calledTemplate(`  ${typed} `)).toBe(key);
        expect(calledTemplate(`${typed} x`)).toBeNull();
        expect(calledTemplate(`x ${typed}`)).toBeNull();
      }),
    );
  });

  it("by any key that a template may have, in either case", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,31}$/), (key) => {
        expect(calledTemplate(`!${key}`)).toBe(key);
        expect(calledTemplate(`!${key.toUpperCase()}`)).toBe(key);
      }),
    );
  });
});
