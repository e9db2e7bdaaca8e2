import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupKey, pageOf, shownGroup, turned } from "../../src/domain/home-lists.ts";

describe("the pages of a Home", () => {
  it.each([
    ["a list is turned", {}, "mine", 2, { mine: 2 }],
    ["it is turned back", { mine: 2 }, "mine", 1, { mine: 1 }],
    ["others stay where they are", { blocked: 3 }, "mine", 1, { blocked: 3, mine: 1 }],
    ["one is hidden", { snoozed: 2, mine: 1 }, "snoozed", null, { mine: 1 }],
    ["a group is looked into", { mine: 1 }, "group:200", 0, { mine: 1, "group:200": 0 }],
    ["another one takes its place", { "group:200": 4 }, "group:300", 0, { "group:300": 0 }],
  ] as const)("are as they were turned: %s", (_, before, list, page, after) => {
    expect(turned(before, { list, page })).toEqual(after);
  });

  it.each([
    ["a list that there isn't", "constructor", 1],
    ["a group without saying which", "group", 1],
    ["no whole number", "mine", 1.5],
    ["no number", "mine", Number.NaN],
    ["a page before the first", "mine", -1],
    ["a page that nobody turns to", "mine", 1e9],
  ])("are not turned to %s", (_, list, page) => {
    expect(turned({}, { list, page })).toBeNull();
  });

  it("say which group is looked into", () => {
    expect(shownGroup({ mine: 1 })).toBeNull();
    expect(shownGroup({ mine: 1, [groupKey("007")]: 2 })).toBe("007");
  });
});

describe("a page of a list", () => {
  it("shows each row once, and no more than fit, however many there are", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 10 }), (count, size) => {
        const rows = Array.from({ length: count }, (_, index) => index);
        const seen: number[] = [];
        for (let page = 0; ; page += 1) {
          const shown = pageOf(rows, size, page);
          expect(shown.rows.length).toBeLessThanOrEqual(size);
          expect(shown).toMatchObject({ page, total: count });
          seen.push(...shown.rows);
          if (!shown.more) break;
        }
        expect(seen).toEqual(rows);
      }),
    );
  });

  it("is the first where there is no such page any more", () => {
    expect(pageOf([1, 2, 3], 2, 5)).toEqual({ rows: [1, 2], page: 0, more: true, total: 3 });
    expect(pageOf([], 2, 5)).toEqual({ rows: [], page: 0, more: false, total: 0 });
  });
});
