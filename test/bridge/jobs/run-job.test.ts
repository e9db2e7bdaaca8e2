import { describe, expect, it } from "vitest";
import { changeChannel } from "../../../src/bridge/connection/change-channel.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { enqueueAnswer } from "../../../src/bridge/notices/enqueue-answer.ts";
import { inform } from "../../../src/bridge/notices/tell.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben, billing, billingLine, front, maria, noel } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const cards = (world: World) => world.desk.posted.filter(({ card }) => card !== null);

describe("posts that fall behind", () => {
  it("become one post in order, per thread", async () => {
    const world = await createWorld();
    for (const body of ["1", "2", "3"]) {
      await world.text(maria, `m${body}`);
      await world.text(noel, `n${body}`);
    }
    await world.runAll();
    const [one, two] = cards(world);
    expect(one && world.thread(one.ts)).toEqual(["Maria Lopez: m1", "Maria Lopez: m2", "Maria Lopez: m3"]);
    expect(two && world.thread(two.ts)).toHaveLength(3);
    expect(world.desk.calls.filter((call) => call === "post")).toHaveLength(2);
  });

  it("hold 16 texts at most, and fewer long ones", async () => {
    const world = await createWorld();
    for (let index = 0; index < 50; index += 1) await world.text(maria, `${index}`);
    for (let index = 0; index < 3; index += 1) await world.text(noel, "x".repeat(5_000));
    await world.runAll();
    const sizes = world.desk.posted.flatMap(({ post }) =>
      post?.kind === "texts" ? [post.texts.length] : [],
    );
    expect(sizes.sort((one, other) => one - other)).toEqual([1, 1, 1, 2, 16, 16, 16]);
    expect(world.thread((await world.openEpisode()).thread ?? ("" as SlackTs))).toHaveLength(50);
  });

  it("keep a line of ours at its place between them", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    await world.text(maria, "two");
    await takeEpisode(world.ctx, {
      episode: (await world.openEpisode()).id,
      user: ben,
      seenAssignee: null,
    });
    await world.text(maria, "three");
    await world.runAll();
    expect(world.thread(thread)).toEqual([
      "Maria Lopez: one",
      "Maria Lopez: two",
      "app: @U0BEN has this conversation.",
      "Maria Lopez: three",
    ]);
  });
});

describe("a post whose answer was lost", () => {
  it("is looked for by its key before it is made again", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    for (const body of ["two", "three"]) await world.text(maria, body);
    await world.runAll();
    await world.text(maria, "four");
    await world.pass(minute);
    expect(world.thread(thread)).toEqual(
      ["one", "two", "three", "four"].map((body) => `Maria Lopez: ${body}`),
    );
  });

  it("is found in the thread that it was made in, though that was lost since", async () => {
    const world = await createWorld();
    const old = await world.begin(maria, "one");
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    await world.text(maria, "two");
    await world.runAll();
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    await world.pass(minute);
    const { thread } = await world.openEpisode();
    expect(world.thread(old)).toEqual(["Maria Lopez: one", "Maria Lopez: two"]);
    expect(thread && world.thread(thread)).toEqual([]);
  });

  it("brings along, if it is a card, what was written under it while nobody heard, before what comes next", async () => {
    const world = await createWorld({ hold: 0 });
    world.desk.fail("openThread", "unreachable", { certain: false, afterwards: true });
    await world.text(maria, "Hi");
    await world.runAll();
    const card = cards(world)[0]?.ts ?? expect.fail("no card");
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, card, "Hello!"), world.write(ben, card, "Yes, until 6."));
    await regainConnection(world.ctx);
    const live = world.write(ben, card, "And on Sunday, too.");
    await receiveReply(world.ctx, { reply: live, how: "event" });
    await world.pass(minute);
    expect(cards(world)).toHaveLength(1);
    expect(world.carrier.bodies()).toEqual(["Hello!", "Yes, until 6.", "And on Sunday, too."]);
  });

  it("is made again when it is not there", async () => {
    const world = await createWorld();
    world.desk.fail("openThread", "unreachable", { certain: false });
    world.desk.fail("post", "unreachable", { certain: false });
    const thread = await world.text(maria, "one").then(async () => {
      await world.pass(minute);
      return (await world.openEpisode()).thread;
    });
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: one"]);
    expect(cards(world)).toHaveLength(1);
  });

  it("is not made twice when the worker's list is out of date", async () => {
    const world = await createWorld();
    await world.text(maria, "one");
    const due = () => world.ctx.store.read((tx) => tx.outbox.due(world.now(), 10));
    const cards = await due();
    await Promise.all([...cards, ...cards].map((job) => runJob(world.ctx, job)));
    const texts = await due();
    await Promise.all([...texts, ...texts].map((job) => runJob(world.ctx, job)));
    for (const job of [...cards, ...texts]) await runJob(world.ctx, job);
    await world.runAll();
    expect(texts.map(({ kind }) => kind)).toEqual(["text"]);
    expect(world.desk.posted).toHaveLength(2);
  });
});

