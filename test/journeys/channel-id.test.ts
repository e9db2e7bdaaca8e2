import { afterEach, describe, expect, it } from "vitest";
import { createWorld, customerWords, scene, until, type World } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const renumbered = "C0RENUMBERED";

describe.each(["socket", "http"] as const)("a channel that gets another id, in %s mode", (mode) => {
  it("is followed: what was written before leaves, texts go on in their thread, replies leave", async () => {
    world = await createWorld({ mode, env: { HOLD_SECONDS: "30" } });
    const { control } = world.sandbox.slack;
    const card = await world.opened();
    const held = world.reply(scene.ben, card, "Yes, until six");
    await until("taken", async () => (await world.metric("replies_taken_total")) === 1);
    await world.quiet();
    control.changeChannelId({ channel: scene.channel, to: renumbered });
    await world.quiet();
    await world.pass(31_000);
    const marks = (ts: string) => control.message(renumbered, ts)?.reactions.map(({ name }) => name) ?? [];
    await until("the held one delivered", () => marks(held).includes("white_check_mark"));

    const texts = () => control.thread(renumbered, card.ts).slice(1).flatMap(customerWords);
    await world.text("And on Sunday?");
    await until("shown in the same thread", () => texts().includes("And on Sunday?"));
    const { ts } = control.post({
      user: scene.ben,
      channel: renumbered,
      text: "Closed then",
      threadTs: card.ts,
    });
    await until("taken", async () => (await world.metric("replies_taken_total")) === 2);
    await world.quiet();
    await world.pass(31_000);
    await until("delivered", () => marks(ts).includes("white_check_mark"));
    expect(world.received()).toEqual(["Yes, until six", "Closed then"]);

    await world.restart();
    await world.text("I see, thank you");
    await until("shown after a restart, though the directory's file names the old id", () =>
      texts().includes("I see, thank you"),
    );
    const roots = control.messages(renumbered).filter(({ botId }) => botId !== null);
    expect(roots).toHaveLength(1);
    expect((await world.readiness()).ready).toBe(true);
  });
});
