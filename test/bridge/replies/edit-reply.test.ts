import { describe, expect, it } from "vitest";
import { runJob } from "../../../src/bridge/jobs/run-job.ts";
import { deleteReply } from "../../../src/bridge/replies/delete-reply.ts";
import { editReply } from "../../../src/bridge/replies/edit-reply.ts";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben, cy, dan, eve, front, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

describe("an edit during the hold", () => {
  it("changes what is sent, and holds anew", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    await world.pass(9 * second);
    await world.edit(place, "until 6");
    await world.pass(9 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("that comes when it is about to leave still holds anew", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    world.skip(10 * second);
    const about = await world.ctx.store.read((tx) => tx.outbox.due(world.now(), 10));
    await world.edit(place, "until 6");
    for (const job of about) await runJob(world.ctx, job);
    expect(about.map(({ kind }) => kind)).toContain("send");
    expect(world.carrier.sent).toEqual([]);
    await world.pass(10 * second);
    expect(world.carrier.bodies()).toEqual(["until 6"]);
  });

  it("that makes it a note keeps it inside, for good", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "hm");
    await world.edit(place, "note: hm");
    await world.edit(place, "hm");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
  });

  it("that makes it too long keeps it back, and one that shortens it sends it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "short");
    await world.edit(place, "x".repeat(2000));
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    await world.edit(place, "short again");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["short again"]);
  });

  it("that comes late changes nothing back", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "one");
    const older = world.newTs();
    await world.edit(place, "three");
    await editReply(world.ctx, {
      reply: { ...world.write(ben, thread, "two"), ...place, edited: older },
    });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["three"]);
  });

  it.each([
    ["a note's first word before it", "FYI she called"],
    ["a link into Slack into it", "she called, see https://acme.slack.com/archives/C0FRONT"],
  ])("that puts %s asks, and Send anyway sends what it says then", async (_, text) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "she called");
    await world.edit(place, text);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.told).toMatchObject([{ to: ben, offer: { choices: ["send_anyway"] } }]);
    await world.choose("send_anyway", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual([text]);
  });

  it("that changes no words does not hold anew", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "same");
    await world.pass(9 * second);
    await world.edit(place, "same");
    await world.pass(second);
    expect(world.carrier.bodies()).toEqual(["same"]);
  });
});

describe("an edit that would make a reply of what stays with the team", () => {
  const told = (world: World) => world.desk.told.map(({ to, sentence }) => [to, words(sentence)]);
  const stays = "This stays with the team: a note never becomes a text by editing it.";

  it("is said to stay inside, once for each time", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "note: ask her");
    await world.edit(place, "note: ask her again");
    await world.pass(minute);
    expect(told(world)).toEqual([]);
    await world.edit(place, "See you Tuesday");
    await world.edit(place, "See you Thursday");
    await world.pass(minute);
    expect(told(world)).toEqual([[ben, `${stays} If the customer is to read it, write it anew.`]]);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
  });

  it("is said so too where Send anyway was offered, which still sends it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy see you", { mentions: true });
    await world.edit(place, "See you", { mentions: false });
    await world.pass(minute);
    expect(told(world).at(-1)).toEqual([
      ben,
      `${stays} If the customer is to read it, press Send anyway, or write it anew.`,
    ]);
    await world.choose("send_anyway", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["See you"]);
  });

  it("is said so too where the edit arrives before its note, or the note before its thread is known", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "note: x");
    await world.edit(reply, "x");
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(told(world)).toEqual([[ben, expect.stringContaining(stays)]]);
  });

  it("is said not to bring back what was cancelled", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops");
    await stopReply(world.ctx, { place, user: ben });
    await world.edit(place, "again");
    await world.pass(hour);
    expect(told(world)).toEqual([
      [ben, "This was cancelled, and an edit does not bring it back. Write it anew to send it."],
    ]);
    expect(world.carrier.sent).toEqual([]);
  });
});

describe("an edit or a deletion after it left", () => {
  it("can't reach the phone, and the author is told", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    await world.pass(minute);
    await world.edit(place, "until 6");
    await world.runAll();
    await world.delete(place);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
    expect(world.desk.told.map(({ to }) => to)).toEqual([ben, ben]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toBe(
      "Your edit can't reach the phone: the text had left already.",
    );
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toBe(
      "You deleted a message here, but its text had already left and can't be called back from the phone: “until 5”.",
    );
  });
});

describe("an edit back to the words that left", () => {
  it("says nothing: the message shows again what the phone holds", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "until 5");
    await world.pass(minute);
    await world.edit(place, "until 6");
    await world.pass(minute);
    const before = world.thread(thread).length;
    await world.edit(place, "until 5");
    await world.pass(minute);
    expect(world.desk.told).toHaveLength(1);
    expect(world.thread(thread)).toHaveLength(before);
  });
});

describe("a deletion", () => {
  it("during the hold cancels", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops");
    await world.delete(place);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(world.desk.told).toEqual([]);
  });

  it("withdraws the choices about it", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "@Cy", { mentions: true });
    await world.runAll();
    await world.delete(place);
    expect(words((await world.choose("send_anyway", ben)).sentence)).toBe(
      "This is no longer open. The message was deleted.",
    );
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("of a text that its carrier asked to wait with cancels", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "hm");
    const failure = { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: minute } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.pass(11 * second);
    await world.delete(place);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["hm"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
  });
});

