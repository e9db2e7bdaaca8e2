import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTime } from "../../src/domain/local-time.ts";
import { type Snooze, snoozeUntil, untilTheyWrite } from "../../src/domain/snooze.ts";

const at = (iso: string) => Date.parse(iso);

describe("until when a conversation is put aside", () => {
  it.each<[Snooze, string, string, string]>([
    ["hour", "2026-01-05T12:00:00Z", "America/New_York", "2026-01-05T13:00:00Z"],
    ["tomorrow", "2026-01-05T12:00:00Z", "America/New_York", "2026-01-06T14:00:00Z"],
    ["tomorrow", "2026-01-06T03:00:00Z", "America/New_York", "2026-01-06T14:00:00Z"],
    ["tomorrow", "2026-03-07T20:00:00Z", "America/New_York", "2026-03-08T13:00:00Z"],
    ["tomorrow", "2026-10-31T20:00:00Z", "America/New_York", "2026-11-01T14:00:00Z"],
    ["tomorrow", "2026-01-05T12:00:00Z", "Asia/Kathmandu", "2026-01-06T03:15:00Z"],
    ["monday", "2026-01-05T12:00:00Z", "America/New_York", "2026-01-12T14:00:00Z"],
    ["monday", "2026-01-11T12:00:00Z", "Europe/Berlin", "2026-01-12T08:00:00Z"],
    ["monday", "2026-01-09T23:00:00Z", "Asia/Tokyo", "2026-01-12T00:00:00Z"],
  ])("is %s after %s in %s: %s", (how, now, zone, until) => {
    expect(new Date(snoozeUntil(how, null, at(now), zone) ?? 0)).toEqual(new Date(until));
  });

  it("is the time that was chosen, or until they write", () => {
    expect(snoozeUntil("time", 7, 5, "UTC")).toBe(7);
    expect(snoozeUntil("time", null, 5, "UTC")).toBeNull();
    expect(snoozeUntil("write", null, 5, "UTC")).toBe(untilTheyWrite);
  });

  it("is nine o’clock there, on a later day, whenever and wherever it is chosen", () => {
    const zones = [
      "America/New_York",
      "America/St_Johns",
      "Europe/London",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: at("2025-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
        fc.constantFrom(...zones),
        fc.constantFrom("tomorrow" as const, "monday" as const),
        (now, zone, how) => {
          const until = snoozeUntil(how, null, now, zone) ?? 0;
          expect(localTime(until, zone).time).toBe("09:00:00");
          expect(localTime(until, zone).day > localTime(now, zone).day).toBe(true);
          expect(until - now).toBeLessThan((how === "monday" ? 8.5 : 2) * 86_400_000);
        },
      ),
    );
  });
});
