import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeHours, type Hours, isWithin, parseHours } from "../../src/domain/hours.ts";

function hoursOf(text: string): Hours {
  const found = parseHours(text);
  if ("problem" in found) throw new Error(found.problem);
  return found.value;
}

const problemOf = (text: string): string | null => {
  const found = parseHours(text);
  return "problem" in found ? found.problem : null;
};

const at = (moment: string): number => Date.parse(moment);
const [weekdays, everyDay] = [
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5, 6, 7],
];
const nineToFive = { from: 9 * 60, to: 17 * 60 };

describe("hours as they are written", () => {
  it.each<[string, Hours]>([
    [
      "Mon-Fri 9:00-17:00, Sat 9:00-12:00",
      [
        { days: weekdays, ...nineToFive },
        { days: [6], from: 540, to: 720 },
      ],
    ],
    ["mon-fri 9-17", [{ days: weekdays, ...nineToFive }]],
    ["  MON  –  FRI   09.00 — 17.00 ", [{ days: weekdays, ...nineToFive }]],
    ["Monday - Friday: 9:00 - 17:00", [{ days: weekdays, ...nineToFive }]],
    ["Mo-Fr 9-17", [{ days: weekdays, ...nineToFive }]],
    ["Tues 8:30-12:15", [{ days: [2], from: 510, to: 735 }]],
    ["Thurs. 0:00-24:00", [{ days: [4], from: 0, to: 1440 }]],
    ["Mon-Sun 0-24", [{ days: everyDay, from: 0, to: 1440 }]],
    ["Fri-Mon 9-17", [{ days: [1, 5, 6, 7], ...nineToFive }]],
    ["Sun-Sun 9-17", [{ days: [7], ...nineToFive }]],
    ["Sat-Fri 9-17", [{ days: everyDay, ...nineToFive }]],
    ["Fri, Mon, Wed 9-17", [{ days: [1, 3, 5], ...nineToFive }]],
    ["Mon Wed and Fri 9-17", [{ days: [1, 3, 5], ...nineToFive }]],
    ["Mon-Wed, Mon 9-17", [{ days: [1, 2, 3], ...nineToFive }]],
    [
      "Mon-Fri 9-12, 13-17; Sat 9-12",
      [
        { days: weekdays, from: 540, to: 720 },
        { days: weekdays, from: 780, to: 1020 },
        { days: [6], from: 540, to: 720 },
      ],
    ],
    ["Mon-Fri 9-17,", [{ days: weekdays, ...nineToFive }]],
  ])("%s", (text, expected) => {
    expect(parseHours(text)).toEqual({ value: expected });
  });

  it.each([
    ["", "it is empty; write days and times, such as Mon-Fri 9:00-17:00, Sat 9:00-12:00."],
    [" , ", "it is empty; write days and times, such as Mon-Fri 9:00-17:00, Sat 9:00-12:00."],
    ["9:00-17:00", "no day stands before 9:00-17:00; write the days, too, such as Mon-Fri 9:00-17:00."],
    ["Mon-Fri", "no times stand after Mon-Fri; write them, too, such as Mon-Fri 9:00-17:00."],
    ["Mon-Fri 9-17, Sat", "no times stand after Sat; write them, too, such as Mon-Fri 9:00-17:00."],
    ["Mun-Fri 9-17", "Mun is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun. Did you mean Mon?"],
    ["always 9-17", "always is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun."],
    ["T 9-17", "T is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun."],
    ["Mon-Wed-Fri 9-17", "Mon-Wed-Fri is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun."],
    ["Mon-Fri 9am-5pm", "9am-5pm are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00."],
    ["Mon-Fri 9-25", "9-25 are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00."],
    ["Mon-Fri 9:60-17", "9:60-17 are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00."],
    ["Mon-Fri 9-24:01", "9-24:01 are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00."],
    ["Mon-Fri 9", "9 are no times; write the hours from 0:00 to 24:00, such as 9:00-17:00."],
    ["Mon-Fri 9-17 open", "open is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun."],
    [
      "Mon-Fri 22-6",
      "22:00-6:00 ends before it begins; write two stretches: Mon-Fri 22:00-24:00, Tue-Sat 0:00-6:00.",
    ],
    [
      "Sat-Sun 22:30-6:15",
      "22:30-6:15 ends before it begins; write two stretches: Sat-Sun 22:30-24:00, Sun-Mon 0:00-6:15.",
    ],
    [
      "Mon-Fri 9-5",
      "9:00-5:00 ends before it begins; write 9:00-17:00, or two stretches: Mon-Fri 9:00-24:00, Tue-Sat 0:00-5:00.",
    ],
    ["Mon 17-0:00", "17:00-0:00 ends before it begins; write Mon 17:00-24:00."],
    ["Mon 9-9", "9:00-9:00 ends as it begins; write 0:00-24:00 for a whole day."],
    ["Mon 24:00-24:00", "24:00-24:00 ends as it begins; write 0:00-24:00 for a whole day."],
  ])("%s: %s", (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it("are said again in the same words, and shorter where days repeat", () => {
    const said = (text: string) => describeHours(hoursOf(text));
    expect(said("monday-fri 9-17, sat 09.00-12")).toBe("Mon-Fri 9:00-17:00, Sat 9:00-12:00");
    expect(said("Mon-Fri 9-12, Mon-Fri 13-17:30")).toBe("Mon-Fri 9:00-12:00, 13:00-17:30");
    expect(said("Mon, Sun, Sat, Fri 9-17")).toBe("Fri-Mon 9:00-17:00");
    expect(said("Wed, Mon, Thu 9-24")).toBe("Mon, Wed-Thu 9:00-24:00");
    expect(said("Sat-Fri 0-24")).toBe("Mon-Sun 0:00-24:00");
  });

  const anyOffice = fc
    .record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      times: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 2 }),
    })
    .map(({ days, times }) => ({
      days: days.sort((left, right) => left - right),
      from: Math.min(...times),
      to: Math.max(...times),
    }));

  it("are read as they are said, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(anyOffice, { minLength: 1, maxLength: 8 }), (hours) => {
        expect(parseHours(describeHours(hours))).toEqual({ value: hours });
      }),
    );
  });

  it("never make the reader throw, and a mistake is always told in a sentence", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("Mon", "-", "Fri", " ", "9:00", "17", ",", "–", "24:00", ":", "Sunday"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const found = parseHours(pieces.join(""));
        if ("problem" in found) expect(found.problem).toMatch(/.\.|\?$/);
        else for (const { from, to } of found.value) expect(from).toBeLessThan(to);
      }),
      { numRuns: 500 },
    );
  });
});

