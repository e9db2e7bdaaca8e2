import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { closeIdle } from "../../../src/bridge/conversations/close-episode.ts";
import { resolveSilent } from "../../../src/bridge/conversations/resolve-silent.ts";
import type { Address, E164, SlackTs } from "../../../src/domain/ids.ts";
import { ana, ben, benWith, maria, noel, officeWith, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

const directory = officeWith({ autoResolveHours: 72 });

/** Maria wrote, and Ben answered. */
async function answered(): Promise<{ world: World; thread: SlackTs }> {
  const world = await createWorld({ directory, hold: 0 });
  const thread = await world.begin(maria);
  await world.reply(ben, thread, "Yes, until six.");
  await world.pass(minute);
  return { world, thread };
}

async function silentFor(world: World, hours: number): Promise<string | undefined> {
  await world.pass(hours * hour);
  await resolveSilent(world.ctx);
  await world.runAll();
  return (await world.episodes(maria))[0]?.state;
}

describe("a conversation in which nobody says anything", () => {
  it("resolves itself after the hours that its group has chosen, and its card says so", async () => {
    const { world } = await answered();
    expect(await silentFor(world, 71)).toBe("open");
    expect(await silentFor(world, 1)).toBe("resolved");
    const card = world.desk.cards.at(-1)?.card;
    expect(card).toMatchObject({ state: "resolved", resolved: { by: null, silentFor: 72 } });
    const [episode] = await world.episodes(maria);
    const press = { episode: episode?.id ?? ("" as never), user: ben };
    expect(words((await world.bridge.resolveEpisode(press)).sentence)).toContain("is resolved already");
  });

  it("never does where the group has chosen none", async () => {
    const world = await createWorld({ hold: 0 });
    await world.reply(ben, await world.begin(maria), "Yes.");
    expect(await silentFor(world, 1_000)).toBe("open");
  });

  it.each<[string, (world: World, thread: SlackTs) => Promise<unknown>]>([
    ["whose customer waits for an answer", (world) => world.text(maria, "And on Sunday?")],
    ["in which the team has written a note", (world, thread) => world.reply(ana, thread, "note: call her")],
    ["in which a text waits for its author's word", (world, thread) => world.reply(ana, thread, "Ask me")],
    [
      "that is snoozed",
      async (world) => {
        const { id: episode } = await world.openEpisode();
        await world.bridge.snoozeEpisode({ episode, user: ben, how: "write", at: null, act: "view:1" });
      },
    ],
    [
      "in which a text waits for its time",
      async (world) => {
        const at = world.now() + 100 * hour;
        const text = { user: ben, to: maria as string as E164, line: null, body: "Later", at };
        await startText(world.ctx, { ...text, unlessTheyWrite: false, act: "view:2" });
      },
    ],
  ])("stays open %s", async (_, happens) => {
    const { world, thread } = await answered();
    await world.pass(71 * hour);
    await happens(world, thread);
    expect(await silentFor(world, 2)).toBe("open");
  });

  it("that was reopened has as long again", async () => {
    const { world } = await answered();
    expect(await silentFor(world, 72)).toBe("resolved");
    const [episode] = await world.episodes(maria);
    await world.bridge.reopenEpisode({ episode: episode?.id ?? ("" as never), user: ben });
    expect(await silentFor(world, 71)).toBe("open");
    expect(await silentFor(world, 1)).toBe("resolved");
  });

  it("does so behind any number that can't yet, and each but once", async () => {
    const world = await createWorld({ directory, hold: 0 });
    for (let at = 0; at < 60; at += 1)
      await world.text(`+155502${String(10_000 + at).slice(1)}1` as Address, "Hi");
    await world.reply(ben, await world.begin(noel), "Yes.");
    await world.pass(73 * hour);
    await resolveSilent(world.ctx);
    await resolveSilent(world.ctx);
    await world.runAll();
    expect((await world.episodes(noel))[0]?.state).toBe("resolved");
    expect((await world.episodes()).filter(({ state }) => state === "open")).toHaveLength(60);
  });

  it("of a member's own is none of its business, nor is a reopened shared one closed like those", async () => {
    const world = await createWorld({
      directory: { ...benWith({}, officeWithDirect), groups: directory.groups },
      hold: 0,
    });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes.");
    const { id: episode } = await world.openEpisode();
    await world.bridge.resolveEpisode({ episode, user: ben });
    await world.bridge.reopenEpisode({ episode, user: ben });
    await world.pass(20 * 24 * hour);
    await closeIdle(world.ctx);
    expect((await world.episodes(maria))[0]?.state).toBe("open");
  });
});
