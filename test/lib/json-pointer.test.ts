import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueAt, wordAt } from "../../src/lib/json-pointer.ts";

/** The document and the answers of RFC 6901, section 5. */
const document = {
  foo: ["bar", "baz"],
  "": 0,
  "a/b": 1,
  "c%d": 2,
  "e^f": 3,
  "g|h": 4,
  "i\\j": 5,
  'k"l': 6,
  " ": 7,
  "m~n": 8,
};

describe("a JSON pointer", () => {
  it.each([
    ["", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("finds what the standard says at %j", (pointer, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it.each(["/no", "/foo/2", "/foo/-", "/foo/00", "/foo/-1", "/foo/0/1", "/foo/length", "foo", "//x"])(
    "finds nothing at %j",
    (pointer) => {
      expect(valueAt(document, pointer)).toBeUndefined();
    },
  );

  it.each([
    "/constructor",
    "/toString",
    "/__proto__",
    "/foo/map",
    "/foo/constructor/prototype",
    "/foo/0/length",
  ])("finds nothing of what the language adds: %s", (pointer) => {
    expect(valueAt(document, pointer)).toBeUndefined();
  });

  it("finds a name of that kind where the document has it", () => {
    expect(valueAt(JSON.parse('{"__proto__":{"a":1}}'), "/__proto__/a")).toBe(1);
  });

  it("finds each member of any document by its escaped name, and no other", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (members, name) => {
        const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        expect(valueAt(members, pointer)).toEqual(Object.hasOwn(members, name) ? members[name] : undefined);
      }),
    );
  });

  it("never throws, whatever stands anywhere", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string(), (value, pointer) => void valueAt(value, pointer)));
  });
});

describe("a word", () => {
  it.each([
    ["a text", "a text"],
    ["", ""],
    [0, "0"],
    [-1.5, "-1.5"],
    [true, "true"],
  ])("is read of %j", (value, word) => {
    expect(wordAt({ value }, "/value")).toBe(word);
  });

  it.each([[null], [["a"]], [{ a: 1 }]])("is none of %j", (value) => {
    expect(wordAt({ value }, "/value")).toBeNull();
  });
});
