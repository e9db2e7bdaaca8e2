import { describe, expect, it } from "vitest";
import { chooseNotice } from "../../../src/bridge/choices/choose-notice.ts";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { expireWaiting } from "../../../src/bridge/messages/expire-waiting.ts";
import { enqueueReminders } from "../../../src/bridge/posts/remind-channel.ts";
import type { Address, SlackTs } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benWith,
  billing,
  billingLine,
  cy,
  dan,
  front,
  frontLine,
  maria,
  officeWithDirect,
  officeWithLines,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const refused = (code: string, sentence: string) =>
  ({ kind: "rejected", failure: { code, sentence, scope: "recipient" } }) as const;
const optedOut = refused("21610", "This person has opted out of texts from this line.");
const everyone = "@U0ANA @U0BEN @U0CY";
const nothingMore = "Nothing is sent to them from any of our lines until they text START.";
const stopped = `app: ${everyone} Maria Lopez (…9001) has opted out: they wrote “STOP”. ${nothingMore}`;

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
    expect(cardOf(world, thread).optedOut).not.toBeNull();
    expect(await whoWaits(world)).toEqual([]);
  });

  it("stands so from the first card on", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Stop");
    expect(world.desk.posted[0]?.card?.optedOut).not.toBeNull();
    expect(world.thread(thread).at(-1)).toContain("has opted out: they wrote “Stop”.");
    expect(await whoWaits(world)).toEqual([]);
  });

  it("does so no more once they text START, and what they write then waits", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    await world.text(maria, "START");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe(
      "app: Maria Lopez (…9001) wrote “START”: they can be texted again.",
    );
    expect(cardOf(world, thread).optedOut).toBeNull();
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
    expect(world.desk.posted.findLast(({ card }) => card !== null)?.card?.optedOut).not.toBeNull();
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
    expect(cardOf(world, thread).optedOut).not.toBeNull();
    expect(await whoWaits(world)).toEqual([]);
    await world.text(maria, "Start");
    await world.pass(minute);
    expect(cardOf(world, thread).optedOut).toBeNull();
  });

  it("does the same where that is reported later", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await answer(world, thread);
    await world.report("Yes, until 6", "failed", "This person has opted out.", "21610");
    await world.pass(minute);
    expect(world.desk.offers).toEqual([]);
    expect(cardOf(world, thread).optedOut).not.toBeNull();
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
      "Maria Lopez (…9001) opted out (time): they wrote “STOP”. It can be tried again once they text START.",
    );
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(1);
    await world.text(maria, "START");
    expect(words((await world.choose("try_again", ben)).sentence)).toBe("Trying again.");
  });

  it("offers no other try where its contact opted out while it was sent", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    world.carrier.answers.push(async () => {
      await world.text(maria, "STOP");
      return unreached;
    });
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
    expect(cardOf(world, thread).optedOut).toBeNull();
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

const bodies = (world: World) => world.carrier.bodies();
const told = (world: World) => world.desk.told.map(({ to: user, sentence }) => `${user}: ${words(sentence)}`);

describe("whoever opted out", () => {
  it("gets nothing more: each reply is refused with when it was, and by which words", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    const place = await answer(world, thread);
    expect(bodies(world)).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(told(world)).toEqual([
      `${ben}: This did not leave: Maria Lopez (…9001) opted out (time): they wrote “STOP”. They can be texted again once they text START.`,
    ]);
  });

  it("gets nothing of what waited for a time or for a person, in any conversation, and its authors are told", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await world.text(maria, "And the bill?", { to: billingLine });
    await world.runAll();
    const other = world.desk.posted.findLast(({ card, channel }) => card !== null && channel === billing)?.ts;
    if (other === undefined) expect.fail("no card");
    const held = await world.reply(ben, thread, "Yes, until 6");
    const asked = await world.reply(dan, other, "Forty dollars", { channel: billing, files: 1 });
    await world.pass(second);
    await world.text(maria, "STOP");
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    for (const place of [held, asked]) expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    for (const author of [ben, dan]) {
      expect(
        told(world)
          .filter((line) => line.startsWith(author))
          .at(-1),
      ).toContain("Maria Lopez (…9001) opted out");
    }
    expect(world.thread(thread).at(-1)).toBe(
      `app: @U0BEN Maria Lopez (…9001) has opted out: they wrote “STOP”. ${nothingMore} 2 texts had not left yet and won’t.`,
    );
    expect(world.thread(other).at(-1)).toContain("Maria Lopez (…9001) has opted out: they wrote “STOP”.");
    await expect(world.choose("send_text_only", dan)).resolves.toMatchObject({ decided: true });
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
  });

  it("is not texted by a reply that waited out its hold while the text was on its way", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.ctx.connection.lose();
    const place = await world.reply(ben, thread, "Yes, until 6");
    await world.text(maria, "STOP");
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
  });

  it("tells whoever has the conversation alone", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await answer(world, thread);
    await world.text(maria, "Stop all!");
    await world.pass(minute);
    expect(world.thread(thread).find((line) => line.includes("has opted out"))).toMatch(/^app: @U0BEN Maria/);
  });

  it("may be texted from other lines where an opt-out reaches one line alone", async () => {
    const world = await createWorld({ optOutScope: "line" });
    const thread = await world.begin(maria, "STOP");
    await world.text(maria, "And the bill?", { to: billingLine });
    await world.runAll();
    const other = world.desk.posted.findLast(({ card, channel }) => card !== null && channel === billing)?.ts;
    if (other === undefined) expect.fail("no card");
    await world.reply(dan, other, "Forty dollars", { channel: billing });
    await answer(world, thread);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Forty dollars"]);
    expect(world.thread(thread)[1]).toContain(
      "Nothing is sent to them from Front desk until they text START.",
    );
    await world.text(maria, "START");
    await world.reply(ben, thread, "Hello again");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Forty dollars", "Hello again"]);
  });

  it("is told of by the names of both lines where one is texted and another answers", async () => {
    const directory = benWith({ outboundLine: frontLine });
    const world = await createWorld({ optOutScope: "line", directory });
    await world.runAll();
    await world.text(maria, "STOP", { to: benLine });
    await world.runAll();
    const { thread } = await world.openEpisode();
    const said = "Nothing is sent to them from Ben direct or Front desk until they text START.";
    expect(world.thread(thread as SlackTs)[1]).toContain(said);
    await world.text(maria, "START", { to: benLine });
    await world.runAll();
    expect(world.thread(thread as SlackTs).at(-1)).toContain(
      "can be texted from Ben direct or Front desk again",
    );
  });

  it("stays so where START was written before, and is found later", async () => {
    const world = await createWorld();
    await world.begin();
    await world.pass(hour);
    await world.text(maria, "STOP");
    await world.text(maria, "START", { receivedAt: new Date(world.now() - minute) });
    expect(await ledger(world)).toMatchObject([{ kind: "out" }]);
  });

  it("is not so where STOP is found that was taken back since", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    await world.pass(hour);
    await world.text(maria, "START");
    await world.text(maria, "stop", { receivedAt: new Date(world.now() - minute) });
    await world.reply(ben, thread, "Hello again");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Hello again"]);
    expect((await ledger(world)).map(({ kind }) => kind)).toEqual(["out", "in", "out"]);
  });
});

