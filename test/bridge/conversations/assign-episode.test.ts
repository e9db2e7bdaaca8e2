import { describe, expect, it } from "vitest";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type { Extension, SlackUserId, Username } from "../../../src/domain/ids.ts";
import { ana, cy, dan, eve, maria, office, officeWith, stranger } from "../front-desk.ts";
import { createWorld, type World, words } from "../world.ts";

let acts = 0;
async function assign(
  world: World,
  user: SlackUserId,
  to: string,
  { seen = null as string | null, act = "" } = {},
) {
  acts += 1;
  const { id: episode } = await world.openEpisode();
  const input = { episode, user, to: to as Username, seenAssignee: seen as Username | null };
  const refused = await world.bridge.assignEpisode({ ...input, act: act === "" ? `view:${acts}` : act });
  await world.runAll();
  return refused?.refusal ?? null;
}
const told = (world: World) => world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
const assignee = async (world: World) => (await world.openEpisode()).assignee;

describe("assigning a conversation", () => {
  it("gives it to a member of its group, who is called in the thread and told once", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    expect(await assign(world, ana, "ben", { act: "view:a" })).toBeNull();
    expect(await assign(world, ana, "ben", { act: "view:a" })).toBeNull();
    expect(await assignee(world)).toBe("ben");
    expect(world.thread(thread).slice(1)).toEqual([
      "app: @U0BEN has this conversation now, assigned by ana.",
    ]);
    expect(told(world)).toEqual([
      "U0BEN: @U0ANA assigned you the conversation with Maria Lopez (…9001). [Open the conversation]",
    ]);
    expect(await assign(world, ana, "cy", { seen: "ben" })).toBeNull();
    expect(world.thread(thread).at(-1)).toBe(
      "app: @U0CY has this conversation now instead of ben, assigned by ana.",
    );
  });

  it("to oneself is taking it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    expect(await assign(world, eve, "eve")).toBeNull();
    expect(world.thread(thread).at(-1)).toBe("app: @U0EVE has this conversation.");
    expect(told(world)).toEqual([]);
  });

  it.each<[string, SlackUserId, string, string]>([
    [
      "somebody of another group",
      dan,
      "ben",
      "Only members of Front desk and managers can assign this conversation.",
    ],
    ["somebody unknown", stranger, "ben", "You are not in Threadline's directory"],
    ["a member to somebody outside the group", ana, "dan", "They are not in Front desk any more."],
  ])("is refused of %s", async (_, user, to, why) => {
    const world = await createWorld();
    await world.begin(maria);
    expect(await assign(world, user, to)).toContain(why);
    expect(await assignee(world)).toBeNull();
  });

  it("is refused where somebody has taken it since the form was opened, and where they have it already", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    await takeEpisode(world.ctx, { episode, user: cy, seenAssignee: null });
    expect(await assign(world, ana, "ben")).toContain("cy has it by now");
    expect(await assign(world, ana, "cy")).toBe("cy has it already.");
    await world.bridge.resolveEpisode({ episode, user: cy });
    const refused = await world.bridge.assignEpisode({
      episode,
      user: ana,
      to: "ben" as Username,
      seenAssignee: null,
      act: "view:z",
    });
    expect(refused?.refusal).toContain("is resolved. Reopen it first");
  });

  it("finds whom it may go to among more than a hundred, by name, username or extension", async () => {
    const many = Array.from({ length: 250 }, (_, at) => ({
      username: `m${at}` as Username,
      extension: `${1000 + at}` as Extension,
      name: `Member ${at}`,
      slack: { kind: "id", id: `U0M${at}` as SlackUserId } as const,
      role: "agent" as const,
    }));
    const members = [
      ...office.members.map(({ username }) => username),
      ...many.map(({ username }) => username),
    ];
    const directory: Directory = officeWith(
      { members },
      { ...office, members: [...office.members, ...many] },
    );
    const world = await createWorld({ directory });
    await world.begin(maria);
    const { id: episode } = await world.openEpisode();
    const search = async (user: SlackUserId, typed: string) =>
      (await world.bridge.searchAssignees({ episode, user, typed, limit: 100 })).map(({ name }) => name);
    expect(await search(ana, "")).toHaveLength(100);
    expect(await search(ana, " member 249")).toEqual(["Member 249"]);
    expect(await search(ana, "1201")).toEqual(["Member 201"]);
    expect(await search(ana, "BEN")).toEqual(["ben"]);
    expect(await search(stranger, "")).toHaveLength(0);
  });
});
