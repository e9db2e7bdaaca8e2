import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { catchUpMissed, lookBack } from "../../../src/bridge/connection/catch-up-desk.ts";
import { beat, markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import { receiveReport } from "../../../src/bridge/messages/receive-report.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import type { E164, SlackTs } from "../../../src/domain/ids.ts";
import type { Mark } from "../../../src/domain/mark.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import { ana, ben, cy, eve, front, noel, stranger } from "../front-desk.ts";
import { deskError, keyOf } from "../scripted-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

/** What is written right after a start is read again in any case. */
async function begunLongAgo(world: World): Promise<SlackTs> {
  const thread = await world.begin();
  await world.pass(minute);
  return thread;
}

describe("deaf time", () => {
  it("does not count towards the hold", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    await world.pass(4 * second);
    world.ctx.connection.lose();
    await world.pass(5 * second);
    await regainConnection(world.ctx);
    await world.pass(5 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("makes no hold longer than a new one", async () => {
    const world = await createWorld();
    world.ctx.connection.lose();
    const thread = await world.begin();
    await world.pass(5 * minute);
    await world.reply(ben, thread, "Yes");
    await regainConnection(world.ctx);
    await world.pass(10 * second);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("keeps what is held from leaving, however long it is", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes");
    world.ctx.connection.lose();
    await world.pass(5 * minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it.each([
    ["edited", "until 6", ["until 6"]],
    ["made a note", "note: no", []],
    ["deleted", null, []],
  ])("a reply that was %s meanwhile is read again before it leaves", async (_, text, sent) => {
    const world = await createWorld();
    const place = await world.reply(ben, await begunLongAgo(world), "until 5");
    world.ctx.connection.lose();
    const before = world.desk.standing.get(keyOf(place));
    if (text === null) world.desk.standing.delete(keyOf(place));
    else if (before) world.desk.standing.set(keyOf(place), { ...before, text, edited: world.newTs() });
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.desk.reread).toEqual([place]);
    expect(world.carrier.bodies()).toEqual(sent);
  });

  it.each([
    ["deleted", null, [], "its message had been deleted"],
    ["edited", "until 6", ["until 6"], null],
    ["made a note", "note: no", [], "its message was changed or stopped meanwhile"],
  ])(
    "what waits for a person and was %s meanwhile is read again before it leaves",
    async (_, text, sent, told) => {
      const world = await createWorld();
      const place = await world.reply(ben, await begunLongAgo(world), "until 5", { files: 1 });
      await world.runAll();
      world.ctx.connection.lose();
      const before = world.desk.standing.get(keyOf(place));
      if (text === null) world.desk.standing.delete(keyOf(place));
      else if (before)
        world.desk.standing.set(keyOf(place), { ...before, text, files: 0, edited: world.newTs() });
      await regainConnection(world.ctx);
      await world.choose("send_text_only", ben);
      await world.pass(hour);
      expect(world.carrier.bodies()).toEqual(sent);
      if (told !== null) expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain(told);
    },
  );

  it("a mention that was deleted meanwhile does not leave by Send anyway", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await begunLongAgo(world), "@Cy 5?", { mentions: true });
    await world.runAll();
    world.ctx.connection.lose();
    world.desk.standing.delete(keyOf(place));
    await regainConnection(world.ctx);
    await world.choose("send_anyway", ben);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it.each([
    ["its author", ben, []],
    ["someone of the group", cy, []],
    ["a stranger", stranger, ["until 5"]],
  ])("a stop sign set meanwhile by %s is heeded where they may stop it", async (_, user, sent) => {
    const world = await createWorld();
    const place = await world.reply(ben, await begunLongAgo(world), "until 5");
    world.ctx.connection.lose();
    const before = world.desk.standing.get(keyOf(place));
    if (before) world.desk.standing.set(keyOf(place), { ...before, stoppedBy: [user] });
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(sent);
    if (sent.length === 0) expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
  });

  it("a reply that was written and stopped meanwhile does not leave", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, thread, "missed", { stoppedBy: [ben] }));
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("goes on when it begins again while its end is written down", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "until 5");
    world.ctx.connection.lose();
    const hearing = regainConnection(world.ctx);
    world.ctx.connection.lose();
    await hearing;
    await world.pass(hour);
    expect(world.ctx.connection.lostSince).not.toBeNull();
    expect(world.carrier.sent).toEqual([]);
  });

  it("keeps a text while whose message is read again it begins anew", async () => {
    const world = await createWorld({ hold: 2 * second });
    await world.reply(ben, await world.begin(), "until 5");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    world.skip(2 * second);
    const due = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 100));
    const { history, connection } = world.ctx;
    const readReply: typeof history.readReply = async (...asked) => {
      const shown = await history.readReply(...asked);
      connection.lose();
      return shown;
    };
    for (const job of due.filter(({ kind }) => kind === "send"))
      await runJob({ ...world.ctx, history: { ...history, readReply } }, job);
    expect(connection.lostSince).not.toBeNull();
    expect(world.carrier.sent).toEqual([]);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
  });

  it("keeps a text whose message can't be read again, until it can", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    world.ctx.connection.lose();
    await regainConnection(world.ctx);
    const { readReply } = world.desk.history;
    let refusals = 0;
    Object.assign(world.desk.history, {
      readReply: async (...input: Parameters<typeof readReply>) => {
        refusals += 1;
        if (refusals < 6) throw deskError("refused");
        return await readReply(...input);
      },
    });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
  });

  it("fetches what was written meanwhile, once", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    await world.pass(5 * second);
    await regainConnection(world.ctx);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("fetches what was written meanwhile in an old thread that is still open", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.skip(30 * 24 * hour);
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    await world.pass(5 * second);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("stays open when an old thread can't be asked", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.skip(30 * 24 * hour);
    world.ctx.connection.lose();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    const { catchUpThread } = world.desk.history;
    Object.assign(world.desk.history, { catchUpThread: () => Promise.reject(new Error("not now")) });
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    Object.assign(world.desk.history, { catchUpThread });
    await catchUpMissed(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("is remembered for a channel that can't be asked, also across a crash", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.lose();
    const since = world.now();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    world.desk.closed.add(front);
    await world.pass(5 * second);
    await regainConnection(world.ctx);
    await beat(world.ctx);
    await world.restart();
    world.desk.closed.clear();
    await catchUpMissed(world.ctx);
    expect(world.desk.caughtUp.at(-1)).toEqual({ channel: front, since: since - minute });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
    const asked = world.desk.caughtUp.length;
    await catchUpMissed(world.ctx);
    expect(world.desk.caughtUp).toHaveLength(asked);
  });

  it("does not move the heartbeat", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.lose();
    await world.pass(3 * minute);
    await beat(world.ctx);
    const reply = world.write(ben, thread, "x");
    world.desk.missed.push({ ...reply, ts: reply.ts });
    await world.restart();
    expect(world.desk.caughtUp.at(-1)?.since).toBe(world.now() - 4 * minute);
  });
});

describe("a look back", () => {
  it("finds what no event told of", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    await lookBack(world.ctx, world.now(), false);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("goes to old threads only when it is to be whole", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.skip(30 * 24 * hour);
    world.desk.missed.push(world.write(ben, thread, "missed"));
    await lookBack(world.ctx, world.now(), false);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual([]);
    await lookBack(world.ctx, world.now() - minute, true);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });

  it("that comes to nothing is made good", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.missed.push(world.write(ben, thread, "missed"));
    world.desk.closed.add(front);
    await lookBack(world.ctx, world.now(), false);
    world.desk.closed.clear();
    await catchUpMissed(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["missed"]);
  });
});

describe("a process that slept", () => {
  it("was deaf from its last beat, so that a hold does not end in its sleep", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(4 * second);
    const last = world.now();
    world.skip(30 * second);
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    expect(world.ctx.connection.lostSince).toBe(last);
    await regainConnection(world.ctx);
    await world.pass(5 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(5 * second);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.desk.reread).toEqual([place]);
  });

  it("learns of it at its next beat, and a late one is no sleep", async () => {
    const world = await createWorld();
    world.skip(15 * second);
    await beat(world.ctx);
    expect(world.ctx.connection.lostSince).toBeNull();
    const last = world.now();
    world.skip(minute);
    await beat(world.ctx);
    expect(world.ctx.connection.lostSince).toBe(last);
  });
});

