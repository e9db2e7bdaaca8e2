import { describe, expect, it, onTestFinished } from "vitest";
import type { Bridge } from "../src/bridge/bridge.ts";
import { catchUpCarriers } from "../src/bridge/connection/catch-up-carrier.ts";
import { routeKept } from "../src/bridge/connection/route-kept.ts";
import type { Context } from "../src/bridge/context/context.ts";
import type { Store, Term } from "../src/bridge/contracts/store/store.ts";
import { keepBehindMissed } from "../src/bridge/conversations/keep-behind-missed.ts";
import { runJob } from "../src/bridge/jobs/run-job.ts";
import { inform } from "../src/bridge/notices/tell.ts";
import type { Tick } from "../src/bridge/tick.ts";
import { AppError } from "../src/domain/errors.ts";
import type { CarrierMessageId } from "../src/domain/ids.ts";
import { createLeadersWork, type LeadersWork } from "../src/leaders-work.ts";
import { createGate } from "../src/lib/gate.ts";
import { ana, ben, frontLine, maria } from "./bridge/front-desk.ts";
import { beginDirect, logWorld } from "./bridge/records/log-world.ts";
import { createWorld, hour, minute, second, type World } from "./bridge/world.ts";
import { until } from "./journeys/until.ts";

interface Scene {
  readonly work: LeadersWork;
  /** Who was told to work off the outbox, in order. */
  readonly readers: Parameters<Store["readBy"]>[0][];
  /** Who hears what others have written. */
  readonly hearers: (() => void)[];
  /** Of the process, as it is before what was under way is settled: it does not lead yet. */
  readonly ctx: Context;
  /** Another one takes the lead: this term writes nothing any more. */
  lose(): void;
}

interface SceneOptions {
  readonly ticks?: readonly Tick[];
  /** Whether others may run on the same database. */
  readonly isShared?: boolean;
  readonly lookFirst?: number;
}

/** A term on the world's database. */
function lead(world: World, { ticks = [], isShared = false, lookFirst = hour }: SceneOptions = {}): Scene {
  const { store } = world.ctx;
  const lost = new AbortController();
  const readers: Scene["readers"] = [];
  const hearers: Scene["hearers"] = [];
  const own: Store = {
    ...store,
    lead: { ...store.lead, isShared },
    readBy(reader) {
      readers.push(reader);
      store.readBy(reader);
    },
  };
  const ofTerm: Store = {
    ...own,
    lead: { ...own.lead, isLost: () => lost.signal.aborted },
    transaction: async (work, when) => {
      if (lost.signal.aborted) throw new AppError("lead", "Another instance has taken over the work.");
      return await store.transaction(work, when);
    },
  };
  const term: Term = {
    store: ofTerm,
    number: 1,
    lost: lost.signal,
    onNews: (hear) => void hearers.push(hear),
    leave: async () => {},
  };
  const ctx: Context = { ...world.ctx, store: own, leads: () => false };
  const work = createLeadersWork({ ctx, term, ticks, wall: Date.now, lookFirst });
  onTestFinished(() => work.stop());
  return { work, readers, hearers, ctx, lose: () => lost.abort() };
}

const never = new Promise<void>(() => {});
const nothingMissed = Promise.resolve();

/** Owes a word to somebody: once it is told, the work has begun. */
async function owe({ ctx }: World, word = "one"): Promise<void> {
  await ctx.store.transaction((tx) => inform(ctx, tx, ana, [word]));
}

const isTold = (world: World) => world.desk.told.length > 0;

/** Whatever could begin has begun by then. */
async function turns(work?: LeadersWork): Promise<void> {
  await work?.tick();
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** On a database that an app had run on before: another one may have gone on with it since. */
async function startedAgain(): Promise<World> {
  const world = await createWorld();
  await owe(world);
  world.skip(second);
  await world.start();
  expect(world.ctx.connection.mayBeCopy).toBe(true);
  return world;
}

/** What woke was given, each time. */
function atStart(): { readonly tick: Tick; readonly woken: Bridge[] } {
  const woken: Bridge[] = [];
  const tick: Tick = {
    name: "a look",
    every: hour,
    atStart: true,
    run: async (bridge) => void woken.push(bridge),
  };
  return { tick, woken };
}

const kept = (world: World) => ({
  kind: "text" as const,
  carrierMessageId: "kept" as CarrierMessageId,
  from: maria,
  to: frontLine,
  body: "kept",
  media: [],
  receivedAt: new Date(world.now()),
});

const shown = (world: World) =>
  world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? post.texts.map(({ body }) => body) : []));

