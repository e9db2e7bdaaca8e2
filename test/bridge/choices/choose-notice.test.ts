import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../../src/bridge/choices/choose-notice.ts";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import type { EpisodeId, NoticeId } from "../../../src/domain/ids.ts";
import { ana, ben, cy, front, maria, officeWith, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

async function resolvedThread(options: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(options);
  const thread = await world.begin(maria, "one");
  await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
  await world.runAll();
  return { world, thread };
}

const lastTold = (world: World): string => words(world.desk.told.at(-1)?.sentence ?? null);

describe("a reply in a resolved thread", () => {
  it("does not leave: Reopen and send, or Discard", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    const place = await world.reply(ben, thread, "one more thing");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(world.desk.told).toMatchObject([{ to: ben, offer: { choices: ["reopen_and_send", "discard"] } }]);
  });

  it("leaves with Reopen and send, and the conversation is open again", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    const place = await world.reply(ben, thread, "one more thing");
    await world.runAll();
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one more thing"]);
    expect((await world.openEpisode()).thread).toBe(thread);
    expect(world.desk.marksOn(place)).toContain("arrow_upper_right");
  });

  it("does not leave by a press that was taken up too late, and the choice stays", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    await world.reply(ben, thread, "one more thing");
    await world.runAll();
    const offer = world.desk.told.at(-1)?.offer ?? expect.fail();
    const press = { notice: offer.notice, choice: "reopen_and_send", user: ben, keptSince: world.now() };
    await world.pass(hour);
    const late = await chooseNotice(world.ctx, press);
    expect(late.decided).toBe(false);
    expect(words(late.sentence)).toContain("could take it up only now");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toBe("It is on its way.");
  });

  it("is for any member of the group to reopen and send, whoever may resolve", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "manager" });
    const place = await world.reply(ben, thread, "one more thing");
    await world.runAll();
    expect(lastTold(world)).toBe("This did not leave: the conversation is resolved.");
    expect(world.desk.told.at(-1)?.offer?.choices).toEqual(["reopen_and_send", "discard"]);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one more thing"]);
    expect(world.desk.marksOn(place)).toContain("arrow_upper_right");
  });

  it("leaves by the same button when the customer's next text opened the conversation meanwhile", async () => {
    const { world, thread } = await resolvedThread({ directory: officeWith({ reopenWithinMinutes: 60 }) });
    await world.reply(ben, thread, "one more thing");
    await world.runAll();
    await world.text(maria, "wait");
    await world.runAll();
    expect(world.desk.told).toHaveLength(1);
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toBe("It is on its way.");
  });

  it("is not asked about twice where its author could reopen it all along", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    await world.reply(ben, thread, "one more thing");
    await world.runAll();
    const [episode] = await world.episodes();
    await reopenEpisode(world.ctx, { episode: episode?.id ?? ("" as EpisodeId), user: ana });
    await world.runAll();
    expect(world.desk.told).toHaveLength(1);
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toBe("It is on its way.");
  });

  it("with Reopen and send goes to the open thread when a newer one began meanwhile, if its author says so", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    await world.reply(ben, thread, "one more thing");
    await world.runAll();
    await world.begin(maria, "two");
    await world.choose("reopen_and_send", ben);
    await world.runAll();
    expect(world.desk.told.at(-1)?.offer?.choices).toEqual(["send_in_open_thread", "discard"]);
    await world.choose("send_in_open_thread", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one more thing"]);
  });

  it("leaves in the open thread, and is shown there with a mention", async () => {
    const { world, thread } = await resolvedThread();
    const open = await world.begin(maria, "two");
    await world.reply(ben, thread, "for you");
    await world.runAll();
    expect(lastTold(world)).toContain("goes on in [the current thread]");
    await world.choose("send_in_open_thread", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["for you"]);
    expect(world.thread(open)).toContain("app: @U0BEN wrote, from an earlier thread: “for you”");
    expect((await world.openEpisode()).unansweredSince).toBeNull();
  });

  it("is not sent in the open thread when that was resolved meanwhile, and can still be decided", async () => {
    const { world, thread } = await resolvedThread();
    await world.begin(maria, "two");
    await world.reply(ben, thread, "for you");
    await world.runAll();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    expect(words((await world.choose("send_in_open_thread", ben)).sentence)).toContain("resolved meanwhile");
    expect(words((await world.choose("discard", ben)).sentence)).toContain("Discarded");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("with a file asks about that too", async () => {
    const { world, thread } = await resolvedThread({ resolveBy: "anyone" });
    await world.reply(ben, thread, "see", { files: 1 });
    await world.runAll();
    expect(words((await world.choose("reopen_and_send", ben)).sentence)).toContain("Something else keeps it");
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    await world.choose("send_text_only", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["see"]);
  });
});

