import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SlackTs } from "../../src/domain/ids.ts";
import { toMicroseconds, toMilliseconds, toSlackTs } from "../../src/domain/slack-time.ts";

const ts = (text: string) => text as SlackTs;
/** From the days of the first thread to far ahead. Milliseconds. */
const anyMoment = fc.integer({ min: 1_300_000_000_000, max: 4_000_000_000_000 });

describe("Slack's timestamps", () => {
  it.each([
    ["1767614400.000001", 1_767_614_400_000_001, 1_767_614_400_000],
    ["1767614400.000999", 1_767_614_400_000_999, 1_767_614_400_000],
    ["1767614400.001000", 1_767_614_400_001_000, 1_767_614_400_001],
    ["1767614400.999999", 1_767_614_400_999_999, 1_767_614_400_999],
    ["0000000000.000000", 0, 0],
  ])("%s is %d microseconds, and %d whole milliseconds", (text, micro, milli) => {
    expect([toMicroseconds(ts(text)), toMilliseconds(ts(text))]).toEqual([micro, milli]);
  });

  it.each([
    [1_767_614_400_000, "1767614400.000000"],
    [1_767_614_400_123, "1767614400.123000"],
    [0, "0.000000"],
    [-5, "0.000000"],
  ])("%d milliseconds are written %s", (milli, text) => {
    expect(toSlackTs(milli)).toBe(text);
  });

  it("keep their order as numbers, down to the last digit", () => {
    const anyStamp = fc
      .tuple(fc.integer({ min: 1_300_000_000, max: 4_000_000_000 }), fc.nat({ max: 999_999 }))
      .map(([seconds, micro]) => ts(`${seconds}.${String(micro).padStart(6, "0")}`));
    fc.assert(
      fc.property(anyStamp, anyStamp, (one, other) => {
        expect(Math.sign(toMicroseconds(one) - toMicroseconds(other))).toBe(
          one < other ? -1 : one > other ? 1 : 0,
        );
      }),
    );
  });

  it("of a moment are that moment again, as a place in a lane and as a time", () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        expect(toMicroseconds(toSlackTs(moment))).toBe(moment * 1_000);
        expect(toMilliseconds(toSlackTs(moment))).toBe(moment);
      }),
    );
  });
});
