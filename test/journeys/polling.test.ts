import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

describe("without a public address", () => {
  it("texts come in and replies go out, told of by asking Twilio alone", async () => {
    world = await createWorld({ env: { PUBLIC_URL: "", TWILIO_POLL_SECONDS: "1" } });
    world.sandbox.twilio.setInboundUrl("");
    await world.text("Hi, are you open today?");
    const card = await until("the card", () => world.card());
    const reply = world.reply(scene.ben, card, "Yes, until 6.");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.text("Thanks!");
    await until("the next text", () => world.texts(card).includes("Thanks!"));
    await world.settle();
    expect(world.texts(card)).toEqual(["Hi, are you open today?", "Thanks!"]);
    expect(world.received()).toEqual(["Yes, until 6."]);
    const delivered = world.sandbox.twilio.control.deliveries().filter(({ state }) => state === "delivered");
    expect(delivered).toEqual([]);
  });
});
