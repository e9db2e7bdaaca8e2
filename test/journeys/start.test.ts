import { afterEach, describe, expect, it } from "vitest";
import { createWorld, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

describe("a start after texts were missed", () => {
  it("shows them before what comes meanwhile, which waits at the door", async () => {
    world = await createWorld();
    const card = await world.opened("before");
    const { control } = world.sandbox.twilio;
    await world.stopApp();
    await world.text("while it was away");
    control.misbehave({ match: "list", kind: "hold" });
    await world.restart();
    await until("the carrier asked for what was missed", () => control.state().held > 0);
    const taken: string[] = [];
    const coming = world.text("once it was back").then(() => taken.push("once it was back"));
    await until("its webhook on the way", () => control.deliveries().at(-1)?.state === "waiting");
    await answersOthers();
    expect(taken).toEqual([]);
    control.release();
    await coming;
    await world.settle();
    expect(world.texts(card)).toEqual(["before", "while it was away", "once it was back"]);
  });

  it("shows them before what comes while their list can't be read", async () => {
    world = await createWorld();
    const card = await world.opened("before");
    const { control } = world.sandbox.twilio;
    await world.stopApp();
    await world.text("while it was away");
    control.misbehave({ match: "list", kind: "fail", status: 503 });
    await world.restart();
    await world.text("once it was back");
    await until("all shown", () => world.texts(card).length === 3);
    expect(world.texts(card)).toEqual(["before", "while it was away", "once it was back"]);
  });

  /** So often that a webhook which came before would have been taken by now. */
  async function answersOthers(): Promise<void> {
    for (let asked = 0; asked < 20; asked += 1)
      expect((await fetch(`${world.address}/healthz`)).status).toBe(200);
  }
});
