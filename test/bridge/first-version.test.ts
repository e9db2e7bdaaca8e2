/** What version 0.1 left undone is done by this one: what waited leaves, what was asked can be answered, what was owed is paid. */
import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../src/bridge/choices/choose-notice.ts";
import type { BridgeSettings } from "../../src/bridge/context/context.ts";
import type { DeskReply } from "../../src/bridge/contracts/desk.ts";
import type { EpisodeId, MessageId, NoticeId, SlackTs, SlackUserId } from "../../src/domain/ids.ts";
import { makeFirstVersion } from "../store/sqlite/first-version.ts";
import { firstRows, mariaThread, noelThread, olgaThread, stamp } from "../store/sqlite/first-version-rows.ts";
import { ana, ben, billing, cy, dan, fay, fayEmail, front } from "./front-desk.ts";
import { keyOf, type ScriptedDesk } from "./scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "./world.ts";

const key = Buffer.alloc(32, 7);

const goOn = (keys: readonly Buffer[] = [], settings: Partial<BridgeSettings> = {}): Promise<World> =>
  createWorld({ ...settings, keys, before: (file, desk) => leaveBehind(file, desk, keys) });

function leaveBehind(file: string, desk: ScriptedDesk, keys: readonly Buffer[]): void {
  makeFirstVersion(file, keys);
  for (const row of firstRows.replies ?? []) {
    if (row.author_user === null || row.deleted_at !== null) continue;
    const reply = {
      channel: row.channel,
      ts: row.ts,
      thread: row.thread,
      author: row.author_user,
      text: row.sealed_text,
      mentions: row.mentions === 1,
      files: row.files,
      kind: row.kind,
      edited: row.edited,
      marks: [],
      stoppedBy: [],
    } as unknown as DeskReply;
    desk.standing.set(keyOf(reply), reply);
  }
}

const choose = (world: World, notice: string, choice: string, user: SlackUserId) =>
  chooseNotice(world.ctx, { notice: notice as NoticeId, choice, user });

const stateOf = (world: World, id: string) =>
  world.ctx.store.read(async (tx) => (await tx.messages.get(id as MessageId))?.state);

describe("what version 0.1 owed", () => {
  it.each([
    ["readable", []],
    ["sealed", [key]],
  ])("is done, to the last piece, from a database that is %s", async (_, keys) => {
    const world = await goOn(keys);
    world.desk.users.set(fayEmail, fay);
    await world.pass(10 * minute);
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
    expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("is said where it was to be said, in its order, and shown by nobody else", async () => {
    const world = await goOn();
    await world.pass(minute);
    expect(world.thread(mariaThread as SlackTs).slice(0, 3)).toEqual([
      "Maria Lopez: words of in-3",
      "app: @U0BEN has this conversation.",
      `app: About n-unposted. Is @U0BEN sure, "really"?`,
    ]);
    const card = world.desk.posted.find(({ card }) => card !== null);
    expect(card).toMatchObject({ channel: billing, card: { episode: "e-bill" } });
    expect(world.thread(card?.ts ?? ("" as SlackTs))).toEqual(["Maria Lopez: words of in-bill"]);
  });

  it("is not shown again where the attempt before made it", async () => {
    const world = await goOn();
    const thread = mariaThread as SlackTs;
    const ts = stamp(29, 0) as SlackTs;
    world.desk.posted.push({ channel: front, thread, ts, key: "key-8 IN-in-3", card: null, post: null });
    await world.runAll();
    const shown = world.desk.posted.filter(({ key }) => key.split(" ").includes("IN-in-3"));
    expect(shown.map((post) => post.ts)).toEqual([ts]);
  });

  it("reaches whom it was to reach", async () => {
    const world = await goOn();
    world.desk.users.set(fayEmail, fay);
    await world.runAll();
    expect(world.desk.told.map(({ to, sentence }) => [to, words(sentence)])).toEqual(
      expect.arrayContaining([
        [ben, `About n-late. Is @U0BEN sure, "really"?`],
        [cy, "Nobody decided for a day."],
      ]),
    );
    expect(world.desk.told.find(({ to }) => to === ben)?.offer).toEqual({
      notice: "n-late",
      choices: ["send_now", "discard"],
    });
    expect(world.desk.answered).toEqual(["https://hooks.example.com/1"]);
    const identities = await world.ctx.store.read((tx) => tx.directories.identities());
    expect(identities.get(fayEmail)).toBe(fay);
  });

  it("shows as things stand: the card, the mark, the settled question, who waits", async () => {
    const world = await goOn();
    await world.runAll();
    expect(world.desk.cards.map(({ at }) => at)).toContainEqual({ channel: front, ts: noelThread });
    expect(world.desk.marksOn({ channel: front, ts: stamp(300, 1) as SlackTs })).toEqual([
      "hourglass_flowing_sand",
    ]);
    const settled = world.desk.rewritten.map(({ at, post }) => [
      at.ts,
      post.kind === "line" && words(post.sentence),
    ]);
    expect(settled).toEqual([[stamp(120), `About n-tried. Is @U0BEN sure, "really"? @U0ANA tried again.`]]);
    expect(world.desk.reminders).toMatchObject([
      {
        channel: front,
        reminder: { previous: stamp(100), anew: false, waiting: [{ contact: "Maria Lopez (…9001)" }] },
      },
    ]);
  });
});

describe("a text that version 0.1", () => {
  it("held leaves when its hold ends, behind what was put off before it", async () => {
    const world = await goOn();
    await world.pass(9 * second);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["words of held", "words of queued"]);
    expect([await stateOf(world, "held"), await stateOf(world, "queued")]).toEqual(["accepted", "accepted"]);
    await world.pass(hour);
    expect(world.carrier.bodies()).toHaveLength(2);
  });

  it("was just sending is unknown, looked for, and never sent again by itself", async () => {
    const world = await goOn();
    expect(await stateOf(world, "sending")).toBe("unknown");
    await world.pass(hour);
    expect(await stateOf(world, "sending")).toBe("unknown");
    expect(world.carrier.bodies()).not.toContain("words of sending");
    expect(world.thread(mariaThread as SlackTs).join()).toContain(
      "whether this text left: “words of sending”",
    );
  });

  it("held leaves after a restart, too", async () => {
    const world = await goOn();
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.bodies()).toContain("words of held");
  });

  it("held asks its author where nothing ran for too long", async () => {
    const world = await goOn([], { sendWithin: 20 * second });
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual([]);
    expect(world.thread(mariaThread as SlackTs).join()).toContain(
      "was away when this text was due: “words of held”",
    );
  });
});

