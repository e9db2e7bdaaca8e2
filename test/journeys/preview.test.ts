import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const secret = "my test came back positive";

describe("preview: none", () => {
  it("keeps customers' words off cards and off lock screens, from first text to last", async () => {
    const directory = sceneDirectory.replace("preview: full", "preview: none");
    world = await createWorld({ directory, env: { REMIND_MINUTES: "10" } });
    const { control } = world.sandbox.slack;
    const card = await world.opened(secret);
    await world.press(scene.ana, card, "Take");
    await world.text(`again: ${secret}`);
    await until("both shown in the thread", () => world.texts(card).length === 2);
    world.reply(scene.ben, card, "We will call you");
    await world.settle();
    await world.text(`once more: ${secret}`);
    await world.pass(11 * 60_000);
    await world.settle();
    await world.press(scene.ana, card, "Resolve");
    await until("resolved", () => shown(world.card() ?? card).includes("Resolved by"));
    await world.opened(`tomorrow: ${secret}`);
    for (const message of control.messages(scene.channel)) expect(shown(message)).not.toContain("positive");
    expect(control.notifications().length).toBeGreaterThan(0);
    for (const { text } of control.notifications()) expect(text).not.toContain("positive");
    for (const { args } of control.calls("chat.update"))
      expect(JSON.stringify(args)).not.toContain("positive");
  });
});

describe("preview: full", () => {
  it("shows the first words on the card, and on the lock screen", async () => {
    world = await createWorld();
    const card = await world.opened(secret);
    expect(shown(card)).toContain(secret);
    const news = world.sandbox.slack.control.notifications(scene.ben).map(({ text }) => text);
    expect(news[0]).toContain(`Maria Lopez (…9001) → Front desk: ${secret}`);
  });
});
