import { describe, expect, it } from "vitest";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { SlackTs, Username } from "../../../src/domain/ids.ts";
import { ana, ben, front, maria, office, officeWith } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const busy = {
  kind: "rejected",
  failure: { code: "20429", sentence: "later", scope: "passing", retryAfterMs: 30 * second },
} as const;

const lastTold = (world: World): string => words(world.desk.told.at(-1)?.sentence ?? null);

/** Their card was deleted: the conversation goes on in another thread. */
async function losing(world: World, thread: SlackTs): Promise<SlackTs> {
  const { posted } = world.desk;
  const kept = posted.filter((one) => one.ts !== thread && one.thread !== thread);
  posted.splice(0, posted.length, ...kept);
  await loseThread(world.ctx, { place: { channel: front, ts: thread } });
  await world.runAll();
  const { thread: current } = await world.openEpisode();
  if (current === null) throw new Error("there is no new card");
  return current;
}

describe("a text that waits for more than one reason", () => {
  it("leaves when its author agreed to a mention and to a missing file, one after the other", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy 5?", { mentions: true, files: 1 });
    await world.runAll();
    await world.choose("send_anyway", ben);
    await world.runAll();
    expect(lastTold(world)).toContain("can't carry files");
    expect(words((await world.choose("send_text_only", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy 5?"]);
  });

  it("leaves when its author agreed to a mention, and to reopen the conversation", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.reply(ana, thread, "@Cy 5?", { mentions: true });
    await world.runAll();
    await world.choose("send_anyway", ana);
    await world.runAll();
    await world.choose("reopen_and_send", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy 5?"]);
    expect(world.thread(thread).join()).not.toContain("earlier thread");
  });

  it("leaves from a former thread without its file, and is shown once where the conversation goes on", async () => {
    const world = await createWorld();
    const old = await world.begin();
    const current = await losing(world, old);
    await world.reply(ben, old, "see", { files: 1 });
    await world.runAll();
    await world.choose("send_there", ben);
    await world.runAll();
    expect(world.thread(current).join()).not.toContain("earlier thread");
    await world.choose("send_text_only", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["see"]);
    expect(world.thread(current).filter((line) => line.includes("earlier thread: “see”"))).toHaveLength(1);
  });

  it("is shown once in the current thread though it had to be asked about again because it was late", async () => {
    const world = await createWorld();
    const old = await world.begin();
    const current = await losing(world, old);
    await world.reply(ben, old, "see");
    await world.runAll();
    world.carrier.answers.push(...Array.from({ length: 30 }, () => busy));
    await world.choose("send_there", ben);
    await world.pass(hour);
    world.carrier.answers.length = 0;
    expect(lastTold(world)).toContain("did not leave in time");
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toContain("see");
    expect(world.thread(current).filter((line) => line.includes("earlier thread: “see”"))).toHaveLength(1);
  });

  it("is still agreed to when it could not leave in time", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy 5?", { mentions: true });
    await world.runAll();
    await world.choose("send_anyway", ben);
    world.skip(20 * minute);
    await world.restart();
    await world.runAll();
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy 5?"]);
  });

  it("is still agreed to when the carrier puts it off while Slack tells of it again", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy 5?", { mentions: true });
    await world.runAll();
    world.carrier.answers.push(async () => {
      await world.edit(place, "@Cy 5?");
      return busy;
    });
    await world.choose("send_anyway", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy 5?", "@Cy 5?"]);
    expect(world.desk.told).toHaveLength(1);
  });

  it("is asked about anew when its words were edited", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy 5?", { mentions: true, files: 1 });
    await world.runAll();
    await world.choose("send_anyway", ben);
    await world.runAll();
    await world.edit(place, "@Cy 6?");
    await world.runAll();
    expect(lastTold(world)).toContain("stayed with the team");
    expect(words((await world.choose("send_text_only", ben)).sentence)).toContain("no longer open");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });
});

describe("a text that someone else sends after all", () => {
  async function dueWhileAway() {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes, until 6.");
    world.skip(20 * minute);
    await world.restart();
    await world.runAll();
    return { world, place };
  }

  it("is theirs: its writer need not be a member any more", async () => {
    const { world, place } = await dueWhileAway();
    await world.apply(officeWith({ members: ["ana", "cy", "fay"] as Username[] }));
    expect(words((await world.choose("send_now", ana)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6."]);
    expect(await world.messageOf(place)).toMatchObject({ author: "ana", authorUser: ana });
    expect(world.desk.marksOn(place)).toContain("arrow_upper_right");
  });

  it("does not leave when they are no member by then, and they are told", async () => {
    const { world, place } = await dueWhileAway();
    await world.choose("send_now", ana);
    world.carrier.answers.push(busy);
    await world.runAll();
    await world.apply(officeWith({ members: ["ben", "cy", "fay"] as Username[] }));
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(world.desk.told.at(-1)).toMatchObject({ to: ana });
    expect(lastTold(world)).toContain("no longer a member");
  });

  it("asks whoever chose about what else keeps it, and sends it for them", async () => {
    const { world } = await dueWhileAway();
    const current = await losing(world, (await world.openEpisode()).thread ?? ("" as SlackTs));
    await world.choose("send_now", ana);
    await world.runAll();
    expect(world.desk.told.at(-1)).toMatchObject({ to: ana, offer: { choices: ["send_there", "discard"] } });
    await world.apply(officeWith({ members: ["ana", "cy", "fay"] as Username[] }));
    await world.choose("send_there", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6."]);
    expect(world.thread(current).join()).toContain("from an earlier thread: “Yes, until 6.”");
  });
});

describe("Reopen and send", () => {
  it("stays open for whoever is no member any more, until they are again", async () => {
    const world = await createWorld({ resolveBy: "anyone" });
    const thread = await world.begin(maria, "one");
    const { id } = await world.openEpisode();
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    await world.reply(ben, thread, "one more thing");
    await world.runAll();
    await world.apply(officeWith({ members: ["ana", "cy", "fay"] as Username[] }));
    expect(await world.choose("reopen_and_send", ben)).toMatchObject({
      decided: false,
      sentence: ["Only members of Front desk can text from this thread."],
    });
    await world.apply(office);
    expect(await world.choose("reopen_and_send", ben)).toMatchObject({ decided: true });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one more thing"]);
  });
});
