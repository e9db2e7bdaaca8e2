import { describe, expect, it, onTestFinished } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

const hour = 3_600_000;
let world: World;

async function begin(env: Record<string, string> = {}) {
  world = await createWorld({ env: { HOLD_SECONDS: "3", ...env } });
  onTestFinished(() => world.stop());
  return await world.opened();
}

/** Once it is said how far the clock was set. */
const stepTold = () =>
  until("told", async () => {
    const check = await clockCheck();
    return check?.reason?.includes("60 min") && check;
  });

const clockCheck = async () => (await world.readiness()).checks.find(({ name }) => name === "clock");

describe("a clock that is set back by an hour", () => {
  it("keeps nothing waiting: a held reply leaves when it was to, and every later one; readiness says so", async () => {
    const card = await begin();
    const held = world.reply(scene.ben, card, "Yes, until 6");
    await until("taken", async () => (await world.metric("replies_taken_total")) === 1);
    world.sleep(-hour);
    await until("the held one left", () => world.received().length === 1);
    const later = world.reply(scene.ben, card, "And tomorrow, too");
    await until("the later one left", () => world.received().length === 2);
    expect(world.received()).toEqual(["Yes, until 6", "And tomorrow, too"]);
    await until("both marked", () =>
      [held, later].every((ts) => world.marks(ts).includes("white_check_mark")),
    );
    expect(await stepTold()).toMatchObject({
      ok: true,
      reason: expect.stringMatching(/set back by 60 min/),
    });
    await world.text("Thank you, that is great");
    await until("shown", () => world.texts(card).includes("Thank you, that is great"));
    expect((await world.readiness()).ready).toBe(true);
  });

  it("lets no text leave late: one that waited too long asks its author", async () => {
    const card = await begin({ HOLD_SECONDS: "0", SEND_WITHIN_MINUTES: "10" });
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "fail", status: 429, times: 1000 });
    const reply = world.reply(scene.ben, card, "Come by at once");
    await until("tried", async () => (await world.metric("outbox_postponed_total")) > 0);
    await world.pass(8 * 60_000);
    world.sleep(-hour);
    await until("followed", async () => (await clockCheck())?.reason?.includes("set back"));
    await world.pass(4 * 60_000);
    world.sandbox.twilio.control.clearMisbehaviour();
    await until("asked", async () => {
      await world.pass(5_000);
      return world.marks(reply).includes("no_entry_sign");
    });
    expect(world.received()).toEqual([]);
  });

  it("while the app is down keeps nothing waiting either; what was due asks", async () => {
    const card = await begin({ HOLD_SECONDS: "30" });
    world.reply(scene.ben, card, "Yes, until 6");
    await world.quiet();
    await world.restart({ whileDown: () => world.sleep(-hour) });
    await until("asked", () => world.lines(card).some((line) => line.includes("Yes, until 6")));
    expect(world.received()).toEqual([]);
    await world.text("Hello? Anybody?");
    await until("shown", () => world.texts(card).includes("Hello? Anybody?"));
  });
});

describe("a clock that is set forward by an hour", () => {
  it("lets nothing leave late: what was held asks its author", async () => {
    const card = await begin({ HOLD_SECONDS: "60" });
    const held = world.reply(scene.ben, card, "Yes, until 6");
    await until("taken", async () => (await world.metric("replies_taken_total")) === 1);
    world.sleep(hour);
    await until("asked", () => world.marks(held).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
    expect(await stepTold()).toMatchObject({
      ok: true,
      reason: expect.stringContaining("forward by 60 min"),
    });
  });
});
