import { describe, expect, it } from "vitest";
import type { Blocked, Enqueued, NewJob } from "../../src/bridge/contracts/store/outbox.ts";
import type { SlackChannelId } from "../../src/domain/ids.ts";
import type { JobTraits, Loss, Pace } from "../../src/domain/job.ts";
import { leadingStore } from "./temporary.ts";

const channel = (name: string) => name as SlackChannelId;
type Kind = Pick<NewJob, "kind" | "payload" | keyof JobTraits>;

const card = (payload: string): Kind => ({ kind: "card", payload, ...traits(4, "refresh", "tolerable") });
const send = (payload: string): Kind => ({
  kind: "send",
  payload,
  ...traits(0, null, "never"),
  callee: "carrier",
});
const text = (payload: string): Kind => ({ kind: "text", payload, ...traits(1, "post", "never") });

function traits(priority: number, pace: Pace | null, loss: Loss): JobTraits {
  return { callee: "desk", pace, priority, loss };
}

/** As all of them are enqueued here: at 0. */
const newJob = (id: number) => ({ id, createdAt: 0 });

async function outbox() {
  const store = await leadingStore();
  return {
    store,
    enqueue: ({ work, ...job }: Partial<NewJob> & Pick<NewJob, "lane"> & { work: Kind }) =>
      store.transaction((tx) => tx.outbox.enqueue({ dueAt: 0, mayBeClaimed: true, ...work, ...job }, 0)),
    due: async (now = 10) =>
      (await store.read((tx) => tx.outbox.due(now, 100))).map(({ payload }) => payload),
    first: async (now = 10) => {
      const [job] = await store.read((tx) => tx.outbox.due(now, 1));
      if (job === undefined) throw new Error("nothing is due");
      return job;
    },
    except: async (channels: string[], { callees = [], paces = [] }: Partial<Blocked> = {}) => {
      const blocked = { channels: channels.map(channel), callees, paces };
      return (await store.read((tx) => tx.outbox.dueExcept(10, 100, blocked))).map(({ payload }) => payload);
    },
  };
}

describe("what is due", () => {
  it("is the first of each lane, by position and then by age", async () => {
    const { enqueue, due, store, first } = await outbox();
    await enqueue({ work: send("second"), lane: "a", position: 2 });
    await enqueue({ work: send("first"), lane: "a", position: 1 });
    await enqueue({ work: send("first too"), lane: "a", position: 1 });
    await enqueue({ work: send("other"), lane: "b" });
    expect(await due()).toEqual(["first", "other"]);
    const job = await first();
    await store.transaction((tx) => tx.outbox.finish([job], 1));
    expect(await due()).toEqual(["first too", "other"]);
  });

  it("waits behind a head that is not due yet", async () => {
    const { enqueue, due } = await outbox();
    await enqueue({ work: send("first"), lane: "a", position: 1, dueAt: 20 });
    await enqueue({ work: send("second"), lane: "a", position: 2 });
    expect(await due(10)).toEqual([]);
    expect(await due(20)).toEqual(["first"]);
  });

  it("goes by importance, then by when it was due", async () => {
    const { enqueue, due } = await outbox();
    await enqueue({ work: card("card"), lane: "a" });
    await enqueue({ work: text("late"), lane: "b", dueAt: 5 });
    await enqueue({ work: text("early"), lane: "c", dueAt: 1 });
    await enqueue({ work: send("send"), lane: "d", dueAt: 9 });
    expect(await due()).toEqual(["send", "early", "late", "card"]);
  });

  it("says of each whether its own channel is closed", async () => {
    const { enqueue, store } = await outbox();
    await store.transaction((tx) => tx.channels.close(channel("C1"), "archived", 1));
    await enqueue({ work: text("here"), lane: "a", channel: channel("C1") });
    await enqueue({ work: text("elsewhere"), lane: "b", channel: channel("C2") });
    await enqueue({ work: send("nowhere"), lane: "c" });
    const jobs = await store.read((tx) => tx.outbox.due(10, 100));
    expect(jobs.map(({ payload, isChannelClosed }) => [payload, isChannelClosed])).toEqual([
      ["nowhere", false],
      ["here", true],
      ["elsewhere", false],
    ]);
  });

  it("leaves out posts into a blocked channel, what a blocked turn is needed for, and whom nothing can be asked of", async () => {
    const { enqueue, except } = await outbox();
    await enqueue({ work: text("here"), lane: "a", channel: channel("C1") });
    await enqueue({ work: text("there"), lane: "b", channel: channel("C2") });
    await enqueue({ work: card("card"), lane: "c", channel: channel("C1") });
    await enqueue({ work: send("send"), lane: "d" });
    expect(await except(["C1"])).toEqual(["send", "there", "card"]);
    expect(await except(["C1"], { paces: ["refresh"] })).toEqual(["send", "there"]);
    expect(await except([], { paces: ["post"] })).toEqual(["send", "card"]);
    expect(await except([], { callees: ["desk"] })).toEqual(["send"]);
  });

  it("is known ahead of time", async () => {
    const { enqueue, store } = await outbox();
    await enqueue({ work: card("a"), lane: "a", dueAt: 30 });
    await enqueue({ work: card("b"), lane: "b", dueAt: 20 });
    expect(await store.read((tx) => tx.outbox.nextDue(10))).toBe(20);
    expect(await store.read((tx) => tx.outbox.nextDue(30))).toBeNull();
  });
});