describe("a choice", () => {
  it("takes effect once, however often and by however many it is pressed", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    const outcomes = await Promise.all([1, 2, 3].map(() => world.choose("send_anyway", ben)));
    expect(outcomes.map(({ sentence }) => words(sentence))).toEqual([
      "It is on its way.",
      "You chose “Send anyway” already.",
      "You chose “Send anyway” already.",
    ]);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["@Cy hi"]);
  });

  it("offered privately is its reader's alone", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    for (const user of [cy, ana]) {
      expect(words((await world.choose("send_anyway", user)).sentence)).toContain(
        "Only whoever it was offered to",
      );
    }
    expect(words((await world.choose("send_anyway", stranger)).sentence)).toContain(
      "not in Threadline's directory",
    );
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("that is unknown or was not offered is answered", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    const notice = world.desk.offers[0]?.notice ?? ("" as NoticeId);
    const say = async (press: { notice: NoticeId; choice: "discard" }) =>
      words((await chooseNotice(world.ctx, { ...press, user: ben })).sentence);
    expect(await say({ notice, choice: "discard" })).toContain("not offered any more");
    expect(await say({ notice: "gone" as NoticeId, choice: "discard" })).toContain("not known here");
  });

  it("of someone who left the group sends nothing", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.runAll();
    const members = officeWith({}).groups[0]?.members.filter((name) => name !== "ben") ?? [];
    await world.apply(officeWith({ members }));
    expect(words((await world.choose("send_anyway", ben)).sentence)).toContain("Only members of Front desk");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("of a mention in a former thread asks where to send it", async () => {
    const world = await createWorld();
    const old = await world.begin();
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    await world.runAll();
    await world.reply(ben, old, "@Cy hi", { mentions: true });
    await world.runAll();
    await world.choose("send_anyway", ben);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.told.at(-1)?.offer?.choices).toEqual(["send_there", "discard"]);
  });
});

describe("a text that nobody decides about", () => {
  it("is given up after 24 hours, and its author is told where and to whom it was", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "see", { files: 1 });
    await world.pass(24 * hour - minute);
    await expireWaiting(world.ctx);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting" });
    await world.pass(minute);
    await expireWaiting(world.ctx);
    await world.runAll();
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(lastTold(world)).toBe(
      "Nobody decided for a day, so this text to Maria Lopez (…9001) was not sent: “see”.",
    );
    expect(world.desk.told.at(-1)).toMatchObject({ quietly: false, about: { place, thread } });
    expect(words((await world.choose("send_text_only", ben)).sentence)).toContain("no longer open");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("is told of once", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "see", { files: 1 });
    await world.pass(25 * hour);
    await expireWaiting(world.ctx);
    await expireWaiting(world.ctx);
    await world.runAll();
    expect(world.desk.told.filter(({ sentence }) => words(sentence).includes("Nobody decided"))).toHaveLength(
      1,
    );
  });

  it("because it mentions someone can't be sent a day later, and nobody is bothered", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "@Cy hi", { mentions: true });
    await world.pass(25 * hour);
    await expireWaiting(world.ctx);
    await world.runAll();
    expect(world.desk.told).toHaveLength(1);
    expect(words((await world.choose("send_anyway", ben)).sentence)).toContain("no longer open");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("loses its choices in the thread too", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "due");
    world.skip(hour);
    await world.restart();
    await world.pass(25 * hour);
    await expireWaiting(world.ctx);
    await world.runAll();
    expect(world.thread(thread).at(-1)).toContain("Nobody decided for a day, so it was not sent.");
    expect(world.desk.rewritten.at(-1)?.post).toMatchObject({ offer: null });
  });
});
