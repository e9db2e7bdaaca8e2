import { describe, expect, it } from "vitest";
import { leaveClosedChannels } from "../../../src/bridge/conversations/leave-closed-channels.ts";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { SlackChannelId, SlackTs } from "../../../src/domain/ids.ts";
import { ana, ben, front, maria, officeWith } from "../front-desk.ts";
import { deskError } from "../scripted-desk.ts";
import { createWorld, hour, minute, type World } from "../world.ts";

const day = 24 * hour;
const cards = (world: World) => world.desk.posted.flatMap(({ card }) => (card === null ? [] : [card]));

/** Whatever stands in Slack now is gone, and no event tells of it. */
function tidyUp(world: World): void {
  const gone = new Set<string>(world.desk.posted.map(({ ts }) => ts));
  const { refreshCard } = world.desk.desk;
  Object.assign(world.desk.desk, {
    refreshCard: async (...args: Parameters<typeof refreshCard>) => {
      if (gone.has(args[1].ts)) throw deskError("message_gone");
      await refreshCard(...args);
    },
  });
}

/** So many visits of one customer, each resolved. */
async function visits(world: World, count: number): Promise<void> {
  for (let visit = 1; visit <= count; visit += 1) {
    await world.begin(maria, `visit ${visit}`);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ana });
    await world.pass(minute);
  }
}

describe("the card of a resolved conversation that is gone", () => {
  it("stays gone, and brings none of the earlier ones back when the customer texts again", async () => {
    const world = await createWorld();
    await visits(world, 4);
    world.skip(200 * day);
    tidyUp(world);
    const before = cards(world).length;
    await world.text(maria, "Me again");
    await world.pass(hour);
    expect(
      cards(world)
        .slice(before)
        .map(({ state, preview }) => [state, preview]),
    ).toEqual([["open", ["Me again"]]]);
    expect(world.desk.cards.at(-1)?.card).toMatchObject({ state: "open", earlier: null });
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });

  it("stays gone when its deletion is told", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await visits(world, 1);
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await world.pass(hour);
    expect(cards(world)).toHaveLength(1);
  });

  it("stands anew once there is something to say under it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    await visits(world, 1);
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await world.report("Yes", "failed");
    await world.pass(minute);
    expect(cards(world)).toMatchObject([{ state: "open" }, { state: "resolved", replaces: "deleted" }]);
    const { ts } = world.desk.posted.findLast(({ card }) => card !== null) ?? {};
    expect(world.thread(ts ?? ("" as SlackTs)).join()).toContain("This text was not delivered: “Yes”");
  });

  it("stands anew when someone reopens the conversation", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const { id: episode } = await world.openEpisode(maria);
    await visits(world, 1);
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await reopenEpisode(world.ctx, { episode, user: ana });
    await world.pass(minute);
    expect(cards(world)).toMatchObject([{ state: "open" }, { state: "open", replaces: "deleted" }]);
  });
});

describe("a card that stands anew", () => {
  it("calls nobody", async () => {
    const world = await createWorld({ directory: officeWith({ notify: "here" }) });
    const thread = await world.begin(maria);
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await world.pass(minute);
    expect(cards(world).map(({ calls }) => calls.kind)).toEqual(["here", "none"]);
  });

  it("calls whom the group wants called where it is the first one that stands", async () => {
    const world = await createWorld({ directory: officeWith({ notify: "here" }) });
    world.desk.closed.add(front);
    await world.text(maria, "Hello?");
    await world.runAll();
    await world.apply(officeWith({ notify: "here", channel: "C0ELSEWHERE" as SlackChannelId }));
    await leaveClosedChannels(world.ctx);
    await world.runAll();
    expect(cards(world)).toMatchObject([{ replaces: "closed", calls: { kind: "here" } }]);
  });
});
