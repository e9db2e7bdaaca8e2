import { expect, it } from "vitest";
import { createSparingChecks } from "../../src/crm/sparing-checks.ts";
import type { Finding } from "../../src/domain/finding.ts";

it("asks again after an hour, and at once while something is wrong", async () => {
  let now = 0;
  let asked = 0;
  let level: Finding["level"] = "problem";
  const check = createSparingChecks(
    () => now,
    async () => {
      asked += 1;
      return [{ name: "ledger: rights", level, sentence: "So it is." }];
    },
  );
  await check();
  level = "ok";
  expect(await check()).toMatchObject([{ level: "ok" }]);
  now += 3_599_000;
  await check();
  expect(asked).toBe(2);
  now += 1_000;
  await check();
  expect(asked).toBe(3);
});
