import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { stopReply } from "../../../src/bridge/replies/stop-reply.ts";
import type { E164, SlackUserId, Username } from "../../../src/domain/ids.ts";
import { ana, ben, cy, maria, noel, officeWith } from "../front-desk.ts";
import { createWorld, minute, second, type World, words } from "../world.ts";

const lastTold = (world: World) => {
  const told = world.desk.told.at(-1);
  return (
    told && {
      to: told.to,
      words: words(told.sentence),
      labels: (told.offer?.choices ?? []) as readonly string[],
    }
  );
};
const bodies = (world: World) => world.carrier.bodies();
const assignee = async (world: World) => (await world.openEpisode()).assignee;

async function take(world: World, user: SlackUserId, from: string | null) {
  const { id: episode } = await world.openEpisode();
  await takeEpisode(world.ctx, { episode, user, seenAssignee: from as Username | null });
  await world.runAll();
}

describe("a reply while a colleague's is under way", () => {
  it("waits for its author's word, who alone is asked, with what the colleague writes", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes, until six.");
    await world.pass(second);
    await world.reply(ben, thread, "We are!");
    await world.pass(minute);
    expect(lastTold(world)).toEqual({
      to: ben,
      words:
        "@U0ANA has a reply under way: “Yes, until six.” @U0ANA has this conversation. So this did not leave yet: “We are!” Send it, too?",
      labels: ["send", "take_and_send", "discard"],
    });
    expect(bodies(world)).toEqual(["Yes, until six."]);
    await world.choose("send", ben);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "We are!"]);
    expect(await assignee(world)).toBe("ana");
  });

  it("waits though its author has given other words to an earlier one since", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const first = await world.reply(ben, thread, "We are open.");
    await world.reply(ana, thread, "Yes, until six.");
    await world.runAll();
    await world.choose("send", ana);
    await world.pass(second);
    await world.edit(first, "We are open today.");
    await world.reply(ben, thread, "And tomorrow.");
    await world.pass(minute);
    expect(lastTold(world)).toMatchObject({ to: ben, labels: ["send", "discard"] });
    expect(bodies(world)).toEqual(["We are open today.", "Yes, until six."]);
  });

  it("asks whoever has the conversation whether to send it, too, and nothing else", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ben, null);
    await world.reply(ana, thread, "Yes, until six.");
    await world.runAll();
    await world.choose("send", ana);
    await world.runAll();
    await world.text(maria, "And on Sunday?");
    await world.pass(second);
    await world.reply(ana, thread, "No.");
    await world.pass(second);
    await world.reply(ben, thread, "Not on Sundays.");
    await world.pass(minute);
    expect(lastTold(world)).toEqual({
      to: ben,
      words: "@U0ANA has a reply under way: “No.” So this did not leave yet: “Not on Sundays.” Send it, too?",
      labels: ["send", "discard"],
    });
    await world.choose("discard", ben);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "No."]);
  });

  it("leaves by itself once the colleague's is stopped, and the conversation that was got by that is its author's", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const first = await world.reply(ana, thread, "Yes, until six.");
    await world.pass(second);
    await world.reply(ben, thread, "We are!");
    await world.runAll();
    await stopReply(world.ctx, { place: first, user: ana });
    await world.pass(minute);
    expect(bodies(world)).toEqual(["We are!"]);
    expect(await assignee(world)).toBe("ben");
    expect(await world.choose("send", ben)).toMatchObject({ decided: true });
    await world.pass(minute);
    expect(bodies(world)).toEqual(["We are!"]);
  });

  it("asks who has it where the colleague had taken it before the text that was stopped", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ana, null);
    const first = await world.reply(ana, thread, "Yes, until six.");
    await world.reply(ben, thread, "We are!");
    await world.runAll();
    await stopReply(world.ctx, { place: first, user: ana });
    await world.pass(minute);
    expect(lastTold(world)).toMatchObject({
      to: ben,
      words: "@U0ANA has this conversation, so this did not leave yet: “We are!” Send it all the same?",
    });
    expect(bodies(world)).toEqual([]);
  });

  it.each<[string, (world: World, first: Awaited<ReturnType<World["reply"]>>) => Promise<unknown>]>([
    ["deleted", (world, first) => world.delete(first)],
    ["edited into a note", (world, first) => world.edit(first, "note: ask her")],
    ["edited into what its author is asked about", (world, first) => world.edit(first, "Here", { files: 1 })],
  ])("leaves, or is asked about otherwise, once the colleague's is %s", async (_, undo) => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ben, null);
    await world.reply(ana, thread, "one");
    await world.runAll();
    await world.choose("send", ana);
    await world.pass(minute);
    await world.text(maria, "And on Sunday?");
    await world.pass(second);
    const first = await world.reply(ana, thread, "No.");
    await world.reply(ben, thread, "Not on Sundays.");
    await world.runAll();
    expect(lastTold(world)?.to).toBe(ben);
    await undo(world, first);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["one", "Not on Sundays."]);
  });

  it("leaves once the carrier refused the colleague's", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ben, null);
    await world.reply(ana, thread, "one");
    await world.runAll();
    await world.choose("send", ana);
    await world.pass(minute);
    await world.text(maria, "And on Sunday?");
    await world.pass(second);
    const failure = { code: "1", sentence: "No.", scope: "passing" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await world.reply(ana, thread, "No.");
    await world.reply(ben, thread, "Not on Sundays.");
    await world.pass(minute);
    expect(bodies(world).at(-1)).toBe("Not on Sundays.");
  });

  it("does not leave where something else of theirs is under way by then, though the customer has written since", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const first = await world.reply(ana, thread, "Yes.");
    await world.reply(ben, thread, "We are!");
    await world.reply(ana, thread, "Until six.");
    await stopReply(world.ctx, { place: first, user: ana });
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Until six."]);
  });

  it("is asked about as well where the colleague's has left since the customer wrote, and not after they wrote again", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes, until six.");
    await world.pass(minute);
    await world.reply(ben, thread, "We are!");
    await world.pass(minute);
    expect(lastTold(world)?.words).toContain("has a reply under way");
    await world.choose("send", ben);
    await world.pass(minute);
    await world.text(maria, "Thanks");
    await world.pass(second);
    await world.reply(ben, thread, "You are welcome.");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "We are!", "You are welcome."]);
  });

  it("is no question for whoever wrote since: the colleague's next, and theirs after it", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes.");
    await world.reply(ben, thread, "We are!");
    await world.reply(ana, thread, "Until six.");
    await world.pass(minute);
    await world.choose("send", ben);
    await world.pass(minute);
    await world.reply(ben, thread, "See you!");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes.", "Until six.", "We are!", "See you!"]);
  });

  it("is none ten minutes later: by then all have seen what left", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes.");
    await world.pass(11 * minute);
    await world.reply(ben, thread, "We are!");
    await world.pass(minute);
    expect(lastTold(world)?.words).toMatch(/^@U0ANA has this conversation, so/);
  });

  it("is none while the colleague's waits for a word of theirs", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ben, null);
    await world.reply(ana, thread, "one");
    await world.runAll();
    await world.reply(ben, thread, "two");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["two"]);
  });

  it("is none in another conversation", async () => {
    const world = await createWorld();
    const [one, other] = [await world.begin(maria), await world.begin(noel)];
    await world.reply(ana, one, "Yes.");
    await world.reply(ben, other, "No.");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes.", "No."]);
  });

  it("waits for a text that was begun in Slack as well, and so does such a text for a reply", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const begin = (user: SlackUserId, body: string, act: string) =>
      startText(world.ctx, {
        ...{ user, to: maria as string as E164, line: null, body },
        ...{ at: null, unlessTheyWrite: false, act },
      });
    await begin(ana, "Your car is ready.", "view:1");
    await world.pass(second);
    await world.reply(ben, thread, "It is ready!");
    await world.runAll();
    expect(lastTold(world)?.words).toContain("@U0ANA has a reply under way: “Your car is ready.”");
    await world.choose("take_and_send", ben);
    await world.pass(minute);
    await world.text(maria, "When do you close?");
    await world.pass(second);
    await world.reply(ben, thread, "At six.");
    await world.runAll();
    expect(await begin(ana, "At seven.", "view:2")).toMatchObject({ asks: "underway" });
    await world.runAll();
    expect(lastTold(world)).toMatchObject({ to: ana, labels: ["send", "take_and_send", "discard"] });
    await world.choose("send", ana);
    await world.pass(minute);
    expect(bodies(world).slice(-2).sort()).toEqual(["At seven.", "At six."]);
  });

  it("is asked about when a scheduled text is sent now", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await take(world, ana, null);
    const at = world.now() + 60 * minute;
    const text = { user: ana, to: maria as string as E164, line: null, body: "At seven.", at };
    await startText(world.ctx, { ...text, unlessTheyWrite: false, act: "view:1" });
    await world.runAll();
    await world.reply(ben, thread, "At six.");
    await world.runAll();
    await world.choose("take_and_send", ben);
    const { id } = await world.openEpisode();
    const [waiting] = await world.ctx.store.read((tx) => tx.messages.unsentOf(id));
    const press = { message: waiting?.id ?? ("" as never), user: ana };
    expect(words((await world.bridge.sendTextNow(press)).sentence)).toContain("you are told what");
    await world.pass(minute);
    expect(lastTold(world)?.words).toContain("@U0BEN has a reply under way: “At six.”");
    expect(bodies(world)).toEqual(["At six."]);
    await world.choose("send", ana);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["At six.", "At seven."]);
  });

  it("lets a begun one go by itself where the reply is stopped", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const first = await world.reply(ben, thread, "At six.");
    await startText(world.ctx, {
      ...{ user: ana, to: maria as string as E164, line: null, body: "At seven." },
      ...{ at: null, unlessTheyWrite: false, act: "view:1" },
    });
    await world.runAll();
    await stopReply(world.ctx, { place: first, user: ben });
    await world.pass(minute);
    expect(bodies(world)).toEqual(["At seven."]);
  });

  it("outlives a restart: stopped while nobody worked, the other one leaves", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    const first = await world.reply(ana, thread, "Yes.");
    await world.reply(ben, thread, "We are!");
    await stopReply(world.ctx, { place: first, user: ana });
    await world.restart();
    await world.pass(minute);
    expect(bodies(world)).toEqual(["We are!"]);
  });
});

