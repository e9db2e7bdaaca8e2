import { describe, expect, it } from "vitest";
import { releaseEpisode } from "../../../src/bridge/conversations/release-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import { listWaiting } from "../../../src/bridge/posts/who-waits.ts";
import { ana, ben, billingLine, front, maria, noel } from "../front-desk.ts";
import { createWorld, minute, type World } from "../world.ts";

/** The tick of each minute, for so many of them. */
async function minutes(world: World, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await world.pass(minute);
    await enqueueReminders(world.ctx);
    await world.runAll();
  }
}

const shown = (world: World) =>
  world.desk.reminders.map(({ reminder }) => [
    reminder.anew,
    reminder.previous !== null,
    reminder.waiting.map(({ contact }) => contact),
  ]);

describe("customers who wait", () => {
  it("are pointed out after ten minutes, in one line with links and nothing that they wrote", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "a secret");
    await minutes(world, 9);
    expect(world.desk.reminders).toEqual([]);
    await minutes(world, 1);
    expect(world.desk.reminders).toMatchObject([
      {
        channel: front,
        reminder: {
          previous: null,
          anew: true,
          waiting: [{ contact: "Maria Lopez (…9001)", at: { channel: front, ts: thread } }],
        },
      },
    ]);
    expect(JSON.stringify(world.desk.reminders)).not.toContain("secret");
  });

  it("are said again at the channel's end only when somebody new waits", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await minutes(world, 2);
    await world.begin(noel);
    await minutes(world, 10);
    expect(shown(world)).toEqual([
      [true, false, ["Maria Lopez (…9001)"]],
      [true, true, ["Maria Lopez (…9001)", "(555) 019-9002"]],
    ]);
  });

  it("are counted from when the line was drawn, however long Slack took to show it", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const { remind } = world.desk.desk;
    Object.assign(world.desk.desk, {
      remind: async (...given: Parameters<typeof remind>) => {
        world.skip(4 * minute);
        return await remind(...given);
      },
    });
    await minutes(world, 10);
    Object.assign(world.desk.desk, { remind });
    await minutes(world, 1);
    expect(shown(world)).toEqual([
      [true, false, ["Maria Lopez (…9001)"]],
      [false, true, ["Maria Lopez (…9001)"]],
    ]);
  });

  it("leave the line as soon as they are answered or resolved, and it goes with the last of them", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.begin(noel);
    await minutes(world, 10);
    await world.reply(ben, thread, "Yes");
    await minutes(world, 2);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode(noel)).id, user: ana });
    await minutes(world, 2);
    expect(shown(world)).toEqual([
      [true, false, ["Maria Lopez (…9001)", "(555) 019-9002"]],
      [false, true, ["(555) 019-9002"]],
      [false, true, []],
    ]);
    await minutes(world, 30);
    expect(world.desk.reminders).toHaveLength(3);
  });

  it("have their line redrawn now and then, not every minute", async () => {
    const world = await createWorld();
    await world.begin();
    await minutes(world, 30);
    expect(world.desk.reminders.length).toBeLessThanOrEqual(6);
    expect(world.desk.reminders.filter(({ reminder }) => reminder.anew)).toHaveLength(1);
  });

  it("have one line, though the answer to its post was lost", async () => {
    const world = await createWorld();
    await world.begin();
    world.desk.fail("remind", "unreachable", { certain: false, afterwards: true });
    await minutes(world, 12);
    expect(world.desk.posted.filter(({ card, post }) => card === null && post === null)).toHaveLength(1);
  });

  it("have no line once they are answered, though the answer to its post was lost", async () => {
    const world = await createWorld();
    await world.begin();
    world.skip(11 * minute);
    await enqueueReminders(world.ctx);
    world.desk.fail("remind", "unreachable", { certain: false, afterwards: true });
    await world.runAll();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await minutes(world, 2);
    expect(shown(world)).toEqual([
      [true, false, ["Maria Lopez (…9001)"]],
      [false, true, []],
    ]);
  });

  it("are still pointed out for what they wrote after an answer of which we learned late", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(maria), "Yes");
    world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
    await world.pass(11 * 1000);
    await world.text(maria, "And tomorrow?");
    const asked = world.now();
    await world.report("Yes", "delivered");
    expect((await world.openEpisode(maria)).unansweredSince).toBe(asked);
    await minutes(world, 11);
    expect(shown(world)).toEqual([[true, false, ["Maria Lopez (…9001)"]]]);
  });

  it("are not pointed out again when the answer is learned late and the conversation was resolved", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes");
    world.carrier.answers.push({ kind: "unknown", reason: "the line broke" });
    await world.pass(11 * 1000);
    await world.text(maria, "And tomorrow?");
    const { id } = await world.openEpisode(maria);
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    await world.report("Yes", "delivered");
    expect(await world.ctx.store.read((tx) => tx.episodes.get(id))).toMatchObject({
      unansweredSince: null,
    });
  });

  it("in another channel have a line of their own", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.text(noel, "the bill", { to: billingLine });
    await minutes(world, 10);
    expect(world.desk.reminders.map(({ channel }) => channel).sort()).toEqual(["C0BILL", "C0FRONT"]);
  });

  it("lose their line when that is turned off", async () => {
    const world = await createWorld();
    await world.begin();
    await minutes(world, 11);
    expect(world.desk.reminders).toHaveLength(1);
    await world.restart({ remindAfter: 0 });
    await minutes(world, 10);
    expect(shown(world).at(-1)).toEqual([false, true, []]);
    expect(world.desk.reminders).toHaveLength(2);
  });

  it("are not pointed out when that is turned off", async () => {
    const world = await createWorld({ remindAfter: 0 });
    await world.begin();
    await minutes(world, 60);
    expect(world.desk.reminders).toEqual([]);
  });

  it("are named with who has each, who is called for those that are new on the line", async () => {
    const world = await createWorld();
    const first = await world.begin(maria);
    const { id } = await world.openEpisode(maria);
    await takeEpisode(world.ctx, { episode: id, user: ben, seenAssignee: null });
    await minutes(world, 10);
    await world.begin(noel);
    await minutes(world, 11);
    const lines = world.desk.reminders.filter(({ reminder }) => reminder.anew);
    expect(lines.map(({ reminder }) => reminder.waiting.map(({ holder, calls }) => [holder, calls]))).toEqual(
      [
        [["ben", ben]],
        [
          ["ben", null],
          [null, null],
        ],
      ],
    );
    expect(lines[0]?.reminder.waiting[0]?.at.ts).toBe(first);
  });

  it("are on the line with who has each now, as soon as somebody takes or releases them", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await minutes(world, 11);
    const { id } = await world.openEpisode(maria);
    const holders = () =>
      world.desk.reminders.map(({ reminder }) => reminder.waiting.map(({ holder }) => holder));
    await takeEpisode(world.ctx, { episode: id, user: ben, seenAssignee: null });
    await world.runAll();
    await releaseEpisode(world.ctx, { episode: id, user: ben });
    await world.runAll();
    expect(holders()).toEqual([[null], ["ben"], [null]]);
    expect(world.desk.reminders.map(({ reminder }) => reminder.anew)).toEqual([true, false, false]);
  });

  it("are listed for whoever asks, those of the channel and the longest first", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.pass(minute);
    await world.begin(noel);
    await world.text(noel, "the bill", { to: billingLine });
    await minutes(world, 12);
    const all = await listWaiting(world.ctx, front);
    expect(all.map(({ contact }) => contact)).toEqual(["Maria Lopez (…9001)", "(555) 019-9002"]);
  });
});