describe("whoever takes the lead", () => {
  it("settles what was under way before anything leaves", async () => {
    const world = await createWorld({ hold: 0 });
    const place = await world.reply(ben, await world.begin(), "Yes");
    world.carrier.answers.push(() => new Promise(() => {}));
    void world.runAll();
    await until("it is under way", async () => (await world.messageOf(place))?.state === "sending");
    await owe(world);
    const { work } = lead(world);
    await work.recover();
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.desk.told).toEqual([]);
  });

  it("delivers what was kept before any traffic where it is alone, and knows what was written before that", async () => {
    const world = await createWorld();
    await keepBehindMissed(world.ctx, "twilio", kept(world));
    const { work } = lead(world);
    await work.recover();
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    const card = due.find(({ kind }) => kind === "open");
    expect(world.ctx.connection.began?.lastJob).toBeLessThan(card?.id ?? 0);
    await world.runAll();
    expect(shown(world)).toEqual(["kept"]);
  });

  it("keeps what came after its carrier's list was last read: what was missed goes before it", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.skip(minute);
    const text = kept(world);
    const missed = { ...text, carrierMessageId: "missed" as CarrierMessageId, body: "missed" };
    world.carrier.listed.push({ ...missed, receivedAt: new Date(world.now() - second) });
    await keepBehindMissed(world.ctx, "twilio", text);
    await world.start();
    const before = [...world.carrier.asked];
    await lead(world).work.recover();
    expect(world.carrier.asked).toEqual(before);
    await catchUpCarriers(world.ctx);
    await routeKept(world.ctx);
    await world.runAll();
    expect(shown(world)).toEqual(["missed", "kept"]);
  });

  it("keeps it also where the clock was set back since that list was read", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.skip(-hour);
    await keepBehindMissed(world.ctx, "twilio", kept(world));
    await world.start();
    await lead(world).work.recover();
    await world.runAll();
    expect(shown(world)).toEqual([]);
  });

  it("asks no carrier before it leads where there are others", async () => {
    const world = await createWorld();
    await keepBehindMissed(world.ctx, "twilio", kept(world));
    const { work } = lead(world, { isShared: true });
    await work.recover();
    expect(world.carrier.asked).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.arrivals.unroutedTo(frontLine))).toHaveLength(1);
  });

  it("asks anew what was asked about another CRM", async () => {
    const world = await logWorld();
    world.crm.contacts.set(maria, []);
    await beginDirect(world);
    await world.live(hour);
    const asked = () => world.ctx.store.read((tx) => tx.records.heldElsewhere("another", ["contact"], 10));
    await world.restart();
    Object.assign(world.ctx.crm, { name: "another" });
    expect(await asked()).toHaveLength(1);
    await lead(world).work.recover();
    expect(await asked()).toEqual([]);
  });

  it("knows of no Home as it was drawn last, since another one may have drawn it", async () => {
    const world = await createWorld();
    world.ctx.shownHomes.set(ana, "as it was");
    lead(world);
    expect(world.ctx.shownHomes.size).toBe(0);
  });
});

