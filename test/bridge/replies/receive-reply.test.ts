import { describe, expect, it } from "vitest";
import { receiveReply } from "../../../src/bridge/replies/receive-reply.ts";
import type { Address, SlackTs } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  billing,
  billingLine,
  dan,
  eve,
  fay,
  fayEmail,
  maria,
  office,
  officeWith,
  stranger,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, words } from "../world.ts";

describe("a member's reply", () => {
  it("waits while earlier ones that were missed are still being fetched, but not for long", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.ctx.connection.fetching(world.ctx.now() + minute);
    await world.reply(ben, thread, "Yes, until 6.");
    await world.pass(50 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(15 * second);
    expect(world.carrier.bodies()).toEqual(["Yes, until 6."]);
  });

  it("leaves after the hold, from the conversation's line, to the contact", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "Yes, until 6.");
    await world.pass(9 * second);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(1 * second);
    expect(world.carrier.sent).toMatchObject([{ from: "+15550100001", to: maria, body: "Yes, until 6." }]);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted", author: "ben" });
    expect(world.desk.marksOn(place)).toEqual([]);
    await world.pass(2 * second);
    expect(world.desk.marksOn(place)).toEqual(["arrow_upper_right"]);
  });

  it("leaves at once without a hold", async () => {
    const world = await createWorld({ hold: 0 });
    await world.reply(ben, await world.begin(), "now");
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["now"]);
  });

  it("leaves from the line that the customer wrote to", async () => {
    const world = await createWorld();
    await world.text(maria, "the bill", { to: billingLine });
    await world.runAll();
    const [root] = world.desk.posted;
    await world.reply(dan, root?.ts ?? ("" as SlackTs), "Sent.", { channel: billing });
    await world.pass(minute);
    expect(world.carrier.sent).toMatchObject([{ from: billingLine, to: maria }]);
  });

  it("is sent once, however many events tell of it", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "once");
    for (const how of ["event", "event", "found"] as const) await receiveReply(world.ctx, { reply, how });
    await Promise.all([1, 2].map(() => receiveReply(world.ctx, { reply, how: "event" })));
    await world.pass(minute);
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["once"]);
  });

  it("takes an unassigned conversation, and shows it on the card", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "mine");
    await world.runAll();
    expect((await world.openEpisode()).assignee).toBe("ben");
    expect(world.desk.cards.at(-1)?.card.assignee).toEqual({ username: "ben", user: ben });
    const { thread } = await world.openEpisode();
    await world.reply(ana, thread ?? ("" as SlackTs), "me too");
    expect((await world.openEpisode()).assignee).toBe("ben");
  });

  it("is marked as waiting only when it waits for longer than 15 seconds", async () => {
    const world = await createWorld({ hold: 20 * second });
    const place = await world.reply(ben, await world.begin(), "slowly");
    await world.pass(14 * second);
    expect(world.desk.marksOn(place)).toEqual([]);
    await world.pass(second);
    expect(world.desk.marksOn(place)).toEqual(["hourglass_flowing_sand"]);
  });

  it("says nothing in the thread and nothing privately when all goes well", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const before = world.thread(thread);
    await world.reply(ben, thread, "Yes");
    await world.pass(minute);
    expect(world.thread(thread)).toEqual(before);
    expect(world.desk.told).toEqual([]);
  });

  it("is none when its thread is not ours", async () => {
    const world = await createWorld();
    await world.begin();
    const place = await world.reply(ben, "1.000001" as SlackTs, "elsewhere");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.replies.find(place))).toBeNull();
  });

  it("is kept when it is written before we know where the card stands", async () => {
    const world = await createWorld();
    world.desk.during = async () => {
      const [root] = world.desk.posted;
      if (root !== undefined) await world.reply(ben, root.ts, "quick");
    };
    await world.begin();
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["quick"]);
  });
});

