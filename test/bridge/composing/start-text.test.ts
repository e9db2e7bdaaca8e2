import { describe, expect, it } from "vitest";
import { editText } from "../../../src/bridge/composing/change-text.ts";
import type { StartText } from "../../../src/bridge/composing/start-text.ts";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { markRestored } from "../../../src/bridge/connection/heartbeat.ts";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { noteDeactivated } from "../../../src/bridge/directory/identify-member.ts";
import type { E164, SlackChannelId, SlackTs, Username } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benWith,
  billing,
  billingLine,
  dan,
  eve,
  front,
  frontLine,
  maria,
  noel,
  office,
  officeWith,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const benDirect = `D${ben}` as SlackChannelId;
const noelNumber = noel as string as E164;

let acts = 0;
const start = async (world: World, input: Partial<StartText> = {}) => {
  acts += 1;
  const plain = { user: ana, to: noelNumber, line: null, body: "Your car is ready." };
  const when = { at: null, unlessTheyWrite: false, act: `view:${acts}` };
  const outcome = await startText(world.ctx, { ...plain, ...when, ...input });
  await world.runAll();
  return outcome;
};

const sent = (world: World) => world.carrier.sent.map(({ from, to, body }) => [from, to, body]);
const posts = (world: World) => world.desk.posted.filter(({ post }) => post?.kind === "member");
const threadOf = async (world: World) => (await world.openEpisode(noel)).thread as SlackTs;

