import { expect, it } from "vitest";
import { createBridge } from "../src/bridge/bridge.ts";
import type { Carrier } from "../src/bridge/contracts/carrier.ts";
import { createMissedFirst } from "../src/missed-first.ts";
import { createWorld } from "./bridge/world.ts";

/** Whether a text may be taken while its carrier's list is read, which takes as long as `listed` does. */
async function mayBeTaken(
  listed: Promise<void>,
  { answerWithin, atMost = 10 }: { answerWithin?: number | undefined; atMost?: number } = {},
): Promise<boolean> {
  const world = await createWorld();
  const { carrier } = world.carrier;
  const { catchUp } = carrier;
  if (catchUp === undefined) throw new Error("this carrier keeps no list");
  const reading: Carrier = {
    ...carrier,
    catchUp: async (from) => {
      await listed;
      return await catchUp(from);
    },
    ...(answerWithin === undefined ? {} : { answerWithin }),
  };
  const ctx = { ...world.ctx, carriers: new Map([[carrier.name, reading]]) };
  const missed = createMissedFirst(
    () => createBridge(ctx),
    (work) => void work(),
    atMost,
  );
  void missed.fetch();
  return await missed.areHere(reading);
}

it.each([
  ["waits as long as we do", undefined],
  ["wants its answer soon", 20],
])(
  "a text is kept behind older ones whose list is read for too long, where its carrier %s",
  async (_, answerWithin) => {
    expect(await mayBeTaken(new Promise(() => {}), { answerWithin })).toBe(false);
  },
);

it("a text is taken once the older ones are here", async () => {
  expect(await mayBeTaken(Promise.resolve(), { atMost: 3_600_000 })).toBe(true);
});