/** Begun by Ana; returns its post in its thread, older than the last beat. */
async function begun(world: World, after: number | null): Promise<Place> {
  const at = after === null ? null : world.now() + after;
  const words = { user: ana, to: noel as string as E164, line: null, body: "Your car is ready." };
  await startText(world.ctx, { ...words, at, unlessTheyWrite: false, act: "view:1" });
  await world.runAll();
  await world.pass(2 * second);
  await beat(world.ctx);
  const [post] = world.desk.posted.filter((one) => one.post?.kind === "member");
  if (post === undefined) throw new Error("it does not stand in its thread");
  return { channel: post.channel, ts: post.ts };
}

describe("after a short absence", () => {
  it("a text that was being sent is unknown, and is not sent again", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    world.carrier.answers.push(async () => {
      await world.restart();
      return { kind: "unknown", reason: "the process ended" };
    });
    await world.pass(10 * second).catch(() => {});
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
    expect(world.desk.marksOn(place)).toEqual(["question"]);
  });

  it.each([
    ["now", null],
    ["for a moment later", 8 * second],
  ])("a text begun in Slack, %s, that was being sent is marked as unknown", async (_, after) => {
    const world = await createWorld();
    const post = await begun(world, after);
    world.carrier.answers.push(async () => {
      await world.start();
      return { kind: "unknown", reason: "the process ended" };
    });
    await world.pass(10 * second).catch(() => {});
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["Your car is ready."]);
    expect(world.desk.marksOn(post)).toEqual(["question"]);
    expect(world.desk.told.map(({ sentence }) => words(sentence)).join()).not.toContain("deleted");
  });

  it("a text begun in Slack that has left is not taken for one that its author deleted", async () => {
    const world = await createWorld();
    const post = await begun(world, null);
    await world.pass(minute);
    await beat(world.ctx);
    await world.restart();
    await world.report("Your car is ready.", "delivered");
    await world.pass(minute);
    expect(world.desk.reread).toEqual([]);
    expect(world.desk.told).toEqual([]);
    expect(world.desk.marksOn(post)).toEqual(["white_check_mark"]);
  });

  it("a text that waits for its hold still leaves, after a new look at it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Yes");
    await world.pass(5 * second);
    await beat(world.ctx);
    world.skip(minute);
    await world.restart();
    await world.pass(4 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
    expect(world.desk.reread).toEqual([place]);
  });

  it("what waits for a person still waits", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Yes", { files: 1 });
    await world.runAll();
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    await world.choose("send_text_only", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Yes"]);
  });

  it("a post whose answer was lost is found, not made again", async () => {
    const world = await createWorld();
    world.desk.fail("openThread", "unreachable", { certain: false, afterwards: true });
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    await world.text("+15550199001" as Parameters<typeof world.text>[0], "hello");
    await world.runAll();
    await world.restart();
    await world.pass(minute);
    expect(world.desk.posted).toHaveLength(2);
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: hello"]);
  });
});

