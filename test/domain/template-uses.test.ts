import { describe, expect, it } from "vitest";
import type { TemplateId, Username } from "../../src/domain/ids.ts";
import { type CountedUse, templateUses } from "../../src/domain/template-uses.ts";

const day = 86_400_000;
const now = 1_000 * day;

/** `name` was made so many days ago, and sent by these so often, so many days ago. */
function used(
  name: string,
  made: number,
  by: Readonly<Record<string, readonly [number, number]>>,
): CountedUse[] {
  const template = {
    id: `t-${name}` as TemplateId,
    name,
    key: name.toLowerCase(),
    createdAt: now - made * day,
  };
  const uses = Object.entries(by);
  if (uses.length === 0) return [{ template, username: null, count: 0, lastAt: null }];
  return uses.map(([username, [count, ago]]) => ({
    template,
    username: username as Username,
    count,
    lastAt: now - ago * day,
  }));
}

describe("how templates are used", () => {
  it("says how often each was sent, when last, by how many, and by whom most", () => {
    const all = [
      ...used("Hours", 400, { ana: [3, 5], ben: [9, 40] }),
      ...used("Parking", 400, { cy: [1, 2] }),
    ];
    expect(templateUses(all, now)).toEqual({
      most: [
        { name: "Hours", key: "hours", sends: 12, lastAt: now - 5 * day, by: 2, mostBy: "ben" },
        { name: "Parking", key: "parking", sends: 1, lastAt: now - 2 * day, by: 1, mostBy: "cy" },
      ],
      unused: [],
    });
  });

  it("shows ten, the most sent first; of those sent as often, the one sent last", () => {
    const all = Array.from({ length: 12 }, (_, index) =>
      used(`T${index}`, 1, { ana: [index < 11 ? 1 : 2, index] }),
    );
    const { most } = templateUses(all.flat().toReversed(), now);
    expect(most.map(({ name }) => name)).toEqual([
      "T11",
      ...Array.from({ length: 9 }, (_, index) => `T${index}`),
    ]);
  });

  it.each([
    ["sent 90 days ago", 400, { ana: [1, 90] }, true],
    ["sent 89 days ago", 400, { ana: [1, 89] }, false],
    ["sent by one long ago, by another lately", 400, { ana: [5, 200], ben: [1, 1] }, false],
    ["never sent, made 90 days ago", 90, {}, true],
    ["never sent, made 89 days ago", 89, {}, false],
    ["sent long ago by several", 400, { ana: [5, 200], ben: [1, 100] }, true],
  ] as const)("counts as unused or not: %s", (_, made, by, isUnused) => {
    const { unused } = templateUses(used("Hours", made, by), now);
    expect(unused.map(({ name }) => name)).toEqual(isUnused ? ["Hours"] : []);
  });

  it("names of the unused first those that nobody ever sent, then those that were sent longest ago", () => {
    const all = [
      ...used("Old", 400, { ana: [7, 120] }),
      ...used("Older", 400, { ana: [7, 300] }),
      ...used("Never", 200, {}),
      ...used("Never before", 300, {}),
    ];
    expect(templateUses(all, now).unused).toEqual([
      { name: "Never before", key: "never before", lastAt: null },
      { name: "Never", key: "never", lastAt: null },
      { name: "Older", key: "older", lastAt: now - 300 * day },
      { name: "Old", key: "old", lastAt: now - 120 * day },
    ]);
  });

  it("leaves out of the most used what nobody has sent", () => {
    expect(templateUses(used("Hours", 1, {}), now)).toEqual({ most: [], unused: [] });
  });

  it("is empty without templates", () => {
    expect(templateUses([], now)).toEqual({ most: [], unused: [] });
  });
});