describe("a desk that refuses", () => {
  it("is obeyed when it says to come back later", async () => {
    const world = await createWorld();
    world.desk.fail("openThread", "rate_limited", { retryAfterMs: 30 * second });
    await world.text(maria, "one");
    await world.pass(29 * second);
    expect(world.desk.calls).toEqual(["openThread"]);
    await world.pass(second);
    expect(world.desk.posted).toHaveLength(2);
  });

  it("never makes us drop words", async () => {
    const world = await createWorld();
    for (let times = 0; times < 12; times += 1) world.desk.fail("openThread", "refused");
    await world.text(maria, "one");
    await world.pass(6 * minute);
    expect(await world.ctx.store.read((tx) => tx.outbox.stalled(10))).toBe(1);
    await world.pass(hour);
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: one"]);
  });

  it("for the lack of a scope does not keep the next word from the same person", async () => {
    const world = await createWorld();
    world.desk.fail("tell", "missing_scope");
    await world.ctx.store.transaction(async (tx) => {
      await inform(world.ctx, tx, ben, ["one"]);
      await inform(world.ctx, tx, ben, ["two"]);
    });
    await world.runAll();
    expect(world.desk.told.map(({ sentence }) => words(sentence))).toEqual(["two"]);
  });

  it("does not make us try a mark forever", async () => {
    const world = await createWorld();
    for (let times = 0; times < 12; times += 1) world.desk.fail("mark", "refused");
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(hour);
    expect(world.desk.calls.filter((call) => call === "mark")).toHaveLength(4);
    expect(await world.ctx.store.read((tx) => tx.outbox.backlog())).toEqual([]);
  });

  it("keeps everything when our token is revoked", async () => {
    const world = await createWorld();
    for (let times = 0; times < 5; times += 1) world.desk.fail("openThread", "unauthorized");
    await world.text(maria, "one");
    await world.pass(4 * minute);
    expect(world.desk.posted).toEqual([]);
    await world.pass(2 * minute);
    expect(world.desk.posted).toHaveLength(2);
  });

  it("does not keep texts from leaving", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.closed.add(front);
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });
});

describe("a closed channel", () => {
  it("parks only itself, is named, and resumes by itself in order", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    world.desk.closed.add(front);
    await world.text(maria, "two");
    await world.text(maria, "the bill", { to: billingLine });
    await world.pass(minute);
    await world.text(maria, "three");
    await world.pass(minute);
    expect(world.desk.posted.filter(({ channel }) => channel === billing)).toHaveLength(2);
    const closed = () => world.ctx.store.read((tx) => tx.channels.closed());
    expect(await closed()).toMatchObject([{ channel: front }]);
    world.desk.closed.clear();
    await world.pass(2 * minute);
    expect(world.thread(thread)).toEqual(["one", "two", "three"].map((body) => `Maria Lopez: ${body}`));
    expect(await closed()).toEqual([]);
  });

  it("resumes at once when we are told that it is open", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    await changeChannel(world.ctx, { channel: front, change: "closed" });
    world.desk.closed.add(front);
    await world.text(maria, "two");
    await world.runAll();
    world.desk.closed.clear();
    await changeChannel(world.ctx, { channel: front, change: "open" });
    await world.runAll();
    expect(world.thread(thread)).toHaveLength(2);
  });

  it("is asked about once a minute, not once for each thing it is owed", async () => {
    const world = await createWorld();
    world.desk.closed.add(front);
    for (let index = 0; index < 20; index += 1)
      await world.text(`+1555019${1000 + index}` as typeof maria, "hi");
    await world.pass(second);
    const calls = world.desk.calls.length;
    await world.pass(5 * minute);
    expect(world.desk.calls.length - calls).toBeLessThanOrEqual(6);
  });

  it("makes all else that is due there wait, once one piece of work found it closed", async () => {
    const world = await createWorld();
    await world.runAll();
    world.desk.closed.add(front);
    for (const from of [maria, noel]) await world.text(from, "hi");
    const due = () => world.ctx.store.read((tx) => tx.outbox.due(world.now(), 10));
    const [first, ...others] = await due();
    if (first !== undefined) await runJob(world.ctx, first);
    expect(others).toHaveLength(1);
    expect(await due()).toEqual([]);
  });

  it("is open when a mark there succeeds", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.reply(ben, thread, "// note");
    world.desk.closed.add(front);
    await world.runAll();
    world.desk.closed.clear();
    await world.pass(2 * minute);
    expect(await world.ctx.store.read((tx) => tx.channels.closed())).toEqual([]);
  });
});