describe("a group in which the assignee alone replies", () => {
  const directory = officeWith({ replyBy: "assignee" });

  it("gives a conversation that nobody has to whoever writes first, and asks the others to take it", async () => {
    const world = await createWorld({ directory, hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes, until six.");
    await world.pass(minute);
    await world.reply(ben, thread, "We are!");
    await world.pass(minute);
    expect(lastTold(world)).toEqual({
      to: ben,
      words:
        "@U0ANA has this conversation, and only whoever has one answers here. This did not leave yet: “We are!” Take the conversation and send it?",
      labels: ["take_and_send", "discard"],
    });
    await world.choose("take_and_send", ben);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "We are!"]);
    expect(await assignee(world)).toBe("ben");
    await world.reply(ana, thread, "Sorry");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "We are!"]);
  });

  it("asks once where the assignee's is under way as well", async () => {
    const world = await createWorld({ directory });
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes, until six.");
    await world.reply(ben, thread, "We are!");
    await world.runAll();
    expect(lastTold(world)).toMatchObject({ to: ben, labels: ["take_and_send", "discard"] });
    expect(lastTold(world)?.words).toContain("@U0ANA has a reply under way: “Yes, until six.”");
    await world.choose("take_and_send", ben);
    await world.pass(minute);
    expect(bodies(world)).toContain("We are!");
  });

  it("asks whoever lost the conversation while their text waited out its hold", async () => {
    const world = await createWorld({ directory });
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes, until six.");
    await take(world, ben, "ana");
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    expect(lastTold(world)).toMatchObject({ to: ana, labels: ["take_and_send", "discard"] });
  });

  it("lets nobody else try a failed text again", async () => {
    const world = await createWorld({ directory, hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ana, thread, "Yes.");
    await world.pass(minute);
    await world.report("Yes.", "failed");
    await world.pass(minute);
    const refused = await world.choose("try_again", cy);
    expect(refused.decided).toBe(false);
    expect(words(refused.sentence)).toContain("Take it first");
    await world.choose("try_again", ana);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes.", "Yes."]);
  });
});

describe("a group that has a member's first reply confirmed", () => {
  const directory = officeWith({ confirmFirstReply: true });

  it("asks its author alone, once in their life", async () => {
    const world = await createWorld({ directory, hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Lunch?");
    await world.pass(minute);
    expect(lastTold(world)).toEqual({
      to: ben,
      words:
        "This is the first text that you send to a customer from here, so it did not leave yet. Maria Lopez (…9001) would read: “Lunch?” Is it meant for them?",
      labels: ["confirm_first", "discard"],
    });
    await world.choose("discard", ben);
    await world.reply(ben, thread, "Yes, until six.");
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    await world.choose("confirm_first", ben);
    await world.pass(minute);
    await world.reply(ben, await world.begin(noel), "Hello");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until six.", "Hello"]);
  });

  it("does not ask whoever texted before it was wanted", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes.");
    await world.pass(minute);
    await world.apply(directory);
    await world.reply(ben, thread, "Until six.");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes.", "Until six."]);
  });
});
