import { describe, expect, it } from "vitest";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { wakeSnoozed } from "../../../src/bridge/conversations/snooze-episode.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { type Snooze, untilTheyWrite } from "../../../src/domain/snooze.ts";
import { ana, ben, benLine, dan, front, maria, officeWithDirect } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

let acts = 0;
async function snooze(world: World, user: SlackUserId, how: Snooze, at: number | null = null, of = maria) {
  acts += 1;
  const { id: episode } = await world.openEpisode(of);
  const refused = await world.bridge.snoozeEpisode({ episode, user, how, at, act: `view:${acts}` });
  await world.runAll();
  return refused;
}

/** Who waits, as the channel is told. */
async function waiting(world: World): Promise<number> {
  await enqueueReminders(world.ctx);
  await world.runAll();
  return (await world.bridge.listWaiting(front)).length;
}

const told = (world: World) => world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
const card = (world: World) => world.desk.cards.at(-1)?.card;

describe("a conversation that is snoozed", () => {
  it("is in no reminder until its time, and is then, and whoever wanted that is told", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.pass(20 * minute);
    expect(await waiting(world)).toBe(1);
    expect(await snooze(world, ana, "hour")).toBeNull();
    expect(await waiting(world)).toBe(0);
    expect(card(world)?.snoozedUntil).toBe(world.now() + hour);
    await world.pass(59 * minute);
    await wakeSnoozed(world.ctx);
    expect(await waiting(world)).toBe(0);
    await world.restart();
    await world.pass(2 * minute);
    await wakeSnoozed(world.ctx);
    await wakeSnoozed(world.ctx);
    expect(await waiting(world)).toBe(1);
    expect(card(world)?.snoozedUntil).toBeNull();
    expect(told(world).filter((one) => one.includes("snoozed"))).toEqual([
      "U0ANA: The conversation with Maria Lopez (…9001) is back: the time until which you snoozed it has come. [Open the conversation]",
    ]);
  });

  it("wakes as soon as its contact writes", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await snooze(world, ana, "write");
    expect(await world.openEpisode()).toMatchObject({ snoozedUntil: untilTheyWrite, snoozedBy: "ana" });
    expect(card(world)?.snoozedUntil).toBe("write");
    await world.pass(48 * hour);
    await wakeSnoozed(world.ctx);
    expect(await waiting(world)).toBe(0);
    await world.text(maria, "Hello?");
    await world.runAll();
    expect(await waiting(world)).toBe(1);
    expect(await world.openEpisode()).toMatchObject({ snoozedUntil: null, snoozedBy: null });
  });

  it("is woken by whoever may act there, who is told where it is awake already", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await snooze(world, ana, "tomorrow");
    const { id: episode } = await world.openEpisode();
    expect(words((await world.bridge.wakeEpisode({ episode, user: dan })).sentence)).toContain(
      "Only members of",
    );
    expect((await world.bridge.wakeEpisode({ episode, user: ben })).sentence).toBeNull();
    expect((await world.openEpisode()).snoozedUntil).toBeNull();
    expect(words((await world.bridge.wakeEpisode({ episode, user: ben })).sentence)).toContain("not snoozed");
  });

  it("is awake once it was resolved", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await snooze(world, ana, "tomorrow");
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ana });
    const [resolved] = await world.episodes(maria);
    expect(resolved).toMatchObject({ state: "resolved", snoozedUntil: null });
  });

  it("of a member's own is theirs to put aside", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.text(maria, "Hi", { to: benLine });
    await world.pass(minute);
    expect(await snooze(world, ana, "hour")).toMatchObject({
      refusal: expect.stringContaining("Only Ben Ito"),
    });
    expect(await snooze(world, ben, "hour")).toBeNull();
    expect((await world.openEpisode()).snoozedBy).toBe("ben");
  });

  it.each<[string, Snooze, number | null, string]>([
    ["no time", "time", null, "Choose a time."],
    ["a time that is over", "time", 5, "This time is over. Choose a later one."],
    [
      "a time whose year is a slip",
      "time",
      Date.UTC(2036, 0),
      "This is more than a year ahead. Choose an earlier",
    ],
    ["a time beside another choice", "hour", Date.UTC(2027, 0), "take this time out"],
  ])("can't be with %s", async (_, how, at, why) => {
    const world = await createWorld();
    await world.begin(maria);
    expect(await snooze(world, ana, how, at)).toEqual({
      refusal: expect.stringContaining(why),
      about: "time",
    });
    expect((await world.openEpisode()).snoozedUntil).toBeNull();
  });
});
