import { describe, expect, it } from "vitest";
import { createLanes } from "../../../src/slack/transport/lanes.ts";

function deferred() {
  let settle = () => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

describe("lanes", () => {
  it("keep the order within a lane and do not wait for another", async () => {
    const lanes = createLanes(4);
    const seen: string[] = [];
    const gate = deferred();
    lanes.add("a", async () => {
      await gate.promise;
      seen.push("a1");
    });
    lanes.add("a", async () => void seen.push("a2"));
    lanes.add("b", async () => void seen.push("b1"));
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual(["b1"]);
    gate.settle();
    await lanes.idle();
    expect(seen).toEqual(["b1", "a1", "a2"]);
  });

  it("run no more at once than they may, and all in the end", async () => {
    const lanes = createLanes(3);
    let running = 0;
    let most = 0;
    let done = 0;
    for (let index = 0; index < 50; index += 1) {
      lanes.add(`lane ${index % 10}`, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        done += 1;
      });
    }
    await lanes.idle();
    expect(most).toBe(3);
    expect(done).toBe(50);
    expect(lanes.size).toBe(0);
  });

  it("are idle from the start", async () => {
    await expect(createLanes(1).idle()).resolves.toBeUndefined();
  });
});
