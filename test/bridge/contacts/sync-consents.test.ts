/** Our ledger of opt-outs and a carrier's own list, kept the same. */
import { describe, expect, it } from "vitest";
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import { askOptOut, recordOptOut } from "../../../src/bridge/contacts/record-opt-out.ts";
import { syncConsentList } from "../../../src/bridge/contacts/sync-consent-list.ts";
import type { Consent } from "../../../src/bridge/contracts/carrier-consents.ts";
import { enqueueConsentList } from "../../../src/bridge/outbox/consent-kinds.ts";
import { CarrierError } from "../../../src/domain/errors.ts";
import type { Address, E164 } from "../../../src/domain/ids.ts";
import { ana, ben, billingLine, frontLine, maria, noel, office } from "../front-desk.ts";
import { office as carrierLogin } from "../scripted-carrier.ts";
import { createWorld, hour, minute, second, type World, type WorldOptions, words } from "../world.ts";

const foreignLine = "+15550100009" as E164;

const begin = (options: WorldOptions = {}) => createWorld({ consents: true, ...options });

function listed(world: World, state: "out" | "in", how: Partial<Consent> = {}): Consent {
  const said = {
    state,
    contact: maria,
    line: frontLine,
    source: "contact",
    at: new Date(world.now()),
  } as const;
  const consent = { ...said, ...how };
  const { all } = world.carrier.consents;
  const at = all.findIndex(({ line, contact }) => line === consent.line && contact === consent.contact);
  if (at >= 0) all.splice(at, 1);
  all.push(consent);
  return consent;
}

/** As the clock does it. */
async function sync(world: World): Promise<void> {
  await enqueueConsentList(world.ctx);
  await world.pass(second);
}

async function ledger(world: World, address: Address = maria): Promise<string[]> {
  const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(address));
  return rows.map(({ kind, line, source }) => `${kind} ${line ?? "all"} ${source}`);
}

const told = (world: World) => world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
const record = async (world: World, kind: "out" | "in", evidence = "by phone") => {
  const { id: episode } = await world.openEpisode();
  const act = `${kind} ${world.now()}`;
  expect(await recordOptOut(world.ctx, { episode, kind, evidence, user: ana, act })).toBeNull();
  await world.runAll();
};

