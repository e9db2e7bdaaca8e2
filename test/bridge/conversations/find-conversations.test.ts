import { describe, expect, it } from "vitest";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { findConversations } from "../../../src/bridge/conversations/find-conversations.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { writeToStaff } from "../../../src/bridge/staff/write-to-staff.ts";
import type { SlackUserId } from "../../../src/domain/ids.ts";
import { ana, ben, benLine, dan, eve, maria, noel, officeWithDirect, stranger } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

const url = "https://hooks.slack.com/commands/1";
const ask = async (world: World, user: SlackUserId, words: string, responseUrl: string | null = url) => {
  const { sentence } = await findConversations(world.ctx, { user, words, responseUrl });
  return (sentence ?? []).join("");
};

/** What somebody is shown, one line an entry. */
async function find(world: World, user: SlackUserId, words: string): Promise<string[]> {
  expect(await ask(world, user, words)).toBe("");
  await world.runAll();
  const { found } = world.desk.found.at(-1) ?? {};
  return (found?.conversations ?? []).map(({ who, where, state }) => `${who}, ${where}: ${state}`);
}

async function begin(): Promise<World> {
  const world = await createWorld({ directory: officeWithDirect });
  await world.begin(maria);
  await world.pass(minute);
  await world.text(maria, "Hi Ben", { to: benLine });
  await world.runAll();
  return world;
}

describe("finding conversations", () => {
  it("shows each what they may see: their groups', all groups' to managers, and direct ones to their member alone", async () => {
    const world = await begin();
    const shared = "Maria Lopez (…9001), Front desk: open, nobody has it";
    const direct = "Maria Lopez (…9001), Ben direct: open";
    expect(await find(world, ben, "maria")).toEqual([direct, shared]);
    for (const user of [ana, eve]) expect(await find(world, user, "lopez")).toEqual([shared]);
    expect(await find(world, dan, "9001")).toEqual([]);
  });

  it("says how each stands: who has it, resolved, blocked", async () => {
    const world = await begin();
    const { id } = await world.openEpisode();
    await takeEpisode(world.ctx, { episode: id, user: ben, seenAssignee: null });
    expect(await find(world, ana, "maria")).toEqual([
      "Maria Lopez (…9001), Front desk: open, Ben Ito has it",
    ]);
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    expect(await find(world, ana, "maria")).toEqual(["Maria Lopez (…9001), Front desk: resolved"]);
    await world.text(noel, "Buy now");
    await world.runAll();
    const spam = await world.openEpisode(noel);
    await blockContact(world.ctx, { episode: spam.id, reason: "", user: ana, act: "view:1" });
    expect(await find(world, ana, "9002")).toEqual(["(555) 019-9002, Front desk: blocked"]);
  });

  it("finds what one wrote with a colleague by username and extension, and nobody else's", async () => {
    const world = await begin();
    await writeToStaff(world.ctx, { user: ana, to: "102", body: "Lunch?", act: "one" });
    await world.runAll();
    for (const words of ["ben", "102", "Ito"])
      expect(await find(world, ana, words)).toEqual(["Ben Ito, the two of you: in Slack"]);
    expect(await find(world, eve, "ito")).toEqual([]);
  });

  it("says at once what can't be looked for", async () => {
    const world = await begin();
    expect(await ask(world, stranger, "maria")).toContain("You are not in Threadline's directory");
    expect(await ask(world, ben, "  ")).toBe(
      "Write a name or a number behind it, such as “/sms find Maria”.",
    );
    expect(await ask(world, ben, "maria", null)).toContain("Please try it again");
    await world.runAll();
    expect(world.desk.found).toEqual([]);
  });

  it("tells whoever asked where it came too late, and tries again where Slack was not reached", async () => {
    const world = await begin();
    world.desk.fail("answerFound", "nobody");
    await ask(world, ben, "maria");
    await world.runAll();
    expect(world.desk.told.at(-1)?.sentence.join("")).toContain(
      "What you looked for (“maria”) could not be shown in time.",
    );
    world.desk.fail("answerFound", "unreachable");
    await ask(world, ben, "maria");
    await world.pass(minute);
    expect(world.desk.found).toHaveLength(1);
  });
});
