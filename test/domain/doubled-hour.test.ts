import { describe, expect, it } from "vitest";
import { doubledHour } from "../../src/domain/doubled-hour.ts";

const at = (utc: string) => Date.parse(utc);

describe("a time in the hour that the clocks double", () => {
  it.each([
    ["2026-11-01T05:30:00Z", "America/New_York", "first", "1:30 AM", "EDT"],
    ["2026-11-01T06:30:00Z", "America/New_York", "second", "1:30 AM", "EST"],
    ["2026-11-01T05:00:00Z", "America/New_York", "first", "1:00 AM", "EDT"],
    ["2026-10-25T00:59:00Z", "Europe/Berlin", "first", "2:59 AM", "GMT+2"],
    ["2026-10-25T01:00:00Z", "Europe/Berlin", "second", "2:00 AM", "GMT+1"],
    // Half an hour.
    ["2026-04-04T14:45:00Z", "Australia/Lord_Howe", "first", "1:45 AM", "GMT+11"],
    ["2026-04-04T15:15:00Z", "Australia/Lord_Howe", "second", "1:45 AM", "GMT+10:30"],
  ])("%s in %s is the %s", (utc, zone, which, clock, zoneName) => {
    expect(doubledHour(at(utc), zone)).toEqual({ which, clock, zoneName });
  });

  it.each([
    ["2026-11-01T04:59:00Z", "America/New_York"],
    ["2026-11-01T07:00:00Z", "America/New_York"],
    // The hour that is skipped in spring leaves nothing double.
    ["2026-03-08T06:59:00Z", "America/New_York"],
    ["2026-03-08T07:00:00Z", "America/New_York"],
    ["2026-11-01T06:30:00Z", "UTC"],
    ["2026-11-01T06:30:00Z", "America/Phoenix"],
  ])("%s in %s comes once", (utc, zone) => {
    expect(doubledHour(at(utc), zone)).toBeNull();
  });
});
