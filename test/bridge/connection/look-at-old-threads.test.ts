import { describe, expect, it } from "vitest";
import { catchUpMissed, lookBack } from "../../../src/bridge/connection/catch-up-desk.ts";
import { lookAtOldThreads } from "../../../src/bridge/connection/look-at-old-threads.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { Address, SlackTs } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ana, ben, front } from "../front-desk.ts";
import { deskError } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

const month = 30 * 24 * hour;
const contact = (index: number) => `+1555020${String(index).padStart(4, "0")}` as Address;

/** So many conversations that began a month ago, and are open. */
async function oldThreads(world: World, count: number): Promise<SlackTs[]> {
  await Promise.all(Array.from({ length: count }, (_, index) => world.text(contact(index), "Hello?")));
  await world.runAll();
  world.skip(month);
  return world.desk.posted.flatMap(({ card, ts }) => (card === null ? [] : [ts]));
}

/** The old threads that are looked at from here on, in order. */
function looksAt(world: World): Place["ts"][] {
  const looked: Place["ts"][] = [];
  const { catchUpThread } = world.desk.history;
  Object.assign(world.desk.history, {
    catchUpThread: (thread: Place, since: number) => {
      looked.push(thread.ts);
      return catchUpThread(thread, since);
    },
  });
  return looked;
}

async function gap(world: World): Promise<void> {
  world.ctx.connection.lose();
  world.skip(5 * second);
  await regainConnection(world.ctx);
}

/** Ticks until nothing is looked at any more; returns how many it took. */
async function lookAtAll(world: World, looked: readonly SlackTs[]): Promise<number> {
  for (let ticks = 0; ; ticks += 1) {
    const before = looked.length;
    world.skip(second);
    await lookAtOldThreads(world.ctx);
    if (looked.length === before) return ticks;
  }
}

describe("old threads, after a gap", () => {
  it("are not all looked at at once, but each once, some at a time", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 63);
    const looked = looksAt(world);
    await gap(world);
    expect(looked).toHaveLength(40);
    expect(await lookAtAll(world, looked)).toBe(3);
    expect([...looked].sort()).toEqual([...threads].sort());
  });

  it("come first where a text waits to leave, and where something was written lately: forty of them", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 63);
    for (const [index] of threads.slice(0, 50).entries()) {
      await world.text(contact(index), "Still there?");
      world.skip(second);
    }
    await world.runAll();
    const [quiet] = threads.slice(-1);
    if (quiet) await world.reply(ben, quiet, "Yes", { files: 1 });
    const looked = looksAt(world);
    await gap(world);
    expect(looked).toHaveLength(41);
    expect(looked[0]).toBe(quiet);
    expect([...looked.slice(1)].sort()).toEqual(threads.slice(10, 50).sort());
  });

  it("give up what was written meanwhile, late: its author decides", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 52);
    world.ctx.connection.lose();
    for (const thread of threads.slice(40)) world.desk.missed.push(world.write(ben, thread, "missed"));
    world.skip(5 * second);
    await regainConnection(world.ctx);
    await world.pass(hour);
    await lookAtOldThreads(world.ctx);
    await lookAtOldThreads(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.desk.offers.filter(({ choices }) => choices.includes("send_now"))).toHaveLength(12);
  });

  it("are gone through from where it stopped when the process ends", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 75);
    const looked = looksAt(world);
    await gap(world);
    await lookAtOldThreads(world.ctx);
    await world.start();
    world.ctx.connection.regain();
    await lookAtAll(world, looked);
    expect([...looked].sort()).toEqual([...threads].sort());
  });

  it("wait their turn when a gap follows a gap: those come first at which nobody has looked", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 65);
    const looked = looksAt(world);
    await gap(world);
    await lookAtOldThreads(world.ctx);
    const first = [...looked];
    world.skip(minute);
    await gap(world);
    expect(first).toHaveLength(50);
    expect([...first, ...looked.slice(50, 65)].sort()).toEqual([...threads].sort());
    await lookAtAll(world, looked);
    expect(looked).toHaveLength(50 + 65);
    expect(looked.slice(50).sort()).toEqual([...threads].sort());
  });

  it("are asked for what was written since the first gap in which nobody has looked at them", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 41);
    world.ctx.connection.lose();
    for (const thread of threads.slice(-1)) world.desk.missed.push(world.write(ben, thread, "missed"));
    world.skip(5 * second);
    await regainConnection(world.ctx);
    await world.pass(5 * minute);
    expect(world.carrier.bodies()).toEqual([]);
    await gap(world);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("are held up by none that Slack refuses to show, and that one is asked for again", async () => {
    const world = await createWorld();
    const threads = await oldThreads(world, 3);
    const { catchUpThread } = world.desk.history;
    let refuses = true;
    Object.assign(world.desk.history, {
      catchUpThread: async (thread: Place, since: number) => {
        if (refuses && thread.ts === threads[0]) throw deskError("refused");
        return await catchUpThread(thread, since);
      },
    });
    const looked = looksAt(world);
    await gap(world);
    expect(looked).toEqual(threads);
    refuses = false;
    await lookAtAll(world, looked);
    expect(looked).toEqual([...threads, threads[0]]);
  });

  it("are not looked at while we are deaf", async () => {
    const world = await createWorld();
    await oldThreads(world, 41);
    await gap(world);
    const looked = looksAt(world);
    world.ctx.connection.lose();
    await lookAtOldThreads(world.ctx);
    expect(looked).toEqual([]);
  });
});