describe("a lost thread", () => {
  it("gets a new card that says so, and the conversation goes on there", async () => {
    const world = await createWorld();
    const old = await world.begin(maria, "one");
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    await world.text(maria, "two");
    await world.runAll();
    const { thread } = await world.openEpisode();
    expect(thread).not.toBe(old);
    expect(cards(world).at(-1)?.card).toMatchObject({ replaces: "deleted" });
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: two"]);
  });

  it("is noticed by a post that finds it gone, and that post is made in the new one", async () => {
    const world = await createWorld();
    await world.begin(maria, "one");
    world.desk.fail("post", "thread_gone");
    await world.text(maria, "two");
    await world.runAll();
    expect(cards(world)).toHaveLength(2);
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: two"]);
  });

  it("is replaced once, though an event and a failed post both tell of it", async () => {
    const world = await createWorld();
    const old = await world.begin(maria, "one");
    world.desk.fail("post", "thread_gone");
    world.desk.during = null;
    await world.text(maria, "two");
    await world.runAll();
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    await world.pass(minute);
    expect(cards(world)).toHaveLength(2);
  });

  it("is noticed by a card that can't be drawn any more", async () => {
    const world = await createWorld();
    await world.begin(maria, "one");
    world.desk.fail("refreshCard", "message_gone");
    await world.text(maria, "two");
    await world.pass(minute);
    expect(cards(world)).toHaveLength(2);
  });

  it("keeps replies in it from leaving: their author gets the link and Send there", async () => {
    const world = await createWorld();
    const old = await world.begin(maria, "one");
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    const early = await world.reply(ben, old, "before the new card");
    await world.runAll();
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("a new thread");
    await world.reply(ben, old, "after it");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(early)).toEqual(["no_entry_sign"]);
    expect(words(world.desk.told[1]?.sentence ?? null)).toContain("[the current thread]");
    expect(words((await world.choose("send_there", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["after it"]);
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["app: @U0BEN wrote, from an earlier thread: “after it”"]);
  });

  it("takes its open questions along to the new one", async () => {
    const world = await createWorld();
    const old = await world.begin(maria, "one");
    const failure = { code: "30008", sentence: "No reason was given.", scope: "passing" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.reply(ben, old, "Yes");
    await world.pass(minute);
    await loseThread(world.ctx, { place: { channel: front, ts: old } });
    await world.runAll();
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread).at(-1)).toContain("This text was not delivered: “Yes”");
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes", "Yes"]);
  });

  it("does not fill the channel with cards when every post is refused its thread", async () => {
    const world = await createWorld();
    for (let times = 0; times < 40; times += 1) world.desk.fail("post", "thread_gone");
    await world.text(maria, "one");
    await world.pass(minute);
    expect(cards(world).length).toBeLessThan(12);
  });
});

describe("the answer to a press", () => {
  it("is given through its address, once", async () => {
    const world = await createWorld();
    const answer = { responseUrl: "https://x/1", sentence: ["Done."], user: ben, replace: false };
    await enqueueAnswer(world.ctx, answer);
    await world.runAll();
    expect(world.desk.answered).toEqual(["https://x/1"]);
  });

  it("comes as a direct message when its address is used up", async () => {
    const world = await createWorld();
    world.desk.fail("answer", "nobody");
    await enqueueAnswer(world.ctx, {
      responseUrl: "https://x/1",
      sentence: ["Done."],
      user: ben,
      replace: false,
    });
    await world.runAll();
    expect(world.desk.told).toMatchObject([{ to: ben, quietly: false, sentence: ["Done."] }]);
  });
});
