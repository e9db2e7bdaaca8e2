import { afterEach, describe, expect, it } from "vitest";
import { type Bridge, createBridge } from "../../src/bridge/bridge.ts";
import type { Carrier } from "../../src/bridge/contracts/carrier.ts";
import { inform } from "../../src/bridge/notices/tell.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { Address, CarrierMessageId, SlackTs, SlackUserId } from "../../src/domain/ids.ts";
import type { Place } from "../../src/domain/sentence.ts";
import { createOutboxWorker, type OutboxWorker } from "../../src/jobs/outbox-worker.ts";
import { ben, benLine, billingLine, front, maria, officeWithDirect } from "../bridge/front-desk.ts";
import { createWorld, type World } from "../bridge/world.ts";
import { until } from "../journeys/until.ts";

const ana = "U0ANA" as SlackUserId;
let worker: OutboxWorker | null = null;
const letGo: (() => void)[] = [];
afterEach(async () => {
  for (const release of letGo.splice(0)) release();
  await worker?.stop();
});

/** The world's bridge, on a disk that can be full. */
function onDisk(world: World): { bridge: Bridge; disk: { full: boolean; refused: number } } {
  const disk = { full: false, refused: 0 };
  const { store } = world.ctx;
  const transaction: typeof store.transaction = (work) => {
    if (!disk.full) return store.transaction(work);
    disk.refused += 1;
    return Promise.reject(new Error("database or disk is full"));
  };
  return { bridge: createBridge({ ...world.ctx, store: { ...store, transaction } }), disk };
}

async function enqueueWord(world: World, word: string): Promise<void> {
  await world.ctx.store.transaction((tx) => inform(world.ctx, tx, ana, [word]));
}

describe("the outbox worker on a full disk", () => {
  it("does not do again and again what it can't write down, and goes on once it can", async () => {
    const world = await createWorld();
    const { bridge, disk } = onDisk(world);
    await enqueueWord(world, "one");
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
      async () => (await world.ctx.store.read((tx) => tx.outbox.backlog())).length === 0,
    );
    expect(world.desk.told).toHaveLength(1);
  });

  it("logs once of a kind of job that it can't be written down, and again when the disk is full again", async () => {
    const world = await createWorld();
    await world.runAll();
    const { bridge, disk } = onDisk(world);
    const said = () => world.logged.filter(({ message }) => message.includes("could not be recorded"));
    worker = createOutboxWorker(() => bridge);
    for (const times of [1, 2]) {
      await enqueueWord(world, "one");
      disk.full = true;
      disk.refused = 0;
      worker.start();
      worker.wake();
      await until("it is refused twice", () => disk.refused > 1);
      expect(said()).toHaveLength(times);
      disk.full = false;
      await until(
        "nothing is owed",
        async () => (await world.ctx.store.read((tx) => tx.outbox.backlog())).length === 0,
      );
    }
  });

  it("writes down that the carrier took a text once it can, and asks nobody whether it left", async () => {
    const world = await createWorld({ hold: 0 });
    const { bridge, disk } = onDisk(world);
    world.carrier.answers.push(async () => {
      disk.full = true;
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "accepted" };
    });
    const place = await world.reply(ben, await world.begin(), "Yes, until 6.");
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("the refusal to write it down", () => disk.refused > 0);
    disk.full = false;
    const message = await until("no longer under way", async () => {
      const now = await world.messageOf(place);
      return now?.state !== "sending" && now;
    });
    expect(message).toMatchObject({ state: "accepted", carrierMessageId: "SM1" });
    expect(world.carrier.sent).toHaveLength(1);
  });

  it("stops although it can't write", async () => {
    const world = await createWorld();
    const { bridge, disk } = onDisk(world);
    await enqueueWord(world, "one");
    disk.full = true;
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("the first refusal", () => disk.refused > 0);
    await worker.stop();
    expect(world.desk.told).toHaveLength(1);
  });
});

