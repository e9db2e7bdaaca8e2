import { describe, expect, it } from "vitest";
import type { Job, NewJob } from "../../../src/bridge/contracts/store/outbox.ts";
import type { Store, Term } from "../../../src/bridge/contracts/store/store.ts";
import { createGate } from "../../../src/lib/gate.ts";
import { until } from "../../journeys/until.ts";
import { isLost, openInstances, takes } from "./stores.ts";

const job = (lane: string): NewJob => ({
  kind: "send",
  payload: { lane },
  lane,
  callee: "carrier",
  pace: null,
  priority: 0,
  loss: "never",
  dueAt: 0,
});

const isFenced = { code: "lead" };

/** Than any test takes. Milliseconds. */
const longer = 3_600_000;

/** One has the lead, and a call of theirs is under way; another piece of work is due behind it. */
async function underWay(store: Store): Promise<{ term: Term; called: Job; next: Job }> {
  // So that the connection of the lead is the newest.
  await store.read((tx) => tx.settings.read("any"));
  const term = await takes(store);
  await term.store.transaction(async (tx) => {
    await tx.outbox.enqueue(job("called"), 0);
    await tx.outbox.enqueue(job("next"), 0);
  });
  const due = await term.store.read((tx) => tx.outbox.due(1, 10));
  const [called, next] = due;
  if (called === undefined || next === undefined) throw new Error("two are due");
  expect(await term.store.transaction((tx) => tx.outbox.claim([called], 1))).toBe(true);
  return { term, called, next };
}

async function expectNothingOf(term: Term, called: Job, next: Job, other: Store): Promise<void> {
  await expect(term.store.transaction((tx) => tx.outbox.claim([next], 2))).rejects.toMatchObject(isFenced);
  await expect(term.store.transaction((tx) => tx.outbox.finish([called], 1))).rejects.toMatchObject(isFenced);
  await expect(term.store.transaction((tx) => tx.outbox.postpone(called, 5, true))).rejects.toMatchObject(
    isFenced,
  );
  const standing = await other.read((tx) => tx.outbox.due(1, 10));
  expect(standing.map(({ id, triedAt }) => ({ id, triedAt }))).toEqual([
    { id: called.id, triedAt: 1 },
    { id: next.id, triedAt: null },
  ]);
}

describe("a leader from whom the lead was taken", () => {
  it("stood still while a call was under way: awake again, it can neither claim nor record", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const { term, called, next } = await underWay(one.store);
    one.way.hold();
    await takes(other.store);
    one.way.release();
    await expectNothingOf(term, called, next, other.store);
  });

  it("was cut off while a call was under way: back again, it can neither claim nor record", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const { term, called, next } = await underWay(one.store);
    one.way.cut();
    await takes(other.store);
    one.way.mend();
    await expectNothingOf(term, called, next, other.store);
  });

  it("and has not heard of it yet, since its connection brings no word: it can neither claim nor record", async () => {
    const { all } = await openInstances(2, longer);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const { term, called, next } = await underWay(one.store);
    one.way.holdNewest();
    await takes(other.store);
    expect(term.lost.aborted).toBe(false);
    await expectNothingOf(term, called, next, other.store);
    expect(term.lost.aborted).toBe(true);
  });

  it("and has it again: nothing of the term before can be written, and what comes in can", async () => {
    const { all, cutLead } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const { term, called, next } = await underWay(one.store);
    await cutLead();
    await isLost(term);
    const again = await takes(one.store);
    await expectNothingOf(term, called, next, again.store);
    await one.store.transaction((tx) => tx.settings.write("came", "in"));
    await again.store.transaction((tx) => tx.outbox.finish([called], 1));
    expect(await one.store.read((tx) => tx.outbox.has(called))).toBe(false);
  });

  // A standby that lacks what was written last has given the same number before.
  it("by one that got the same number from a standby: it can neither claim nor record", async () => {
    const { all, ask, isHeld } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const { term, called, next } = await underWay(one.store);
    await ask("update lead set holder = 'threadline elsewhere:1.abcdef'");
    await expectNothingOf(term, called, next, one.store);
    expect(term.lost.aborted).toBe(true);
    // Else nobody could take it.
    await until("the lead given up", async () => !(await isHeld()));
  });

  it("and has it again with the same number from a standby: nothing of the term before can be written", async () => {
    const { all, ask, cutLead } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const { term, called, next } = await underWay(one.store);
    await cutLead();
    await isLost(term);
    await ask("update lead set number = number - 1");
    const again = await takes(one.store);
    expect(again.number).toBe(term.number);
    await expectNothingOf(term, called, next, again.store);
    await again.store.transaction((tx) => tx.outbox.finish([called], 1));
  });
});

describe("who takes the lead over", () => {
  it("waits for what is being written down under the lead before, and finds it", async () => {
    const { all, ask, cutLead } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const term = await takes(one.store);
    const [begun, goOn] = [createGate(), createGate()];
    const writing = term.store.transaction(async (tx) => {
      await tx.settings.write("written", "before");
      begun.open();
      await goOn.pass();
    });
    await begun.pass();
    await cutLead();
    await isLost(term);
    let isTaken = false;
    const taking = takes(other.store).then((taken) => {
      isTaken = true;
      return taken;
    });
    await until("who waits for the row of the lead", async () => {
      const waiting = await ask(
        `select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like 'update lead%'`,
      );
      return waiting.length > 0;
    });
    expect(isTaken).toBe(false);
    goOn.open();
    // Which of the two hears of its commit first is up to their sockets.
    const [taken] = await Promise.all([taking, writing]);
    expect(await taken.store.read((tx) => tx.settings.read("written"))).toBe("before");
  });

  it("is not promised what the one before would begin: it has no lead any more", async () => {
    const { all, cutLead } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const promised: string[] = [];
    one.store.readBy({
      promises: ({ lane }) => promised.push(lane) > 0,
      enqueued: () => {},
      settled: () => {},
    });
    const claimed = { ...job("at once"), mayBeClaimed: true };
    const term = await takes(one.store);
    expect(await one.store.transaction((tx) => tx.outbox.enqueue(claimed, 0))).toBe(true);
    await cutLead();
    await isLost(term);
    expect(await one.store.transaction((tx) => tx.outbox.enqueue({ ...claimed, lane: "later" }, 0))).toBe(
      false,
    );
    expect(promised).toEqual(["at once"]);
  });
});