describe("a job with a key", () => {
  it("asked for again is done once, and sooner rather than later", async () => {
    const { enqueue, due, first } = await outbox();
    await enqueue({ work: card("a"), lane: "a", key: "card:a", dueAt: 20 });
    await enqueue({ work: card("a"), lane: "a", key: "card:a", dueAt: 5 });
    await enqueue({ work: card("a"), lane: "a", key: "card:a", dueAt: 50 });
    expect(await due()).toEqual(["a"]);
    expect(await first()).toMatchObject({ version: 3, dueAt: 5 });
  });

  it("asked for while it is being done is done again", async () => {
    const { enqueue, due, first, store } = await outbox();
    await enqueue({ work: card("a"), lane: "a", key: "card:a" });
    const job = await first();
    await enqueue({ work: card("a"), lane: "a", key: "card:a" });
    await store.transaction((tx) => tx.outbox.finish([job], 1));
    expect(await due()).toEqual(["a"]);
    const again = await first();
    await store.transaction((tx) => tx.outbox.finish([again], 2));
    expect(await due()).toEqual([]);
  });

  it("asked for while it is being done is another one from then on: no attempt at it was made yet, and who knew the former one claims nothing", async () => {
    const { enqueue, first, store } = await outbox();
    await enqueue({ work: card("a"), lane: "a", key: "card:a" });
    const job = await first();
    expect(await store.transaction((tx) => tx.outbox.claim([job], 1))).toBe(true);
    await enqueue({ work: card("a"), lane: "a", key: "card:a" });
    await store.transaction((tx) => tx.outbox.finish([job], 2));
    const again = await first();
    expect(again).toMatchObject({ id: job.id, triedAt: null, createdAt: 2 });
    expect(await store.read((tx) => tx.outbox.isUntried(job))).toBe(false);
    expect(await store.transaction((tx) => tx.outbox.claim([job], 3))).toBe(false);
    expect(await store.transaction((tx) => tx.outbox.claim([again], 3))).toBe(true);
  });

  it("can be dropped by it", async () => {
    const { enqueue, store } = await outbox();
    await enqueue({ work: card("a"), lane: "a", key: "a" });
    expect(await store.transaction((tx) => tx.outbox.drop("a"))).toBe(true);
    expect(await store.transaction((tx) => tx.outbox.drop("a"))).toBe(false);
  });
});

describe("an attempt", () => {
  it("is claimed once, whole or not at all", async () => {
    const { enqueue, store } = await outbox();
    await enqueue({ work: text("a"), lane: "a" });
    await enqueue({ work: text("b"), lane: "a" });
    const claim = (ids: number[]) => store.transaction((tx) => tx.outbox.claim(ids.map(newJob), 1));
    expect(await claim([1])).toBe(true);
    expect(await claim([1, 2])).toBe(false);
    expect(await claim([2, 3])).toBe(false);
    expect(await claim([2])).toBe(true);
  });

  it("that may have had its effect is remembered, one that had none is forgotten", async () => {
    const { enqueue, store, first } = await outbox();
    await enqueue({ work: text("a"), lane: "a" });
    const before = await first();
    await store.transaction((tx) => tx.outbox.claim([newJob(1)], 3));
    await store.transaction((tx) => tx.outbox.postpone(before, 5, false));
    expect(await first()).toMatchObject({ triedAt: 3, attempts: 1, dueAt: 5 });
    await store.transaction((tx) => tx.outbox.postpone(before, 6, true));
    expect(await first()).toMatchObject({ triedAt: null, attempts: 2, dueAt: 6 });
  });

  it("may have been tried where somebody else worked off those of its kind before: those that were due first", async () => {
    const { enqueue, store } = await outbox();
    for (const lane of ["a", "b", "c"]) await enqueue({ work: text(lane), lane });
    const triedAt = () => store.read(async (tx) => (await tx.outbox.due(9, 9)).map((job) => job.triedAt));
    const [{ kind } = { kind: "" }] = await store.read((tx) => tx.outbox.due(9, 9));
    await store.transaction((tx) => tx.outbox.noteTried("another", 2, 3));
    expect(await triedAt()).toEqual([null, null, null]);
    await store.transaction((tx) => tx.outbox.noteTried(kind, 2, 3));
    expect(await triedAt()).toEqual([3, 3, null]);
    await store.transaction((tx) => tx.outbox.noteTried(kind, 3, 5));
    expect(await triedAt()).toEqual([3, 3, 5]);
  });

  it("that had none is forgotten for what was joined to it", async () => {
    const { enqueue, store, first } = await outbox();
    await enqueue({ work: text("a"), lane: "a" });
    await enqueue({ work: text("b"), lane: "a" });
    await store.transaction((tx) => tx.outbox.claim([newJob(1), newJob(2)], 1));
    await store.transaction((tx) => tx.outbox.release([2]));
    const job = await first();
    expect(job).toMatchObject({ triedAt: 1 });
    expect(await store.read((tx) => tx.outbox.behind(job, 9))).toMatchObject([{ triedAt: null }]);
  });

  it("is remembered where a later one had no effect", async () => {
    const { enqueue, store, first } = await outbox();
    await enqueue({ work: text("a"), lane: "a" });
    await store.transaction((tx) => tx.outbox.claim([newJob(1)], 1));
    const job = await first();
    await store.transaction((tx) => tx.outbox.postpone(job, 5, true));
    expect(await first()).toMatchObject({ triedAt: 1, attempts: 1, dueAt: 5 });
  });

  it("survives the process that began it", async () => {
    const { enqueue, store, first } = await outbox();
    await enqueue({ work: text("a"), lane: "a" });
    await store.transaction((tx) => tx.outbox.claim([newJob(1)], 7));
    expect(await first()).toMatchObject({ triedAt: 7 });
  });
});