describe("who opted out in the carrier's own list", () => {
  it("is in the ledger with line, time and source, contact or not, and what waits for them does not leave", async () => {
    const world = await begin({ hold: 10 * second });
    const thread = await world.begin();
    await world.reply(ben, thread, "See you at ten");
    const { at } = listed(world, "out");
    listed(world, "out", { contact: noel, line: null, source: "network" });
    listed(world, "out", { contact: noel, line: foreignLine });
    await sync(world);
    await world.pass(minute);
    const rows = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    expect(rows).toMatchObject([
      {
        kind: "out",
        line: frontLine,
        source: "list",
        by: null,
        at: at?.getTime(),
        evidence: "RingCentral’s list of opt-outs (set by a text of theirs)",
      },
    ]);
    expect(await ledger(world, noel)).toEqual([`out ${frontLine} list`, `out ${billingLine} list`]);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.thread(thread).at(-1)).toContain(
      "Maria Lopez (…9001) has opted out: RingCentral’s list of opt-outs (set by a text of theirs) says so. Nothing is sent to them from Front desk until they text START. One text had not left yet and won’t.",
    );
    // The first text to one whom nobody here knew.
    const other = await world.begin(noel, "Hello");
    await world.reply(ben, other, "Hello Noel");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(told(world).at(-1)).toContain("RingCentral’s list of opt-outs (set by the phone network) says so");
    // Again it changes nothing, here or there.
    await sync(world);
    await sync(world);
    expect(await ledger(world)).toHaveLength(1);
    expect(world.carrier.consents.puts).toEqual([]);
  });

  it("is texted again once the list says so later than all else, and not by what is older", async () => {
    const world = await begin();
    const thread = await world.begin();
    listed(world, "out");
    await sync(world);
    world.skip(minute);
    listed(world, "in");
    await sync(world);
    expect(world.thread(thread).at(-1)).toContain("can be texted from Front desk again: RingCentral’s list");
    await world.reply(ben, thread, "Welcome back");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Welcome back"]);
    await record(world, "out");
    listed(world, "in", { line: null, at: new Date(world.now() - hour) });
    await sync(world);
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, `in ${frontLine} list`, "out all record"]);
  });

  it.each(["out", "in"] as const)(
    "of another line (%s) answers nothing of what they asked us",
    async (state) => {
      const world = await begin();
      listed(world, "out", { line: billingLine });
      if (state === "in") await sync(world);
      const thread = await world.begin();
      if (state === "out") listed(world, "out", { line: billingLine });
      world.skip(minute);
      await world.text(maria, "please stop texting me");
      await world.reply(ben, thread, "See you at ten");
      if (state === "in") listed(world, "in", { line: billingLine });
      await sync(world);
      await world.pass(minute);
      expect(await ledger(world)).toHaveLength(state === "in" ? 2 : 1);
      expect(world.carrier.bodies()).toEqual([]);
      const asked = world.thread(thread).find((line) => line.includes("may mean"));
      expect(asked).toMatch(/until somebody chooses\.$/);
    },
  );

  it("is read whole before anybody is texted again: on another page it may say otherwise", async () => {
    const world = await begin();
    await world.begin();
    world.carrier.consents.pageSize = 1;
    listed(world, "out", { line: null, at: new Date(world.now() - hour) });
    await sync(world);
    listed(world, "in");
    await sync(world);
    // The account still keeps it back.
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, `out ${billingLine} list`]);
    listed(world, "in", { line: null });
    await sync(world);
    expect((await ledger(world)).slice(2)).toEqual([`in ${frontLine} list`, `in ${billingLine} list`]);
  });

  it("is asked for alone where the carrier says who it was, and else all that is new", async () => {
    const world = await begin();
    listed(world, "out");
    const { reads } = world.carrier.consents;
    await world.runAll();
    await takeIn(world.ctx, "twilio", { kind: "consents", contacts: [maria] });
    await world.pass(minute);
    expect([await ledger(world), reads]).toEqual([[`out ${frontLine} list`], { list: 0, of: 1 }]);
    await takeIn(world.ctx, "twilio", { kind: "consents" });
    await world.runAll();
    expect(reads.list).toBe(1);
  });

  it("comes a part at a time, of thousands whom nobody here knows, and goes on where it was interrupted", async () => {
    const world = await begin();
    const { consents } = world.carrier;
    consents.pageSize = 60;
    for (let index = 0; index < 300; index += 1)
      listed(world, "out", { contact: `+1555020${String(index).padStart(4, "0")}` as Address });
    consents.closed = tooMuch;
    consents.closedFrom = 2;
    await sync(world);
    const read = () => world.ctx.store.read((tx) => tx.optOuts.after(0, 2_000));
    expect(await read()).toHaveLength(120);
    consents.closed = null;
    await world.restart();
    await world.pass(minute);
    expect(consents.reads.list).toBe(5);
    expect(await read()).toHaveLength(300);
    const owed = await world.ctx.store.read((tx) => tx.outbox.backlog());
    expect(owed.filter(({ kind }) => kind.startsWith("consent"))).toEqual([]);
    expect(world.desk.posted).toEqual([]);
    expect(JSON.stringify(world.logged)).not.toContain("+1555020");
  });

  it("keeps texts waiting for no more than fifty rows, of however many lines", async () => {
    const world = await begin({ decidesOnce: true });
    for (let index = 0; index < 200; index += 1)
      listed(world, "out", { line: null, contact: `+1555020${String(index).padStart(4, "0")}` as Address });
    const commits: number[] = [];
    const transaction: typeof world.ctx.store.transaction = (work, when) =>
      world.ctx.store.transaction(async (tx) => {
        const rows = async () => (await tx.optOuts.after(0, 2_000)).length;
        const before = await rows();
        const done = await work(tx);
        commits.push((await rows()) - before);
        return done;
      }, when);
    const store = { ...world.ctx.store, transaction };
    await syncConsentList({ ...world.ctx, store }, { carrier: "twilio", login: carrierLogin });
    expect(commits.reduce((all, each) => all + each, 0)).toBe(400);
    expect(Math.max(...commits)).toBeLessThanOrEqual(50);
  });

  it("says what was read before of a line that is new", async () => {
    const world = await begin();
    listed(world, "out", { line: null });
    await sync(world);
    const line = { ...office.lines[1], number: foreignLine, name: "Third", smsExtension: "400" };
    await world.apply({ ...office, lines: [...office.lines, line] } as typeof office);
    await sync(world);
    expect((await ledger(world)).at(-1)).toBe(`out ${foreignLine} list`);
  });
});

const tooMuch = new CarrierError("too much", {
  ...{ kind: "rate-limited", retryable: true, certain: true, retryAfterMs: 30 * second },
});
const mayNot = new CarrierError("may not", { kind: "CMN-408", retryable: false, certain: true });

