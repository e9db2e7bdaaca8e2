/** RingCentral's own list of who opted out, and what is recorded in Slack: other apps of the account know as much as we do. */
import { afterEach, describe, expect, it } from "vitest";
import { ringCentralIds } from "../../src/sandbox/ringcentral/scene.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, line, maria } = scene;
const ringcentral = () => world.sandbox.ringcentral.control;
const slack = () => world.sandbox.slack.control;
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));
/** For all numbers of the account. */
const whole = () =>
  ringcentral()
    .consents()
    .find(({ from }) => from === "*")?.status;
const says = (words: string) => until(words, () => world.lines(card).some((one) => one.includes(words)));

async function record(kind: "out" | "in", evidence: string): Promise<void> {
  const found = JSON.stringify(slack().message(scene.channel, card.ts)?.blocks);
  const value = /"value":("\{[^}]*opt_out[^}]*\}")/.exec(found)?.[1] ?? '""';
  const at = { user: ana, channel: scene.channel, ts: card.ts, actionId: "episode.more" };
  await slack().press({ ...at, value: JSON.parse(value) });
  await until("the form", () => slack().views(ana)[0]);
  const answer = await slack().submitView({ user: ana, values: { kind: { kind }, evidence: { evidence } } });
  expect(answer).toMatchObject({ action: "closed" });
}

/** As somebody in RingCentral's app does, and what became of it. */
async function sentElsewhere(body: string): Promise<boolean> {
  await ringcentral().sendElsewhere({ extension: ringCentralIds.office, from: line, to: maria, body });
  await ringcentral().idle();
  return world.received().includes(body);
}

describe("RingCentral's list of opt-outs", () => {
  it("holds back a reply in Slack, and what is recorded there holds back other apps, until it is taken back", async () => {
    world = await createWorld({ carrier: "ringcentral", sharedInbox: false });
    await until("a subscription", () => ringcentral().subscriptions().length > 0);
    card = await world.opened("Are you open today?");

    ringcentral().setConsent({ from: line, to: maria, status: "OptOut", source: "Api" });
    await says("RingCentral’s list of opt-outs (set by an administrator or another app) says so");
    const held = world.reply(ben, card, "Until six");
    await until("held", () => world.marks(held).includes("no_entry_sign"));
    await told(ben, "RingCentral’s list of opt-outs (set by an administrator or another app) says so");

    await record("in", "Called, wants texts");
    await told(ana, "RingCentral lets texts to");
    expect(ringcentral().consents()).toMatchObject([{ from: line, to: maria, status: "OptIn" }]);
    const reply = world.reply(ben, card, "Until six today");
    await until("it arrived", () => world.marks(reply).includes("white_check_mark"));
    expect(await sentElsewhere("From another app")).toBe(true);

    await record("out", "Said so at the counter");
    await until("it is there", () => whole() === "OptOut");
    await world.text("START");
    await until("it is taken back", () => whole() === "OptIn");
    const last = world.reply(ben, card, "Good to hear");
    await until("it arrived, too", () => world.marks(last).includes("white_check_mark"));

    await record("out", "Changed their mind");
    await until("it is there again", () => whole() === "OptOut");
    expect(await sentElsewhere("From another app again")).toBe(false);
    expect(world.received()).toEqual(["Until six today", "From another app", "Good to hear"]);
  });
});