const ledger = (world: World) => world.ctx.store.read((tx) => tx.optOuts.rowsOf(maria));

describe("the confirmation", () => {
  const confirmation = "You will get no more texts from Front desk. Text START to get them again.";

  it("is sent once, through the fresh block, for a word that the carrier leaves to us", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Parar");
    await world.text(maria, "parar");
    await world.text(maria, "STOP ALL");
    await world.pass(hour);
    expect(world.carrier.sent).toMatchObject([{ from: frontLine, to: maria, body: confirmation }]);
    expect(world.thread(thread)[1]).toBe(
      `app: ${everyone} Maria Lopez (…9001) has opted out: they wrote “Parar”. ${nothingMore} They got one last text: “${confirmation}”`,
    );
  });

  it.each(["STOP", "BASTA"])("is not sent for %j, which the carrier answers", async (body) => {
    const world = await createWorld();
    await world.begin(maria, body);
    if (body === "BASTA") await world.text(maria, body, { word: "stop" });
    await world.pass(hour);
    expect(bodies(world)).toEqual([]);
    expect((await ledger(world)).at(-1)).toMatchObject({
      kind: "out",
      source: "carrier_word",
      evidence: body,
    });
  });

  it("is sent once though the process ends before it leaves", async () => {
    const world = await createWorld();
    await world.text(maria, "Parar");
    await world.restart();
    await world.pass(hour);
    await world.restart();
    await world.pass(hour);
    expect(bodies(world)).toEqual([confirmation]);
  });

  it("is not sent for a word that is found long after it was written", async () => {
    const world = await createWorld();
    await world.text(maria, "Parar", { receivedAt: new Date(world.now() - hour) });
    await world.pass(hour);
    expect(bodies(world)).toEqual([]);
    expect(await ledger(world)).toMatchObject([{ kind: "out", source: "word" }]);
  });

  it("is sent to none of our own numbers", async () => {
    const world = await createWorld();
    await world.text(billingLine as unknown as Address, "Parar");
    await world.pass(hour);
    expect(bodies(world)).toEqual([]);
  });

  it("is asked about nowhere when the carrier refuses it", async () => {
    const world = await createWorld();
    world.carrier.answers.push(optedOut);
    const thread = await world.begin(maria, "Parar");
    await world.pass(hour);
    expect(world.thread(thread)).toHaveLength(2);
    expect(world.desk.offers).toEqual([]);
  });
});

