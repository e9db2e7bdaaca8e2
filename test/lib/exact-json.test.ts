import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../src/lib/exact-json.ts";

describe("JSON with ids longer than our numbers", () => {
  it.each([
    ['{"id":9007199254740993,"n":123}', { id: "9007199254740993", n: 123 }],
    ["[-9007199254740993]", ["-9007199254740993"]],
    [
      '{"text":"call 9007199254740993 \\"9007199254740993\\" now"}',
      { text: 'call 9007199254740993 "9007199254740993" now' },
    ],
    ['{"a\\\\":12345678901234567890}', { "a\\": "12345678901234567890" }],
    ['{"n":0.1250000000000000000,"e":1.5e21}', { n: 0.125, e: 1.5e21 }],
    ['"9007199254740993"', "9007199254740993"],
    ["999999999999999", 999999999999999],
    ["no json", null],
    ['{"cut":"off', null],
    ["", null],
  ])("%s", (text, value) => {
    expect(parseExactJson(text)).toEqual(value);
  });

  it("reads a long answer at once", () => {
    const long = { text: '\\"'.repeat(500_000), ids: Array.from({ length: 50_000 }, (_, at) => at) };
    expect(parseExactJson(JSON.stringify(long))).toEqual(long);
  });

  it("gives up a long answer that broke off at once", () => {
    expect(parseExactJson(`{"text":"${'\\"'.repeat(400_000)}`)).toBeNull();
  });
});
