import { afterEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "./journeys/world.ts";

let world: World;
afterEach(() => world.stop());

describe("the app", () => {
  it("stops once, however often it is asked", async () => {
    world = await createWorld();
    const app = world.app();
    await Promise.all([app.stop(), app.stop()]);
    await app.stop();
    await expect(fetch(`${world.address}/healthz`)).rejects.toThrow();
  });

  it("gives the database back when it stops", async () => {
    world = await createWorld();
    await world.opened("Are you open today?");
    await world.restart();
    await world.text("And tomorrow?");
    await world.quiet();
    expect(world.texts(world.cards()[0] ?? expect.fail("no card"))).toEqual([
      "Are you open today?",
      "And tomorrow?",
    ]);
  });
});
