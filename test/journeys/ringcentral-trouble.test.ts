/** What RingCentral does to an app that is there for days: connections that end, minutes in which it takes nothing, tokens that are over. */
import { afterEach, describe, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral-scene.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const ringcentral = () => world.sandbox.ringcentral.control;
const { office } = ringCentralIds;
const isHeard = () => until("a subscription", () => ringcentral().subscriptions().length > 0);
const began = async (more: Partial<WorldOptions> = {}) => {
  world = await createWorld({ carrier: "ringcentral", sharedInbox: false, ...more });
  await isHeard();
  return world.opened("Are you open today?");
};

describe("days with RingCentral", () => {
  it("hears again after its connection's 24 hours, also of what came between, and where the list begins anew", async () => {
    const card = await began();
    world.sleep(24 * 3_600_000);
    ringcentral().endSockets();
    ringcentral().expireTokens();
    ringcentral().expireSyncTokens();
    await world.text("And now?");
    await until("a connection", async () => {
      await world.pass(5_000);
      return ringcentral().state().sockets > 0;
    });
    await until("what came between", () => world.texts(card).includes("And now?"));
    await world.text("Hello?");
    await until("what came after", () => world.texts(card).includes("Hello?"));
    expect(world.texts(card)).toEqual(["Are you open today?", "And now?", "Hello?"]);
  });

  it("keeps a reply for as long as RingCentral takes nothing, asks for nothing meanwhile, and sends it once", async () => {
    // The app counts it by a clock that nobody sets.
    const card = await began({ ringcentral: { penaltySeconds: 1 } });
    await world.quiet();
    ringcentral().penalty(office, "Medium");
    const before = ringcentral().calls().length;
    const reply = world.reply(scene.ben, card, "Until six");
    await until("the refusal", () =>
      ringcentral()
        .calls()
        .slice(before)
        .some(({ status }) => status === 429),
    );
    await world.settle();
    await until("it arrived", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Until six"]);
    const refused = ringcentral()
      .calls()
      .filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
  });
});
