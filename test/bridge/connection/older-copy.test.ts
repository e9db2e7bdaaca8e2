import { describe, expect, it } from "vitest";
import { catchUpCarriers } from "../../../src/bridge/connection/catch-up-carrier.ts";
import { catchUpMissed } from "../../../src/bridge/connection/catch-up-desk.ts";
import { noticeUnknownPosts } from "../../../src/bridge/connection/older-copy.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import { noteErased } from "../../../src/bridge/contacts/erased-text.ts";
import type { StatusEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import type { Tx, When } from "../../../src/bridge/contracts/store/store.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { enqueue, isJob } from "../../../src/bridge/outbox/job-kind.ts";
import { openJob } from "../../../src/bridge/outbox/kinds.ts";
import type { CarrierMessageId, SlackTs } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { toSlackTs } from "../../../src/domain/slack-time.ts";
import { ben, frontLine, maria, noel } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

/** A text that the carrier lists as sent, so long ago. */
function sent(world: World, ago: number, body = "sent since", from: string = frontLine): StatusEvent {
  return {
    kind: "status",
    carrierMessageId: `SENT ${body}` as CarrierMessageId,
    messageId: null,
    state: "delivered",
    failure: null,
    sms: { from, body, at: new Date(world.now() - ago) },
  };
}

/** Lets the desk's past show posts of ours. */
function showPosts(world: World, ...posts: { key: string; at: number }[]): void {
  const { catchUp } = world.desk.history;
  Object.assign(world.desk.history, {
    catchUp: (...[channel, gap]: Parameters<typeof catchUp>) => {
      for (const { key, at } of posts) gap.posted?.(key, toSlackTs(at) as SlackTs);
      return catchUp(channel, gap);
    },
  });
}

/** What the log says of it, and what it names as the sign. */
function hearSigns(world: World): object[] {
  const signs: object[] = [];
  const { log } = world.ctx;
  const { warn } = log;
  Object.assign(log, {
    warn: (...[fields, message]: Parameters<typeof warn>) => {
      if (message.endsWith("so it is an older copy")) signs.push(fields);
      warn(fields, message);
    },
  });
  return signs;
}

/** A reply that is due, and a minute in which nothing runs. */
async function stopped(world: World): Promise<Place> {
  await catchUpCarriers(world.ctx);
  const place = await world.reply(ben, await world.begin(), "due");
  world.skip(minute);
  return place;
}

async function hasLeft(world: World, place: Place): Promise<boolean> {
  await world.pass(hour);
  const isAsked = (await world.messageOf(place))?.waitReason === "outage";
  expect(world.carrier.bodies()).toEqual(isAsked ? [] : ["due"]);
  return !isAsked;
}

/** Does something between the first decision that may be written down a little later and the next one. */
function afterFirst(when: When, { ctx: { store } }: World, act: () => Promise<void>): void {
  const { transaction } = store;
  Object.assign(store, {
    transaction: async (...input: Parameters<typeof transaction>) => {
      const decided = await transaction(...input);
      if (input[1] !== when) return decided;
      Object.assign(store, { transaction });
      await act();
      return decided;
    },
  });
}

/** The next decision is not taken: the disk is full just then. */
function failNext({ ctx: { store } }: World): void {
  const { transaction } = store;
  const full = new Error("database or disk is full");
  Object.assign(store, {
    transaction: async <T>(...[work, when]: [(tx: Tx) => Promise<T>, When?]) => {
      Object.assign(store, { transaction });
      return await transaction(async (tx) => Promise.reject(await work(tx).then(() => full)), when);
    },
  });
}

describe("a text that the carrier has sent from our line, and that nobody knows here", () => {
  async function afterStart(
    listed: (world: World) => StatusEvent[],
    before?: (world: World) => Promise<void>,
  ) {
    const world = await createWorld();
    const place = await stopped(world);
    await before?.(world);
    await world.start();
    world.carrier.listed.push(...listed(world));
    await catchUpCarriers(world.ctx);
    await regainConnection(world.ctx);
    return await hasLeft(world, place);
  }

  it("means that the database is an older copy: what was due waits for a person", async () => {
    expect(await afterStart((world) => [sent(world, 30 * second)])).toBe(false);
  });

  it("means it, too, where the database could not take that at first", async () => {
    const world = await createWorld();
    const place = await stopped(world);
    await world.start();
    world.carrier.listed.push(sent(world, 30 * second));
    afterFirst("soon", world, async () => failNext(world));
    await catchUpCarriers(world.ctx);
    await catchUpCarriers(world.ctx);
    await regainConnection(world.ctx);
    expect(await hasLeft(world, place)).toBe(false);
  });

  it("means nothing when it is older than what this database lived through, or from no line of ours", async () => {
    expect(await afterStart((world) => [sent(world, 5 * minute)])).toBe(true);
    expect(await afterStart((world) => [sent(world, 30 * second, "else", "+15550177777")])).toBe(true);
  });

  it("means nothing when it was erased here", async () => {
    const erase = (world: World) =>
      world.ctx.store.transaction((tx) => noteErased(tx, "twilio", "SENT sent since", world.now()));
    expect(await afterStart((world) => [sent(world, 30 * second)], erase)).toBe(true);
  });

  it.each([
    ["while it goes on", true],
    ["while it was stopped", false],
  ])("means nothing when its answer was lost and it was erased %s", async (_, runs) => {
    const world = await createWorld({ hold: 0 });
    await catchUpCarriers(world.ctx);
    const thread = await world.begin();
    await world.start();
    await regainConnection(world.ctx);
    if (runs) world.skip(minute);
    world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
    await world.reply(ben, thread, "sent since");
    await world.runAll();
    const listed = sent(world, 0);
    expect(await eraseContact(world.ctx, maria, runs)).toMatchObject({ conversations: 1 });
    world.skip(minute);
    if (!runs) await world.start();
    world.carrier.listed.push(listed);
    await catchUpCarriers(world.ctx);
    expect(world.ctx.connection.isCopy).toBe(false);
    expect(await world.ctx.store.read((tx) => tx.settings.read("others send:twilio"))).toBe(null);
  });

  it("means nothing where other software is known to send from the line", async () => {
    const learn = async (world: World) => {
      await world.start();
      await regainConnection(world.ctx);
      world.ctx.connection.lose();
      world.skip(minute);
      world.carrier.listed.push(sent(world, 0, "your parcel is here"));
      await catchUpCarriers(world.ctx);
      world.skip(minute);
    };
    expect(await afterStart((world) => [sent(world, 30 * second)], learn)).toBe(true);
  });

  it.each([
    ["as it was written", "sent since"],
    ["with other spaces", "sent  since "],
  ])("means nothing when it is the one of which the answer was lost in a crash, %s", async (_, body) => {
    const world = await createWorld({ hold: 0 });
    await catchUpCarriers(world.ctx);
    const thread = await world.begin();
    world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
    await world.reply(ben, thread, "sent since");
    await world.runAll();
    const place = await world.reply(ben, await world.begin(noel), "due");
    world.skip(minute);
    await world.start();
    world.carrier.listed.push(sent(world, 70 * second, body));
    await catchUpCarriers(world.ctx);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
  });

  it("means nothing, nor that other software sends, when the carrier names it just while it is looked for", async () => {
    const world = await createWorld({ hold: 0 });
    await catchUpCarriers(world.ctx);
    const thread = await world.begin();
    await world.start();
    await regainConnection(world.ctx);
    // Where several may run, a start owes a look, which would wait for the one below.
    await world.runAll();
    world.skip(minute);
    const carrierMessageId = "SENT on its way" as CarrierMessageId;
    world.carrier.answers.push({ kind: "accepted", carrierMessageId, state: "sent" });
    world.carrier.listed.push(sent(world, 0, "on its way"));
    await world.reply(ben, thread, "on its way");
    afterFirst("soon", world, () => world.runAll());
    await catchUpCarriers(world.ctx);
    const due = await world.reply(ben, await world.begin(noel), "due");
    world.skip(minute);
    await world.start();
    world.carrier.listed.splice(0, 1, sent(world, 30 * second));
    await catchUpCarriers(world.ctx);
    expect(await world.messageOf(due)).toMatchObject({ waitReason: "outage" });
  });
});

describe("the log of a database that turns out to be an older copy", () => {
  it("names the text that showed it, by its carrier and its id there, and none of its words", async () => {
    const world = await createWorld();
    await stopped(world);
    await world.start();
    const signs = hearSigns(world);
    world.carrier.listed.push({ ...sent(world, 30 * second), carrierMessageId: "SM1" as CarrierMessageId });
    await catchUpCarriers(world.ctx);
    expect(signs).toEqual([{ carrier: "twilio", text: "SM1" }]);
  });

  it("names one of many, which come side by side", async () => {
    const world = await createWorld();
    await stopped(world);
    await world.start();
    const signs = hearSigns(world);
    const bodies = ["one", "two", "three"];
    world.carrier.listed.push(...bodies.map((body) => sent(world, 30 * second, body)));
    await catchUpCarriers(world.ctx);
    expect(signs).toHaveLength(1);
    expect(bodies.map((body) => ({ carrier: "twilio", text: `SENT ${body}` }))).toContainEqual(signs[0]);
  });

  it("names the job whose post showed it, and none of its words", async () => {
    const world = await createWorld();
    await stopped(world);
    await world.start();
    const signs = hearSigns(world);
    const at = world.now() - 30 * second;
    await noticeUnknownPosts(world.ctx, [{ key: `text:1000:${at} IN7`, at }]);
    expect(signs).toEqual([{ post: 1000 }]);
  });

  it("says nothing before that is written down, nor where nothing shows it", async () => {
    const world = await createWorld();
    await stopped(world);
    await world.start();
    const signs = hearSigns(world);
    world.carrier.listed.push(sent(world, 5 * minute, "older"));
    await catchUpCarriers(world.ctx);
    world.carrier.listed.splice(0, 1, sent(world, 30 * second));
    afterFirst("soon", world, async () => failNext(world));
    await catchUpCarriers(world.ctx);
    expect(signs).toEqual([]);
    await catchUpCarriers(world.ctx);
    expect(signs).toEqual([{ carrier: "twilio", text: "SENT sent since" }]);
  });
});

describe("a post of ours that stands at the desk", () => {
  async function afterStart(posts: (world: World) => { key: string; at: number }[]) {
    const world = await createWorld();
    const place = await stopped(world);
    await world.start();
    showPosts(world, ...posts(world));
    await regainConnection(world.ctx);
    await catchUpMissed(world.ctx);
    return await hasLeft(world, place);
  }
  const lately = (world: World) => world.now() - 30 * second;

  it("and names a job that this database never had means that it is an older copy", async () => {
    expect(await afterStart((world) => [{ key: `text:1000:${lately(world)} IN7`, at: lately(world) }])).toBe(
      false,
    );
  });

  it("and that was never tried, as far as this database knows, means the same", async () => {
    const world = await createWorld();
    const place = await stopped(world);
    await world.text(noel, "Hello?");
    const [owed] = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 1));
    if (owed === undefined) throw new Error("nothing is owed");
    world.skip(minute);
    await world.start();
    showPosts(world, { key: `${owed.kind}:${owed.id}:${owed.createdAt}`, at: lately(world) });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "outage" });
  });

  it("means nothing when this process posted it, though the desk's clock is behind ours", async () => {
    const world = await createWorld();
    const place = await stopped(world);
    await world.start();
    await regainConnection(world.ctx);
    world.skip(second);
    await world.text(noel, "Hello?");
    await world.runAll();
    const { key } = world.desk.posted.at(-1) ?? { key: "" };
    showPosts(world, { key, at: world.now() - 4 * second });
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    expect(await hasLeft(world, place)).toBe(true);
  });

  it("means nothing when it is of what another instance took in, whose clock is a little behind ours, as the desk's is", async () => {
    const world = await createWorld();
    const place = await stopped(world);
    await world.start();
    world.skip(second);
    await world.text(noel, "Hello?");
    await world.runAll();
    const last = await world.ctx.store.read((tx) => tx.outbox.lastId());
    expect(last).toBeGreaterThan(world.ctx.connection.began?.lastJob ?? last);
    const { store } = world.ctx;
    const shared = { ...world.ctx, store: { ...store, lead: { ...store.lead, isShared: true } } };
    const at = world.now() - 4 * second;
    await noticeUnknownPosts(shared, [{ key: `text:${last}:${at} IN7`, at }]);
    expect(world.ctx.connection.isCopy).toBe(false);
    await noticeUnknownPosts(shared, [{ key: `text:${last + 1}:${at} IN7`, at }]);
    expect(world.ctx.connection.isCopy).toBe(true);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "outage" });
  });

  it("means nothing when it was asked for again while it was made", async () => {
    const world = await createWorld();
    const place = await stopped(world);
    await world.text(noel, "Hello?");
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 9));
    const open = due.find((job) => isJob(openJob, job));
    if (open === undefined) throw new Error("no card is owed");
    const askAgain = (tx: Tx) => enqueue(tx, openJob, open.payload, { dueAt: world.now() }, world.now());
    world.desk.during = async () => {
      world.skip(second);
      await world.ctx.store.transaction(askAgain);
    };
    await runJob(world.ctx, open);
    const { key } = world.desk.posted.at(-1) ?? { key: "" };
    expect(key).toContain("open:");
    const owed = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 9));
    expect(owed.map(({ id }) => id)).toContain(open.id);
    world.skip(second);
    await world.start();
    showPosts(world, { key, at: world.now() - second });
    await regainConnection(world.ctx);
    expect(await hasLeft(world, place)).toBe(true);
  });

  it("means nothing when it is of a job that is done, or of a database that was here before", async () => {
    expect(await afterStart((world) => [{ key: "open:1:1 card:IN1", at: lately(world) }])).toBe(true);
    expect(await afterStart((world) => [{ key: "text:1000:5 IN7", at: world.now() - 5 * minute }])).toBe(
      true,
    );
  });
});
