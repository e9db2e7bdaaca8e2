import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/bridge/context/outcome.ts";
import { releaseEpisode } from "../../../src/bridge/conversations/release-episode.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import type { EpisodeId, SlackUserId, Username } from "../../../src/domain/ids.ts";
import { RESOLVE_BY, type ResolveBy } from "../../../src/domain/policy/access.ts";
import { ana, ben, cy, dan, eve, maria, office, officeWith, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const everyone = { ana, ben, cy, dan, eve, stranger };
type Name = keyof typeof everyone;

async function take(world: World, user: SlackUserId, seen: string | null = null): Promise<string> {
  const { id: episode } = await world.openEpisode();
  const seenAssignee = seen as Username | null;
  return said(await takeEpisode(world.ctx, { episode, user, seenAssignee }));
}

const said = (outcome: Outcome): string => words(outcome.sentence);

/** Who of everyone gets their way, by what is true of the conversation afterwards. */
async function who(
  world: () => Promise<World>,
  act: (world: World, user: SlackUserId, episode: EpisodeId) => Promise<Outcome>,
): Promise<Name[]> {
  const allowed: Name[] = [];
  for (const name of Object.keys(everyone) as Name[]) {
    const one = await world();
    const [episode] = await one.episodes();
    if (episode === undefined) throw new Error("no conversation");
    if ((await act(one, everyone[name], episode.id)).sentence === null) allowed.push(name);
  }
  return allowed;
}

async function begun(options: { resolveBy?: ResolveBy; assignee?: SlackUserId } = {}): Promise<World> {
  const { assignee, ...settings } = options;
  const world = await createWorld(settings);
  await world.begin();
  if (assignee !== undefined) await take(world, assignee);
  await world.runAll();
  return world;
}

async function resolved(resolveBy: ResolveBy, assignee?: SlackUserId): Promise<World> {
  const world = await begun({ resolveBy, ...(assignee === undefined ? {} : { assignee }) });
  const { id: episode } = await world.openEpisode();
  await resolveEpisode(world.ctx, { episode, user: ana });
  await world.runAll();
  return world;
}

describe("taking", () => {
  it("assigns, mentions whoever took it once, and shows on the card", async () => {
    const world = await begun();
    expect(await take(world, ben)).toBe("");
    await world.pass(minute);
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread).slice(1)).toEqual(["app: @U0BEN has this conversation."]);
    expect(world.desk.cards.at(-1)?.card.assignee).toEqual({ username: "ben", user: ben });
  });

  it("is open to members of the group and to managers", async () => {
    const allowed = await who(begun, async (world, user, episode) =>
      takeEpisode(world.ctx, { episode, user, seenAssignee: null }),
    );
    expect(allowed).toEqual(["ana", "ben", "cy", "eve"]);
  });

  it("from someone who was seen on the card takes over, and says from whom", async () => {
    const world = await begun({ assignee: ben });
    await take(world, cy, "ben");
    await world.runAll();
    const { thread, assignee } = await world.openEpisode();
    expect(assignee).toBe("cy");
    expect(thread && world.thread(thread).at(-1)).toBe("app: @U0CY took this over from ben.");
  });

  it("asks first when someone else was quicker", async () => {
    const world = await begun();
    await Promise.all([take(world, ben), take(world, cy)]);
    await world.runAll();
    expect((await world.openEpisode()).assignee).toBe("ben");
    expect(world.desk.told).toMatchObject([{ to: cy, offer: { choices: ["take"] } }]);
    expect(said(await world.choose("take", ben))).toContain("Only whoever it was offered to");
    expect(said(await world.choose("take", cy))).toBe("You have it now.");
    expect((await world.openEpisode()).assignee).toBe("cy");
  });

  it("asks again when it changed hands since it was asked", async () => {
    const world = await begun({ assignee: ben });
    await take(world, cy);
    await world.runAll();
    await take(world, ana, "ben");
    expect(said(await world.choose("take", cy))).toContain("you are asked again");
    await world.runAll();
    expect((await world.openEpisode()).assignee).toBe("ana");
    expect(said({ sentence: world.desk.told.at(-1)?.sentence ?? null })).toContain(
      "@U0ANA has the conversation",
    );
    expect(said(await world.choose("take", cy))).toBe("You have it now.");
    expect((await world.openEpisode()).assignee).toBe("cy");
  });

  it("twice has one effect", async () => {
    const world = await begun();
    await take(world, ben);
    expect(await take(world, ben)).toBe("You have it already.");
    await world.runAll();
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toHaveLength(2);
  });

  it("of a resolved conversation is refused", async () => {
    const world = await begun();
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ana });
    expect(said(await takeEpisode(world.ctx, { episode, user: ben, seenAssignee: null }))).toContain(
      "Reopen it",
    );
  });

  it("of one that goes on in a newer thread is refused with a link to it", async () => {
    const world = await resolved("anyone");
    const [older] = await world.episodes();
    await world.begin();
    await world.runAll();
    if (older === undefined) throw new Error("no conversation");
    const press = { episode: older.id, user: ben, seenAssignee: null };
    expect(said(await takeEpisode(world.ctx, press))).toBe("This conversation goes on in [a newer thread].");
  });
});

