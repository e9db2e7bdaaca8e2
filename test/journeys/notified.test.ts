import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const people = { [scene.ana]: "ana", [scene.ben]: "ben", [scene.cy]: "cy" };

/** Who is notified of what `act` brings about, and why: `ben: thread`. */
async function notifiedOf(act: () => unknown): Promise<string[]> {
  await world.settle();
  const before = world.sandbox.slack.control.notifications().length;
  await act();
  await world.settle();
  const news = world.sandbox.slack.control.notifications().slice(before);
  return news.map(({ user, reason }) => `${people[user as keyof typeof people]}: ${reason}`).sort();
}

const mentionsOnly = (user: string) => world.sandbox.slack.control.setPreference({ user, level: "mentions" });

const grouped = (wish: string) =>
  sceneDirectory.replace("- { name: Front desk, ext", `- { notify: ${wish}, name: Front desk, ext`);

async function inWorld(options: WorldOptions = {}): Promise<void> {
  world = await createWorld(options);
}

describe("a new card", () => {
  it("notifies the channel's people by their own preference, and its thread nobody besides", async () => {
    await inWorld();
    mentionsOnly(scene.cy);
    expect(await notifiedOf(() => world.opened())).toEqual(["ana: message", "ben: message"]);
  });

  it("mentions the group's members where the group wants it, who then follow its thread", async () => {
    await inWorld({ directory: grouped("group") });
    for (const user of Object.keys(people)) mentionsOnly(user);
    const called = await notifiedOf(() => world.opened());
    expect(called).toEqual(["ana: mention", "ana: thread", "ben: mention", "ben: thread"]);
  });

  it("calls who is there where the group wants it", async () => {
    await inWorld({ directory: grouped("here") });
    for (const user of Object.keys(people)) mentionsOnly(user);
    world.sandbox.slack.control.setActive({ user: scene.ana, active: false });
    expect(await notifiedOf(() => world.opened())).toEqual(["ben: here", "cy: here"]);
  });
});

describe("further texts", () => {
  let card: MessageView;
  async function opened(options: WorldOptions = {}): Promise<void> {
    await inWorld(options);
    card = await world.opened();
  }

  it("notify nobody while nobody has the conversation", async () => {
    await opened();
    expect(await notifiedOf(() => world.text("hello?"))).toEqual([]);
  });

  it("mention the assignee until they have written in the thread, then leave it to Slack", async () => {
    await opened();
    expect(await notifiedOf(() => world.press(scene.ana, card, "Take"))).toEqual(["ana: mention"]);
    expect(world.sandbox.slack.control.followers(scene.channel, card.ts)).toContain(scene.ana);
    expect(await notifiedOf(() => world.text("hello?"))).toEqual(["ana: mention"]);
    expect(await notifiedOf(() => world.reply(scene.ana, card, "Yes?"))).toEqual([]);
    expect(await notifiedOf(() => world.text("Are you open?"))).toEqual(["ana: thread"]);
  });

  it("reach whoever wrote in the thread, and who took over, and nobody else", async () => {
    await opened();
    await world.reply(scene.ben, card, "I am on it");
    await world.settle();
    expect(await notifiedOf(() => world.press(scene.ana, card, "Take"))).toEqual([
      "ana: mention",
      "ben: thread",
    ]);
    expect(await notifiedOf(() => world.text("thanks"))).toEqual(["ana: mention", "ben: thread"]);
  });

  it("are all that is heard: marks, notes by others and redrawn cards are silent", async () => {
    await opened();
    expect(await notifiedOf(() => world.reply(scene.ben, card, "Yes, until 6."))).toEqual([]);
    expect(await notifiedOf(() => world.press(scene.ben, card, "Release"))).toEqual([]);
    expect(await notifiedOf(() => world.press(scene.ana, card, "Resolve"))).toEqual([]);
  });
});

describe("what the app says", () => {
  it("calls the author of a text that failed", async () => {
    await inWorld();
    const card = await world.opened();
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "reject", code: 21610 } });
    expect(await notifiedOf(() => world.reply(scene.ben, card, "hello"))).toEqual(["ben: mention"]);
  });

  it("mentions once whom it posts for, so that they follow the thread", async () => {
    await inWorld();
    const first = await world.opened();
    await world.press(scene.ana, first, "Resolve");
    await world.settle();
    const second = await world.opened("again");
    world.reply(scene.ben, first, "from the old thread");
    expect(await notifiedOf(() => world.choose(scene.ben, "Send in the open thread"))).toEqual([
      "ben: mention",
    ]);
    expect(world.sandbox.slack.control.followers(scene.channel, second.ts)).toEqual([scene.ben]);
    expect(await notifiedOf(() => world.text("and now?"))).toContain("ben: mention");
  });
});

describe("the reminder", () => {
  const reminders = () =>
    world.sandbox.slack.control
      .messages(scene.channel)
      .filter(({ text }) => text.includes(" waiting, oldest "));

  it("puts one line at the channel's end, with links and no customer's words, and takes it away when they are answered", async () => {
    await inWorld({ env: { REMIND_MINUTES: "10" } });
    const maria = await world.opened("secret words");
    await world.pass(9 * 60_000);
    expect(reminders()).toEqual([]);
    await world.pass(2 * 60_000);
    await until("one line", () => reminders().length === 1);
    const [line] = reminders();
    expect(line && shown(line)).toContain("1 waiting, oldest 11 min");
    expect(line && shown(line)).toContain(maria.ts.replace(".", ""));
    expect(line && shown(line)).not.toContain("secret");

    const sam = await world.opened("more secrets", scene.sam);
    await world.pass(11 * 60_000);
    await until(
      "both in one line",
      () => reminders().length === 1 && reminders()[0]?.text.startsWith("2 waiting"),
    );
    expect(world.sandbox.slack.control.messages(scene.channel).at(-1)?.ts).toBe(reminders()[0]?.ts);

    world.reply(scene.ben, maria, "Here we are");
    world.reply(scene.ben, sam, "Here we are");
    await world.quiet();
    await world.pass(60_000);
    await until("no line", () => reminders().length === 0);
  });

  it("is not repeated while the same people wait", async () => {
    await inWorld({ env: { REMIND_MINUTES: "10" } });
    await world.opened();
    await world.pass(11 * 60_000);
    await until("one line", () => reminders().length === 1);
    const before = world.sandbox.slack.control.notifications().length;
    const [line] = reminders();
    await world.pass(5 * 60_000);
    await until("it grew older", () => reminders()[0]?.text.includes("16 min"));
    expect(reminders()[0]?.ts).toBe(line?.ts);
    expect(world.sandbox.slack.control.notifications()).toHaveLength(before);
  });
});
