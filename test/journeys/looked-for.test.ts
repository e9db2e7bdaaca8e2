import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

let world: World;
afterEach(() => world.stop());

/** From now on Slack delivers nothing, and says nothing of it. */
async function written(act: () => string): Promise<string> {
  const { control } = world.sandbox.slack;
  control.misbehave({ match: { event: "message.*" }, kind: "fail", times: 0 });
  const ts = act();
  await control.idle();
  await world.quiet();
  expect(await world.metric("replies_taken_total")).toBe(0);
  expect(world.received()).toEqual([]);
  return ts;
}

describe("over HTTP, a reply whose deliveries all fail without a word", () => {
  it("is found by the regular look, and sent once", async () => {
    world = await createWorld({ mode: "http" });
    const card = await world.opened();
    const reply = await written(() => world.reply(scene.ben, card, "Yes, until 6."));
    await world.pass(5 * minute);
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.pass(5 * minute);
    await world.settle();
    expect(world.received()).toEqual(["Yes, until 6."]);
  });

  it("is found within the hour where the thread is too old to be listed, and waits for its author", async () => {
    world = await createWorld({ mode: "http" });
    const card = await world.opened();
    await world.pass(8 * day);
    const reply = await written(() => world.reply(scene.ben, card, "Yes, until 6."));
    await world.pass(60 * minute);
    await until("offered", () => world.offered(scene.ben).includes("Send now"));
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
  });
});
