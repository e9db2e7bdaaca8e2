import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTime } from "../../src/lib/read-time.ts";

const noon = new Date("2026-03-02T12:00:00Z");

describe("a moment", () => {
  it.each([
    "2026-03-02T12:00:00Z",
    "2026-03-02t12:00:00z",
    "2026-03-02T12:00Z",
    "2026-03-02T12:00:00.000Z",
    "2026-03-02T12:00:00.000000Z",
    "2026-03-02T07:00:00-05:00",
    "2026-03-02T07:00:00-0500",
    "2026-03-02T13:00:00+01",
    "2026-03-02 12:00:00 +00:00",
    " 2026-03-02T12:00:00Z ",
    "1772452800",
    "1772452800000",
  ])("is read of %j", (text) => {
    expect(readTime(text)).toEqual(noon);
  });

  it.each(["2026-03-02T12:00:00", "2026-03-02 12:00:00"])("without a zone is one of UTC: %j", (text) => {
    expect(readTime(text)).toEqual(noon);
  });

  it("keeps its milliseconds, as a fraction of either kind", () => {
    const exact = new Date("2026-03-02T12:00:00.125Z");
    for (const text of [
      "1772452800.125",
      "1772452800125",
      "2026-03-02T12:00:00,125Z",
      "2026-03-02T12:00:00.1259Z",
    ])
      expect(readTime(text)).toEqual(exact);
  });

  it.each(["", "now", "12:00", "2026-03-02", "2026-13-02T12:00:00Z", "2026-03-02T25:00:00Z", "12", "1e12"])(
    "is none of %j",
    (text) => {
      expect(readTime(text)).toBeNull();
    },
  );

  it("is read of what any date writes of itself", () => {
    const dates = fc.date({ min: new Date("2001-09-10"), max: new Date("2200-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(readTime(date.toISOString())).toEqual(date);
        expect(readTime(String(date.getTime()))).toEqual(date);
      }),
    );
  });

  it("is never half a date: whatever is read is a moment", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readTime(text)?.getTime()).not.toBeNaN();
      }),
    );
  });
});