describe("who opted out here", () => {
  it("does in the carrier's list, for all of the account, once and without a word", async () => {
    const world = await begin();
    await world.begin();
    await record(world, "out");
    expect(world.carrier.consents.puts).toEqual([`out * ${maria} by office`]);
    const said = told(world);
    await sync(world);
    await takeIn(world.ctx, "twilio", { kind: "consents", contacts: [maria] });
    await world.pass(minute);
    expect(world.carrier.consents.puts).toHaveLength(1);
    expect(await ledger(world)).toEqual(["out all record"]);
    expect(told(world)).toEqual(said);
  });

  it("by a word that the carrier did not hear does so, by one that it acted on does not", async () => {
    const world = await begin({ optOutScope: "line" });
    await world.begin();
    await world.text(maria, "STOP");
    await world.runAll();
    expect(world.carrier.consents.puts).toEqual([]);
    await world.text(maria, "Remove", { to: billingLine });
    await world.runAll();
    // The text that confirms it has to get through before.
    expect(world.carrier.bodies()).toEqual([
      "You will get no more texts from Billing. Text START to get them again.",
    ]);
    expect(world.carrier.consents.puts).toEqual([]);
    await world.pass(minute);
    expect(world.carrier.consents.puts).toEqual([`out ${billingLine} ${maria} by office`]);
  });

  it("before there was a list does so once it is read, a few at a time", async () => {
    const world = await begin();
    await world.begin();
    await world.begin(noel, "Hi");
    world.carrier.consents.closed = mayNot;
    await record(world, "out");
    await world.text(noel, "Remove");
    await world.pass(minute);
    expect(world.carrier.consents.puts).toEqual([]);
    expect(told(world).findLast((one) => one.startsWith(ana))).toBe(
      `${ana}: What was recorded of Maria Lopez (…9001) holds here alone: the login office may not read or change RingCentral’s own list of opt-outs (CMN-408). An administrator can see more with threadline doctor.`,
    );
    await sync(world);
    world.carrier.consents.closed = null;
    await sync(world);
    await world.pass(5 * minute);
    expect(world.carrier.consents.puts.toSorted()).toEqual([
      `out * ${maria} by office`,
      `out * ${noel} by office`,
    ]);
  });

  it("before there was a list is tried for a few, and not for all again and again, while the login may not", async () => {
    const world = await begin();
    const people = Array.from({ length: 25 }, (_, index) => `+155502000${String(index + 10)}` as Address);
    await world.ctx.store.transaction(async (tx) => {
      for (const address of people)
        await tx.optOuts.add({
          ...{ address, kind: "out", line: null, source: "record", by: null, at: 1, evidence: "by phone" },
          ...{ messageId: null, confirmationId: null, createdAt: 1 },
        });
    });
    const { answers, puts } = world.carrier.consents;
    answers.push(...Array.from({ length: 100 }, () => mayNot));
    await sync(world);
    await world.pass(10 * minute);
    expect(puts).toHaveLength(10);
    await sync(world);
    await world.pass(10 * minute);
    expect(puts).toHaveLength(20);
    answers.length = 0;
    for (let count = 0; count < 2; count += 1) {
      await sync(world);
      await world.pass(10 * minute);
    }
    expect(world.carrier.consents.all.map(({ contact }) => contact).toSorted()).toEqual(people);
  });

  it("is put there again until it is, at the pace that the carrier wants", async () => {
    const world = await begin();
    await world.begin();
    world.carrier.consents.answers.push(tooMuch);
    await record(world, "out");
    expect(world.carrier.consents.puts).toHaveLength(1);
    await world.pass(29 * second);
    expect(world.carrier.consents.puts).toHaveLength(1);
    await world.pass(2 * second);
    expect(world.carrier.consents.puts).toHaveLength(2);
  });

  it("is told to whoever recorded it where the carrier does not take it", async () => {
    const world = await begin();
    await world.begin();
    world.carrier.consents.answers.push({ kind: "refused", code: "CMN-101", sentence: "It says no." });
    await record(world, "out");
    expect(told(world).at(-1)).toBe(
      `${ana}: Maria Lopez (…9001) is opted out here, but other apps of the RingCentral account may still text them. It says no.`,
    );
    await sync(world);
    expect(told(world).filter((one) => one.includes("It says no"))).toHaveLength(1);
  });
});

