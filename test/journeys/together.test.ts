import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

describe("at the same time", () => {
  it("two members press Take: one has it, the other is asked or told", async () => {
    world = await createWorld();
    const card = await world.opened();
    await Promise.all([world.press(scene.ana, card, "Take"), world.press(scene.ben, card, "Take")]);
    await world.settle();
    const holder = shown(world.card() ?? card).includes(`<@${scene.ana}> has it`) ? scene.ana : scene.ben;
    const other = holder === scene.ana ? scene.ben : scene.ana;
    expect(shown(world.card() ?? card)).toContain(`<@${holder}> has it`);
    expect(world.told(other).at(-1)).toContain("Take it over?");
    expect(world.told(holder)).toEqual([]);
    expect(world.lines(card)).toHaveLength(1);
  });

  it("two members answer: each is asked about the other's, and what they send leaves in the order of their writing", async () => {
    world = await createWorld({ env: { HOLD_SECONDS: "20" } });
    const card = await world.opened();
    await world.press(scene.ana, card, "Take");
    world.reply(scene.ben, card, "Let me add");
    await world.choose(scene.ben, "Send");
    await until("Ben answers beside Ana", () => world.received().length === 1);
    const words = Array.from({ length: 6 }, (_, index) => `answer ${index}`);
    for (const [index, text] of words.entries()) {
      const author = index % 2 === 0 ? scene.ana : scene.ben;
      world.reply(author, card, text);
      await world.quiet();
      expect(world.received()).toHaveLength(1 + index);
      await world.choose(author, "Send too");
      await until("what they send leaves", () => world.received().length === 2 + index);
    }
    expect(world.received()).toEqual(["Let me add", ...words]);
  });

  it("many customers write: each has one thread, with their texts in order", async () => {
    world = await createWorld();
    const phones = Array.from({ length: 10 }, (_, index) => `+1555019910${index}`);
    const words = Array.from({ length: 5 }, (_, index) => `text ${index}`);
    await Promise.all(
      phones.map(async (phone) => {
        for (const text of words) await world.text(`${text} of ${phone.slice(-2)}`, phone);
      }),
    );
    await world.settle();
    expect(world.cards()).toHaveLength(phones.length);
    const shownTexts = world.cards().map((card) => world.texts(card));
    for (const phone of phones) {
      expect(shownTexts).toContainEqual(words.map((text) => `${text} of ${phone.slice(-2)}`));
    }
    expect(world.strays()).toEqual([]);
  });
});

describe("a stop with work under way", () => {
  it("ends although Slack and Twilio do not answer, and the next start goes on from there, once", async () => {
    world = await createWorld();
    const card = await world.opened("before");
    const { slack, twilio } = world.sandbox;
    slack.control.misbehave({
      match: { method: "chat.postMessage" },
      kind: "delay",
      ms: 60_000,
      when: "after",
      times: 2,
    });
    twilio.control.misbehave({ match: "send", kind: "hold" });
    const asked = slack.control.requestCount("chat.postMessage");
    const first = world.reply(scene.ben, card, "on its way when it stopped");
    await world.text("on its way when it stopped");
    await until("both under way", () => {
      const posting = slack.control.requestCount("chat.postMessage") > asked;
      return posting && twilio.control.messages().some(({ direction }) => direction === "outbound-api");
    });
    await world.stopApp();
    slack.control.clearMisbehaviour();
    twilio.control.release();
    const second = world.reply(scene.ben, card, "written while it was down");
    await world.text("written while it was down");
    await world.restart();
    await until("all said", () => {
      const marked =
        world.marks(first).includes("white_check_mark") || world.marks(first).includes("arrow_upper_right");
      return marked && world.marks(second).includes("white_check_mark");
    });
    await world.settle();
    expect(world.texts(card)).toEqual(["before", "on its way when it stopped", "written while it was down"]);
    expect(world.received()).toEqual(["on its way when it stopped", "written while it was down"]);
    expect(world.strays()).toEqual([]);
  });
});
