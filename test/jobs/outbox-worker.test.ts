import { afterEach, describe, expect, it } from "vitest";
import type { Bridge } from "../../src/bridge/bridge.ts";
import type { SlackUserId } from "../../src/domain/ids.ts";
import { createOutboxWorker, type OutboxWorker } from "../../src/jobs/outbox-worker.ts";
import { createWorld, type World } from "../bridge/world.ts";
import { until } from "../journeys/until.ts";

const ana = "U0ANA" as SlackUserId;
let worker: OutboxWorker | null = null;
afterEach(() => worker?.stop());

/** The world's bridge, on a disk that can be full. */
function onDisk(world: World): { bridge: Bridge; disk: { full: boolean; refused: number } } {
  const disk = { full: false, refused: 0 };
  const { store } = world.bridge;
  const transaction: typeof store.transaction = (work) => {
    if (!disk.full) return store.transaction(work);
    disk.refused += 1;
    return Promise.reject(new Error("database or disk is full"));
  };
  return { bridge: { ...world.bridge, store: { ...store, transaction } }, disk };
}

async function oweWord(world: World, word: string): Promise<void> {
  const now = world.now();
  const work = { kind: "inform", user: ana, sentence: [word] } as const;
  await world.bridge.store.transaction((tx) => tx.outbox.owe({ work, lane: `tell:${ana}`, dueAt: now }, now));
}

describe("the outbox worker on a full disk", () => {
  it("does not do again and again what it can't write down, and goes on once it can", async () => {
    const world = await createWorld();
    const { bridge, disk } = onDisk(world);
    await oweWord(world, "one");
    disk.full = true;
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("the first refusal", () => disk.refused > 0);
    for (let turn = 0; turn < 200; turn += 1) {
      worker.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(world.desk.told).toHaveLength(1);

    disk.full = false;
    await until(
      "nothing is owed",
      async () => (await world.bridge.store.read((tx) => tx.outbox.backlog())).length === 0,
    );
    expect(world.desk.told).toHaveLength(2);
  });
});
