import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { showable } from "../../../src/slack/text/inert.ts";
import { cutInto, slackMessageLimit, splitForSlack } from "../../../src/slack/text/split-for-slack.ts";
import { hostileText } from "./hostile-text.ts";

describe("splitForSlack", () => {
  it("leaves a text that fits alone, and gives nothing for nothing", () => {
    expect(splitForSlack("hello")).toEqual(["hello"]);
    expect(splitForSlack("a".repeat(slackMessageLimit))).toHaveLength(1);
    expect(splitForSlack(" \n ")).toEqual([]);
  });

  it.each([
    ["one two three four", 10, ["one two ", "three four"]],
    ["one two\nthree fo", 12, ["one two\n", "three fo"]],
    ["aaaaaaaaaaaa", 5, ["aaaaa", "aaaaa", "aa"]],
    ["aaa😀😀", 4, ["aaa", "😀😀"]],
    ["ab👩‍👩‍👧cd", 8, ["ab", "👩‍👩‍👧", "cd"]],
    ["aaaaaaa,https://a.example/x", 20, ["aaaaaaa,", "https://a.example/x"]],
  ])("cuts %j at %d into %j", (text, limit, wanted) => {
    expect(cutInto(text, limit)).toEqual(wanted);
  });

  it("loses nothing, keeps within the limit, and splits no pair", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 20, max: 5000 }), (text, limit) => {
        const pieces = splitForSlack(text, limit);
        expect(pieces.join("")).toBe(showable(text));
        for (const piece of pieces) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece).not.toMatch(/\p{Surrogate}/u);
        }
      }),
      { numRuns: 100 },
    );
  });
});