describe("a text that a member begins", () => {
  it("opens a conversation that is theirs, under a card that calls nobody, and leaves after the hold", async () => {
    const world = await createWorld({ directory: officeWith({ notify: "group" }) });
    expect(await start(world)).toMatchObject({ kind: "started", asks: null, leavesAt: null });
    const [card] = world.desk.posted;
    expect(card).toMatchObject({
      channel: front,
      card: { calls: { kind: "none" }, assignee: { user: ana } },
    });
    expect(await world.openEpisode(noel)).toMatchObject({ assignee: "ana", unansweredSince: null });
    expect(sent(world)).toEqual([]);
    await world.pass(11 * second);
    expect(sent(world)).toEqual([[frontLine, noel, "Your car is ready."]]);
  });

  it("is no answer on the card before its contact has written", async () => {
    const world = await createWorld();
    await start(world);
    await world.pass(minute);
    const answered = () => world.desk.cards.at(-1)?.card.answered;
    expect(answered()).toMatchObject({ unasked: true });
    await world.text(noel, "Thank you!");
    await start(world, { body: "Until six." });
    await world.pass(minute);
    expect(answered()).not.toHaveProperty("unasked");
  });

  it("stands in its thread under its author's name, mentions them once, and can be changed until it leaves", async () => {
    const world = await createWorld();
    await start(world);
    const [post] = posts(world);
    expect(post).toMatchObject({
      thread: await threadOf(world),
      post: { user: ana, mention: true, acts: { sendNow: false }, leavesAt: null },
    });
    await start(world, { body: "Until six." });
    expect(posts(world)[1]).toMatchObject({ post: { mention: false } });
    await world.pass(minute);
    expect(posts(world).map(({ post }) => post?.kind === "member" && post.acts)).toEqual([null, null]);
    expect(world.desk.marksOn(posts(world)[0] ?? expect.fail())).toEqual(["arrow_upper_right"]);
    await world.report("Your car is ready.", "delivered");
    await world.runAll();
    expect(world.desk.marksOn(posts(world)[0] ?? expect.fail())).toEqual(["white_check_mark"]);
  });

  it("joins the open conversation that an answer to its line would land in", async () => {
    const world = await createWorld();
    const thread = await world.begin(noel);
    await start(world);
    expect(posts(world)).toMatchObject([{ thread }]);
    expect(await world.episodes(noel)).toHaveLength(1);
  });

  it("is answered in the same thread", async () => {
    const world = await createWorld();
    await start(world);
    await world.pass(minute);
    await world.text(noel, "Thank you!");
    await world.runAll();
    expect(world.thread(await threadOf(world))).toEqual([
      `${ana}: Your car is ready.`,
      "(555) 019-9002: Thank you!",
    ]);
  });

  it("begins a new stretch where the last one is resolved, however short ago", async () => {
    const world = await createWorld({ directory: officeWith({ reopenWithinMinutes: 60 }) });
    await world.begin(noel);
    const { id } = await world.openEpisode(noel);
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    await start(world);
    expect(await world.openEpisode(noel)).toMatchObject({ number: 2, assignee: "ana" });
  });

  it("leaves from their own line into their own conversation", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await start(world, { user: ben });
    await world.pass(minute);
    expect(sent(world)).toEqual([[benLine, noel, "Your car is ready."]]);
    expect(world.desk.posted[0]).toMatchObject({ channel: benDirect, card: { direct: {}, assignee: null } });
  });

  it("leaves from their group's line where they pick it", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await start(world, { user: ben, line: frontLine });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, noel, "Your car is ready."]]);
    expect(world.desk.posted[0]).toMatchObject({ channel: front });
  });

  it("belongs to their own conversation, whose card says who gets the answers, where they may not answer there", async () => {
    const world = await createWorld({ directory: benWith({ outboundLine: billingLine }, office) });
    await start(world, { user: ben });
    await world.pass(minute);
    expect(sent(world)).toEqual([[billingLine, noel, "Your car is ready."]]);
    expect(world.desk.posted[0]).toMatchObject({
      channel: benDirect,
      card: { direct: { answersGo: "Billing" } },
    });
  });

  it("is written once, however often it is submitted", async () => {
    const world = await createWorld();
    await start(world, { act: "view:same" });
    expect(await start(world, { act: "view:same" })).toBeNull();
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("is shown once, though the answer to its post is lost", async () => {
    const world = await createWorld();
    world.desk.fail("post", "unreachable", { certain: false, afterwards: true });
    await start(world);
    await world.pass(minute);
    expect(posts(world)).toHaveLength(1);
    expect(sent(world)).toHaveLength(1);
  });

  it("leaves at once, and is still shown, where nothing is held", async () => {
    const world = await createWorld({ hold: 0 });
    await start(world);
    expect(sent(world)).toHaveLength(1);
    expect(posts(world)).toMatchObject([{ post: { acts: null } }]);
  });

  it("asks its author alone where somebody else has the conversation", async () => {
    const world = await createWorld();
    await world.begin(noel);
    const { id } = await world.openEpisode(noel);
    await world.ctx.store.transaction((tx) => tx.episodes.update(id, { assignee: "cy" as Username }));
    expect(await start(world)).toMatchObject({ asks: "colleague" });
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    expect(world.desk.told.at(-1)).toMatchObject({ to: ana });
    await world.choose("send", ana);
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("can be tried again from its line however often it failed", async () => {
    // Ben's own line, and a group of his that begins texts from a line which leads to others.
    const groups = officeWithDirect.groups.map((group) =>
      group.channel === front ? { ...group, outboundLine: billingLine } : group,
    );
    const world = await createWorld({ directory: { ...officeWithDirect, groups } });
    const failure = { code: "1", sentence: "It is not known why.", scope: "passing" } as const;
    for (const _ of [1, 2]) world.carrier.answers.push({ kind: "rejected", failure });
    await start(world, { user: ben, line: billingLine });
    await world.pass(minute);
    for (const _ of [1, 2]) {
      await world.choose("try_again", ben);
      await world.pass(minute);
    }
    expect(sent(world).map(([from]) => from)).toEqual([billingLine, billingLine, billingLine]);
  });

  it("can be tried again from its line where it failed", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await start(world, { user: ben, line: frontLine });
    await world.pass(minute);
    await world.report("Your car is ready.", "failed");
    await world.runAll();
    await world.choose("try_again", ben);
    await world.pass(minute);
    expect(sent(world).map(([from]) => from)).toEqual([frontLine, frontLine]);
  });
});

describe("a text that may not be begun", () => {
  const nothing = async (world: World) => {
    await world.pass(minute);
    const count = await world.ctx.store.read((tx) => tx.conversations.count());
    expect([sent(world), world.desk.posted, count]).toEqual([[], [], 0]);
  };

  it.each([
    ["who is in no directory", { user: stranger }, "recipients"],
    ["from a line that is not theirs", { line: billingLine }, "line"],
    ["who has no line", { user: eve }, "line"],
    ["to a line of the team", { to: billingLine }, "recipients"],
    ["without words", { body: " \n " }, "text"],
    ["longer than the carrier takes", { body: "x".repeat(1601) }, "text"],
    ["at a time that is over", { at: 1 }, "when"],
  ])("leaves nothing behind: %s", async (_, input, field) => {
    const world = await createWorld();
    expect(await start(world, input)).toMatchObject({ kind: "refused", field });
    await nothing(world);
  });

  it("may be submitted again with the same form once it is put right", async () => {
    const world = await createWorld();
    await start(world, { act: "view:one", body: "" });
    expect(await start(world, { act: "view:one" })).toMatchObject({ kind: "started" });
  });

  it("says so of a number that opted out, or is blocked", async () => {
    const world = await createWorld();
    await world.begin(noel, "STOP");
    expect(await start(world)).toMatchObject({ kind: "refused", field: "recipients" });
    await world.begin(maria);
    const { id } = await world.openEpisode(maria);
    await blockContact(world.ctx, { episode: id, user: ana, reason: "", act: "block" });
    const refused = await start(world, { to: maria as string as E164 });
    expect(refused).toMatchObject({ kind: "refused", field: "recipients" });
    expect(words(refused?.kind === "refused" ? refused.sentence : null)).toContain("blocked");
  });
});

describe("a text with a time", () => {
  it("waits for it in the thread, across a restart, and leaves then", async () => {
    const world = await createWorld();
    const at = world.now() + 3 * hour;
    expect(await start(world, { at })).toMatchObject({ leavesAt: at });
    expect(posts(world)).toMatchObject([{ post: { leavesAt: at, acts: { sendNow: true } } }]);
    await world.restart();
    await world.pass(3 * hour - second);
    expect(sent(world)).toEqual([]);
    await world.pass(2 * second);
    expect(sent(world)).toHaveLength(1);
  });

  it("holds up no reply that is typed before it is due", async () => {
    const world = await createWorld();
    const thread = await world.begin(noel);
    await start(world, { at: world.now() + hour });
    await world.reply(ana, thread, "Yes, until six.");
    await world.pass(minute);
    expect(sent(world).map(([, , body]) => body)).toEqual(["Yes, until six."]);
    await world.pass(hour);
    expect(sent(world)).toHaveLength(2);
  });

  it("asks its author where we were away for longer than texts may be late", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    world.skip(2 * hour);
    await world.restart();
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    await world.choose("send_now", ana);
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("asks its author on an older copy of the database, where it may have left or been cancelled since; its time stays", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + 3 * hour });
    await world.ctx.store.transaction(markRestored);
    world.skip(minute);
    await world.restart();
    await world.runAll();
    expect(world.thread(await threadOf(world)).at(-1)).toBe(
      `app: @${ana} This text is to leave (time). That was chosen in an older copy of the database: since then it may have left, or been changed or cancelled: “Your car is ready.”`,
    );
    await world.choose("send_now", ana);
    await world.pass(2 * hour);
    expect(sent(world)).toEqual([]);
    await world.pass(hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("is judged again when it is due: its author may have left the group", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    await world.apply(officeWith({ members: ["ben" as Username] }));
    await world.pass(2 * hour);
    expect(sent(world)).toEqual([]);
    expect(words(world.desk.told.at(-1)?.sentence ?? null)).toContain("did not leave");
  });

  it("does not leave once its author was deactivated, and its thread says so: nobody else would know", async () => {
    const world = await createWorld();
    const thread = await world.begin(noel);
    await start(world, { user: ben, at: world.now() + hour });
    await noteDeactivated(world.ctx, ben);
    await world.pass(2 * hour);
    expect(sent(world)).toEqual([]);
    expect(world.thread(thread).at(-1)).toBe(
      "app: ben has left, so a text of theirs did not leave: “Your car is ready.”",
    );
  });

  it("is judged again when it is due: they may have opted out", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    await world.text(noel, "STOP");
    await world.pass(2 * hour);
    expect(sent(world).map(([, , body]) => body)).not.toContain("Your car is ready.");
  });

  it("keeps its time where somebody else has the conversation and it is sent beside them", async () => {
    const world = await createWorld();
    await world.begin(noel);
    const { id } = await world.openEpisode(noel);
    await world.ctx.store.transaction((tx) => tx.episodes.update(id, { assignee: "cy" as Username }));
    await start(world, { at: world.now() + hour });
    await world.choose("send", ana);
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    await world.pass(hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("follows its conversation into another channel, where it can be reached", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + 5 * hour });
    world.desk.closed.add(front);
    await world.apply(officeWith({ channel: billing }));
    await world.text(noel, "Hello?");
    await world.pass(hour);
    await world.bridge.leaveClosedChannels();
    await world.pass(hour);
    const there = posts(world).filter(({ channel }) => channel === billing);
    expect(there).toMatchObject([{ post: { acts: { sendNow: true } } }]);
    await world.pass(5 * hour);
    expect(sent(world)).toHaveLength(1);
    expect(there.map((post) => world.desk.marksOn(post).length)).toEqual([1]);
  });
});

