import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginOf, dayAfter, parseDay } from "../../src/domain/local-midnight.ts";
import { localTime } from "../../src/domain/local-time.ts";

describe("a day", () => {
  it.each([
    ["2026-01-31", "2026-01-31"],
    [" 2028-02-29 ", "2028-02-29"],
    ["2026-02-29", null],
    ["2026-13-01", null],
    ["2026-1-31", null],
    ["31.01.2026", null],
    ["yesterday", null],
    ["", null],
  ])("is read from %j as %j", (typed, day) => {
    expect(parseDay(typed)).toBe(day);
  });

  it.each([
    ["2026-01-31", "2026-02-01"],
    ["2026-12-31", "2027-01-01"],
    ["2028-02-28", "2028-02-29"],
  ])("%s is followed by %s", (one, next) => {
    expect(dayAfter(one)).toBe(next);
  });

  it.each([
    ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    // Midnight is skipped there.
    ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00.000Z"],
  ])("%s begins in %s at %s", (day, zone, at) => {
    expect(new Date(beginOf(day, zone)).toISOString()).toBe(at);
  });

  it("begins with its first moment, anywhere", () => {
    const zones = fc.constantFrom("UTC", "America/New_York", "Asia/Kathmandu", "Africa/Cairo", "Asia/Beirut");
    const days = fc.integer({ min: 0, max: 366 * 10 }).map((count) => {
      const at = Date.UTC(2020, 0, 1) + count * 86_400_000;
      return new Date(at).toISOString().slice(0, 10);
    });
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const at = beginOf(day, zone);
        expect(localTime(at, zone).day).toBe(day);
        expect(localTime(at - 1, zone).day).not.toBe(day);
      }),
    );
  });
});