describe("after a long absence", () => {
  it("nothing that was due leaves by itself: Send now or Discard, and managers get one message with counts", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const one = await world.reply(ben, thread, "one");
    await world.reply(ben, thread, "two");
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(one)).toEqual(["no_entry_sign"]);
    expect(world.thread(thread).slice(1)).toEqual([
      "app: @U0BEN Threadline was away when this text was due: “one”. It has not left.",
      "app: @U0BEN Threadline was away when this text was due: “two”. It has not left.",
    ]);
    expect(world.desk.told.map(({ to }) => to)).toEqual([ana, eve]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toBe(
      "Threadline is back after a long absence. 2 texts wait in their threads for Send now or Discard. Texts that came in meanwhile are being fetched now.",
    );
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["two"]);
  });

  it("a manager who is no member can discard what waits, but not send it, nor spoil it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "one");
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    expect(words((await world.choose("send_now", eve)).sentence)).toContain("Only members of Front desk");
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting" });
    await world.choose("discard", eve);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
  });

  it("gives everyone a day to decide, counted from now", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "one");
    world.skip(30 * hour);
    await world.restart();
    await expireWaiting(world.ctx);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting" });
  });

  it("what members wrote meanwhile is found and waits for them, also after another crash", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.skip(hour - minute);
    const late = world.write(ben, thread, "just now");
    world.desk.missed.push(late);
    world.skip(minute);
    await world.start();
    await world.restart();
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(late)).toMatchObject({ state: "waiting", waitReason: "outage" });
  });

  it("tells managers once of one absence", async () => {
    const world = await createWorld();
    world.skip(hour);
    await world.start();
    await world.start();
    await world.restart();
    await world.pass(minute);
    expect(world.desk.told.map(({ to }) => to)).toEqual([ana, eve]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("No text was due");
  });

  it("texts come in as usual", async () => {
    const world = await createWorld();
    await world.begin();
    world.skip(hour);
    await world.restart();
    const { thread } = await world.openEpisode();
    expect(await world.begin(undefined, "still here?")).toBe(thread);
  });
});

