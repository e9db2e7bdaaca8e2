import { describe, expect, it } from "vitest";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import { ben, front, maria } from "../front-desk.ts";
import { createWorld, hour, minute, type World, words } from "../world.ts";

const refused = (code: string, sentence: string) =>
  ({ kind: "rejected", failure: { code, sentence, scope: "recipient" } }) as const;
const optedOut = refused("21610", "This person has opted out of texts from this line.");
const stopped =
  "app: Maria Lopez (…9001) has opted out: they wrote “STOP”. Please don't text them from this line until they text START.";

/** Whom the line at the channel's end names. */
async function whoWaits(world: World): Promise<string[]> {
  await world.pass(hour);
  await enqueueReminders(world.ctx);
  await world.runAll();
  return world.desk.reminders.at(-1)?.reminder.waiting.map(({ contact }) => contact) ?? [];
}

const cardOf = (world: World, thread: SlackTs) =>
  world.desk.cards.findLast(({ at }) => at.channel === front && at.ts === thread)?.card ??
  expect.fail("the card was never drawn anew");

async function answer(world: World, thread: SlackTs) {
  const place = await world.reply(ben, thread, "Yes, until 6");
  await world.pass(minute);
  return place;
}

describe("a contact who wrote STOP", () => {
  it("stands as opted out on card and thread, once, and does not wait", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    expect(await whoWaits(world)).toEqual(["Maria Lopez (…9001)"]);
    await world.text(maria, "STOP");
    await world.text(maria, "stop!");
    await world.pass(minute);
    expect(world.thread(thread).slice(-3)).toEqual(["Maria Lopez: STOP", stopped, "Maria Lopez: stop!"]);
    expect(cardOf(world, thread).optedOutAt).not.toBeNull();
    expect(await whoWaits(world)).toEqual([]);
  });

  it("stands so from the first card on", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Stop");
    expect(world.desk.posted[0]?.card?.optedOutAt).not.toBeNull();
    expect(world.thread(thread).at(-1)).toContain("has opted out: they wrote “Stop”.");
    expect(await whoWaits(world)).toEqual([]);
  });

  it("does so no more once they text START, and what they write then waits", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    await world.text(maria, "START");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe(
      "app: Maria Lopez (…9001) wrote “START”: they can be texted from this line again.",
    );
    expect(cardOf(world, thread).optedOutAt).toBeNull();
    await world.text(maria, "Are you open?");
    expect(await whoWaits(world)).toEqual(["Maria Lopez (…9001)"]);
  });

  it("is known as such in their next conversation, and waits where they ask something", async () => {
    const world = await createWorld();
    await world.begin(maria, "STOP");
    const { id } = await world.openEpisode();
    await world.ctx.store.transaction((tx) =>
      tx.episodes.update(id, { state: "resolved", resolvedAt: world.now(), resolvedBy: null }),
    );
    await world.begin(maria, "Is my dog ready?");
    expect(world.desk.posted.findLast(({ card }) => card !== null)?.card?.optedOutAt).not.toBeNull();
    expect(await whoWaits(world)).toEqual(["Maria Lopez (…9001)"]);
  });

  it.each(["yes", "START", "resume"])("is no other: a customer's %j changes nothing", async (text) => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.text(maria, text);
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe(`Maria Lopez: ${text}`);
  });
});

describe("a text that its carrier refuses because its contact opted out", () => {
  it("says so in the thread and on the card, offers no other try, and nobody waits", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(optedOut);
    const place = await answer(world, thread);
    expect(world.thread(thread).at(-1)).toBe(
      "app: @U0BEN This text was not delivered: “Yes, until 6”. This person has opted out of texts from this line.",
    );
    expect(world.desk.offers).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["warning"]);
    expect(cardOf(world, thread).optedOutAt).not.toBeNull();
    expect(await whoWaits(world)).toEqual([]);
    await world.text(maria, "Start");
    await world.pass(minute);
    expect(cardOf(world, thread).optedOutAt).toBeNull();
  });

  it("does the same where that is reported later", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await answer(world, thread);
    await world.report("Yes, until 6", "failed", "This person has opted out.", "21610");
    await world.pass(minute);
    expect(world.desk.offers).toEqual([]);
    expect(cardOf(world, thread).optedOutAt).not.toBeNull();
  });
});

describe("a text that failed for another reason", () => {
  const unreached = refused("30003", "The phone is off.");

  it("is not tried again while its contact has opted out, and can be once they text START", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(unreached);
    await answer(world, thread);
    await world.text(maria, "STOP");
    const said = await world.choose("try_again", ben);
    expect(words(said.sentence)).toBe(
      "They have opted out of texts from this line. It can be tried again once they text START.",
    );
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
    await world.text(maria, "START");
    expect(words((await world.choose("try_again", ben)).sentence)).toBe("Trying again.");
  });

  it("offers no other try where its contact had opted out before", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    world.carrier.answers.push(unreached);
    await answer(world, thread);
    expect(world.thread(thread).at(-1)).toContain("The phone is off.");
    expect(world.desk.offers).toEqual([]);
  });
});

describe("a text that can't arrive however often it is tried", () => {
  it("offers no other try, and the contact waits on", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(refused("21614", "This number is a landline."));
    await answer(world, thread);
    expect(world.thread(thread).at(-1)).toContain("This number is a landline.");
    expect(world.desk.offers).toEqual([]);
    expect(cardOf(world, thread).optedOutAt).toBeNull();
    expect(await whoWaits(world)).toEqual(["Maria Lopez (…9001)"]);
  });

  it("is not tried again by a button that was offered before", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(refused("30008", "No reason was given."));
    const place = await answer(world, thread);
    const failed = (await world.messageOf(place)) ?? expect.fail("no text");
    const failure = { failureCode: "21614", failureSentence: "This number is a landline." };
    await world.ctx.store.transaction((tx) => tx.messages.update(failed.id, failure));
    expect(words((await world.choose("try_again", ben)).sentence)).toBe(
      "It would fail again: This number is a landline.",
    );
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
  });
});