describe("a text that its carrier asked to wait with", () => {
  async function waiting() {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "until 5");
    const failure = { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: minute } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.pass(11 * second);
    expect(await world.messageOf(place)).toMatchObject({ state: "queued" });
    return { world, place };
  }

  it("leaves with the words of an edit, judged anew", async () => {
    const { world, place } = await waiting();
    await world.edit(place, "until 6");
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["until 5", "until 6"]);
    expect(world.desk.told).toEqual([]);
  });

  it("does not leave when an edit makes it a note", async () => {
    const { world, place } = await waiting();
    await world.edit(place, "note: until 6");
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
  });

  it("does not leave when it is stopped", async () => {
    const { world, place } = await waiting();
    expect(words((await stopReply(world.ctx, { place, user: ben })).sentence)).toContain("Cancelled");
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["until 5"]);
  });
});

describe("what arrives before its message", () => {
  it.each([
    ["its author", ben, "will not be sent", []],
    ["someone of the group", cy, "It will not be sent.", []],
    ["a manager", eve, "It will not be sent.", []],
    ["a stranger", stranger, "If you wrote this", ["oops"]],
  ])("the wish of %s that it not be sent is kept", async (_, user, answer, sent) => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "oops");
    expect(words((await stopReply(world.ctx, { place: reply, user })).sentence)).toContain(answer);
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(sent);
    if (sent.length === 0) expect(world.desk.marksOn(reply)).toEqual(["no_entry_sign"]);
  });

  it("a wish and an edit are both kept", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "oops");
    await stopReply(world.ctx, { place: reply, user: stranger });
    await stopReply(world.ctx, { place: reply, user: cy });
    await world.edit(reply, "oops again");
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(reply)).toMatchObject({ state: "cancelled", body: "oops again" });
  });

  it("an edit is kept and applied to it", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "first words");
    await world.edit(reply, "second words");
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["second words"]);
  });

  it("an edit into a note keeps it inside", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "hm");
    await world.edit(reply, "// hm");
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("an edit of a note does not make it a text", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    for (const text of ["note: x", "@Cy x", "internal: x", "slack.com/archives/C1"]) {
      const reply = world.write(ben, thread, text, { mentions: text.startsWith("@") });
      await world.edit(reply, "x", { mentions: false });
      await receiveReply(world.ctx, { reply, how: "event" });
      await world.pass(hour);
      expect(world.desk.marksOn(reply)).toEqual(["memo"]);
    }
    expect(world.carrier.sent).toEqual([]);
  });

  it("a note in a thread that is not known yet does not become a text by editing", async () => {
    const world = await createWorld();
    world.desk.during = async () => {
      const [root] = world.desk.posted;
      if (root === undefined) return;
      const place = await world.reply(ben, root.ts, "note: x");
      await world.edit(place, "x");
      await world.edit(place, "x!");
    };
    await world.begin();
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("a deletion is kept, and the message does not leave", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "oops");
    await world.delete(reply);
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it("is not kept where the thread is none of ours", async () => {
    const world = await createWorld();
    await world.begin();
    const elsewhere = { ...world.write(ben, "1.000001" as SlackTs, "x"), edited: world.newTs() };
    await editReply(world.ctx, { reply: elsewhere });
    await deleteReply(world.ctx, { place: elsewhere, thread: elsewhere.thread });
    expect(await world.ctx.store.read((tx) => tx.replies.find(elsewhere))).toBeNull();
  });
});

describe("cancelling", () => {
  it.each([
    ["its author", ben],
    ["someone of the group", cy],
    ["a manager", eve],
  ])("%s stops a text that waits", async (_, user) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops");
    expect(words((await stopReply(world.ctx, { place, user })).sentence)).toContain("Cancelled");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
  });

  it.each([
    ["a member of another group", dan],
    ["a stranger", stranger],
  ])("%s stops nothing", async (_, user) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "fine");
    expect(words((await stopReply(world.ctx, { place, user })).sentence)).toContain("Only its author");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["fine"]);
  });

  it("says that it is too late once it left, and that there is nothing to stop where nothing was", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "gone");
    const note = await world.reply(ben, thread, "note: x");
    await world.pass(minute);
    const say = async (ts: SlackTs) =>
      words((await stopReply(world.ctx, { place: { channel: front, ts }, user: ben })).sentence);
    expect(await say(place.ts)).toBe("Too late: this text is already on its way and can't be called back.");
    await world.report("gone", "delivered");
    expect(await say(place.ts)).toBe("Too late: this text has reached the phone already.");
    expect(await say(note.ts)).toContain("was not going to be sent");
    expect(await say("1.000001" as SlackTs)).toContain("not a reply to a customer");
  });

  it("on a card, a customer's text or a word in the channel stops nothing, and says so", async () => {
    const world = await createWorld();
    const root = await world.begin();
    const say = async (ts: SlackTs, thread?: SlackTs | null) => {
      const press = { place: { channel: front, ts }, user: ben, ...(thread === undefined ? {} : { thread }) };
      return words((await stopReply(world.ctx, press)).sentence);
    };
    const nothing = "This is not a reply to a customer, so there is nothing to stop.";
    const other = world.newTs();
    expect(await say(root)).toBe(nothing);
    expect(await say(other, null)).toBe(nothing);
    expect(await say(other, world.newTs())).toBe(nothing);
    expect(await world.ctx.store.read((tx) => tx.replies.find({ channel: front, ts: other }))).toBeNull();
    expect(await say(other, root)).toBe("It will not be sent.");
  });

  it("twice has one effect", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops");
    await stopReply(world.ctx, { place, user: ben });
    expect(words((await stopReply(world.ctx, { place, user: cy })).sentence)).toContain("cancelled already");
  });

  it("an edit does not bring a cancelled text back", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "oops");
    await stopReply(world.ctx, { place, user: ben });
    await world.edit(place, "again");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });
});
