import { expect, it } from "vitest";
import { createGate } from "../../src/lib/gate.ts";
import { createTurns } from "../../src/lib/in-turn.ts";

it("lets those of one name go one after the other, and others beside them", async () => {
  const turns = createTurns();
  const done: string[] = [];
  const gate = createGate();
  const first = turns.take("a", async () => {
    await gate.pass();
    done.push("first");
  });
  const second = turns.take("a", async () => void done.push("second"));
  await turns.take("b", async () => void done.push("other"));
  expect(done).toEqual(["other"]);
  gate.open();
  await Promise.all([first, second]);
  expect(done).toEqual(["other", "first", "second"]);
});

it("goes on after one that failed", async () => {
  const turns = createTurns();
  const failing = turns.take("a", async () => {
    throw new Error("no");
  });
  const next = turns.take("a", async () => "next");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("next");
});
