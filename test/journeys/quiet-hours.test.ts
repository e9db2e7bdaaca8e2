import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const hour = 3_600_000;
const { ben, maria } = scene;

/** Where the clock shows three in the morning when so many hours are over. Zones by their offset have the other sign. */
function nightIn(hours: number): string {
  const offset = ((3 - new Date(Date.now() + hours * hour).getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
}

describe.each(["socket", "http"] as const)("an answer by night, over %s", (mode) => {
  it("to who has not written for a day waits for Send now or the morning, and leaves as was chosen", async () => {
    const directory = sceneDirectory.replace("America/New_York", nightIn(26));
    world = await createWorld({ mode, directory, env: { QUIET_HOURS: "8-21" } });
    const card = await world.opened();
    world.reply(ben, card, "Yes, until six");
    await until("answered", () => world.received().length === 1);
    await world.settle();
    await world.pass(26 * hour);
    await world.quiet();
    world.reply(ben, card, "And bring your papers");
    await until("asked", () => world.told(ben).at(-1)?.includes("has not written within a day"));
    expect(world.told(ben).at(-1)).toMatch(/it is 3:\d\d where Maria Lopez/);
    expect(world.offered(ben)).toEqual(["Send now", "At 8:00", "Discard"]);
    await world.choose(ben, "At 8:00");
    await world.quiet();
    expect(world.received()).toEqual(["Yes, until six"]);
    // To a minute past eight: what is much later than its time asks again.
    await world.pass((Math.floor(world.now() / hour) + 5) * hour + 60_000 - world.now());
    await until("left", () => world.received(maria).length === 2);
    expect(world.received()).toEqual(["Yes, until six", "And bring your papers"]);
  });

  it("leaves at once where they wrote within a day", async () => {
    const directory = sceneDirectory.replace("America/New_York", nightIn(0));
    world = await createWorld({ mode, directory, env: { QUIET_HOURS: "8-21" } });
    const card = await world.opened();
    world.reply(ben, card, "Yes, until six");
    await until("answered", () => world.received().length === 1);
    world.reply(ben, card, "And tomorrow, too");
    await until("answered again", () => world.received().length === 2);
  });
});