describe("an old thread in which somebody does something after a gap", () => {
  async function missedIn(world: World): Promise<SlackTs> {
    const thread = (await oldThreads(world, 41)).at(-1);
    if (thread === undefined) throw new Error("no thread was opened");
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, thread, "first"));
    world.skip(5 * second);
    await regainConnection(world.ctx);
    return thread;
  }

  it("shows what was missed in it before a new reply counts, so that none overtakes it", async () => {
    const world = await createWorld();
    const thread = await missedIn(world);
    await world.reply(ben, thread, "second");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["first", "second"]);
  });

  it("is looked at once, however much is written in it", async () => {
    const world = await createWorld();
    const thread = await missedIn(world);
    const looked = looksAt(world);
    for (const text of ["second", "third"]) await world.reply(ben, thread, text);
    await lookAtOldThreads(world.ctx);
    expect(looked).toEqual([thread]);
  });

  it("takes the reply all the same where Slack can't be asked, and is looked at later: what was missed is its author's to decide", async () => {
    const world = await createWorld();
    const thread = await missedIn(world);
    const { catchUpThread } = world.desk.history;
    Object.assign(world.desk.history, { catchUpThread: () => Promise.reject(deskError("unreachable")) });
    await world.reply(ben, thread, "second");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["second"]);
    Object.assign(world.desk.history, { catchUpThread });
    await lookAtOldThreads(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["second"]);
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["second", "first"]);
  });

  it("shows what was missed in it before it is resolved", async () => {
    const world = await createWorld();
    await missedIn(world);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode(contact(40))).id, user: ana });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["first"]);
  });

  it("shows what was missed in it before a choice counts", async () => {
    const world = await createWorld();
    const [thread] = await oldThreads(world, 1);
    if (thread) await world.reply(ben, thread, "with a picture", { files: 1 });
    await world.runAll();
    world.ctx.connection.lose();
    world.skip(5 * second);
    if (thread) world.desk.missed.push(world.write(ben, thread, "first"));
    const looked = looksAt(world);
    await lookBack(world.ctx, world.now() - minute, true);
    expect(looked).toEqual([]);
    world.ctx.connection.regain();
    await world.choose("discard", ben);
    expect(looked).toEqual([thread]);
    await catchUpMissed(world.ctx);
    expect(looked).toEqual([thread]);
  });

  it("is not looked at when it is young: the channel's list shows it", async () => {
    const world = await createWorld();
    const thread = await world.begin(contact(0));
    const looked = looksAt(world);
    await gap(world);
    await world.reply(ben, thread, "Yes");
    await lookAtOldThreads(world.ctx);
    expect(looked).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.settings.read(`missed in old threads:${front}`))).toBeNull();
  });
});