describe("releasing", () => {
  it("is open to the assignee and to managers", async () => {
    const allowed = await who(
      () => begun({ assignee: ben }),
      async (world, user, episode) => releaseEpisode(world.ctx, { episode, user }),
    );
    expect(allowed).toEqual(["ana", "ben", "eve"]);
  });

  it("says that nobody has it when nobody does", async () => {
    const world = await begun();
    const { id: episode } = await world.openEpisode();
    expect(said(await releaseEpisode(world.ctx, { episode, user: ben }))).toBe(
      "Nobody has this conversation.",
    );
  });
});

describe("resolving", () => {
  it.each([
    ["anyone", undefined, ["ana", "ben", "cy", "eve"]],
    ["anyone", ben, ["ana", "ben", "cy", "eve"]],
    ["assignee", undefined, ["ana", "ben", "cy", "eve"]],
    ["assignee", ben, ["ana", "ben", "eve"]],
    ["manager", ben, ["ana", "eve"]],
  ] as const)("by %s, when %s has it, is open to %j", async (resolveBy, assignee, expected) => {
    const options = assignee === undefined ? { resolveBy } : { resolveBy, assignee };
    const allowed = await who(
      () => begun(options),
      async (world, user, episode) => resolveEpisode(world.ctx, { episode, user }),
    );
    expect(allowed).toEqual(expected);
  });

  it.each([
    [ben, "ben"],
    [eve, null],
  ])("of what nobody has takes it, too, where %s answers there", async (user, assignee) => {
    const world = await begun();
    const { id: episode } = await world.openEpisode();
    expect(said(await resolveEpisode(world.ctx, { episode, user }))).toBe("");
    const [resolved] = await world.episodes();
    expect(resolved).toMatchObject({ state: "resolved", assignee });
  });

  it("of what somebody has leaves it with them", async () => {
    const world = await begun({ assignee: ben });
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ana });
    expect((await world.episodes())[0]).toMatchObject({ state: "resolved", assignee: "ben" });
  });

  it("says by whom and when on the card", async () => {
    const world = await resolved("assignee");
    expect(world.desk.cards.at(-1)?.card).toMatchObject({
      state: "resolved",
      resolved: { by: "ana", user: ana, at: world.now() },
      newest: true,
    });
  });

  it("tells others who can", async () => {
    const world = await begun({ assignee: ben });
    const { id: episode } = await world.openEpisode();
    expect(said(await resolveEpisode(world.ctx, { episode, user: cy }))).toBe(
      "This conversation can be resolved by @U0BEN, who has it, or a manager.",
    );
  });

  it("calls others as the directory does, where it has a name for them", async () => {
    const world = await begun({ assignee: ben });
    const { id: episode } = await world.openEpisode();
    await world.apply({
      ...office,
      members: office.members.map((one) => (one.username === "ben" ? { ...one, name: "Ben Ito" } : one)),
    });
    expect(said(await resolveEpisode(world.ctx, { episode, user: cy }))).toContain("by Ben Ito, who has");
    expect(said(await releaseEpisode(world.ctx, { episode, user: cy }))).toContain("Only Ben Ito, who");
  });

  it("twice has one effect, and the other is told what already happened", async () => {
    const world = await begun({ assignee: ben });
    const { id: episode } = await world.openEpisode();
    const outcomes = await Promise.all(
      [ben, ana].map((user) => resolveEpisode(world.ctx, { episode, user })),
    );
    expect(outcomes.map(said)).toEqual(["", "@U0BEN resolved this conversation already ((time))."]);
  });

  it("lets what waits for a time leave, and cancels with a line what waits for a person", async () => {
    const world = await begun({ assignee: ben });
    const { thread, id: episode } = await world.openEpisode();
    if (thread === null) throw new Error("no thread");
    const asked = await world.reply(ben, thread, "with file", { files: 1 });
    await world.reply(ben, thread, "bye");
    await world.pass(5 * second);
    await resolveEpisode(world.ctx, { episode, user: ben });
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["bye"]);
    expect(await world.messageOf(asked)).toMatchObject({ state: "cancelled" });
    expect(world.thread(thread).at(-1)).toContain("One text that waited for a decision was cancelled");
    expect(said(await world.choose("send_text_only", ben))).toBe(
      "This is no longer open. The conversation was resolved.",
    );
  });
});