describe("whether somebody works", () => {
  const office = hoursOf("Mon-Fri 9:00-17:00, Sat 9:00-12:00");
  const night = hoursOf("Sun 22:00-24:00, Mon 0:00-6:00");

  it.each<[string, Hours, string, string, boolean]>([
    ["the minute before", office, "America/New_York", "2026-01-30T13:59:59.999Z", false],
    ["from the first minute", office, "America/New_York", "2026-01-30T14:00:00Z", true],
    ["until the last", office, "America/New_York", "2026-01-30T21:59:59.999Z", true],
    ["not at the end", office, "America/New_York", "2026-01-30T22:00:00Z", false],
    ["on Saturday, for less long", office, "America/New_York", "2026-01-31T17:00:00Z", false],
    ["on Saturday morning", office, "America/New_York", "2026-01-31T16:59:00Z", true],
    ["not on Sunday", office, "America/New_York", "2026-02-01T15:00:00Z", false],
    ["by their own day, which is Monday already", office, "Pacific/Kiritimati", "2026-02-01T19:00:00Z", true],
    ["by their own day, which is Friday still", office, "Pacific/Pago_Pago", "2026-01-31T03:30:00Z", true],
    ["where clocks stand at a quarter past", office, "Asia/Kathmandu", "2026-01-30T03:15:00Z", true],
    ["and a minute before", office, "Asia/Kathmandu", "2026-01-30T03:14:59Z", false],
    ["up to midnight", night, "Europe/Berlin", "2026-02-01T22:59:59Z", true],
    ["and on from there", night, "Europe/Berlin", "2026-02-01T23:00:00Z", true],
    ["until the morning", night, "Europe/Berlin", "2026-02-02T05:00:00Z", false],
    [
      "summer begins: 9:00 is an hour earlier than the week before",
      office,
      "America/New_York",
      "2026-03-09T13:00:00Z",
      true,
    ],
    ["and was not yet the week before", office, "America/New_York", "2026-03-06T13:00:00Z", false],
    ["winter begins: 9:00 is an hour later", office, "Europe/Berlin", "2026-10-26T07:30:00Z", false],
    ["than on the last day of summer time", office, "Europe/Berlin", "2026-10-23T07:30:00Z", true],
    [
      "an hour that there is twice, first",
      hoursOf("Sun 1:00-2:00"),
      "America/New_York",
      "2026-11-01T05:30:00Z",
      true,
    ],
    [
      "an hour that there is twice, again",
      hoursOf("Sun 1:00-2:00"),
      "America/New_York",
      "2026-11-01T06:30:00Z",
      true,
    ],
    ["after both of them", hoursOf("Sun 1:00-2:00"), "America/New_York", "2026-11-01T07:00:00Z", false],
    ["nobody without hours", [], "UTC", "2026-01-30T12:00:00Z", false],
  ])("%s", (_, hours, zone, moment, expected) => {
    expect(isWithin(hours, zone, at(moment))).toBe(expected);
  });

  const minute = 60_000;
  const countWithin = (hours: Hours, zone: string, from: string, minutes: number): number =>
    Array.from({ length: minutes }, (_, index) => isWithin(hours, zone, at(from) + index * minute)).filter(
      Boolean,
    ).length;

  it.each([
    ["an ordinary week", "2026-01-04T05:00:00Z", 7 * 24],
    ["the week in which clocks go forward", "2026-03-08T05:00:00Z", 7 * 24 - 1],
    ["the week in which clocks go back", "2026-11-01T04:00:00Z", 7 * 24 + 1],
  ])("in %s the office is open for 43 hours", (_, sunday, length) => {
    expect(countWithin(office, "America/New_York", sunday, length * 60)).toBe(43 * 60);
  });

  it("a whole Sunday has 23 hours where clocks go forward in it, 25 where they go back, and none is missing", () => {
    const sunday = hoursOf("Sun 0:00-24:00");
    expect(countWithin(sunday, "America/New_York", "2026-03-07T00:00:00Z", 3 * 24 * 60)).toBe(23 * 60);
    expect(countWithin(sunday, "America/New_York", "2026-10-31T00:00:00Z", 3 * 24 * 60)).toBe(25 * 60);
    expect(countWithin(sunday, "Australia/Lord_Howe", "2026-04-03T00:00:00Z", 4 * 24 * 60)).toBe(24.5 * 60);
  });

  it("whatever the zone, somebody is there at each moment exactly if they keep its day or are away on the others", () => {
    const zones = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"];
    const anyTime = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2090-01-01T00:00:00Z") });
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 });
    const split = fc.integer({ min: 1, max: 1439 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyTime, days, split, (zone, moment, kept, middle) => {
        const others = everyDay.filter((day) => !kept.includes(day));
        const whole = (on: readonly number[]): Hours => [{ days: on, from: 0, to: 1440 }];
        expect(isWithin(whole(kept), zone, moment)).toBe(!isWithin(whole(others), zone, moment));
        const halves: Hours = [
          { days: everyDay, from: 0, to: middle },
          { days: everyDay, from: middle, to: 1440 },
        ];
        expect(halves.filter((half) => isWithin([half], zone, moment))).toHaveLength(1);
      }),
    );
  });
});
