import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Filling, filled, filledFields, filledJson } from "../../../src/carriers/http/fill-template.ts";

const fillingOf = (change: Record<string, string | null> = {}, media: readonly string[] = []): Filling => ({
  values: new Map(Object.entries({ to: "+15550199001", text: "Hi", callback: null, ...change })),
  media,
  secretOf: (name) => `value-of-${name}`,
});
/** Texts as people and attackers write them. */
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "{{secret.KEY}}",
    '","to":"+1"',
    "&to=1",
    "$&$1$`",
    "\\",
    "\r\nx: y",
    "{{to}}",
    "../..",
    "\ud800",
  ),
);
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, "\uFFFD");

describe("a template", () => {
  it("is filled in with what its placeholders name", () => {
    expect(filled("Bearer {{secret.KEY}}: {{to}}/{{text}}", fillingOf())).toBe(
      "Bearer value-of-KEY: +15550199001/Hi",
    );
  });

  it("holds each value as it is, and reads nothing of it again", () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(filled("<{{text}}>", fillingOf({ text }))).toBe(`<${wellFormed(text)}>`);
      }),
    );
  });
});

describe("JSON", () => {
  const template = {
    a: ["{{to}}", 7, true, null, { b: "x {{text}} y" }],
    media: "{{media}}",
    hook: "{{callback}}",
  };

  it("keeps its structure, whatever the text", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const sent = JSON.parse(
          JSON.stringify(filledJson(template, fillingOf({ text }, ["https://a.example/1"]))),
        );
        expect(sent).toEqual({
          a: ["+15550199001", 7, true, null, { b: `x ${wellFormed(text)} y` }],
          media: ["https://a.example/1"],
        });
      }),
    );
  });

  it("leaves out a field of files or of the address for reports where there is none, and no other", () => {
    expect(filledJson(template, fillingOf({ text: "" }))).toEqual({
      a: ["+15550199001", 7, true, null, { b: "x  y" }],
    });
    expect(filledJson(["{{media}}", "{{text}}"], fillingOf({ text: "" }))).toEqual([""]);
    expect(filledJson({ hook: "{{callback}}" }, fillingOf({ callback: "https://x" }))).toEqual({
      hook: "https://x",
    });
  });

  it("keeps a name that the language knows, as a name", () => {
    const named = JSON.parse('{"__proto__":"{{text}}"}');
    expect(JSON.stringify(filledJson(named, fillingOf()))).toBe('{"__proto__":"Hi"}');
  });
});

describe("fields", () => {
  it("are repeated for files, and left out where there is nothing", () => {
    const fields = [
      ["To", "{{to}}"],
      ["File", "{{media}}"],
      ["Hook", "{{callback}}"],
      ["Empty", "{{text}}"],
    ] as const;
    expect(filledFields(fields, fillingOf({ text: "" }, ["a", "b"]))).toEqual([
      ["To", "+15550199001"],
      ["File", "a"],
      ["File", "b"],
      ["Empty", ""],
    ]);
  });
});
