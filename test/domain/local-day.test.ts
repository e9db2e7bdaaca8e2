import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay } from "../../src/domain/local-day.ts";

const hour = 60 * 60 * 1_000;
const at = (moment: string): number => Date.parse(moment);

describe("localDay", () => {
  it.each([
    ["UTC", "2026-01-31T23:59:59.999Z", "2026-01-31"],
    ["UTC", "2026-02-01T00:00:00Z", "2026-02-01"],
    ["America/New_York", "2026-02-01T04:59:59Z", "2026-01-31"],
    ["America/New_York", "2026-02-01T05:00:00Z", "2026-02-01"],
    ["Europe/Berlin", "2026-01-31T22:59:59Z", "2026-01-31"],
    ["Europe/Berlin", "2026-01-31T23:00:00Z", "2026-02-01"],
    ["Asia/Kolkata", "2026-01-31T18:29:59Z", "2026-01-31"],
    ["Asia/Kolkata", "2026-01-31T18:30:00Z", "2026-02-01"],
    ["Asia/Kathmandu", "2026-01-31T18:14:59Z", "2026-01-31"],
    ["Asia/Kathmandu", "2026-01-31T18:15:00Z", "2026-02-01"],
    ["Pacific/Kiritimati", "2026-01-31T10:00:00Z", "2026-02-01"],
    ["Pacific/Pago_Pago", "2026-02-01T10:59:59Z", "2026-01-31"],
    ["UTC", "2024-02-29T12:00:00Z", "2024-02-29"],
    ["UTC", "2026-12-31T23:59:59Z", "2026-12-31"],
    ["Pacific/Auckland", "2026-12-31T11:00:00Z", "2027-01-01"],
    ["UTC", "1970-01-01T00:00:00Z", "1970-01-01"],
  ])("in %s, %s is %s", (zone, moment, day) => {
    expect(localDay(at(moment), zone)).toBe(day);
  });

  it.each([
    ["clocks go forward: the day has 23 hours", "America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23],
    ["clocks go back: it has 25", "America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25],
    ["clocks go forward in Europe", "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23],
    ["clocks go back in Europe", "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25],
    ["clocks move by half an hour", "Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5],
    ["an ordinary day has 24", "America/New_York", "2026-01-05", "2026-01-05T05:00:00Z", 24],
  ])("where %s", (_, zone, day, begin, hours) => {
    const first = at(begin);
    const end = first + hours * hour;
    expect(localDay(first - 1, zone)).not.toBe(day);
    expect([localDay(first, zone), localDay(end - 1, zone)]).toEqual([day, day]);
    expect(localDay(end, zone)).not.toBe(day);
  });

  it("never goes back as time goes on, and is written so that its order is that of days", () => {
    const zones = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"];
    const anyTime = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2090-01-01T00:00:00Z") });
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyTime, fc.nat({ max: 60 * hour }), (zone, moment, later) => {
        const [day, next] = [localDay(moment, zone), localDay(moment + later, zone)];
        expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(next >= day).toBe(true);
      }),
    );
  });

  it("refuses a zone that there is not", () => {
    expect(() => localDay(0, "Nowhere/Town")).toThrow(RangeError);
  });
});
