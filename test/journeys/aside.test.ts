/** What a member wrote reached no customer, because of where, or through what, they wrote it: they learn of it. */
import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const words = "This reached no customer";
const hints = (user: string) => world.told(user).filter((told) => told.includes(words));

const inChannel = (user: string, text: string) =>
  world.sandbox.slack.control.post({ user, channel: scene.channel, text }).ts;

let serial = 0;
/** As an app posts with a person's own token. */
function throughApp(user: string, card: MessageView, text: string, more: object = {}): void {
  serial += 1;
  world.sandbox.slack.control.emitEvent({
    channel: scene.channel,
    event: {
      type: "message",
      user,
      bot_id: "B0OTHER",
      app_id: "A0OTHER",
      text,
      channel: scene.channel,
      channel_type: "group",
      ts: `${Math.floor(world.now() / 1000)}.${String(serial).padStart(6, "0")}`,
      thread_ts: card.ts,
      parent_user_id: card.user,
      ...more,
    },
  });
}

async function quiet(): Promise<void> {
  await world.sandbox.slack.control.idle();
  await world.settle();
}

describe.each(["socket", "http"] as const)("in %s mode, what a member writes in the channel", (mode) => {
  it("is answered so, too, where it is a picture without words", async () => {
    world = await createWorld({ mode });
    await world.opened();
    const files = [{ name: "map.png", mimetype: "image/png", content: "eA==", encoding: "base64" } as const];
    world.sandbox.slack.control.post({
      user: scene.ben,
      channel: scene.channel,
      text: "",
      files: [...files],
    });
    await until("told", () => hints(scene.ben).length === 1);
  });

  it("while a customer waits, is answered with a word that only they see, three times and never again", async () => {
    world = await createWorld({ mode });
    const card = await world.opened();
    for (let time = 1; time <= 3; time += 1) {
      inChannel(scene.ben, `Yes, until ${time}.`);
      await until("told", () => hints(scene.ben).length === time);
    }
    const { control } = world.sandbox.slack;
    const seen = control.ephemerals(scene.ben);
    expect(seen).toHaveLength(3);
    expect(JSON.stringify(seen.at(-1))).toContain(`p${card.ts.replace(".", "")}`);
    await world.restart();
    inChannel(scene.ben, "Yes, until 4.");
    await quiet();
    expect(hints(scene.ben)).toHaveLength(3);
    expect(hints(scene.ana)).toEqual([]);
    expect(world.received()).toEqual([]);
  });
});

describe("nothing is said", () => {
  it("where nobody waits", async () => {
    world = await createWorld();
    inChannel(scene.ben, "Good morning");
    const card = await world.opened();
    const reply = world.reply(scene.ben, card, "Yes");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await quiet();
    const stored = await world.metric("deliveries_stored_total");
    inChannel(scene.ben, "Done.");
    await quiet();
    expect(await world.metric("deliveries_stored_total")).toBe(stored);
    expect(hints(scene.ben)).toEqual([]);
  });

  it("to who is no member, to apps, for joins, notes and words to a colleague", async () => {
    world = await createWorld();
    const { control } = world.sandbox.slack;
    control.addUser({ id: "U0VISITOR", name: "visitor" });
    control.invite({ channel: scene.channel, user: "U0VISITOR" });
    await world.opened();
    inChannel("U0VISITOR", "Yes, until 6.");
    control.messageAsBot({ channel: scene.channel, text: "The build is green" });
    inChannel(scene.ben, "note: she is early");
    inChannel(scene.ben, `<@${scene.ana}> can you take her?`);
    control.remove({ channel: scene.channel, user: scene.ben });
    control.invite({ channel: scene.channel, user: scene.ben });
    await quiet();
    expect([scene.ben, scene.ana, "U0VISITOR"].flatMap(hints)).toEqual([]);
  });
});

describe("what is posted in a member's name through another app", () => {
  it("stays inside, and is told to them, three times and never again", async () => {
    world = await createWorld();
    const card = await world.opened();
    for (let time = 1; time <= 3; time += 1) {
      throughApp(scene.ben, card, `Yes, until ${time}.`);
      await until("told", () => hints(scene.ben).length === time);
    }
    expect(hints(scene.ben).at(-1)).toContain("through another app");
    await world.restart();
    throughApp(scene.ben, card, "Yes, until 4.");
    await quiet();
    expect(hints(scene.ben)).toHaveLength(3);
    expect(world.received()).toEqual([]);
  });

  it("is told once, however often the event comes", async () => {
    world = await createWorld();
    const card = await world.opened();
    world.sandbox.slack.control.misbehave({
      match: { event: "message" },
      kind: "duplicate",
      newEventId: true,
      copies: 3,
    });
    throughApp(scene.ben, card, "Yes");
    await quiet();
    expect(hints(scene.ben)).toHaveLength(1);
  });

  it("is no news of another app's own posts, nor elsewhere", async () => {
    world = await createWorld();
    const card = await world.opened();
    throughApp("U0OTHERBOT", card, "Your order has shipped");
    throughApp(scene.ben, card, "Lunch", { thread_ts: "1700000000.000100" });
    throughApp(scene.ben, card, "Standup", { thread_ts: undefined });
    throughApp(scene.ben, card, "note: for later");
    await quiet();
    expect(hints(scene.ben)).toEqual([]);
  });
});
