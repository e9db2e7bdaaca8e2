import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  catchUpCarrier,
  catchUpCarriers,
  catchUpOwed,
  noteMissedText,
} from "../../../src/bridge/connection/catch-up-carrier.ts";
import { heedInstances } from "../../../src/bridge/connection/heed-instances.ts";
import { lookAtAccount } from "../../../src/bridge/connection/look-at-account.ts";
import { recover } from "../../../src/bridge/connection/recover.ts";
import { routeKept, routeKeptAtStart } from "../../../src/bridge/connection/route-kept.ts";
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import type { Context } from "../../../src/bridge/context/context.ts";
import { createMissedTexts } from "../../../src/bridge/context/missed-texts.ts";
import type { TextEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { isBehindKept, keepBehindMissed } from "../../../src/bridge/conversations/keep-behind-missed.ts";
import { receiveSms } from "../../../src/bridge/conversations/receive-sms.ts";
import type { CarrierMessageId } from "../../../src/domain/ids.ts";
import { standingOptOut } from "../../../src/domain/opt-out-ledger.ts";
import { thinned } from "../../store/thin-out.ts";
import { ana, ben, benLine, benWith, billingLine, frontLine, maria } from "../front-desk.ts";
import { createWorld, minute, second, type World } from "../world.ts";

const carrier = "twilio";

/** One of several instances on the world's database; what it knows to be missed is its own. */
function instance({ ctx }: World, leads: boolean): Context {
  return {
    ...ctx,
    store: { ...ctx.store, lead: { ...ctx.store.lead, isShared: true } },
    missedTexts: createMissedTexts(() => [carrier]),
    leads: () => leads,
  };
}

const textAt = (at: number, id: string): TextEvent => ({
  kind: "text",
  carrierMessageId: id as CarrierMessageId,
  from: maria,
  to: frontLine,
  body: id,
  media: [],
  receivedAt: new Date(at),
});

/** As a webhook of any instance takes it. */
async function comes(to: Context, text: TextEvent): Promise<void> {
  if (await isBehindKept(to, carrier, text)) await keepBehindMissed(to, carrier, text);
  else await receiveSms(to, carrier, text);
}

interface Step {
  readonly word: string;
  readonly isKept: boolean;
  readonly isRouted: boolean;
}

/** In which step one is taken: at once, or with all that is kept by then. */
function takenIn(steps: readonly Step[], index: number): number {
  let areKept = false;
  for (const [at, { isKept, isRouted }] of steps.entries()) {
    areKept ||= isKept;
    if (at >= index && (isRouted || !areKept)) return at;
    if (isRouted) areKept = false;
  }
  return steps.length - 1;
}

/** Of several stops that nothing takes back in between. */
function isFirst(steps: readonly Step[], index: number): boolean {
  return steps.slice(0, index).findLast(({ word }) => word !== "Hello")?.word !== "STOP";
}

async function shown(world: World): Promise<string[]> {
  await world.runAll();
  return world.desk.posted.flatMap(({ post }) =>
    post?.kind === "texts" ? post.texts.map(({ body }) => body) : [],
  );
}

describe("a text where no other instance is", () => {
  it("looks for texts that are kept only where there may be some", async () => {
    let asked = 0;
    const world = await createWorld({ onStatement: () => (asked += 1) });
    await routeKeptAtStart(world.ctx);
    const looks = async (): Promise<number> => {
      asked = 0;
      await isBehindKept(world.ctx, carrier, textAt(world.now(), "next"));
      return asked;
    };
    expect(await looks()).toBe(0);
    await keepBehindMissed(world.ctx, carrier, textAt(world.now(), "kept"));
    expect(await looks()).toBe(1);
    expect(await isBehindKept(world.ctx, carrier, textAt(world.now(), "next"))).toBe(true);
    await routeKept(world.ctx);
    expect(await shown(world)).toEqual(["kept"]);
    expect(await looks()).toBe(0);
  });

  it("is taken at once where a look in between failed, and nothing is known to be missed", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    await routeKeptAtStart(world.ctx);
    world.carrier.silent = true;
    await catchUpCarrier(world.ctx, carrier);
    await comes(world.ctx, textAt(world.now(), "at once"));
    expect(await shown(world)).toEqual(["at once"]);
    noteMissedText(world.ctx, carrier);
    await catchUpOwed(world.ctx, carrier);
    await comes(world.ctx, textAt(world.now(), "behind the missed one"));
    expect(await shown(world)).toEqual(["at once"]);
    world.carrier.silent = false;
    world.carrier.listed.push(textAt(world.now(), "missed"));
    world.skip(10 * second);
    await routeKept(world.ctx);
    expect(await shown(world)).toEqual(["at once", "missed", "behind the missed one"]);
  });

  it("waits no longer once the list could not be read time and again, until it was read", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    await routeKeptAtStart(world.ctx);
    const looks = async (): Promise<boolean> => {
      await catchUpOwed(world.ctx, carrier);
      const isHeld = await isBehindKept(world.ctx, carrier, textAt(world.now(), "next"));
      world.skip(minute);
      return isHeld;
    };
    world.carrier.silent = true;
    noteMissedText(world.ctx, carrier);
    const held = [await looks(), await looks(), await looks()];
    // That more is missed meanwhile does not make it any likelier to be read.
    noteMissedText(world.ctx, carrier);
    held.push(await looks(), await looks(), await looks());
    expect(held).toEqual([true, true, true, true, false, false]);
    world.carrier.silent = false;
    expect(await looks()).toBe(false);
    world.carrier.silent = true;
    noteMissedText(world.ctx, carrier);
    expect(await looks()).toBe(true);
  });

  it("finds what was kept before a start", async () => {
    const world = await createWorld();
    await keepBehindMissed(world.ctx, carrier, textAt(world.now(), "kept"));
    await world.start();
    expect(await isBehindKept(world.ctx, carrier, textAt(world.now(), "next"))).toBe(true);
    await routeKeptAtStart(world.ctx);
    expect(await shown(world)).toEqual(["kept"]);
    expect(await isBehindKept(world.ctx, carrier, textAt(world.now(), "next"))).toBe(false);
  });
});

