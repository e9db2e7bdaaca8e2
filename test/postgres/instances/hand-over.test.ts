import { describe, expect, it } from "vitest";
import { scene } from "../../../src/sandbox/sandbox.ts";
import { until } from "../../journeys/until.ts";
import { goesOn } from "./goes-on.ts";
import { createSite } from "./site.ts";

describe.each(["socket", "http"] as const)("two instances, hearing Slack by %s", (mode) => {
  it("have one lead between them, and what comes in at the other is posted by the leader", async () => {
    const site = await createSite({ mode, instances: 2 });
    expect(site.instances.map((one) => one.leads())).toEqual([true, false]);
    site.pointAt(await site.follower());
    const card = await site.opened("Hi, are you open today?");
    site.reply(scene.ben, card, "Yes, until six.");
    await until("the reply on the phone", () => site.received().includes("Yes, until six."));
    expect(site.texts(card)).toEqual(["Hi, are you open today?"]);
    expect(site.received()).toEqual(["Yes, until six."]);
  });

  it("go on with one when the leader stops in order, and nothing is done twice", async () => {
    const site = await createSite({ mode, instances: 2 });
    const first = await site.leader();
    site.pointAt(await site.follower());
    const card = await site.opened();
    await site.stop(first);
    const next = await site.leader();
    expect(next).not.toBe(first);
    await goesOn(site, card);
  });
});

describe("two instances", () => {
  it("go on with one when the leader is gone without a word, and nothing is done twice", async () => {
    const site = await createSite({ mode: "http", instances: 2 });
    const first = await site.leader();
    site.pointAt(await site.follower());
    const card = await site.opened();
    await site.kill(first);
    const next = await site.leader();
    expect(next).not.toBe(first);
    await goesOn(site, card);
  });
});