describe("the work of whoever has the lead", () => {
  it("is begun with it: the ticks, what is owed, what is committed here and what others tell of", async () => {
    const world = await createWorld();
    const { tick, woken } = atStart();
    const { work, readers, hearers } = lead(world, { ticks: [tick] });
    await owe(world);
    await turns(work);
    expect([readers, hearers, world.desk.told]).toEqual([[], [], []]);
    // For whoever owns the clock.
    expect(woken.splice(0)).toHaveLength(1);
    work.begin(nothingMissed);
    await until("what is owed is told", () => isTold(world));
    expect([readers.length, hearers.length, woken.length]).toEqual([1, 1, 1]);
    await owe(world, "two");
    hearers[0]?.();
    await until("what came later is told", () => world.desk.told.length === 2);
  });

  it("waits for nothing that was missed on a new database, of which nobody has another copy", async () => {
    const world = await createWorld();
    const { work } = lead(world);
    await owe(world);
    expect(world.ctx.connection.mayBeCopy).toBe(false);
    work.begin(never);
    await until("what is owed is told", () => isTold(world));
  });

  it("leads for itself from the beginning, also while the process does not say so yet, until the term is lost", async () => {
    const world = await createWorld();
    const { tick, woken } = atStart();
    const { work, ctx, lose } = lead(world, { ticks: [tick], isShared: true });
    work.begin(nothingMissed);
    await until("a tick", () => woken.length > 0);
    expect([ctx.leads(), woken[0]?.leads()]).toEqual([false, true]);
    lose();
    expect(woken[0]?.leads()).toBe(false);
  });

  it("is held up by nothing that an earlier term has under way", async () => {
    const world = await createWorld();
    await owe(world);
    const [job] = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 1));
    if (job === undefined) throw new Error("nothing is owed");
    world.ctx.running.add(job.id);
    lead(world).work.begin(nothingMissed);
    await until("what is owed is told", () => isTold(world));
  });
});

describe("a post whose attempt is written down and whose answer is not", () => {
  /** @returns how long until it is due. Milliseconds. */
  async function dieInPost(world: World): Promise<() => Promise<number | undefined>> {
    await world.text(maria, "Hi");
    const called = createGate();
    const openThread = () => {
      called.open();
      return new Promise<never>(() => {});
    };
    const former = { ...world.ctx, running: new Set<number>(), desk: { ...world.ctx.desk, openThread } };
    const [card] = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 1));
    if (card === undefined) throw new Error("no card is owed");
    void runJob(former, card);
    await called.pass();
    return async () => {
      const all = await world.ctx.store.read((tx) => tx.outbox.due(world.now() + minute, 100));
      const left = all.find(({ id }) => id === card.id);
      return left && left.dueAt - world.now();
    };
  }

  it("may still come from whoever had the lead before, so it is not made again at once", async () => {
    const world = await createWorld();
    const wait = await dieInPost(world);
    lead(world, { isShared: true }).work.begin(nothingMissed);
    await until("it is put off", async () => ((await wait()) ?? 0) > 0);
    expect(world.desk.posted).toEqual([]);
  });

  it("is made again at once where no other process is", async () => {
    const world = await createWorld();
    await dieInPost(world);
    lead(world).work.begin(nothingMissed);
    await until("its text", () => shown(world).includes("Hi"));
  });
});

describe("the work on a database that may be an older copy", () => {
  it.each([
    ["what carriers told nobody", "what was written at the desk", true],
    ["what was written at the desk", "what carriers told nobody", false],
  ])(
    "does not begin when only %s was looked at, but once %s was, too",
    async (_first, _then, isCarrierFirst) => {
      const world = await startedAgain();
      const { work } = lead(world);
      const missed = createGate();
      const looks = [
        async () => missed.open(),
        async () => {
          await world.bridge.regainConnection();
        },
      ];
      if (!isCarrierFirst) looks.reverse();
      work.begin(missed.pass());
      await turns(work);
      await looks[0]?.();
      await turns(work);
      expect(world.desk.told).toEqual([]);
      await looks[1]?.();
      await until("what is owed is told", () => isTold(world));
    },
  );

  it("lets no text leave that another app has sent since", async () => {
    const world = await createWorld({ hold: 0 });
    await world.bridge.catchUpCarriers();
    const place = await world.reply(ben, await world.begin(), "due");
    world.skip(minute);
    await world.start();
    const { work } = lead(world);
    await work.recover();
    const sms = { from: frontLine, body: "sent since", at: new Date(world.now() - 30 * second) };
    const carrierMessageId = "SENT since" as CarrierMessageId;
    const sent = { kind: "status", carrierMessageId, messageId: null, failure: null, sms } as const;
    const looked = createGate();
    work.begin(
      looked.pass().then(async () => {
        world.carrier.listed.push({ ...sent, state: "delivered" });
        await world.bridge.catchUpCarriers();
        await owe(world);
      }),
    );
    await world.bridge.regainConnection();
    await turns(work);
    looked.open();
    await until("what is owed is told", () => isTold(world));
    await turns(work);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "outage" });
  });

  it("begins although what was missed can't be had", async () => {
    const world = await startedAgain();
    await world.bridge.regainConnection();
    lead(world).work.begin(Promise.reject(new Error("the carrier is away")));
    await until("what is owed is told", () => isTold(world));
  });

  it("begins after a while although nobody answers", async () => {
    const world = await startedAgain();
    lead(world, { lookFirst: 20 }).work.begin(never);
    await until("what is owed is told", () => isTold(world));
  });

  it("holds up no tick: some of them see to what was missed", async () => {
    const world = await startedAgain();
    const { tick, woken } = atStart();
    lead(world, { ticks: [tick] }).work.begin(never);
    await until("a tick", () => woken.length > 0);
  });
});