describe("the order of replies", () => {
  it("is Slack's, whatever the order of their events", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const replies = ["one", "two", "three"].map((body) => world.write(ben, thread, body));
    for (const reply of replies.toReversed()) await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["one", "two", "three"]);
  });

  it("holds while the first one is edited again and again", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const first = await world.reply(ben, thread, "one");
    await world.reply(ben, thread, "two");
    await world.pass(8 * second);
    await world.edit(first, "one!");
    await world.pass(8 * second);
    expect(world.carrier.bodies()).toEqual([]);
    await world.pass(2 * second);
    expect(world.carrier.bodies()).toEqual(["one!", "two"]);
  });

  it("is its author's to decide when a later one has left, by event and by a look at what was missed", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const [told, found, own] = ["by event", "found", "my own"].map((text) =>
      world.write(text === "my own" ? ben : ana, thread, text),
    );
    if (told === undefined || found === undefined || own === undefined) throw new Error("not written");
    await world.reply(ben, thread, "later");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["later"]);
    await receiveReply(world.ctx, { reply: told, how: "event" });
    await receiveReply(world.ctx, { reply: found, how: "found" });
    await receiveReply(world.ctx, { reply: own, how: "event" });
    await world.pass(5 * minute);
    expect(world.carrier.bodies()).toEqual(["later"]);
    for (const place of [told, found, own]) expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    const said = world.desk.told.map(({ to, sentence }) => `${to}: ${words(sentence)}`);
    expect(said.sort()).toEqual([
      `${ana}: This did not leave: it reached us after @${ben}'s later reply had left. Send this too?`,
      `${ana}: This did not leave: it reached us after @${ben}'s later reply had left. Send this too?`,
      `${ben}: This did not leave: it reached us after your later reply had left. Send this too?`,
    ]);
    await world.choose("send_now", ana);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["later", "found"]);
  });

  it("is asked about again when it is edited while it waits, and not once the later one turns out to have failed", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const [one, two] = [world.write(ben, thread, "one"), world.write(ben, thread, "two")];
    await world.reply(ben, thread, "later");
    await world.pass(minute);
    await receiveReply(world.ctx, { reply: one, how: "event" });
    await world.edit(one, "one, edited");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["later"]);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("Send this too?");
    await world.report("later", "failed");
    await receiveReply(world.ctx, { reply: two, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["later", "two"]);
  });

  it("asks nobody because of a later note, or of one that still waits", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const late = world.write(ben, thread, "first");
    await world.reply(ben, thread, "note: second");
    await world.reply(ben, thread, "third");
    await receiveReply(world.ctx, { reply: late, how: "event" });
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["first", "third"]);
  });

  it("does not make one conversation wait for another", async () => {
    const world = await createWorld();
    const slow = await world.begin();
    const other = await world.begin("+15550199002" as Address, "me too");
    world.carrier.answers.push({
      kind: "rejected",
      failure: { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: minute },
    });
    await world.reply(ben, slow, "one");
    await world.reply(ben, slow, "two");
    await world.reply(ben, other, "three");
    await world.pass(11 * second);
    expect(world.carrier.bodies()).toEqual(["one", "three"]);
    await world.pass(2 * minute);
    expect(world.carrier.bodies()).toEqual(["one", "three", "one", "two"]);
  });
});