describe("reopening", () => {
  it.each(RESOLVE_BY)(
    "is open to any member of the group and to managers, whoever may resolve: %s",
    async (by) => {
      const allowed = await who(
        () => resolved(by, ben),
        async (world, user, episode) => reopenEpisode(world.ctx, { episode, user }),
      );
      expect(allowed).toEqual(["ana", "ben", "cy", "eve"]);
    },
  );

  it("tells others who can", async () => {
    const world = await resolved("assignee", ben);
    const [episode] = await world.episodes();
    if (episode === undefined) throw new Error("no conversation");
    const outcome = await reopenEpisode(world.ctx, { episode: episode.id, user: dan });
    expect(said(outcome)).toBe("Only members of Front desk and managers can reopen this conversation.");
  });

  it("says who did it, and the conversation goes on in its thread", async () => {
    const world = await resolved("anyone");
    const [episode] = await world.episodes();
    if (episode === undefined) throw new Error("no conversation");
    await reopenEpisode(world.ctx, { episode: episode.id, user: ben });
    await world.text(maria, "again");
    await world.runAll();
    expect(episode.thread && world.thread(episode.thread).slice(-2)).toEqual([
      "app: @U0BEN reopened this conversation.",
      "Maria Lopez: again",
    ]);
  });

  it("counts whoever was never answered as waiting since they wrote, and whoever was answered as before", async () => {
    const world = await begun({ assignee: ben });
    const episode = await world.openEpisode();
    if (episode.thread === null || episode.unansweredSince === null) throw new Error("nobody waits");
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: episode.id, user: ben });
    expect((await world.episodes())[0]?.unansweredSince).toBeNull();
    await world.pass(hour);
    await reopenEpisode(world.ctx, { episode: episode.id, user: ben });
    expect((await world.openEpisode()).unansweredSince).toBe(episode.unansweredSince);
    await world.reply(ben, episode.thread, "Yes, until 6.");
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: episode.id, user: ben });
    await reopenEpisode(world.ctx, { episode: episode.id, user: ben });
    expect((await world.openEpisode()).unansweredSince).toBeNull();
  });

  it("of whoever opted out counts nobody as waiting", async () => {
    const world = await begun({ assignee: ben });
    await world.text(maria, "STOP");
    const { id: episode } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode, user: ben });
    await reopenEpisode(world.ctx, { episode, user: ben });
    expect((await world.openEpisode()).unansweredSince).toBeNull();
  });

  it("of an older one answers with a link to the open thread", async () => {
    const world = await resolved("anyone");
    const [older] = await world.episodes();
    await world.begin();
    if (older === undefined) throw new Error("no conversation");
    const outcome = await reopenEpisode(world.ctx, { episode: older.id, user: ben });
    expect(said(outcome)).toBe("This conversation goes on in [a newer thread].");
  });

  it("twice has one effect", async () => {
    const world = await resolved("anyone");
    const [episode] = await world.episodes();
    if (episode === undefined) throw new Error("no conversation");
    const press = { episode: episode.id, user: ben };
    const outcomes = await Promise.all([1, 2].map(() => reopenEpisode(world.ctx, press)));
    expect(outcomes.map(said)).toEqual(["", "This conversation is open already."]);
  });
});

describe("a button", () => {
  it("of an unknown conversation is answered", async () => {
    const world = await createWorld();
    const press = { episode: "gone" as EpisodeId, user: ben };
    expect(said(await resolveEpisode(world.ctx, press))).toContain("not known here");
  });

  it("follows the rights of the directory in force", async () => {
    const world = await begun({ assignee: ben });
    const members = officeWith({}).groups[0]?.members.filter((name) => name !== "cy") ?? [];
    await world.apply(officeWith({ members }));
    expect(await take(world, cy, "ben")).toContain("Only members of Front desk");
  });
});
