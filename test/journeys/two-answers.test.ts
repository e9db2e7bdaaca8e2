import { afterEach, describe, expect, it } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import { createWorld, scene, shown, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const { ana, ben } = scene;
const minute = 60_000;
const held = { env: { HOLD_SECONDS: "300" } };
const asked = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));
const received = (...texts: string[]) =>
  until(texts.join(), () => JSON.stringify(world.received()) === JSON.stringify(texts));
const group = (line: string) =>
  sceneDirectory.replace("name: Front desk, extension", `${line}, name: Front desk, extension`);

async function begin(options: WorldOptions): Promise<Parameters<World["reply"]>[1]> {
  world = await createWorld(options);
  return await world.opened();
}

describe.each(["socket", "http"] as const)("two who answer at once, by %s", (mode) => {
  it("the second is asked alone, and says what becomes of theirs", async () => {
    const card = await begin({ mode, ...held });
    world.reply(ana, card, "Yes, until six");
    await until("it waits", async () => (await world.metric("replies_taken_total")) === 1);
    const second = world.reply(ben, card, "We are!");
    await asked(ben, "Ana Reyes has a reply under way");
    expect(world.offered(ben)).toEqual(["Send too", "Take and send", "Discard"]);
    await until("the mark", () => world.marks(second).includes("no_entry_sign"));
    expect(world.told(ana)).toEqual([]);
    await world.choose(ben, "Send too");
    await world.pass(6 * minute);
    await until("both", () => world.received().length === 2);
  });

  it("the second leaves by itself once the first is stopped", async () => {
    const card = await begin({ mode, ...held });
    const first = world.reply(ana, card, "Yes, until six");
    await until("it waits", async () => (await world.metric("replies_taken_total")) === 1);
    world.reply(ben, card, "We are!");
    await asked(ben, "Ana Reyes has a reply under way");
    await world.shortcut(ana, first, "reply.dont_send");
    await until("stopped", () => world.marks(first).includes("no_entry_sign"));
    await world.quiet();
    await world.pass(6 * minute);
    await received("We are!");
  });
});

describe("a group's own rules of answering", () => {
  it("lets nobody but the assignee answer, and offers the others to take it", async () => {
    const card = await begin({ directory: group("reply_by: assignee") });
    world.reply(ana, card, "Yes, until six");
    await received("Yes, until six");
    world.reply(ben, card, "We are!");
    await asked(ben, "only whoever has one answers here");
    expect(world.offered(ben)).toEqual(["Take and send", "Discard"]);
    await world.choose(ben, "Take and send");
    await received("Yes, until six", "We are!");
  });

  it("has a conversation resolve itself after its hours of silence, and the card says so", async () => {
    const card = await begin({ directory: group("auto_resolve_hours: 72") });
    world.reply(ben, card, "Yes, until six");
    await received("Yes, until six");
    await world.pass(71 * 60 * minute);
    await world.quiet();
    const current = () => shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
    expect(current()).toContain("has it");
    await world.pass(61 * minute);
    await until("resolved", () => current().includes("Resolved by itself after 72 hours of silence"));
  });

  it("has a member's first text confirmed, once", async () => {
    const card = await begin({ directory: group("confirm_first_reply: on") });
    world.reply(ben, card, "Lunch at one?");
    await asked(ben, "Maria Lopez (…9001) would read: “Lunch at one?”");
    expect(world.offered(ben)).toEqual(["Yes, text the customer", "Discard"]);
    await world.choose(ben, "Yes, text the customer");
    await received("Lunch at one?");
    world.reply(ben, card, "See you");
    await received("Lunch at one?", "See you");
  });
});