describe("a text at one of several instances", () => {
  it("is taken at once while nothing is known to be missed", async () => {
    const world = await createWorld();
    await comes(instance(world, false), textAt(world.now(), "first"));
    expect(await shown(world)).toEqual(["first"]);
  });

  it("stands behind those that another instance knows to be missed", async () => {
    const world = await createWorld();
    const [leader, one, other] = [instance(world, true), instance(world, false), instance(world, false)];
    await catchUpCarriers(leader);
    world.carrier.listed.push(textAt(world.now(), "missed"));
    noteMissedText(one, carrier);
    await catchUpOwed(one, carrier);
    await comes(other, textAt(world.now() + second, "newer"));
    await routeKept(leader);
    expect(await shown(world)).toEqual(["missed", "newer"]);
  });

  it("stands behind those of its line that were kept so", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await keepBehindMissed(other, carrier, textAt(world.now(), "kept"));
    await comes(leader, textAt(world.now() + second, "newer"));
    await routeKept(leader);
    expect(await shown(world)).toEqual(["kept", "newer"]);
  });

  it("is heard as the word for which its carrier took it, also where we would not", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await keepBehindMissed(other, carrier, { ...textAt(world.now(), "ADIOS"), word: "stop" });
    await routeKept(leader);
    expect(await shown(world)).toEqual(["ADIOS"]);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).toMatchObject([
      { kind: "out", source: "carrier_word", evidence: "ADIOS" },
    ]);
  });

  it("that says stop lets nothing leave from then on, and is acted on whole once it is delivered", async () => {
    const world = await createWorld();
    world.carrier.answeredWords = [];
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    const reply = await world.reply(ana, thread, "See you at 3");
    world.skip(second);
    await keepBehindMissed(other, carrier, textAt(world.now(), "STOP"));
    await world.pass(20 * second);
    expect(world.carrier.bodies()).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "cancelled" });
    await routeKept(leader);
    await world.pass(20 * second);
    expect(world.carrier.bodies()).toEqual([
      "You will get no more texts from Front desk. Text START to get them again.",
    ]);
    expect(world.thread(thread).slice(1)).toEqual([
      "Maria Lopez: STOP",
      expect.stringContaining("Maria Lopez (…9001) has opted out: they wrote “STOP”."),
    ]);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).toHaveLength(1);
  });

  it("that says stop, and another one behind it that takes it back, are heard in their order", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    for (const word of ["STOP", "START"]) {
      world.skip(second);
      await keepBehindMissed(other, carrier, textAt(world.now(), word));
    }
    await routeKept(leader);
    const reply = await world.reply(ana, thread, "See you at 3");
    await world.pass(minute);
    expect(await world.messageOf(reply)).toMatchObject({ state: "accepted" });
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(rows.map(({ kind }) => kind)).toEqual(["out", "in"]);
  });

  it("that says stop, and is told by its carrier's list before it is delivered, is acted on whole as well", async () => {
    const world = await createWorld();
    world.carrier.answeredWords = [];
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    await catchUpCarriers(leader);
    await keepBehindMissed(other, carrier, textAt(world.now() + second, "STOP"));
    world.skip(2 * second);
    world.carrier.listed.push(textAt(world.now() - second, "STOP"));
    await lookAtAccount(leader, { carrier });
    await world.pass(minute);
    expect(world.thread(thread).slice(1)).toEqual([
      "Maria Lopez: STOP",
      expect.stringContaining("Maria Lopez (…9001) has opted out"),
    ]);
    expect(world.carrier.bodies()).toHaveLength(1);
  });

  it("that says stop, twice at the same moment, is acted on and confirmed once", async () => {
    const world = await createWorld();
    world.carrier.answeredWords = [];
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    for (const id of ["one", "two"])
      await keepBehindMissed(other, carrier, { ...textAt(world.now(), id), body: "STOP" });
    await routeKept(leader);
    await world.pass(minute);
    expect(world.thread(thread).filter((words) => words.includes("has opted out"))).toHaveLength(1);
    expect(world.carrier.bodies()).toHaveLength(1);
    expect(await shown(world)).toEqual(["Hi, are you open today?", "STOP", "STOP"]);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).toHaveLength(1);
  });

  it.each([
    ["at the same moment", 0],
    ["one after the other", second],
  ])("that says stop, twice %s, and is answered by its carrier, is told once", async (_, apart) => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    for (const id of ["one", "two"]) {
      await keepBehindMissed(other, carrier, { ...textAt(world.now(), id), body: "STOP" });
      world.skip(apart);
    }
    await routeKept(leader);
    await world.pass(minute);
    expect(world.thread(thread).filter((words) => words.includes("has opted out"))).toHaveLength(1);
    expect(world.carrier.bodies()).toEqual([]);
    expect(await shown(world)).toEqual(["Hi, are you open today?", "STOP", "STOP"]);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).toHaveLength(1);
  });

  it("that says stop, one to each of two lines, is told and confirmed of each where an opt-out reaches one line alone", async () => {
    const world = await createWorld({ optOutScope: "line" });
    world.carrier.answeredWords = [];
    const [leader, other] = [instance(world, true), instance(world, false)];
    const lines = [frontLine, billingLine];
    for (const to of lines) await receiveSms(leader, carrier, { ...textAt(world.now(), `begins ${to}`), to });
    for (const to of lines) {
      world.skip(second);
      await keepBehindMissed(other, carrier, { ...textAt(world.now(), `ends ${to}`), to, body: "STOP" });
    }
    await routeKept(leader);
    await world.pass(minute);
    const told = world.desk.posted.map(({ post }) => JSON.stringify(post));
    for (const name of ["Front desk", "Billing"]) {
      expect(told).toContainEqual(expect.stringContaining(`Nothing is sent to them from ${name} until`));
      expect(world.carrier.bodies()).toContainEqual(expect.stringContaining(`no more texts from ${name}.`));
    }
  });

  it("that says stop lets nothing leave from the line that answers it either, where an opt-out reaches one line alone", async () => {
    const directory = benWith({ outboundLine: frontLine });
    const world = await createWorld({ optOutScope: "line", directory });
    world.carrier.answeredWords = [];
    const [leader, other] = [instance(world, true), instance(world, false)];
    await receiveSms(leader, carrier, { ...textAt(world.now(), "begins"), to: benLine });
    await world.runAll();
    const { thread, channel } = await world.openEpisode();
    if (thread === null || channel === null) throw new Error("it has no thread");
    world.skip(second);
    await keepBehindMissed(other, carrier, { ...textAt(world.now(), "ends"), to: benLine, body: "STOP" });
    await world.reply(ben, thread, "See you at 3", { channel });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    await routeKept(leader);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([expect.stringContaining("You will get no more texts from")]);
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(rows.map(({ line }) => line)).toEqual([benLine, frontLine]);
  });

  it("that says stop counts like any other, however often they said it before and took it back", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    const thread = await world.begin();
    const kinds = async () =>
      (await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).map(({ kind }) => kind);
    await keepBehindMissed(other, carrier, textAt(world.now(), "STOP"));
    await routeKept(leader);
    for (const word of ["START", "STOP"]) {
      world.skip(minute);
      await receiveSms(leader, carrier, { ...textAt(world.now(), `${word} again`), body: word });
    }
    expect(await kinds()).toEqual(["out", "in", "out"]);
    await world.reply(ana, thread, "See you at 3");
    await world.pass(minute);
    expect(world.carrier.bodies()).not.toContain("See you at 3");
  });

  it("says how it stands at last whichever of them were kept, and lets nothing leave from a stop on", async () => {
    const step = fc.record({
      word: fc.constantFrom("STOP", "START", "Hello"),
      isKept: fc.boolean(),
      isRouted: fc.boolean(),
      answers: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, answered) => {
        const world = await createWorld({ hold: 0 });
        if (!answered) world.carrier.answeredWords = [];
        const [leader, other] = [instance(world, true), instance(world, false)];
        const thread = await world.begin();
        let isOut = false;
        for (const [index, { word, isKept, isRouted, answers }] of steps.entries()) {
          world.skip(second);
          const text = { ...textAt(world.now(), `${index}`), body: word };
          if (isKept) await keepBehindMissed(other, carrier, text);
          else await comes(other, text);
          if (word !== "Hello") isOut = word === "STOP";
          if (isRouted) await routeKept(leader);
          await world.runAll();
          const before = world.carrier.bodies().length;
          if (!answers) continue;
          await world.reply(ana, thread, `Answer ${index}`);
          await world.runAll();
          if (isOut) expect(world.carrier.bodies().slice(before)).not.toContain(`Answer ${index}`);
        }
        await routeKept(leader);
        await world.runAll();
        const last = steps.findLast(({ word }) => word !== "Hello")?.word;
        const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
        expect(standingOptOut(rows, null) === null).toBe(last !== "STOP");
        expect(await world.ctx.store.read((tx) => tx.arrivals.unroutedTo(frontLine))).toEqual([]);
        const confirmed = world.carrier.bodies().filter((body) => body.startsWith("You will get no more"));
        // Of those that are taken together a later one keeps from leaving what confirms an earlier one.
        const stops = new Set(
          steps.flatMap(({ word }, index) =>
            word === "STOP" && isFirst(steps, index) ? [takenIn(steps, index)] : [],
          ),
        );
        expect(confirmed.length).toBe(answered ? 0 : stops.size);
        await world.close();
      }),
      { numRuns: thinned(30) },
    );
  });

  it("is one of many: they are delivered in order, a few in each transaction, so that nobody waits for all of them", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    const texts = Array.from({ length: 45 }, (_, index) => textAt(world.now() + index, `text ${index}`));
    for (const text of texts) await keepBehindMissed(other, carrier, text);
    const left: number[] = [];
    const transaction: typeof leader.store.transaction = async (work, when) => {
      const done = await leader.store.transaction(work, when);
      left.push((await leader.store.read((tx) => tx.arrivals.unroutedTo(frontLine))).length);
      return done;
    };
    await routeKept({ ...leader, store: { ...leader.store, transaction } });
    expect([...new Set(left)].filter((count) => count < 45)).toEqual([25, 5, 0]);
    expect(await shown(world)).toEqual(texts.map(({ body }) => body));
  });

  it("waits where another one keeps it while the list is read that may not hold those before it", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await catchUpCarriers(leader);
    await keepBehindMissed(other, carrier, textAt(world.now() - minute, "first"));
    const { catchUp } = world.carrier.carrier;
    if (catchUp === undefined) throw new Error("this carrier keeps no list");
    const asked = {
      ...world.carrier.carrier,
      catchUp: async (from: Parameters<typeof catchUp>[0]) => {
        const { events, ...rest } = await catchUp(from);
        const caughtUp = { ...rest, events: [...events] };
        await keepBehindMissed(other, carrier, textAt(world.now(), "last"));
        world.carrier.listed.push(textAt(world.now() - second, "missed"));
        return caughtUp;
      },
    };
    await routeKept({ ...leader, carriers: new Map([[carrier, asked]]) });
    expect(await shown(world)).toEqual(["first"]);
    await routeKept(leader);
    expect(await shown(world)).toEqual(["first", "missed", "last"]);
  });

  it("waits while the carrier can't be asked for those before it, but not for long", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await catchUpCarriers(leader);
    await keepBehindMissed(other, carrier, textAt(world.now(), "kept"));
    const silent = {
      ...world.carrier.carrier,
      catchUp: async () => {
        throw new Error("the carrier is away");
      },
    };
    const unanswered = { ...leader, carriers: new Map([[carrier, silent]]) };
    await routeKept(unanswered);
    expect(await shown(world)).toEqual([]);
    world.skip(minute);
    await routeKept(unanswered);
    expect(await shown(world)).toEqual(["kept"]);
  });

  it("waits while those before it are being read, but not for as long as that takes", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await catchUpCarriers(leader);
    await keepBehindMissed(other, carrier, textAt(world.now(), "kept"));
    const endless = { ...world.carrier.carrier, catchUp: () => new Promise<never>(() => {}) };
    const unanswered = { ...leader, carriers: new Map([[carrier, endless]]) };
    await routeKept(unanswered, 10);
    expect(await shown(world)).toEqual([]);
    world.skip(minute);
    await routeKept(unanswered, 10);
    expect(await shown(world)).toEqual(["kept"]);
  });

  it("stands behind those that were missed before somebody took the lead", async () => {
    const world = await createWorld();
    const [leader, other] = [instance(world, true), instance(world, false)];
    await catchUpCarriers(leader);
    world.carrier.listed.push(textAt(world.now(), "missed"));
    await recover(leader);
    await comes(other, textAt(world.now() + second, "newer"));
    await routeKept(leader);
    expect(await shown(world)).toEqual(["missed", "newer"]);
  });

  it("is fetched when the one that it was told to has fallen silent", async () => {
    const world = await createWorld();
    const leader = instance(world, true);
    const row = { name: "other:1", version: "1.0.0", startedAt: world.now() - minute, deafSince: null };
    await leader.store.transaction((tx) => tx.instances.tell({ ...row, beatAt: world.now() }, false));
    await catchUpCarriers(leader);
    world.carrier.listed.push(textAt(world.now(), "missed"));
    for (let passed = 0; passed < 20; passed += 1) {
      await heedInstances(leader);
      world.skip(second);
    }
    await catchUpOwed(leader, carrier);
    expect(await shown(world)).toEqual(["missed"]);
  });
});

