import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

describe.each(["socket", "http"] as const)("the main job, in %s mode", (mode) => {
  it("turns a text into a thread, a reply into a text, and Resolve into a closed card", async () => {
    world = await createWorld({ mode });
    await world.text("Hi, are you open today?");
    const card = await until("the card", () => world.card());
    const [text] = await until("the text in the thread", () => {
      const replies = world.thread(card);
      return replies.length > 0 && replies;
    });
    expect(text?.username).toBe("Maria Lopez");
    expect(text && shown(text)).toContain("Hi, are you open today?");

    const reply = world.reply(scene.ben, card, "Yes, until 6.");
    await until("the text on the phone", () => world.received().length > 0);
    expect(world.received()).toEqual(["Yes, until 6."]);
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));

    await until("Ben has it", () => shown(world.card() ?? card).includes(scene.ben));
    await world.press(scene.ben, card, "Resolve");
    await until("resolved", () => shown(world.card() ?? card).includes("Reopen"));

    await world.text("One more thing");
    await until("a new thread", () => world.card()?.ts !== card.ts);
  });
});
