import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const byEmail = sceneDirectory;
const byId = sceneDirectory.replace(/slack: ben@\S+?(?=[,\s}])/, `slack: ${scene.ben}`);

describe.each([
  ["by e-mail", byEmail],
  ["by id", byId],
])("a member whom the directory names %s, and who is deactivated", (_, directory) => {
  it("sends nothing any more: what was held does not leave", async () => {
    world = await createWorld({ directory, env: { HOLD_SECONDS: "30" } });
    const card = await world.opened();
    const reply = world.reply(scene.ben, card, "You can go to hell");
    await until("taken", async () => (await world.metric("replies_taken_total")) === 1);
    world.sandbox.slack.control.changeUser({ id: scene.ben, deleted: true });
    await world.quiet();
    await world.pass(31_000);
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
  });

  it("while the app is down is noticed at its start", async () => {
    world = await createWorld({ directory, env: { HOLD_SECONDS: "30" } });
    const card = await world.opened();
    const reply = world.reply(scene.ben, card, "You can go to hell");
    await world.quiet();
    const { control } = world.sandbox.slack;
    await world.restart({ whileDown: () => control.changeUser({ id: scene.ben, deleted: true }) });
    await world.settle();
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
  });
});

it("archiving a channel that is nobody's here does not touch readiness", async () => {
  world = await createWorld();
  const { slack } = world.sandbox;
  slack.control.addChannel({ id: "C0LUNCH", name: "lunch", members: [scene.ana, slack.botUserId] });
  await until("ready", async () => (await world.readiness()).ready);
  slack.control.archive({ channel: "C0LUNCH" });
  await world.quiet();
  const { ready, checks } = await world.readiness();
  expect({ ready, about: checks.filter(({ name }) => name.startsWith("channel")) }).toEqual({
    ready: true,
    about: [],
  });
});