describe("that a contact may be texted again", () => {
  it("is put there, too, and then nothing is said to stand in the way", async () => {
    const world = await begin();
    const thread = await world.begin();
    listed(world, "out");
    await sync(world);
    const { id: episode } = await world.openEpisode();
    expect(await askOptOut(world.ctx, { episode, user: ana })).toMatchObject({
      isOut: true,
      standing: expect.arrayContaining([
        " RingCentral keeps texts to them back from Front desk as well; an opt-in recorded here asks it to let them through.",
      ]),
    });
    world.skip(minute);
    await record(world, "in");
    expect(world.carrier.consents.puts).toEqual([`in ${frontLine} ${maria} by office`]);
    expect(told(world).slice(-2)).toEqual([
      `${ana}: Maria Lopez (…9001) can be texted. RingCentral keeps texts to them back from Front desk as well, and is asked now to let them through: what comes of it is told.`,
      `${ana}: RingCentral lets texts to Maria Lopez (…9001) from Front desk through again.`,
    ]);
    expect(world.desk.cards.at(-1)?.card).not.toHaveProperty("keptBack");
    const form = await askOptOut(world.ctx, { episode, user: ana });
    expect(form).toMatchObject({ isOut: false, standing: ["Maria Lopez (…9001) has not opted out."] });
    await world.reply(ben, thread, "Welcome back");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Welcome back"]);
    await sync(world);
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, "in all record", `in ${frontLine} list`]);
  });

  it("is told with who can do what where it stays so there, and asked again with the next one", async () => {
    const world = await begin();
    await world.begin();
    listed(world, "out", { source: "network" });
    await sync(world);
    world.skip(minute);
    const sentence = "The network keeps them back. They have to text START.";
    world.carrier.consents.answers.push({ kind: "refused", code: "x", sentence });
    await record(world, "in");
    expect(told(world).at(-1)).toBe(
      `${ana}: Maria Lopez (…9001) may be texted by what is recorded here, but RingCentral keeps texts to them from Front desk back. ${sentence}`,
    );
    expect(world.desk.cards.at(-1)?.card).toMatchObject({
      optedOut: null,
      keptBack: "by RingCentral, until they text START, or an opt-in recorded anew gets through there",
    });
    world.skip(minute);
    await record(world, "in");
    expect(world.carrier.consents.puts).toHaveLength(2);
    expect(told(world).at(-1)).toContain("lets texts to Maria Lopez (…9001) from Front desk through again");
  });
});

describe("a word that the carrier's list told of before it came", () => {
  it("is heard all the same, and reaches as far as any", async () => {
    const world = await begin();
    const thread = await world.begin();
    const at = new Date(world.now() + second);
    listed(world, "out", { at });
    await sync(world);
    await world.text(maria, "STOP", { receivedAt: at });
    await world.text(maria, "STOP", { receivedAt: at });
    await world.runAll();
    expect(await ledger(world)).toEqual([`out ${frontLine} list`, "out all carrier_word"]);
    expect(world.thread(thread).join()).toContain("has opted out: they wrote “STOP”");

    world.skip(minute);
    const later = new Date(world.now());
    listed(world, "in", { at: later });
    await sync(world);
    expect((await ledger(world)).slice(2)).toEqual([`in ${frontLine} list`]);
    await world.text(maria, "START", { receivedAt: later });
    await world.runAll();
    expect((await ledger(world)).slice(3)).toEqual(["in all carrier_word"]);
    await world.text(maria, "STOP", { receivedAt: new Date(world.now() + minute) });
    await world.runAll();
    expect((await ledger(world)).slice(4)).toEqual(["out all carrier_word"]);
  });
});

describe("a refusal that is found late", () => {
  it("is as old as the text that was refused: who opted in since can be texted", async () => {
    const world = await begin();
    const thread = await world.begin();
    await world.reply(ben, thread, "See you at ten");
    await world.pass(minute);
    await world.text(maria, "STOP");
    await world.runAll();
    world.skip(minute);
    await world.text(maria, "START");
    await world.runAll();
    await world.report("See you at ten", "failed", "They opted out.", "21610");
    await world.runAll();
    await world.reply(ben, thread, "Welcome back");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["See you at ten", "Welcome back"]);
  });
});

describe("an erased contact who opted out", () => {
  it("stays so by number, and no comparing brings words or names back", async () => {
    const world = await begin();
    await world.begin();
    listed(world, "out", { line: null });
    await sync(world);
    await eraseContact(world.ctx, maria, false);
    const erased = await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));
    await sync(world);
    await takeIn(world.ctx, "twilio", { kind: "consents", contacts: [maria] });
    await world.pass(minute);
    expect(await world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria))).toEqual(erased);
    expect(erased.map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ["out", ""],
      ["out", ""],
    ]);
  });
});
