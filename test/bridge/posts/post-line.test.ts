import { describe, expect, it } from "vitest";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben } from "../front-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

/** The answer to a send was lost, and the next that is posted is the question in the thread. */
async function doubted(): Promise<{ world: World; thread: SlackTs }> {
  const world = await createWorld();
  const thread = await world.begin();
  await world.reply(ben, thread, "Yes");
  world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
  await world.pass(5 * minute);
  return { world, thread };
}

const lastPost = (world: World) => world.desk.posted.at(-1)?.post;
const settled =
  "The answer of the phone company was lost. Trying again may send it twice. It left after all.";

describe("a question in a thread that is settled meanwhile", () => {
  it("while it is being posted, loses its buttons and says what came of it", async () => {
    const { world, thread } = await doubted();
    world.desk.during = async () => {
      await world.report("Yes", "delivered");
      // The worker does other things beside a post.
      for (const job of await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100)))
        if (job.kind !== "line") await runJob(world.ctx, job);
    };
    await world.pass(hour);
    expect(world.thread(thread).at(-1)).toContain(settled);
    expect(lastPost(world)).toMatchObject({ offer: null });
  });

  it("while nobody knows whether it was posted, loses its buttons once it is found", async () => {
    const { world, thread } = await doubted();
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    world.desk.during = () => world.report("Yes", "delivered");
    await world.pass(hour);
    expect(world.thread(thread).filter((line) => line.includes("not known"))).toHaveLength(1);
    expect(world.thread(thread).at(-1)).toContain(settled);
    expect(lastPost(world)).toMatchObject({ offer: null });
  });

  it("before it could be posted, is posted without buttons and with what came of it", async () => {
    const { world, thread } = await doubted();
    world.desk.fail("post", "rate_limited", { retryAfterMs: minute });
    await world.pass(2 * minute);
    await world.report("Yes", "delivered");
    await world.pass(hour);
    expect(world.thread(thread).at(-1)).toContain(settled);
    expect(lastPost(world)).toMatchObject({ offer: null });
    expect(world.desk.rewritten).toEqual([]);
  });
});
