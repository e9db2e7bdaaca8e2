/** What RingCentral does to an app that is there for days: connections that end, minutes in which it takes nothing, tokens that are over. */
import { afterEach, describe, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
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

const day = 24 * 3_600_000;

describe("days with RingCentral", () => {
  it("hears again after its connection's 24 hours, also of what came between, and where the list begins anew", async () => {
    const card = await began();
    world.sleep(day);
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

  it("hears of the shared inbox after a day in which its list began anew: what was resolved, said and sent meanwhile, once", async () => {
    const card = await began({ sharedInbox: true });
    const [first] = ringcentral().threads();
    world.sleep(day);
    ringcentral().endSockets();
    ringcentral().expireTokens();
    await ringcentral().sendElsewhere({
      extension: office,
      from: scene.line,
      to: scene.maria,
      body: "Until six",
    });
    world.sleep(1_000);
    await ringcentral().resolve(first?.id ?? "", office);
    world.sleep(1_000);
    await world.text("And now?");
    ringcentral().expireSyncTokens();
    await world.passUntil("a connection", () => ringcentral().state().sockets > 0);
    const next = await until("a card of its own", () => world.cards().find(({ ts }) => ts > card.ts));
    await until("what came last", () => world.texts(next).includes("And now?"));
    await until("that it is resolved", () =>
      world.lines(card).some((line) => line.includes("Resolved in RingCentral")),
    );
    await world.text("Hello?");
    await until("what came after", () => world.texts(next).includes("Hello?"));
    await world.settle();
    expect(world.texts(card)).toEqual(["Are you open today?", "Until six"]);
    expect(world.texts(next)).toEqual(["And now?", "Hello?"]);
    expect(world.received()).toEqual(["Until six"]);
  });

  it("keeps replies for as long as RingCentral takes nothing, says until when, asks for nothing meanwhile, and sends each once", async () => {
    const card = await began();
    await world.quiet();
    ringcentral().penalty(office, "Medium");
    const shutAt = world.now();
    const before = ringcentral().calls().length;
    const replies = ["Until six", "And from nine on"].map((text) => world.reply(scene.ben, card, text));
    const said = () => world.lines(card).filter((line) => line.includes("This text leaves at about"));
    const line = await until("until when", () => said()[0]);
    const at = Number(/<!date\^(\d+)/.exec(line)?.[1]) * 1000;
    expect(at).toBeGreaterThanOrEqual(shutAt + 55_000);
    expect(at).toBeLessThanOrEqual(world.now() + 65_000);
    expect(line).toContain("RingCentral takes no more texts from this login now");
    await world.pass(30_000);
    // What is behind it waits with it.
    for (const reply of replies)
      await until("it is marked as waiting", () => world.marks(reply).includes("hourglass_flowing_sand"));
    expect(world.received()).toEqual([]);
    await world.settle();
    for (const reply of replies)
      await until("it arrived", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Until six", "And from nine on"]);
    const asked = ringcentral().calls().slice(before);
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  it("hears again after its subscription ran out or was given up, of what came between and from elsewhere, once", async () => {
    const card = await began({ receive: "webhook" });
    const active = () =>
      ringcentral()
        .subscriptions()
        .filter(({ extension, status }) => extension === office && status === "Active").length === 1;
    const elsewhere = (body: string) =>
      ringcentral().sendElsewhere({ extension: office, from: scene.line, to: scene.maria, body });
    await world.restart({
      whileDown: async () => {
        world.sleep(8 * day);
        expect(ringcentral().subscriptions()).toEqual([]);
        ringcentral().expireSyncTokens();
        await world.text("Anybody?");
        await elsewhere("We were closed");
      },
    });
    await until("a subscription", active);
    ringcentral().blacklist();
    await world.text("And now?");
    await elsewhere("Yes");
    await world.passUntil("another one", active, 65_000);
    await until("what came between", () => world.texts(card).includes("Yes"));
    await world.text("Hello?");
    await until("what came after", () => world.texts(card).includes("Hello?"));
    await world.settle();
    expect(world.texts(card)).toEqual([
      "Are you open today?",
      "Anybody?",
      "We were closed",
      "And now?",
      "Yes",
      "Hello?",
    ]);
    expect(world.received()).toEqual(["We were closed", "Yes"]);
  });
});
