import { describe, expect, it } from "vitest";
import type { NewJob } from "../../../src/bridge/contracts/store/outbox.ts";
import { enqueue } from "../../../src/bridge/outbox/job-kind.ts";
import { definedJobs } from "../defined.ts";
import { ben, front, maria } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

/** Holds what any kind asks for, and names only what is not there. */
const aboutNothing = {
  message: "nothing",
  conversation: "nothing",
  episode: "nothing",
  notice: "nothing",
  list: "nothing",
  user: ben,
  sentence: ["Done."],
  responseUrl: "https://hooks.example.com/1",
  replace: false,
  words: "nobody",
  channel: front,
  ts: "1.000001",
  email: "nobody@example.com",
  from: { kind: "member", username: "nobody" },
  name: "Nobody",
  to: null,
  by: null,
  told: null,
};

const failed = "a job failed; it comes again";

/** As a newer version might have written it. */
const unknown: NewJob = {
  kind: "sing",
  callee: "desk",
  pace: null,
  priority: 0,
  loss: "tolerable",
  payload: { song: "la" },
  lane: "sing:1",
  dueAt: 0,
};

const owe = (world: World, job: NewJob): Promise<boolean> =>
  world.ctx.store.transaction((tx) => tx.outbox.enqueue(job, world.now()));
const backlog = (world: World) => world.ctx.store.read((tx) => tx.outbox.backlog());
const errors = (world: World) =>
  world.logged.flatMap(({ level, message }) => (level === "error" ? [message] : []));

describe("every kind of job that is defined", () => {
  it("has a name of its own", async () => {
    const names = (await definedJobs()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
  });

  it("is run, and ends without an error where what it is about is gone", async () => {
    const world = await createWorld();
    const kinds = await definedJobs();
    await world.ctx.store.transaction(async (tx) => {
      for (const kind of kinds) await enqueue(tx, kind, aboutNothing, { dueAt: world.now() }, world.now());
    });
    expect((await backlog(world)).map(({ kind }) => kind).sort()).toEqual(
      [...new Set(["identify", ...kinds.map(({ name }) => name)])].sort(),
    );
    await world.pass(minute);
    expect(await world.ctx.store.read((tx) => tx.outbox.placeOf(1))).toBe(null);
    expect(errors(world)).toEqual([]);
    expect((await backlog(world)).map(({ kind }) => kind)).toEqual([]);
  });

  it("shares no lane with another kind, unless what they show stands in one thread or on one message, or goes to one person", async () => {
    const lanes = new Map<string, string[]>();
    for (const kind of await definedJobs()) {
      const lane = kind.lane(aboutNothing);
      lanes.set(lane, [...(lanes.get(lane) ?? []), kind.name]);
    }
    const shared = [...lanes].filter(([, names]) => names.length > 1);
    expect(Object.fromEntries(shared)).toEqual({
      "mark:C0FRONT:1.000001": ["mark", "unmark"],
      "thread:nothing": ["open", "text", "files", "say", "line"],
      [`tell:${ben}`]: ["tell", "inform"],
    });
  });

  it("has no key of another kind", async () => {
    const keys = (await definedJobs()).flatMap((kind) => kind.key?.(aboutNothing) ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a job of a kind that this version does not know", () => {
  it.each(["never", "undeliverable", "tolerable"] as const)(
    "is kept and logged, though its loss is %s",
    async (loss) => {
      const world = await createWorld();
      await owe(world, { ...unknown, loss });
      await world.pass(2 * hour);
      expect(await backlog(world)).toMatchObject([{ kind: "sing", count: 1 }]);
      const [job] = await world.ctx.store.read((tx) => tx.outbox.due(world.now() + hour, 9));
      expect(job).toMatchObject({ kind: "sing", payload: { song: "la" }, lane: "sing:1", triedAt: null });
      expect(job?.attempts).toBeGreaterThan(5);
      expect(errors(world)).toHaveLength(job?.attempts ?? 0);
      expect(new Set(errors(world))).toEqual(new Set([failed]));
    },
  );

  it("is tried less and less often, and no more than once a minute", async () => {
    const world = await createWorld();
    await owe(world, unknown);
    await world.pass(10 * minute);
    const before = errors(world).length;
    await world.pass(hour);
    expect(errors(world).length - before).toBe(60);
  });

  it("stops none of its neighbours, whatever they owe", async () => {
    const world = await createWorld();
    await owe(world, unknown);
    const thread = await world.begin(maria, "one");
    const place = await world.reply(ben, thread, "two");
    await world.pass(11 * second);
    expect(world.thread(thread)).toEqual(["Maria Lopez: one"]);
    expect(world.carrier.bodies()).toEqual(["two"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
  });

  it("keeps what stands behind it in its lane waiting, in order", async () => {
    const world = await createWorld();
    await owe(world, { ...unknown, lane: `tell:${ben}` });
    await owe(world, {
      ...unknown,
      kind: "inform",
      lane: `tell:${ben}`,
      payload: { user: ben, sentence: ["after it"], about: null },
    });
    await world.pass(minute);
    expect(world.desk.told).toEqual([]);
    const [first] = await world.ctx.store.read((tx) => tx.outbox.due(world.now() + hour, 1));
    if (first !== undefined) await world.ctx.store.transaction((tx) => tx.outbox.finish([first], 1));
    await world.runAll();
    expect(world.desk.told).toMatchObject([{ to: ben, sentence: ["after it"] }]);
  });

  it("is there still after a restart", async () => {
    const world = await createWorld();
    await owe(world, unknown);
    await world.runAll();
    await world.restart();
    expect((await backlog(world)).find(({ kind }) => kind === "sing")).toMatchObject({ count: 1 });
  });
});