describe("HELP", () => {
  it("is answered with who this is and how to stop, where the carrier doesn't", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "info");
    await world.pass(minute);
    const said = "This is Front desk. Text STOP to get no more texts from us.";
    expect(world.carrier.sent).toMatchObject([{ from: frontLine, to: maria, body: said }]);
    expect(world.thread(thread)).toEqual([
      "Maria Lopez: info",
      `app: They were answered automatically: “${said}”`,
    ]);
  });

  it("is answered in the line's own words", async () => {
    const world = await createWorld({
      directory: officeWithLines({ helpText: "Call 555-0100. STOP ends." }),
    });
    await world.begin(maria, "Help!");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Call 555-0100. STOP ends."]);
  });

  it("is answered five times an hour at most: something may be answering us by itself", async () => {
    const world = await createWorld();
    for (let times = 0; times < 8; times += 1) {
      await world.text(maria, "info");
      await world.pass(minute);
    }
    expect(bodies(world)).toHaveLength(5);
    await world.pass(hour);
    await world.text(maria, "info");
    await world.pass(minute);
    expect(bodies(world)).toHaveLength(6);
  });

  it("is left to a carrier that answers it, and to nobody who opted out", async () => {
    const world = await createWorld();
    await world.begin(maria, "HELP");
    await world.text(maria, "STOP");
    await world.text(maria, "info");
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
  });
});

