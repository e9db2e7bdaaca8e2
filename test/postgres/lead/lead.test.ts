import { describe, expect, it } from "vitest";
import { until } from "../../journeys/until.ts";
import { isLost, openInstances, patience, takes } from "./stores.ts";

/** Nothing else happens in this process meanwhile. */
function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("the lead", () => {
  it("is had by one, as all others are told", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all.map(({ store }) => store.lead);
    expect(await other?.holder()).toBeNull();
    const term = await one?.take();
    expect(await other?.take()).toBeNull();
    const holder = {
      number: term?.number,
      name: expect.stringMatching(/^threadline\S* .+:\d+\.[0-9a-f]{6}$/),
    };
    expect(await one?.holder()).toMatchObject({ ...holder, isUs: true });
    expect(await other?.holder()).toMatchObject({ ...holder, isUs: false });
  });

  it("is had by one of many who ask at the same time, again and again, and its number never comes again", async () => {
    const { all } = await openInstances(4);
    const numbers: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const taken = (await Promise.all(all.map(({ store }) => store.lead.take()))).filter(
        (one) => one !== null,
      );
      expect(taken).toHaveLength(1);
      numbers.push(taken[0]?.number ?? 0);
      await taken[0]?.leave();
    }
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it("can be taken where whoever made the tables ended before they wrote its row", async () => {
    const { all, ask } = await openInstances(1);
    const [one] = all;
    await ask("delete from lead");
    const first = await one?.store.lead.take();
    expect(first?.number).toBe(1);
    await first?.store.transaction((tx) => tx.settings.write("a", "b"));
    expect(await one?.store.lead.holder()).toMatchObject({ isUs: true, number: 1 });
    await first?.leave();
    expect((await one?.store.lead.take())?.number).toBe(2);
  });

  it("can be taken at once where it was given up", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all;
    const first = await one?.store.lead.take();
    await first?.leave();
    expect(first?.lost.aborted).toBe(true);
    const second = await other?.store.lead.take();
    expect(second?.number).toBeGreaterThan(first?.number ?? Number.NaN);
  });

  it("is taken from who stands still for too long, who finds that out when they go on", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const first = await takes(one.store);
    one.way.hold();
    const second = await takes(other.store);
    one.way.release();
    await isLost(first);
    expect(second.lost.aborted).toBe(false);
    expect(await one.store.lead.take()).toBeNull();
  });

  it("is taken from who stands still together with all connections of theirs, one of which may hold what they had begun", async () => {
    const { all, ask } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    await one.store.read((tx) => tx.settings.read("any"));
    await takes(one.store);
    const theirs = `select 1 from pg_stat_activity where application_name = '${one.store.lead.name}'`;
    expect((await ask(theirs)).length).toBeGreaterThan(1);
    one.way.hold();
    await takes(other.store);
    await until("none of their connections", async () => (await ask(theirs)).length === 0);
  });

  it("is taken once: who has it can't ask for it, and a term that is over does not give up the next one", async () => {
    const { all, cutLead } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const first = await takes(one.store);
    await expect(one.store.lead.take()).rejects.toThrow("had already");
    await cutLead();
    await isLost(first);
    const second = await takes(one.store);
    await first.leave();
    expect(second.lost.aborted).toBe(false);
    expect(await one.store.lead.holder()).toMatchObject({ isUs: true, number: second.number });
  });

  it("is lost with its connection, though all others stand", async () => {
    const { all, cutLead } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const first = await takes(one.store);
    await cutLead();
    await isLost(first);
    const second = await takes(other.store);
    expect(second.number).toBe(first.number + 1);
  });

  it("is lost where PostgreSQL is not reached any more, and may be had again when it is", async () => {
    const { all } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const first = await takes(one.store);
    one.way.cut();
    await isLost(first);
    await expect(one.store.lead.take()).rejects.toThrow();
    one.way.mend();
    expect((await takes(one.store)).number).toBeGreaterThan(first.number);
  });

  it("is kept by who is busy for a while: a sign that is late is one", async () => {
    const { all } = await openInstances(2);
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error("there are two");
    const term = await takes(one.store);
    standStill(patience / 4);
    expect(await other.store.lead.take()).toBeNull();
    expect(await one.store.lead.holder()).toMatchObject({ isUs: true });
    expect(term.lost.aborted).toBe(false);
  });

  it("is kept by who was busy for too long while nobody wanted it", async () => {
    const { all } = await openInstances(1);
    const [one] = all;
    if (one === undefined) throw new Error("there is one");
    const term = await takes(one.store);
    standStill(patience * 1.5);
    await term.store.transaction((tx) => tx.settings.write("after", "all"));
    expect(await one.store.lead.holder()).toMatchObject({ isUs: true, number: term.number });
    expect(term.lost.aborted).toBe(false);
  });
});
