import { expect, it } from "vitest";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { isJob } from "../../../src/bridge/outbox/job-kind.ts";
import { openJob, sayListedJob } from "../../../src/bridge/outbox/kinds.ts";
import { createWorld, minute, type World } from "../world.ts";
import { addressAt, begin, contacts } from "./listing.ts";

const due = (world: World) => world.ctx.store.read((tx) => tx.outbox.due(world.now() + minute, 99));

it("a text of a list that comes to a thread whose card is owed or just being posted waits for it, and asks for no other, nor for it sooner", async () => {
  const world = await createWorld();
  await world.text(addressAt(1), "Are you open on Friday?");
  const open = (await due(world)).find((job) => isJob(openJob, job));
  if (open === undefined) throw new Error("no card is owed");
  await begin(world, { recipients: contacts(1) });
  await world.ctx.store.transaction((tx) => tx.outbox.postpone(open, world.now() + 10 * minute, true));
  await world.pass(minute);
  const say = (await due(world)).find((job) => isJob(sayListedJob, job));
  if (say === undefined) throw new Error("nothing is to be said");
  world.desk.during = () => runJob(world.ctx, say);
  await runJob(world.ctx, open);
  expect(await world.ctx.store.read((tx) => tx.outbox.has(open))).toBe(false);
  await world.pass(minute);
  const [card, ...more] = world.desk.posted.filter((one) => one.card !== null);
  expect(more).toEqual([]);
  expect(card && world.thread(card.ts).filter((line) => line.includes("Closed on Friday."))).toHaveLength(1);
});