describe("free wording", () => {
  const asked =
    "app: Maria Lopez (…9001) wrote “please stop texting me”. That may mean that they want no more texts. Nothing is sent to them until somebody chooses.";

  async function askedWorld() {
    const world = await createWorld();
    const thread = await world.begin();
    const held = await world.reply(ben, thread, "Yes, until 6");
    await world.text(maria, "please stop texting me");
    return { world, thread, held };
  }

  it("asks in the thread, once, and keeps all that is on its way", async () => {
    const { world, thread, held } = await askedWorld();
    await world.text(maria, "Take me off your list!");
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    expect(world.thread(thread).filter((line) => line.includes("That may mean"))).toEqual([
      asked.replace("app: ", "app: @U0BEN "),
    ]);
    expect(world.desk.marksOn(held)).toEqual(["no_entry_sign"]);
    expect(told(world)).toEqual([
      `${ben}: This did not leave yet: Maria Lopez (…9001) wrote “please stop texting me”, which may mean that they want no more texts. It waits until somebody chooses “Opt out” or “Keep texting” in [their thread].`,
    ]);
    expect(cardOf(world, thread)).toMatchObject({ inReview: true, optedOut: null });
  });

  it("keeps what is written meanwhile, too, and goes on once somebody says so", async () => {
    const { world, thread } = await askedWorld();
    await world.reply(ben, thread, "Bring the card");
    await world.pass(minute);
    const said = await world.choose("keep_texting", cy);
    expect(words(said.sentence)).toBe("They can be texted on.");
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until 6", "Bring the card"]);
    expect(cardOf(world, thread)).toMatchObject({ inReview: false, optedOut: null });
    expect(await ledger(world)).toEqual([]);
  });

  it("asks the author of what waited for too long meanwhile", async () => {
    const { world } = await askedWorld();
    await world.pass(hour);
    await world.choose("keep_texting", cy);
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(bodies(world)).toEqual(["Yes, until 6"]);
  });

  it("that was written to a member alone is for them to answer, as others are told whose replies wait for it", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    const thread = await world.begin();
    await world.text(maria, "please stop texting me", { to: benLine });
    await world.runAll();
    await world.reply(ana, thread, "Yes, until 6");
    await world.runAll();
    expect(told(world).at(-1)).toContain(
      "It waits until Ben Ito chooses “Opt out” or “Keep texting” in Ben Ito’s own conversation with them.",
    );
  });

  it("opts out when somebody says so, by whom and by which words", async () => {
    const { world, thread, held } = await askedWorld();
    await world.pass(minute);
    await world.choose("opt_out", cy);
    await world.pass(minute);
    expect(bodies(world)).toEqual([]);
    expect(world.desk.marksOn(held)).toEqual(["no_entry_sign"]);
    expect(world.thread(thread).at(-1)).toBe(
      `app: @U0BEN Maria Lopez (…9001) has opted out: they wrote “please stop texting me”, and cy took it so. ${nothingMore} One text had not left yet and won’t.`,
    );
    expect(await ledger(world)).toMatchObject([
      { kind: "out", source: "review", by: "cy", evidence: "please stop texting me", confirmationId: null },
    ]);
  });

  it("is decided once: whoever chooses second is told what the first chose", async () => {
    const { world } = await askedWorld();
    await world.pass(minute);
    const press = world.desk.offers.findLast(({ choices }) => choices.includes("opt_out"));
    if (press === undefined) expect.fail("nobody was asked");
    await chooseNotice(world.ctx, { notice: press.notice, choice: "opt_out", user: cy });
    const second = await chooseNotice(world.ctx, { notice: press.notice, choice: "keep_texting", user: ana });
    expect(words(second.sentence)).toBe("@U0CY chose “Opt out” already.");
    expect(await ledger(world)).toHaveLength(1);
  });

  it("is not decided by whoever does not work there", async () => {
    const { world } = await askedWorld();
    await world.pass(minute);
    expect((await world.choose("opt_out", dan)).decided).toBe(false);
    expect(await ledger(world)).toEqual([]);
  });

  it("stays asked, however long, and after the conversation is resolved", async () => {
    const { world, thread } = await askedWorld();
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.pass(48 * hour);
    await expireWaiting(world.ctx);
    await world.pass(minute);
    await world.choose("opt_out", ana);
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toContain("has opted out");
    expect(await ledger(world)).toHaveLength(1);
  });

  it("is no question any more once they text STOP", async () => {
    const { world } = await askedWorld();
    await world.pass(minute);
    await world.text(maria, "STOP");
    await world.pass(minute);
    const second = await world.choose("keep_texting", ana);
    expect(words(second.sentence)).toContain("no longer open");
    expect(await ledger(world)).toMatchObject([{ source: "carrier_word" }]);
  });

  it("changes nothing once they have opted out", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    await world.text(maria, "I said stop texting me");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe("Maria Lopez: I said stop texting me");
  });

  it.each(["cancel my 3pm", "can you stop by", "the pain won't stop"])("is not %j", async (body) => {
    const world = await createWorld();
    const thread = await world.begin(maria, body);
    await answer(world, thread);
    expect(bodies(world)).toEqual(["Yes, until 6"]);
    expect(world.desk.offers).toEqual([]);
  });
});

describe("a carrier that refuses", () => {
  it("is known to go on with it after a word that it does not know", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "STOP");
    await world.text(maria, "resume");
    await world.pass(minute);
    expect(world.thread(thread).at(-1)).toBe(
      "app: Maria Lopez (…9001) wrote “resume”: they can be texted again. The phone company goes on refusing texts to them from Front desk, until they text START there themselves.",
    );
    world.carrier.answers.push(optedOut);
    await answer(world, thread);
    expect((await ledger(world)).map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      "out carrier_word",
      "in word",
      "out refusal",
    ]);
    await world.text(maria, "START");
    expect((await ledger(world)).at(-1)).toMatchObject({ kind: "in", source: "carrier_word" });
  });
});
