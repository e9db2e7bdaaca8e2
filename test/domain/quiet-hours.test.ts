import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localMinute } from "../../src/domain/local-minute.ts";
import {
  describeQuietHours,
  nextAllowed,
  parseQuietHours,
  type QuietHours,
} from "../../src/domain/quiet-hours.ts";

const usual: QuietHours = { from: 8, to: 21 };
const at = (iso: string) => Date.parse(iso);
const next = (zone: string | readonly string[], iso: string, hours = usual) => {
  const found = nextAllowed(hours, [zone].flat(), at(iso));
  return found === null ? null : new Date(found).toISOString().replace(":00.000Z", "Z");
};
const hourIn = (zone: string, moment: number) => Math.floor((localMinute(moment, zone) % 1440) / 60);

describe("a text may leave", () => {
  it.each<[string, string, string]>([
    ["America/New_York", "2026-01-15T13:00Z", "2026-01-15T13:00Z"],
    ["America/New_York", "2026-01-15T12:59Z", "2026-01-15T13:00Z"],
    ["America/New_York", "2026-01-16T01:59Z", "2026-01-16T01:59Z"],
    ["America/New_York", "2026-01-16T02:00Z", "2026-01-16T13:00Z"],
    ["America/New_York", "2026-07-15T12:00Z", "2026-07-15T12:00Z"],
    ["Europe/Berlin", "2026-12-31T23:30Z", "2027-01-01T07:00Z"],
    // Zones with half hours and quarters.
    ["Asia/Kolkata", "2026-01-15T02:29Z", "2026-01-15T02:30Z"],
    ["Asia/Kathmandu", "2026-01-15T02:00Z", "2026-01-15T02:15Z"],
    ["America/St_Johns", "2026-01-15T11:00Z", "2026-01-15T11:30Z"],
    ["Australia/Lord_Howe", "2026-01-15T10:00Z", "2026-01-15T21:00Z"],
    // Far from everything.
    ["Pacific/Kiritimati", "2026-01-15T08:00Z", "2026-01-15T18:00Z"],
    ["Pacific/Pago_Pago", "2026-01-15T08:00Z", "2026-01-15T19:00Z"],
    ["UTC", "2026-01-15T00:00Z", "2026-01-15T08:00Z"],
    // The night in which clocks go forward, and that in which they go back.
    ["America/New_York", "2026-03-08T05:00Z", "2026-03-08T12:00Z"],
    ["America/New_York", "2026-11-01T02:00Z", "2026-11-01T13:00Z"],
    ["Europe/London", "2026-03-28T22:00Z", "2026-03-29T07:00Z"],
    ["Europe/London", "2026-10-24T21:00Z", "2026-10-25T08:00Z"],
  ])("in %s, asked at %s, from %s on", (zone, asked, expected) => {
    expect(next(zone, asked)).toBe(expected);
  });

  it.each<[string, QuietHours, string, string, string]>([
    ["begins at midnight", { from: 0, to: 6 }, "UTC", "2026-01-15T06:00Z", "2026-01-16T00:00Z"],
    ["ends at midnight", { from: 22, to: 24 }, "UTC", "2026-01-15T23:59Z", "2026-01-15T23:59Z"],
    ["ends at midnight", { from: 22, to: 24 }, "UTC", "2026-01-16T00:00Z", "2026-01-16T22:00Z"],
    ["is the whole day", { from: 0, to: 24 }, "UTC", "2026-01-15T03:00Z", "2026-01-15T03:00Z"],
    // Clocks jump from 2:00 to 3:00, and from 0:00 to 1:00.
    [
      "begins in a skipped hour",
      { from: 2, to: 6 },
      "America/New_York",
      "2026-03-08T05:00Z",
      "2026-03-08T07:00Z",
    ],
    ["is a skipped hour", { from: 2, to: 3 }, "America/New_York", "2026-03-08T05:00Z", "2026-03-09T06:00Z"],
    [
      "begins at a skipped midnight",
      { from: 0, to: 6 },
      "Africa/Cairo",
      "2026-04-23T20:00Z",
      "2026-04-23T22:00Z",
    ],
    // Clocks show 1:00 to 2:00 twice.
    [
      "begins in a doubled hour",
      { from: 1, to: 2 },
      "America/New_York",
      "2026-11-01T04:00Z",
      "2026-11-01T05:00Z",
    ],
    ["is a doubled hour", { from: 1, to: 2 }, "America/New_York", "2026-11-01T06:30Z", "2026-11-01T06:30Z"],
  ])("where the window %s: %j in %s", (_, hours, zone, asked, expected) => {
    expect(next(zone, asked, hours)).toBe(expected);
  });

  it("where a number lies in several zones, once all allow it", () => {
    const wide = ["America/New_York", "America/Los_Angeles"];
    expect(next(wide, "2026-01-15T13:00Z")).toBe("2026-01-15T16:00Z");
    expect(next(wide, "2026-01-16T02:00Z")).toBe("2026-01-16T16:00Z");
    expect(next(["Europe/London", "Asia/Kolkata"], "2026-01-15T15:30Z")).toBe("2026-01-16T08:00Z");
  });

  it("never where no hour suits all of them, and at once where nobody's clock counts", () => {
    expect(next(["Pacific/Guam", "America/New_York"], "2026-01-15T13:00Z", { from: 9, to: 17 })).toBeNull();
    expect(next([], "2026-01-15T03:00Z")).toBe("2026-01-15T03:00Z");
  });
});

const hours = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 2 })
  .map(([one = 0, other = 24]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));
const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"), "UTC");
const moment = fc.integer({ min: at("2024-01-01T00:00Z"), max: at("2030-01-01T00:00Z") });

it("the next moment is allowed by every clock, and none between is, wherever and whenever", () => {
  const oneOrTwo = fc.array(zone, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(
      hours,
      oneOrTwo,
      moment,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (window, zones, asked, part) => {
        const found = nextAllowed(window, zones, asked);
        const isAllowed = (when: number) =>
          zones.every((one) => hourIn(one, when) >= window.from && hourIn(one, when) < window.to);
        if (found === null) return;
        expect(found).toBeGreaterThanOrEqual(asked);
        expect(isAllowed(found)).toBe(true);
        const between = asked + Math.floor((found - asked) * part);
        if (between < found && !zones.includes("Antarctica/Troll")) expect(isAllowed(between)).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
});

it("by one clock there always is one", () => {
  fc.assert(
    fc.property(hours, zone, moment, (window, one, asked) => {
      const found = nextAllowed(window, [one], asked);
      expect(found).not.toBeNull();
      expect((found ?? 0) - asked).toBeLessThan(50 * 3_600_000);
    }),
  );
});

it("what is written reads back as it was", () => {
  fc.assert(
    fc.property(fc.option(hours), (window) => {
      expect(parseQuietHours(describeQuietHours(window))).toEqual({ value: window });
    }),
  );
});
