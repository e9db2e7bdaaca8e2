import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
const { ana, ben } = scene;

/** Ben has the conversation: he answered first. */
beforeEach(async () => {
  world = await createWorld();
  card = await world.opened();
  world.reply(ben, card, "I am on it");
  await has(ben);
  await received("I am on it");
});
afterEach(() => world.stop());

const current = () => shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
const has = (user: string) => until(`${user} has it`, () => current().includes(`<@${user}> has it`));
const received = (...texts: string[]) =>
  until(texts.join(), () => texts.every((text) => world.received().includes(text)));
const asked = (user: string, words = "Ben Ito has this conversation") =>
  until("asked", () => world.told(user).at(-1)?.includes(words));

describe("answering a conversation that a colleague has", () => {
  it("asks first, by whom it is held, with the ways to go on", async () => {
    const ts = world.reply(ana, card, "Ask me instead");
    await asked(ana);
    expect(world.offered(ana)).toEqual(["Send", "Take and send", "Discard"]);
    await until("the mark", () => world.marks(ts).includes("no_entry_sign"));
    expect(world.received()).toEqual(["I am on it"]);
  });

  it("sends with Send, leaves it with the colleague, and does not ask that person again", async () => {
    world.reply(ana, card, "Let me add");
    await asked(ana);
    await world.choose(ana, "Send");
    await received("Let me add");
    world.reply(ana, card, "And this");
    await received("And this");
    world.reply(ben, card, "As she says");
    await received("As she says");
    expect(current()).toContain(`<@${ben}> has it`);
  });

  it("takes it with Take and send, and then asks the colleague who had it", async () => {
    world.reply(ana, card, "I take this");
    await asked(ana);
    await world.choose(ana, "Take and send");
    await received("I take this");
    await has(ana);
    await until("the line", () =>
      world.lines(card).some((line) => line.includes(`<@${ana}> took this over from Ben Ito`)),
    );
    world.reply(ben, card, "But I");
    await asked(ben, "Ana Reyes has this conversation");
    expect(world.received()).not.toContain("But I");
  });

  it("asks again once it has gone to somebody else and back", async () => {
    world.reply(ana, card, "Let me add");
    await asked(ana);
    await world.choose(ana, "Send");
    await received("Let me add");
    await world.press(ben, card, "Release");
    await until("nobody has it", () => current().includes("nobody has it"));
    world.reply(ben, card, "Mine after all");
    await has(ben);
    const before = world.told(ana).length;
    world.reply(ana, card, "Once more");
    await until("asked again", () => world.told(ana).length > before);
    expect(world.received()).not.toContain("Once more");
  });

  it("lets go all that waits for that word, in the order in which it was written", async () => {
    for (const text of ["One", "Two", "Three"]) {
      const before = world.told(ana).length;
      world.reply(ana, card, text);
      await until("asked", () => world.told(ana).length > before);
    }
    await world.choose(ana, "Send");
    await received("One", "Two", "Three");
    expect(world.received()).toEqual(["I am on it", "One", "Two", "Three"]);
  });

  it("is a note all the same when it begins like one", async () => {
    const ts = world.reply(ana, card, "note: call me about her");
    await until("the mark", () => world.marks(ts).includes("memo"));
    expect(world.told(ana)).toEqual([]);
  });
});