describe("who works off the outbox", () => {
  async function read(mayBegin = true) {
    const made = await outbox();
    const told: Enqueued[] = [];
    made.store.readBy({
      promises: () => mayBegin,
      enqueued: (what) => void told.push(what),
      settled: () => {},
    });
    return { ...made, told };
  }

  it("is told of what another decision withdrew that failed in the same commit", async () => {
    const { enqueue, told, store } = await read();
    const enqueued = enqueue({ work: send("a"), lane: "a" });
    const failed = store.transaction(async (tx) => {
      await tx.outbox.dropLane("a");
      throw new Error("decided otherwise");
    });
    await expect(failed).rejects.toThrow("decided otherwise");
    await enqueued;
    expect(told).toMatchObject([{ jobs: [{ payload: "a" }] }]);
  });

  it("is told after the commit of what nothing stands before, once for all that shared it", async () => {
    const { enqueue, told, store } = await read();
    await Promise.all([
      enqueue({ work: send("a"), lane: "a" }),
      enqueue({ work: send("b"), lane: "a" }),
      enqueue({ work: send("c"), lane: "c" }),
    ]);
    expect(told).toMatchObject([{ jobs: [{ payload: "a" }, { payload: "c" }], others: true }]);
    expect((await store.read((tx) => tx.outbox.due(10, 9))).map(({ id }) => id)).toEqual([1, 3]);
  });

  it("finds the attempt written down with a post that it begins at once", async () => {
    const { enqueue, told, first } = await read();
    await enqueue({ work: text("a"), lane: "a" });
    expect(told).toMatchObject([{ jobs: [{ payload: "a", isClaimed: true, triedAt: null }] }]);
    expect(await first()).toMatchObject({ triedAt: 0, isClaimed: false });
  });

  it("finds none where it would not", async () => {
    const { enqueue, told, first } = await read(false);
    await enqueue({ work: text("a"), lane: "a" });
    expect(told).toMatchObject([{ jobs: [{ isClaimed: false }] }]);
    expect(await first()).toMatchObject({ triedAt: null });
  });

  it("finds none behind another one of its lane", async () => {
    const { enqueue, told, store } = await read();
    await enqueue({ work: text("a"), lane: "a" });
    await enqueue({ work: text("b"), lane: "a" });
    expect(told.at(-1)).toEqual({ jobs: [], others: true });
    const [job] = await store.read((tx) => tx.outbox.due(10, 9));
    expect(job && (await store.read((tx) => tx.outbox.behind(job, 9)))).toMatchObject([{ triedAt: null }]);
  });

  it("is told nothing of a decision that failed, nor of what was dropped in it", async () => {
    const { store, told } = await read();
    const one = { ...send("a"), lane: "a", dueAt: 0, key: "a" };
    const failing = store.transaction(async (tx) => {
      await tx.outbox.enqueue(one, 0);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await store.transaction(async (tx) => {
      await tx.outbox.enqueue(one, 0);
      await tx.outbox.drop("a");
    });
    expect(told.flatMap(({ jobs }) => jobs)).toEqual([]);
  });
});