describe("the outbox worker whose lead is lost while a call is under way", () => {
  it("leaves what came of it to whoever has it now: it asks once, and makes no error of it", async () => {
    const world = await createWorld();
    await world.runAll();
    const { store, desk } = world.ctx;
    let refused = 0;
    let stopped: Promise<void> | null = null;
    const tell: typeof desk.tell = async (...told) => {
      const answer = await desk.tell(...told);
      stopped = worker?.stop() ?? null;
      return answer;
    };
    const transaction: typeof store.transaction = (work) => {
      if (stopped === null) return store.transaction(work);
      refused += 1;
      return Promise.reject(new AppError("lead", "Another instance has taken over the work."));
    };
    const lost = { ...world.ctx, store: { ...store, transaction }, desk: { ...desk, tell } };
    const bridge = createBridge(lost);
    await enqueueWord(world, "one");
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("it is told to stop", () => stopped !== null);
    await stopped;
    expect(world.desk.told).toHaveLength(1);
    expect(refused).toBe(1);
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("the outbox worker beside someone who hangs", () => {
  /** More conversations than it does pieces of work at once. */
  const many = Array.from({ length: 80 }, (_, index) => `+1555019${2000 + index}` as Address);

  it("hands texts to the carrier while no call to the desk comes back", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    const desk = hanging(world.desk.desk.openThread);
    const { ctx } = world;
    const bridge = createBridge({ ...ctx, desk: { ...ctx.desk, openThread: desk.call } });
    for (const contact of many) await world.text(contact, "Hello?");
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("the desk hangs", () => desk.waiting() >= 16);
    await world.reply(ben, thread, "Yes, until 6.");
    await until("the text left", () => world.carrier.bodies().includes("Yes, until 6."));
  });

  it("shows customers' words while no call to the carrier comes back", async () => {
    const world = await createWorld({ hold: 0 });
    const threads: SlackTs[] = [];
    for (const contact of many) threads.push(await world.begin(contact));
    for (const thread of threads) await world.reply(ben, thread, "Yes, until 6.");
    const carrier = hanging(world.carrier.carrier.send);
    const carriers = new Map([["twilio", { ...world.carrier.carrier, send: carrier.call }]]);
    worker = createOutboxWorker(() => createBridge({ ...world.ctx, carriers }));
    worker.start();
    await until("the carrier hangs", () => carrier.waiting() >= 16);
    await world.text(maria, "Anybody there?");
    await until("its card", () =>
      world.desk.posted.some(({ card }) => card?.preview?.includes("Anybody there?")),
    );
  });

  it("hands texts over and shows customers' words while no call to the CRM comes back", async () => {
    const world = await createWorld({ hold: 0, directory: officeWithDirect });
    const thread = await world.begin();
    const { ctx } = world;
    const crm = hanging(world.crm.crm.writeLog);
    const bridge = createBridge({ ...ctx, crm: { ...ctx.crm, writeLog: crm.call } });
    for (const contact of many) await world.text(contact, "Hi Ben", { to: benLine });
    await bridge.noteUnlogged();
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until("the CRM hangs", () => crm.waiting() === 8);
    await world.reply(ben, thread, "Yes, until 6.");
    await until("the text left", () => world.carrier.bodies().includes("Yes, until 6."));
    await world.text("+15550193000" as Address, "Anybody there?");
    await until("its card", () =>
      world.desk.posted.some(({ card }) => card?.preview?.includes("Anybody there?")),
    );
    expect(crm.waiting()).toBe(8);
    crm.release();
    await until("each is logged", () => world.crm.logs.size === many.length);
  });
});

describe("the outbox worker with much to do", () => {
  it("lets words go before marks, and sets these one by one beside them, and all of them in the end", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    const notes: Place[] = [];
    for (let note = 1; note <= 20; note += 1) notes.push(await world.reply(ben, thread, `note: ${note}`));
    const desk = hanging(world.desk.desk.mark);
    const carrier = hanging(world.carrier.carrier.send);
    const { ctx } = world;
    const bridge = createBridge({
      ...ctx,
      desk: { ...ctx.desk, mark: desk.call },
      carriers: new Map([["twilio", { ...world.carrier.carrier, send: carrier.call }]]),
    });
    await world.reply(ben, thread, "Yes, until 6.");
    worker = createOutboxWorker(() => bridge);
    worker.start();
    await until(
      "the words are with the carrier, and one mark with the desk",
      () => carrier.waiting() + desk.waiting() === 2,
    );
    for (let turn = 0; turn < 200; turn += 1) {
      worker.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(desk.waiting()).toBe(1);

    carrier.release();
    await until("the marks go side by side", () => desk.waiting() > 16);
    desk.release();
    await until("every note is marked", () =>
      notes.every((note) => world.desk.marksOn(note).includes("memo")),
    );
  });

  it("lets nobody's words go before those that stood longer, however many these are", async () => {
    // Posts whose claims were decided twice would end in another order than they were begun in.
    const world = await createWorld({ decidesOnce: true });
    const contacts = Array.from({ length: 200 }, (_, index) => `+1555019${3000 + index}` as Address);
    for (const contact of contacts) await world.text(contact, "Hello?");
    const { ctx } = world;
    let slots = 5;
    const claimSlot: typeof ctx.desk.claimSlot = () => {
      slots -= 1;
      return slots >= 0 ? 0 : 100;
    };
    const bridge = createBridge({ ...ctx, desk: { ...ctx.desk, claimSlot } });
    worker = createOutboxWorker(() => bridge);
    ctx.store.readBy(worker);
    worker.start();
    await until("the desk has no more room", () => world.desk.posted.length === 5 && slots < 0);

    slots = Number.POSITIVE_INFINITY;
    await world.text(maria, "Anybody there?");
    await until("all are shown", () => world.desk.posted.length > contacts.length);
    const cards = world.desk.posted.filter(({ card }) => card !== null);
    expect(cards.at(-1)?.card?.preview).toContain("Anybody there?");
  });
});

describe("the outbox worker whose carrier has as many texts as it may", () => {
  it("lets no newer text go before one that waits", async () => {
    const world = await createWorld({ hold: 0 });
    const contacts = Array.from({ length: 66 }, (_, index) => `+1555019${3000 + index}` as Address);
    const threads: SlackTs[] = [];
    for (const contact of contacts) threads.push(await world.begin(contact));
    const answers: (() => void)[] = [];
    const sent: string[] = [];
    const send: Carrier["send"] = async (sms) => {
      sent.push(sms.body);
      await new Promise<void>((resolve) => {
        answers.push(resolve);
        letGo.push(resolve);
      });
      return await world.carrier.carrier.send(sms);
    };
    const carriers = new Map([["twilio", { ...world.carrier.carrier, send }]]);
    worker = createOutboxWorker(() => createBridge({ ...world.ctx, carriers }));
    world.ctx.store.readBy(worker);
    worker.start();
    await aWhile();
    const reply = (index: number) => world.reply(ben, threads[index] as SlackTs, String(index));
    const first = await reply(0);
    for (let index = 1; index < 65; index += 1) await reply(index);
    await until("all places are taken", () => sent.length === 64);
    await aWhile();
    answers[0]?.();
    await until(
      "the first one is answered",
      async () => (await world.messageOf(first))?.state === "accepted",
    );
    await aWhile();
    await reply(65);
    await until("another one left", () => sent.length === 65);
    expect(sent.at(-1)).toBe("64");
  });
});

describe("the outbox worker whose CRM is to be left alone", () => {
  it("begins no record meanwhile, hands over what is said as if there were none, and writes them all after", async () => {
    const world = await createWorld({ hold: 0, directory: officeWithDirect });
    const { ctx } = world;
    const thread = await world.begin();
    const contacts = Array.from({ length: 20 }, (_, index) => `+1555019${3000 + index}` as Address);
    for (const contact of contacts) await world.text(contact, "Hi Ben", { to: benLine });
    await world.runAll();
    await world.bridge.noteUnlogged();
    const waiting = async () => {
      const owed = await ctx.store.read((tx) => tx.outbox.due(ctx.now(), 100));
      return owed.filter(({ callee }) => callee === "crm").length;
    };
    expect(await waiting()).toBe(20);
    let freeIn = 5_000;
    const bridge = createBridge({ ...ctx, crm: { ...ctx.crm, freeIn: () => freeIn } });
    const began: string[] = [];
    const runJob: typeof bridge.runJob = (job, ...rest) => {
      began.push(job.kind);
      return bridge.runJob(job, ...rest);
    };
    worker = createOutboxWorker(() => ({ ...bridge, runJob }));
    ctx.store.readBy(worker);
    worker.start();
    await aWhile();
    const send = {
      lane: "send:another",
      callee: "carrier",
      pace: null,
      dueAt: ctx.now(),
      channel: null,
    } as const;
    const asRecord = { ...send, lane: "log:another", callee: "crm" } as const;
    expect(worker.promises({ ...send, loss: "never" })).toBe(true);
    expect(worker.promises({ ...asRecord, loss: "never" })).toBe(false);
    worker.settled();
    const place = await world.reply(ben, thread, "Yes, until 6.");
    await until("it left", async () => (await world.messageOf(place))?.state === "accepted");
    expect(began).not.toContain("log");

    freeIn = 0;
    worker.wake();
    await until("nothing is owed to the CRM", async () => (await waiting()) === 0);
    await until("all stand in it", () => world.crm.logs.size === 20);
  });
});

/** Whatever wakes the worker has woken it by then. */
async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("the outbox worker that is stopped in the middle of a look", () => {
  it("begins nothing more", async () => {
    const world = await createWorld();
    const contacts = Array.from({ length: 200 }, (_, index) => `+1555019${3000 + index}` as Address);
    for (const contact of contacts) await world.text(contact, "Hello?");
    await world.text(maria, "What do I owe you?", { to: billingLine });
    const { ctx } = world;
    const claimSlot: typeof ctx.desk.claimSlot = (call) =>
      call.kind === "post" && call.channel === front ? 100 : 0;
    const bridge = createBridge({ ...ctx, desk: { ...ctx.desk, claimSlot } });
    let looks = 0;
    const stopping = new Promise<void>((resolve) => {
      const dueJobs: typeof bridge.dueJobs = (...input) => {
        looks += 1;
        if (looks === 1) setImmediate(() => resolve(worker?.stop()));
        return bridge.dueJobs(...input);
      };
      worker = createOutboxWorker(() => ({ ...bridge, dueJobs }));
    });
    worker?.start();
    await stopping;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(world.desk.posted).toEqual([]);
  });
});

/** What is asked of it waits until it is let go, or the test is over. */
function hanging<Given extends unknown[], Answer>(answer: (...given: Given) => Promise<Answer>) {
  let release = (): void => {};
  let waiting = 0;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const call = async (...given: Given): Promise<Answer> => {
    waiting += 1;
    await held;
    return await answer(...given);
  };
  letGo.push(() => release());
  return { call, waiting: () => waiting, release: () => release() };
}