describe("what stays inside", () => {
  it.each(["note: ask her", "NOTE: x", "-- hm", "— hm", "// hm"])("a note never leaves: %s", async (text) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), text);
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
    expect(world.desk.told).toEqual([]);
  });

  it("a /me message never leaves", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "shrugs", { kind: "me" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
  });

  it("a mention is a note, and its author gets Send anyway", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Ask @Cy", { mentions: true });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
    expect(world.desk.told).toMatchObject([{ to: ben, quietly: true, offer: { choices: ["send_anyway"] } }]);
    await world.choose("send_anyway", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["Ask @Cy"]);
  });

  it("a mention's author is told who has not seen it, in the team's own word", async () => {
    const world = await createWorld({ directory: { ...office, customerWord: "patient" } });
    await world.reply(ben, await world.begin(), "Ask @Cy", { mentions: true });
    await world.runAll();
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("The patient has not seen it.");
  });

  it.each(["internal: ask her", "FYI she called", "Note ask her"])(
    "%j stays inside by its first word, until its author says Send anyway",
    async (text) => {
      const world = await createWorld();
      const place = await world.reply(ben, await world.begin(), text);
      await world.pass(minute);
      expect(world.carrier.sent).toEqual([]);
      expect(world.desk.marksOn(place)).toEqual(["memo"]);
      expect(world.desk.told).toMatchObject([
        { to: ben, quietly: true, offer: { choices: ["send_anyway"] } },
      ]);
      expect(words(world.desk.told[0]?.sentence ?? null)).toBe(
        "This stayed with the team, because of the word it begins with. The customer has not seen it.",
      );
      await world.choose("send_anyway", ben);
      await world.runAll();
      expect(world.carrier.bodies()).toEqual([text]);
    },
  );

  it.each([
    [
      "a link into Slack",
      "as said in https://acme.slack.com/archives/C0FRONT/p1700000000000100",
      "because of the link into Slack in it. The customer has not seen it.",
    ],
    [
      "a gap that was copied from a filled-in template",
      "See you on ⟦Day⟧.",
      "because ⟦Day⟧ in it is still to be filled in. The customer has not seen it. Write it anew with that filled in.",
    ],
  ])("stays inside with %s, until its author says Send anyway", async (_, text, why) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), text);
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
    expect(world.desk.told).toMatchObject([{ to: ben, quietly: true, offer: { choices: ["send_anyway"] } }]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toBe(`This stayed with the team, ${why}`);
    await world.choose("send_anyway", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual([text]);
  });

  it("leaves as usual when its first word only begins like one", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "Notebooks are in stock");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Notebooks are in stock"]);
    expect(world.desk.told).toEqual([]);
  });

  it.each(["📝 note: x", "(note: x)", "[note] x", "“note: x”"])(
    "%j is a note, and nobody is asked",
    async (text) => {
      const world = await createWorld();
      const place = await world.reply(ben, await world.begin(), text);
      await world.pass(minute);
      expect(world.carrier.sent).toEqual([]);
      expect(world.desk.marksOn(place)).toEqual(["memo"]);
      expect(world.desk.told).toEqual([]);
    },
  );

  it("leaves by one Send anyway, whatever of it could be meant for the team", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "FYI @Cy is in acme.slack.com/docs/T1/F1", {
      mentions: true,
    });
    await world.runAll();
    await world.choose("send_anyway", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["FYI @Cy is in acme.slack.com/docs/T1/F1"]);
  });

  it("a note never becomes a text by editing", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const note = await world.reply(ben, thread, "note: x");
    const mention = await world.reply(ben, thread, "@Cy x", { mentions: true });
    const word = await world.reply(ben, thread, "internal: x");
    await world.edit(word, "x");
    await world.edit(note, "x");
    await world.edit(mention, "x", { mentions: false });
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
  });

  it.each([
    ["someone who is not in the directory", stranger, "does not know you"],
    ["a member of another group", dan, "only members of Front desk"],
    ["a manager who is not a member of the group", eve, "only members of Front desk"],
    ["a member whose e-mail Slack does not know", fay, "does not know you"],
  ])("%s can't send, and is told why", async (_, who, why) => {
    const world = await createWorld();
    const place = await world.reply(who, await world.begin(), "Hello");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(world.desk.told).toMatchObject([{ to: who, offer: null }]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain(why);
  });

  it("a member known by e-mail can send once Slack says who they are", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.desk.users.set(fayEmail, fay);
    await world.restart();
    await world.runAll();
    await world.reply(fay, thread, "Hello");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["Hello"]);
  });

  it("rights are those of the moment it leaves", async () => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), "Hello");
    await world.apply(
      officeWith({ members: officeWith({}).groups[0]?.members.filter((name) => name !== "ben") ?? [] }),
    );
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("no longer a member");
  });

  it.each([
    ["no text", "", 0, "no text in it"],
    ["only spaces", " \n ", 0, "no text in it"],
    ["only a file", "", 1, "can't carry files"],
    ["1,601 characters", "x".repeat(1601), 0, "1,601 characters, and a text can have 1,600"],
  ])("%s is not sent, and its author is told", async (_, text, files, why) => {
    const world = await createWorld();
    const place = await world.reply(ben, await world.begin(), text, { files });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain(why);
  });

  it("the longest text that the carrier takes is sent whole", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "x".repeat(1600));
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["x".repeat(1600)]);
  });

  it.each(["72345", "PARCELS"])("an answer to %s is not sent, and says why", async (from) => {
    const world = await createWorld();
    const thread = await world.begin(from as Address, "Your code is 1");
    await world.reply(ben, thread, "thanks");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("can be texted");
  });

  it("a reply with a file waits for Send text only", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "see here", { files: 1 });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    await world.choose("send_text_only", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["see here"]);
  });

  it("a reply with more than words and files waits for Send without it", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "see here", { kind: "partial" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("can't be sent as a text");
    await world.choose("send_without_it", ben);
    await world.runAll();
    expect(world.carrier.bodies()).toEqual(["see here"]);
  });

  it("a reply of nothing but what no text can hold does not leave, and its author is told", async () => {
    const world = await createWorld();
    await world.reply(ben, await world.begin(), "", { kind: "partial" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(words(world.desk.told[0]?.sentence ?? null)).toContain("no text beside it");
  });

  it("a reply that is heard too long after it was written waits for its author", async () => {
    const world = await createWorld();
    const reply = world.write(ben, await world.begin(), "old news");
    world.skip(11 * minute);
    await receiveReply(world.ctx, { reply, how: "event" });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(reply)).toEqual(["no_entry_sign"]);
    expect(world.desk.told).toMatchObject([
      { to: ben, quietly: false, offer: { choices: ["send_now", "discard"] } },
    ]);
    await world.choose("send_now", ben);
    await world.pass(2 * second);
    expect(world.carrier.bodies()).toEqual(["old news"]);
    expect(world.desk.marksOn(reply)).toContain("arrow_upper_right");
  });

  it("a text whose turn comes too late waits for its author", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const failure = {
      code: "20429",
      sentence: "Busy.",
      scope: "passing",
      retryAfterMs: 12 * minute,
    } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    const place = await world.reply(ben, thread, "one");
    await world.pass(13 * minute);
    expect(world.carrier.bodies()).toEqual(["one"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitReason: "late" });
    await world.choose("discard", ben);
    await world.pass(hour);
    expect(world.carrier.bodies()).toEqual(["one"]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
  });
});