describe("a question that version 0.1 asked", () => {
  it.each([
    ["n-late", "send_now", ben, "It is on its way.", "words of late"],
    ["n-away", "send_now", cy, "It is on its way.", "words of outage"],
    ["n-mention", "send_anyway", ben, "It is on its way.", "reply 19"],
    ["n-files", "send_text_only", ben, "It is on its way.", "words of files"],
    ["n-goes-on", "send_in_open_thread", ben, "It is on its way.", "words of former"],
    ["n-failed", "try_again", ana, "Trying again.", "words of failed"],
    ["n-doubt", "try_again", ben, "Trying again.", "words of doubted"],
  ])("%s: %s sends the text, once", async (notice, choice, user, said, body) => {
    const world = await goOn();
    expect(words((await choose(world, notice, choice, user)).sentence)).toBe(said);
    expect(words((await choose(world, notice, choice, user)).sentence)).toContain("already");
    await world.pass(hour);
    expect(world.carrier.bodies().filter((sent) => sent === body)).toEqual([body]);
  });

  it.each([
    ["n-late", "late", "cancelled", "Discarded. It will not be sent."],
    ["n-away", "outage", "cancelled", "Discarded. It will not be sent."],
    ["n-resolved", "resolved", "cancelled", "Discarded. It will not be sent."],
    ["n-goes-on", "former", "cancelled", "Discarded. It will not be sent."],
    ["n-files", "files", "cancelled", "Discarded. It will not be sent."],
    ["n-doubt", "doubted", "unknown", "Left as it is. It will not be sent again."],
  ])("%s: discard keeps its text from leaving", async (notice, text, state, said) => {
    const world = await goOn();
    expect(words((await choose(world, notice, "discard", ben)).sentence)).toBe(said);
    await world.pass(hour);
    expect(await stateOf(world, text)).toBe(state);
    expect(world.carrier.bodies()).not.toContain(`words of ${text}`);
  });

  it("to reopen and send does both, for whoever may reopen", async () => {
    const world = await goOn([], { resolveBy: "anyone" });
    const decision = await choose(world, "n-resolved", "reopen_and_send", ben);
    expect(words(decision.sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.sent).toContainEqual(
      expect.objectContaining({ to: "+15550199003", body: "words of resolved" }),
    );
    const episode = await world.ctx.store.read((tx) => tx.episodes.get("e-olga" as EpisodeId));
    expect(episode?.state).toBe("open");
    expect(world.desk.cards.map(({ at }) => at.ts)).toContain(olgaThread);
  });

  it("to take over gives the conversation, if whoever had it has it still", async () => {
    const world = await goOn();
    const taken = await chooseNotice(world.ctx, { notice: "n-take" as NoticeId, choice: "take", user: ben });
    expect(words(taken.sentence)).toBe("You have it now.");
    const episode = await world.ctx.store.read((tx) => tx.episodes.get("e-noel" as EpisodeId));
    expect(episode?.assignee).toBe("ben");
  });

  it("to take over asks again where someone else has it by now", async () => {
    const world = await goOn();
    await world.ctx.store.transaction((tx) =>
      tx.episodes.update("e-noel" as EpisodeId, { assignee: "ana" as never }),
    );
    const taken = await choose(world, "n-take", "take", ben);
    expect(words(taken.sentence)).toBe("Someone else has it by now, so you are asked again.");
    await world.runAll();
    expect(words((await world.choose("take", ben)).sentence)).toBe("You have it now.");
  });

  it("is shown without its buttons once it is answered", async () => {
    const world = await goOn();
    await choose(world, "n-failed", "try_again", ana);
    await world.runAll();
    const drawn = world.desk.rewritten.find(({ at }) => at.ts === stamp(140));
    expect(drawn?.post).toMatchObject({ offer: null });
  });

  it("was answered then is answered still", async () => {
    const world = await goOn();
    const again = await choose(world, "n-tried", "try_again", ben);
    expect(words(again.sentence)).toBe("@U0ANA chose “Try again” already.");
  });

  it("is its reader's alone", async () => {
    const world = await goOn();
    expect(words((await choose(world, "n-late", "send_now", cy)).sentence)).toContain("Only whoever");
    expect(words((await choose(world, "n-away", "send_now", dan)).sentence)).toContain("Only members");
  });
});
