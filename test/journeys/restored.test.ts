import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

const hour = 3_600_000;

let world: World;
let card: MessageView;
let early: string;
/** Written just before the copy was made: the copy holds it as waiting. */
let due: string;
/** Written after the copy, which knows nothing of it. */
let later: string;
/** The card of a customer who first wrote after the copy. */
let adopted: MessageView;
const dana = "+15550199003";

const file = (name: string) => join(world.folder, name);

/** Slack's retries end long before an hour: what was written is found by looking, not told. */
const slackGivesUp = () => world.sandbox.slack.control.idle();

/**
 * A copy of the database is made while one reply waits out its hold. The app lives on for an hour: that reply leaves,
 * texts come, another reply leaves. Then the host is lost, more texts come, and the copy is put in the database's place.
 */
async function copyLoseRestore(): Promise<void> {
  world = await createWorld({ env: { HOLD_SECONDS: "30" } });
  card = await world.opened("before the copy");
  early = world.reply(scene.ben, card, "sent before the copy");
  await world.quiet();
  await world.pass(30_000);
  await world.settle();
  due = world.reply(scene.ben, card, "due when the copy was made");
  await world.quiet();
  await world.restart({ whileDown: () => copyFileSync(file("threadline.db"), file("copy.db")) });
  await world.text("shown before the loss");
  adopted = await world.opened("first words after the copy", dana);
  world.reply(scene.ana, adopted, "answered before the loss");
  later = world.reply(scene.ben, card, "sent after the copy");
  await world.quiet();
  await world.pass(60_000);
  await world.settle();
  expect(world.received()).toHaveLength(3);
  expect(world.received(dana)).toHaveLength(1);
  await world.pass(hour);
  await world.stopApp();
  await world.text("while it was away");
  world.reply(scene.ana, adopted, "written while it was away");
  await slackGivesUp();
  await world.text("someone new", scene.sam);
  for (const name of ["threadline.db", "threadline.db-wal", "threadline.db-shm"])
    rmSync(file(name), { force: true });
  copyFileSync(file("copy.db"), file("threadline.db"));
  await world.restart();
  await until("the new texts", () => world.cards().length === 3);
  await world.settle();
}

describe("a database restored from an hour-old copy", () => {
  beforeAll(copyLoseRestore);
  afterAll(() => world.stop());

  it("shows each text of that time once", () => {
    expect(world.texts(card)).toEqual(["before the copy", "shown before the loss", "while it was away"]);
    expect(world.texts(adopted)).toEqual(["first words after the copy"]);
    expect(world.cards()).toHaveLength(3);
    expect(world.strays()).toEqual([]);
  });

  it("never sends again what was sent before or after the copy was made", async () => {
    await world.pass(hour);
    await world.settle();
    expect(world.received()).toEqual([
      "sent before the copy",
      "due when the copy was made",
      "sent after the copy",
    ]);
    for (const ts of [early, due, later]) expect(world.marks(ts)).toContain("white_check_mark");
  });

  it("takes over the cards that it does not know, with what was written under them", async () => {
    expect(world.received(dana)).toEqual(["answered before the loss"]);
    await world.pass(30_000);
    await until("asked", () =>
      world.told(scene.ana).some((words) => words.includes("was away when it was written")),
    );
    await world.choose(scene.ana, "Send now");
    await until("sent", () => world.received(dana).length === 2);
    await world.press(scene.ana, adopted, "Resolve");
    await until("resolved", () =>
      shown(world.cards().find(({ ts }) => ts === adopted.ts) ?? adopted).includes("Resolved by"),
    );
  });

  it("tells the managers once, and them alone", async () => {
    const back = (user: string) =>
      world.told(user).filter((words) => words.includes("back after a long absence"));
    expect(back(scene.ana)).toHaveLength(1);
    expect(back(scene.ben)).toEqual([]);
    await world.restart();
    await world.settle();
    expect(back(scene.ana)).toHaveLength(1);
  });

  it("goes on as before: texts come in, replies leave", async () => {
    await world.text("and now?");
    const reply = world.reply(scene.ben, card, "now it works again");
    await world.quiet();
    await world.pass(30_000);
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await until("shown", () => world.texts(card).at(-1) === "and now?");
  });
});

it("says what the copy still had to say in a thread once, though it was said after the copy was made", async () => {
  world = await createWorld();
  onTestFinished(() => world.stop());
  card = await world.opened();
  const taken = () => world.lines(card).filter((line) => line.includes("has this conversation"));
  const { misbehave } = world.sandbox.slack.control;
  misbehave({ match: { method: "chat.postMessage" }, kind: "fail", error: "ratelimited", times: 2 });
  await world.press(scene.ana, card, "Take");
  await until("put off", async () => (await world.metric("outbox_postponed_total")) > 0);
  expect(taken()).toEqual([]);
  await world.restart({ whileDown: () => copyFileSync(file("threadline.db"), file("copy.db")) });
  await world.settle();
  expect(taken()).toHaveLength(1);
  await world.stopApp();
  world.sleep(hour);
  copyFileSync(file("copy.db"), file("threadline.db"));
  await world.restart();
  await world.text("and now?");
  await until("shown", () => world.texts(card).includes("and now?"));
  await world.settle();
  expect(taken()).toHaveLength(1);
});

describe("a long outage", () => {
  beforeEach(async () => {
    world = await createWorld({ env: { HOLD_SECONDS: "30" } });
    card = await world.opened();
  });
  afterEach(() => world.stop());

  it("keeps what was due for Send now or Discard, in its thread", async () => {
    const kept = world.reply(scene.ben, card, "good news");
    const dropped = world.reply(scene.ben, card, "old news");
    await world.quiet();
    const before = world.received();
    await world.stopApp();
    await world.restart({ whileDown: () => world.sleep(hour) });
    await until(
      "both asked about",
      () => world.lines(card).filter((line) => line.includes("was away")).length >= 2,
    );
    await world.settle();
    expect(world.received()).toEqual(before);
    expect(world.marks(kept)).toContain("no_entry_sign");
    await world.chooseInThread(scene.ben, card, "Send now", "good news");
    await world.chooseInThread(scene.ben, card, "Discard", "old news");
    await until("sent", () => world.received().length > before.length);
    await world.settle();
    expect(world.received().slice(before.length)).toEqual(["good news"]);
    expect(world.marks(kept)).toContain("white_check_mark");
    expect(world.marks(dropped)).not.toContain("arrow_upper_right");
    expect(world.lines(card).filter((line) => line.includes('"notice.choose'))).toEqual([]);
  });

  it("asks the author about a reply that was written while nobody was there", async () => {
    await world.stopApp();
    const reply = world.reply(scene.ben, card, "anybody there?");
    await slackGivesUp();
    const before = world.received();
    await world.restart({ whileDown: () => world.sleep(hour) });
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual(before);
    await until("told", () => world.told(scene.ben).at(-1)?.includes("was away"));
    await world.choose(scene.ben, "Send now");
    await until("sent", () => world.received().at(-1) === "anybody there?");
    expect(shown(world.card() ?? card)).toContain("has it");
  });
});
