import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBodyOf } from "../../src/carriers/callback-body.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };
const json = { "content-type": "application/json" };
const read = (kind: "json" | "form", headers: Record<string, string>, text: string | Buffer) => {
  const found = readBodyOf(kind, { headers, body: Buffer.from(text), rawUrl: "/" });
  return "document" in found ? found.document : found.refused.reply.status;
};

describe("a callback's body", () => {
  it("of JSON is what it says, long ids as their digits, whatever stands before it", () => {
    expect(read("json", json, '\uFEFF{"id":9007199254740993,"n":1}')).toEqual({
      id: "9007199254740993",
      n: 1,
    });
  });

  it("of a form is its fields by name, a repeated one a list", () => {
    expect(read("form", form, "a=1&b=x+y%20z&a=2&c=&%E2%82%AC=%F0%9F%8C%B7")).toEqual({
      a: ["1", "2"],
      b: "x y z",
      c: "",
      "€": "🌷",
    });
  });

  it("keeps a field that is called like something of the language", () => {
    expect(Object.entries(read("form", form, "__proto__=1&constructor=2") as object)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
  });

  it("of JSON is read although it says of itself that it is a form, as curl does", () => {
    expect(read("json", form, '{"a":"b=c&d"}')).toEqual({ a: "b=c&d" });
  });

  it("in older signs is read as its header says, or as most wrote before", () => {
    const cafe = Buffer.from('{"a":"Café – 5 €"}'.replace("–", "\x96").replace("€", "\x80"), "latin1");
    expect(read("json", json, cafe)).toEqual({ a: "Café – 5 €" });
    const russian = { "content-type": 'application/json; charset="windows-1251"' };
    expect(read("json", russian, Buffer.from('{"a":"\xcf\xf0"}', "latin1"))).toEqual({ a: "Пр" });
    for (const charset of ["utf-8", "nonsense", "iso-8859-1"])
      expect(
        read("form", { "content-type": `${form["content-type"]};charset=${charset}` }, "a=Caf%E9&b=%C3%A9"),
      ).toEqual({
        a: "Café",
        b: "é",
      });
  });

  it("of a form is read as every browser would, where it is UTF-8", () => {
    const pair = fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([name]) => name }), (pairs) => {
        const sent = new URLSearchParams(pairs);
        const found = read("form", form, sent.toString());
        expect(Object.entries(found as object).sort()).toEqual(
          Object.entries(Object.fromEntries(new URLSearchParams(sent.toString()))).sort(),
        );
      }),
    );
    expect(read("form", form, "&a=%&b=%zz&c&=1&")).toEqual({ a: "%", b: "%zz", c: "", "": "1" });
  });

  it("may be empty where all stands in the address", () => {
    const request = { headers: {}, body: Buffer.alloc(0) };
    const found = (rawUrl: string) => readBodyOf("query", { ...request, rawUrl });
    expect(found("/webhooks/elm/inbound?a=x+y%20z&b=1&b=2&c=why?&__proto__=1")).toEqual({
      document: { a: "x y z", b: ["1", "2"], c: "why?", ["__proto__"]: "1" },
    });
    for (const rawUrl of ["/", "/?", "//a:b@?", "http://%?"]) expect(found(rawUrl)).toEqual({ document: {} });
  });

  it.each([
    ["json", form, "a=1", 415],
    ["form", json, "{}", 415],
    ["form", {}, "a=1", 415],
    ["json", { "content-type": "image/png" }, "{}", 415],
    ["json", json, "", 400],
    ["json", json, "{", 400],
    ["json", {}, "a=1", 400],
  ] as const)(
    "read as %s of %j is refused where it is something else: %j with %i",
    (kind, headers, text, status) => {
      expect(read(kind, headers as Record<string, string>, text)).toBe(status);
    },
  );

  it("never throws, whatever its bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        for (const kind of ["json", "form"] as const)
          expect(read(kind, kind === "json" ? json : form, Buffer.from(bytes))).toBeDefined();
      }),
    );
  });
});