describe("the work that is stopped", () => {
  it("begins nothing afterwards, though it is told to", async () => {
    const world = await createWorld();
    const { tick, woken } = atStart();
    const { work, readers, hearers } = lead(world, { ticks: [tick] });
    await owe(world);
    await work.stop();
    work.begin(nothingMissed);
    await turns();
    expect([readers, hearers, woken, world.desk.told]).toEqual([[], [], [], []]);
  });

  it("begins nothing afterwards, though what was missed is looked at only then", async () => {
    const world = await startedAgain();
    await world.bridge.regainConnection();
    const { work } = lead(world);
    const missed = createGate();
    work.begin(missed.pass());
    await work.stop();
    missed.open();
    await turns(work);
    expect(world.desk.told).toEqual([]);
  });

  it("ends once what is under way is recorded", async () => {
    const world = await createWorld({ hold: 0 });
    const [sending, answer] = [createGate(), createGate()];
    world.carrier.answers.push(async () => {
      sending.open();
      await answer.pass();
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "accepted" };
    });
    const place = await world.reply(ben, await world.begin(), "Yes");
    const { work } = lead(world);
    work.begin(nothingMissed);
    await sending.pass();
    const stopped = work.stop().then(() => world.messageOf(place));
    answer.open();
    expect(await stopped).toMatchObject({ state: "accepted", carrierMessageId: "SM1" });
  });

  it("ends once its ticks have ended", async () => {
    const world = await createWorld();
    const [woken, end] = [createGate(), createGate()];
    const happened: string[] = [];
    const run = async () => {
      woken.open();
      await end.pass();
      happened.push("the tick ended");
    };
    const { work } = lead(world, { ticks: [{ name: "a look", every: hour, atStart: true, run }] });
    work.begin(nothingMissed);
    await woken.pass();
    const stopped = work.stop().then(() => happened.push("stopped"));
    await turns();
    end.open();
    await stopped;
    expect(happened).toEqual(["the tick ended", "stopped"]);
  });
});

describe("the work of a lost term", () => {
  it("begins nothing, though much is owed", async () => {
    const world = await createWorld({ hold: 0 });
    const place = await world.reply(ben, await world.begin(), "Yes");
    await owe(world);
    const { tick, woken } = atStart();
    const { work, readers, hearers, lose } = lead(world, { isShared: true, ticks: [tick] });
    lose();
    work.begin(nothingMissed);
    await turns();
    expect([readers, hearers, woken, world.desk.told, world.carrier.sent]).toEqual([[], [], [], [], []]);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
  });

  it("begins nothing of what is owed where it was lost while what was missed was looked at", async () => {
    const world = await startedAgain();
    await world.bridge.regainConnection();
    const { work, lose } = lead(world, { isShared: true });
    const missed = createGate();
    work.begin(missed.pass());
    lose();
    missed.open();
    await turns();
    expect(world.desk.told).toEqual([]);
  });

  it("settles nothing: that is for whoever has it now", async () => {
    const world = await createWorld({ hold: 0 });
    const place = await world.reply(ben, await world.begin(), "Yes");
    world.carrier.answers.push(() => new Promise(() => {}));
    void world.runAll();
    await until("it is under way", async () => (await world.messageOf(place))?.state === "sending");
    const { work, lose } = lead(world, { isShared: true });
    lose();
    await expect(work.recover()).rejects.toMatchObject({ code: "lead" });
    expect(await world.messageOf(place)).toMatchObject({ state: "sending" });
  });
});