describe("a restored older copy", () => {
  it.each(["arrow_upper_right", "white_check_mark", "question", "warning"] as const)(
    "sends nothing that carries our mark :%s:",
    async (mark) => {
      const world = await createWorld();
      const reply = world.write(ben, await world.begin(), "sent before", { marks: [mark as Mark] });
      await receiveReply(world.ctx, { reply, how: "found" });
      await world.pass(hour);
      expect(world.carrier.sent).toEqual([]);
      expect(await world.messageOf(reply)).toMatchObject({ state: "unknown" });
    },
  );

  it("doubts a text that it thinks is waiting when a new mark says that it left", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const reply = world.write(ben, thread, "due");
    await receiveReply(world.ctx, { reply, how: "event" });
    await receiveReply(world.ctx, { reply: { ...reply, marks: ["arrow_upper_right"] }, how: "found" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "unknown" });
  });

  it("doubts a text whose message, read again before it leaves, says that it left", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "due");
    const before = world.desk.standing.get(keyOf(place));
    world.ctx.connection.lose();
    if (before) world.desk.standing.set(keyOf(place), { ...before, marks: ["arrow_upper_right"] });
    await regainConnection(world.ctx);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "unknown" });
  });

  it("does not doubt a second try for the mark of the first", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "again");
    await receiveReply(world.ctx, { reply, how: "event" });
    const failure = { code: "30008", sentence: "No reason was given.", scope: "passing" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.pass(minute);
    await world.choose("try_again", ben);
    await receiveReply(world.ctx, { reply: { ...reply, marks: ["warning"] }, how: "found" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["again", "again"]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "accepted" });
  });

  it("does not send by itself what was kept back before", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "kept back", { marks: ["no_entry_sign"] });
    await receiveReply(world.ctx, { reply, how: "found" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("sends nothing by itself, even when it is only a minute old", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "due");
    const missed = world.write(ben, thread, "missed");
    world.desk.missed.push(missed);
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ waitReason: "outage" });
    expect(await world.messageOf(missed)).toMatchObject({ waitReason: "outage" });
    await world.reply(ben, thread, "fresh");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["fresh"]);
  });

  it("asks about a reply that waits for the morning, which stays the time at which it leaves", async () => {
    const world = await createWorld({ quietHours: { from: 8, to: 21 } });
    const thread = await world.begin();
    // It is seven in the morning there, two days later.
    world.skip(48 * hour);
    await world.restart();
    const place = await world.reply(ben, thread, "Good morning");
    await world.pass(second);
    await world.choose("send_later", ben);
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "outage" });
    await world.pass(minute);
    await world.choose("send_now", ben);
    await world.pass(50 * minute);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(10 * minute);
    expect(world.carrier.bodies()).toEqual(["Good morning"]);
  });

  it("settles a text that it thinks is waiting when a report says that it left", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "due");
    const message = await world.messageOf(place);
    world.skip(hour);
    await world.restart();
    await world.pass(minute);
    await receiveReport(world.ctx, "twilio", {
      kind: "status",
      carrierMessageId: null,
      messageId: message?.id ?? null,
      state: "delivered",
      failure: null,
    });
    await world.pass(minute);
    expect(words((await world.choose("send_now", ben)).sentence)).toContain("no longer open");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.thread(thread).at(-1)).toContain("left after all");
  });
});
