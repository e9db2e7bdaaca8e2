import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { createIds } from "../../src/lib/new-id.ts";

it("ids sort by the time they were made, and no two are alike", () => {
  let now = 1_767_614_400_000;
  const newId = createIds(
    () => now,
    (count) => randomBytes(count),
  );
  const earlier = Array.from({ length: 500 }, newId);
  now += 1;
  const later = newId();
  expect(new Set(earlier).size).toBe(500);
  expect([...earlier, later].sort().at(-1)).toBe(later);
  for (const id of [...earlier, later]) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
});

it("no id takes chance that another one took", () => {
  const newId = createIds(
    () => 0,
    (count) => Uint8Array.from({ length: count }, (_, at) => Math.floor(at / 16) % 32),
  );
  const chances = Array.from({ length: 30 }, () => newId().slice(10));
  expect(new Set(chances).size).toBe(30);
});