describe("a text at the only instance", () => {
  it("stands behind those of its line that wait until older ones are here", async () => {
    const world = await createWorld();
    await keepBehindMissed(world.ctx, carrier, textAt(world.now(), "kept"));
    await comes(world.ctx, textAt(world.now() + second, "newer"));
    await routeKept(world.ctx);
    expect(await shown(world)).toEqual(["kept", "newer"]);
  });
});

describe("a text at an instance whose carrier's list could not be read", () => {
  /** Older ones stand on it, which is read in vain until `answers`. */
  async function unread(change: (ctx: Context) => Context = (ctx) => ctx) {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.carrier.listed.push(textAt(world.now(), "missed"));
    const catchUp = async (): Promise<never> => {
      throw new Error("the carrier is away");
    };
    const answers = change(world.ctx);
    const ctx = { ...answers, carriers: new Map([[carrier, { ...world.carrier.carrier, catchUp }]]) };
    noteMissedText(ctx, carrier);
    await catchUpOwed(ctx, carrier);
    await comes(ctx, textAt(world.now() + second, "newer"));
    return { world, ctx, answers };
  }

  it.each([
    ["alone", (ctx: Context) => ctx],
    [
      "one of several",
      (ctx: Context) => ({ ...ctx, store: { ...ctx.store, lead: { ...ctx.store.lead, isShared: true } } }),
    ],
  ])("stands behind those that were missed, where it is %s", async (_, change) => {
    const { world, answers } = await unread(change);
    expect(await shown(world)).toEqual([]);
    world.skip(5 * second);
    await routeKept(answers);
    expect(await shown(world)).toEqual(["missed", "newer"]);
  });

  it("waits for them, but not for long", async () => {
    const { world, ctx } = await unread();
    world.skip(minute);
    await routeKept(ctx);
    expect(await shown(world)).toEqual(["newer"]);
  });

  it("is taken at once again once it was read", async () => {
    const { world, answers } = await unread();
    world.skip(5 * second);
    await routeKept(answers);
    await comes(answers, textAt(world.now(), "newest"));
    expect(await shown(world)).toEqual(["missed", "newer", "newest"]);
  });
});