describe("what its author does about it", () => {
  const begun = async (world: World) => {
    const [post] = posts(world);
    if (post?.post?.kind !== "member" || post.post.acts === null)
      throw new Error("nothing can be done about it");
    return post.post.acts.message;
  };

  it("gives it other words, and its hold begins anew", async () => {
    const world = await createWorld();
    await start(world);
    await world.pass(8 * second);
    const message = await begun(world);
    expect(await world.bridge.askToEditText({ message, user: ana })).toMatchObject({
      body: "Your car is ready.",
    });
    expect(
      await editText(world.ctx, { message, user: ana, body: "Your bike is ready.", act: "e" }),
    ).toBeNull();
    await world.pass(8 * second);
    expect(sent(world)).toEqual([]);
    expect(posts(world)).toMatchObject([{ post: { body: "Your bike is ready." } }]);
    await world.pass(3 * second);
    expect(sent(world).map(([, , body]) => body)).toEqual(["Your bike is ready."]);
  });

  it("gives one with a time other words, and the time stays", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    const message = await begun(world);
    await editText(world.ctx, { message, user: ana, body: "Your bike is ready.", act: "e" });
    await world.pass(59 * minute);
    expect(sent(world)).toEqual([]);
    await world.pass(2 * minute);
    expect(sent(world).map(([, , body]) => body)).toEqual(["Your bike is ready."]);
  });

  it("can't give it other words once its conversation was resolved: it leaves as it was", async () => {
    const world = await createWorld();
    await start(world);
    const message = await begun(world);
    const { id } = await world.openEpisode(noel);
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    expect(await editText(world.ctx, { message, user: ana, body: "No", act: "e" })).toMatchObject({
      kind: "refused",
      field: "text",
      sentence: [expect.stringContaining("is over by now")],
    });
    await world.pass(minute);
    expect(sent(world).map(([, , body]) => body)).toEqual(["Your car is ready."]);
  });

  it("that was left to its time when its conversation was resolved gets other words, or leaves now", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    const message = await begun(world);
    const { id } = await world.openEpisode(noel);
    await resolveEpisode(world.ctx, { episode: id, user: ana });
    expect(
      await editText(world.ctx, { message, user: ana, body: "Your bike is ready.", act: "e" }),
    ).toBeNull();
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    await world.bridge.sendTextNow({ message, user: ana });
    await world.runAll();
    expect(sent(world).map(([, , body]) => body)).toEqual(["Your bike is ready."]);
  });

  it("sends one with a time now", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + hour });
    await world.bridge.sendTextNow({ message: await begun(world), user: ana });
    await world.runAll();
    expect(sent(world)).toHaveLength(1);
    await world.pass(2 * hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("does not send one with a time on a press that was taken up too late", async () => {
    const world = await createWorld();
    await start(world, { at: world.now() + 3 * hour });
    const press = { message: await begun(world), user: ana, keptSince: world.now() };
    await world.pass(hour);
    const { sentence } = await world.bridge.sendTextNow(press);
    expect(words(sentence)).toContain("could take it up only now");
    await world.runAll();
    expect(sent(world)).toEqual([]);
    await world.pass(3 * hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("is not asked again, when they send one with a time now, what they said yes to before", async () => {
    const world = await createWorld({ directory: officeWith({ confirmFirstReply: true }) });
    await start(world, { at: world.now() + hour });
    expect(words((await world.choose("confirm_first", ana)).sentence)).toBe("It leaves at its time.");
    await world.runAll();
    const [post] = posts(world);
    const shown = post?.post?.kind === "member" ? post.post.acts?.message : undefined;
    const message = shown ?? expect.fail();
    expect(words((await world.bridge.sendTextNow({ message, user: ana })).sentence)).toBe(
      "It is on its way.",
    );
    await world.runAll();
    expect(sent(world)).toHaveLength(1);
  });

  it("is told that one with a time did not leave now, where something else keeps it: it is night there", async () => {
    const world = await createWorld({ quietHours: { from: 8, to: 21 } });
    await start(world, { at: world.now() + 26 * hour });
    await world.pass(16 * hour);
    const { sentence } = await world.bridge.sendTextNow({ message: await begun(world), user: ana });
    expect(words(sentence)).toContain("It still leaves at its time");
    await world.runAll();
    expect(sent(world)).toEqual([]);
    await world.pass(11 * hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("cancels it, and the post says so", async () => {
    const world = await createWorld();
    await start(world);
    expect(
      words((await world.bridge.cancelText({ message: await begun(world), user: ana })).sentence),
    ).toContain("Cancelled");
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    expect(posts(world)).toMatchObject([{ post: { acts: null } }]);
    expect(world.desk.marksOn(posts(world)[0] ?? expect.fail())).toEqual(["no_entry_sign"]);
  });

  it("is too late once it has left", async () => {
    const world = await createWorld();
    await start(world);
    const message = await begun(world);
    await world.pass(minute);
    expect(await editText(world.ctx, { message, user: ana, body: "No", act: "e" })).toMatchObject({
      field: "text",
    });
    expect(words((await world.bridge.cancelText({ message, user: ana })).sentence)).toContain("left");
    expect(sent(world)).toHaveLength(1);
  });

  it("is nobody else's to change; a colleague who decides there may cancel it", async () => {
    const world = await createWorld();
    await start(world);
    const message = await begun(world);
    expect(await editText(world.ctx, { message, user: ben, body: "No", act: "e" })).toMatchObject({
      kind: "refused",
    });
    await world.bridge.cancelText({ message, user: dan });
    expect(await world.bridge.askToEditText({ message, user: ana })).toMatchObject({ kind: "form" });
    await world.bridge.cancelText({ message, user: ben });
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
  });

  it("refuses words that could not leave, and the words before them stay", async () => {
    const world = await createWorld();
    await start(world);
    const message = await begun(world);
    expect(await editText(world.ctx, { message, user: ana, body: "  ", act: "e" })).toMatchObject({
      field: "text",
    });
    await world.pass(minute);
    expect(sent(world).map(([, , body]) => body)).toEqual(["Your car is ready."]);
  });
});
