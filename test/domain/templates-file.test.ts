import fc from "fast-check";
import { expect, it } from "vitest";
import { atAGlance } from "../../src/domain/at-a-glance.ts";
import type { TemplateId } from "../../src/domain/ids.ts";
import { meet, type Template, type TemplateContent, writeScope } from "../../src/domain/template.ts";
import { checkTemplates } from "../../src/domain/templates-file.ts";
import { office } from "../bridge/front-desk.ts";

const limits = { personal: 2, company: 3 };

const row = fc.record({
  scope: fc.constantFrom("company", "group:200", "group:300", "personal:ben", "personal:dan"),
  key: fc.constantFrom("aa", "bb", "cc", "dd", "ee"),
  name: fc.constantFrom("One", "ONE", "Two", "Three", "Four", "Fïve"),
  text: fc.constantFrom("Text.", "Other text."),
  literal: fc.constantFrom("", "yes", "no"),
});
const anyFile = fc
  .uniqueArray(row, { maxLength: 8, selector: ({ scope, key }) => `${scope} ${key}` })
  .map((rows) => rows.map((one, index) => ({ ...one, place: `row ${index + 2}` })));

/** Takes a file over; null where it is refused. */
function taken(standing: readonly Template[], rows: Parameters<typeof checkTemplates>[0]): Template[] | null {
  const { planned, problems } = checkTemplates(rows, { directory: office, standing, limits });
  if (problems.length > 0) {
    expect(planned).toEqual([]);
    return null;
  }
  expect(planned).toHaveLength(rows.length);
  const all = new Map(standing.map((one) => [one.id, one]));
  for (const one of planned) {
    if (one.kind === "changed")
      all.set(one.before.id, { ...one.before, ...one.content, version: one.before.version + 1 });
    if (one.kind !== "new") continue;
    const id = `t${all.size}` as TemplateId;
    const at = { createdAt: 1, changedAt: 1, changedBy: null, deletedAt: null };
    all.set(id, { ...one.content, ...at, id, version: 1, origin: "own", remoteId: null });
  }
  return [...all.values()];
}

function expectPeace(all: readonly TemplateContent[]): void {
  const count = new Map<string, number>();
  for (const [index, one] of all.entries()) {
    const whose = writeScope(one.scope);
    count.set(whose, (count.get(whose) ?? 0) + 1);
    for (const other of all.slice(index + 1)) {
      if (one.key === other.key) expect(meet(office, one.scope, other.scope)).toBe(false);
      if (whose === writeScope(other.scope)) expect(atAGlance(one.name)).not.toBe(atAGlance(other.name));
    }
  }
  for (const [whose, many] of count)
    if (!whose.startsWith("group")) expect(many).toBeLessThanOrEqual(whose === "company" ? 3 : 2);
}

it("whatever files bring, what stands after them keeps every rule, and the last one again changes nothing", () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(anyFile, { minLength: 1, maxLength: 4 }), (files) => {
      let standing: Template[] = [];
      for (const rows of files) {
        const after = taken(standing, rows);
        if (after === null) {
          refused += 1;
          continue;
        }
        expectPeace(after);
        const again = checkTemplates(rows, { directory: office, standing: after, limits });
        expect(again).toEqual({ planned: rows.map(() => ({ kind: "same" })), problems: [] });
        standing = after;
      }
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(100);
});

it("a file in any order is taken or refused alike", () => {
  fc.assert(
    fc.property(anyFile, anyFile, (first, second) => {
      const standing = taken([], first) ?? [];
      const isTaken = taken(standing, second) !== null;
      expect(taken(standing, [...second].reverse()) !== null).toBe(isTaken);
    }),
    { numRuns: 300 },
  );
});