describe("a text that its carrier told of, and that may stand on a list", () => {
  const toldAt = (at: number, id: string): TextEvent => ({ ...textAt(at, id), isPerhapsListed: true });

  it("stands behind older ones on that list of which nobody was told", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const told = toldAt(world.now() + second, "told");
    world.carrier.listed.push(textAt(world.now(), "untold"), textAt(world.now() + second, "told"));
    await takeIn(world.ctx, carrier, told);
    await routeKept(world.ctx);
    expect(await shown(world)).toEqual(["untold", "told"]);
    expect(world.counted.get("texts_received")).toBe(2);
  });

  it("stands behind them also where others are known to be missed", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    world.carrier.listed.push(textAt(world.now(), "untold"));
    await keepBehindMissed(world.ctx, carrier, toldAt(world.now() + second, "told"));
    await routeKept(world.ctx);
    expect(await shown(world)).toEqual(["untold", "told"]);
  });

  it("is one of many: they cost as few looks as the carrier's news do", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    await lookAtAccount(world.ctx, { carrier });
    const before = world.carrier.asked.length;
    for (const id of ["first", "second", "third"]) {
      await takeIn(world.ctx, carrier, toldAt(world.now(), id));
      await catchUpOwed(world.ctx, carrier);
      world.skip(1);
    }
    expect(world.carrier.asked.length - before).toBe(0);
    world.skip(2 * second);
    await routeKept(world.ctx);
    expect(world.carrier.asked.length - before).toBe(1);
    expect(await shown(world)).toEqual(["first", "second", "third"]);
  });

  /** A carrier that is away, and what happens here while its list is asked for in vain. */
  async function unanswered(meanwhile: (ctx: Context) => Promise<void> = async () => {}) {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const asked: number[] = [];
    const catchUp = async (): Promise<never> => {
      asked.push(world.now());
      await meanwhile(ctx);
      throw new Error("the carrier is away");
    };
    const ctx: Context = {
      ...world.ctx,
      carriers: new Map([[carrier, { ...world.carrier.carrier, catchUp }]]),
    };
    return { world, ctx, asked };
  }

  it("has no list read sooner than its carrier said, where that could not be read", async () => {
    const { world, ctx, asked } = await unanswered();
    await lookAtAccount(ctx, { carrier });
    await takeIn(ctx, carrier, toldAt(world.now(), "told"));
    await catchUpOwed(ctx, carrier);
    expect(asked).toHaveLength(1);
  });

  it("has none read sooner than its carrier said either, where it is told while that can't be read", async () => {
    const { ctx, asked } = await unanswered((here) =>
      keepBehindMissed(here, carrier, toldAt(here.now(), "told")),
    );
    await lookAtAccount(ctx, { carrier });
    await catchUpOwed(ctx, carrier);
    expect(asked).toHaveLength(1);
  });

  it("has it read at once for what is known to be missed, also where that became known while it could not be read", async () => {
    const { ctx, asked } = await unanswered(async (here) => {
      noteMissedText(here, carrier);
      await keepBehindMissed(here, carrier, toldAt(here.now(), "told"));
    });
    await lookAtAccount(ctx, { carrier });
    expect(asked).toHaveLength(2);
  });

  it("costs no look of its own where it is told while the list is read: it waits for the next news", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    const { catchUp } = world.carrier.carrier;
    if (catchUp === undefined) throw new Error("this carrier keeps no list");
    let asked = 0;
    const told: Context = {
      ...world.ctx,
      carriers: new Map([
        [
          carrier,
          {
            ...world.carrier.carrier,
            catchUp: async (from: Parameters<typeof catchUp>[0]) => {
              asked += 1;
              if (asked < 4) await keepBehindMissed(told, carrier, toldAt(world.now(), `told ${asked}`));
              return await catchUp(from);
            },
          },
        ],
      ]),
    };
    await lookAtAccount(told, { carrier });
    expect(asked).toBe(1);
    expect(await shown(world)).toEqual([]);
    world.skip(3 * second);
    await lookAtAccount(world.ctx, { carrier });
    expect(await shown(world)).toEqual(["told 1"]);
  });

  it("is taken though it does not stand there", async () => {
    const world = await createWorld();
    await catchUpCarriers(world.ctx);
    await takeIn(world.ctx, carrier, toldAt(world.now(), "told"));
    await lookAtAccount(world.ctx, { carrier });
    expect(await shown(world)).toEqual(["told"]);
    expect(world.counted.get("texts_received")).toBe(1);
  });

  it("waits while the list can't be read, but not for long", async () => {
    const { world, ctx } = await unanswered();
    await takeIn(ctx, carrier, toldAt(world.now(), "told"));
    await lookAtAccount(ctx, { carrier });
    expect(await shown(world)).toEqual([]);
    world.skip(minute);
    await routeKept(ctx);
    expect(await shown(world)).toEqual(["told"]);
  });
});
