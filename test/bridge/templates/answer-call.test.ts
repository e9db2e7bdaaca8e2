/** A template that is called in a thread by its key, alone: what was typed stays, and its author is shown it, filled in. */
import { describe, expect, it } from "vitest";
import type { Notice } from "../../../src/bridge/contracts/store/notices.ts";
import { loseThread } from "../../../src/bridge/conversations/lose-thread.ts";
import type { EpisodeId, SlackUserId, TemplateId, Username } from "../../../src/domain/ids.ts";
import type { Place } from "../../../src/domain/sentence.ts";
import type { TemplateScope } from "../../../src/domain/template.ts";
import {
  ana,
  ben,
  benLine,
  cy,
  dan,
  eve,
  front,
  maria,
  noel,
  officeWith,
  officeWithDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, hour, minute, type World, type WorldOptions, words } from "../world.ts";

const company: TemplateScope = { kind: "company" };

async function add(
  world: World,
  key: string,
  text: string,
  scope: TemplateScope = company,
): Promise<TemplateId> {
  const id = `${key}-${JSON.stringify(scope)}` as TemplateId;
  const content = { scope, key, name: `The ${key}`, text, literal: false };
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({ ...content, id, by: null, at: world.now() }),
  );
  return id;
}

async function worldWith(options: WorldOptions = {}): Promise<{ world: World; thread: Place["ts"] }> {
  const world = await createWorld({ hold: 0, ...options });
  const thread = await world.begin();
  await add(world, "hours", "We are open until six.");
  return { world, thread };
}

const noticesAbout = (world: World, place: Place): Promise<Notice[]> =>
  world.ctx.store.read((tx) => tx.notices.openAbout(place));
const asked = async (world: World, place: Place): Promise<Notice> => {
  const [notice, ...others] = await noticesAbout(world, place);
  expect(others).toEqual([]);
  if (notice === undefined) throw new Error("nothing was asked");
  return notice;
};
const replyAt = (world: World, place: Place) => world.ctx.store.read((tx) => tx.replies.find(place));
const draftsIn = (world: World, episode: EpisodeId) =>
  world.ctx.store.read((tx) => tx.drafts.ofEpisode(episode));
const draftIn = async (world: World, episode: EpisodeId) =>
  (await draftsIn(world, episode))[0]?.id ?? expect.fail();
const toldTo = (world: World, user: SlackUserId) =>
  world.desk.told.filter(({ to }) => to === user).map(({ sentence }) => words(sentence));

/** And is told what comes of it. */
async function writes(world: World, ...written: Parameters<World["reply"]>): Promise<Place> {
  const place = await world.reply(...written);
  await world.runAll();
  return place;
}

describe("a reply that calls a template", () => {
  it("stays a note, and its author is shown it, filled in, kept as a draft", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    expect(world.carrier.sent).toEqual([]);
    expect(await replyAt(world, place)).toMatchObject({
      verdict: "note",
      reason: "template",
      messageId: null,
    });
    expect(world.desk.marksOn(place)).toEqual(["memo"]);
    const notice = await asked(world, place);
    expect(words(notice.sentence)).toBe(
      "“The hours”, filled in for Maria Lopez (…9001). Nothing has left yet.\n“We are open until six.”",
    );
    expect(notice.choices.map(({ label }) => label)).toEqual(["Send now", "Edit", "Discard"]);
    const episode = await world.openEpisode();
    expect(episode.drafts).toBe(1);
    expect(await draftsIn(world, episode.id)).toMatchObject([
      {
        author: "ben",
        authorUser: ben,
        templateVersion: 1,
        text: "We are open until six.",
        at: null,
      },
    ]);
    expect(toldTo(world, ben)).toHaveLength(1);
  });

  it.each(["  !hours ", "!HOURS", "！hours", "！ｈｏｕｒｓ"])("in whatever writing: %j", async (typed) => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, typed);
    expect((await asked(world, place)).kind).toBe("template");
  });

  it.each(["!!!", "! hours", "!hours please", "Hi !hours"])("and %j does not: it leaves", async (typed) => {
    const { world, thread } = await worldWith();
    await writes(world, ben, thread, typed);
    await world.runAll();
    expect(world.carrier.sent.map(({ body }) => body)).toEqual([typed]);
    expect(await draftsIn(world, (await world.openEpisode()).id)).toEqual([]);
  });

  it("says once for whom it is when it is sent, and what can still be done", async () => {
    const { world, thread } = await worldWith();
    await writes(world, ben, thread, "!hours");
    const { sentence } = await world.choose("send_now", ben);
    // Whoever pressed reads the contact before it.
    expect(words(sentence)).toBe(
      "Your text stands in [the conversation], where you can edit or cancel it until it leaves.",
    );
  });

  it("names what is missing, which Send now does not send without", async () => {
    const { world, thread } = await worldWith();
    await add(world, "visit", "See you on {{?appointment day}}.");
    const place = await writes(world, ben, thread, "!visit");
    expect(words((await asked(world, place)).sentence)).toContain(
      "“See you on ⟦Appointment day⟧.”\nStill missing: “Appointment day”. Press Edit to fill it in.",
    );
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(false);
    expect(words(decision.sentence)).toContain("“Appointment day” is still missing");
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    expect((await asked(world, place)).state).toBe("open");
  });

  it("knows the customer and its author", async () => {
    const { world, thread } = await worldWith();
    await add(world, "hi", "Hi {{contact.first_name}}, this is {{agent.name}} of {{line.name}}.");
    const place = await writes(world, ben, thread, "!hi");
    expect(words((await asked(world, place)).sentence)).toContain("“Hi Maria, this is ");
  });

  it("means the member's own, then a group's, then the company's", async () => {
    const { world, thread } = await worldWith();
    await add(world, "bye", "Company.");
    await add(world, "bye", "Group.", { kind: "group", extension: "200" as never });
    await add(world, "bye", "Other group.", { kind: "group", extension: "300" as never });
    await add(world, "bye", "Ben's.", { kind: "personal", username: "ben" as Username });
    const bens = await writes(world, ben, thread, "!bye");
    expect(words((await asked(world, bens)).sentence)).toContain("“Ben's.”");
    const cys = await writes(world, cy, thread, "!bye");
    expect(words((await asked(world, cys)).sentence)).toContain("“Group.”");
  });

  it("is answered once, however often it is told", async () => {
    const { world, thread } = await worldWith();
    const reply = world.write(ben, thread, "!hours");
    for (let times = 0; times < 3; times += 1) await world.bridge.receiveReply({ reply, how: "event" });
    await world.bridge.receiveReply({ reply, how: "found" });
    await world.runAll();
    expect(await draftsIn(world, (await world.openEpisode()).id)).toHaveLength(1);
    expect(toldTo(world, ben)).toHaveLength(1);
  });

  it("is answered when it is found after a gap, in a message with a link to it", async () => {
    const { world, thread } = await worldWith();
    const reply = world.write(ben, thread, "!hours");
    await world.pass(hour);
    await world.bridge.receiveReply({ reply, how: "found" });
    await world.runAll();
    const told = world.desk.told.findLast(({ to }) => to === ben);
    expect(told).toMatchObject({ quietly: false, about: { place: { channel: front, ts: reply.ts } } });
    expect(world.carrier.sent).toEqual([]);
  });

  it("in a direct conversation is that member's alone", async () => {
    const { world } = await worldWith({ directory: officeWithDirect });
    await world.text(noel, "Hi Ben", { to: benLine });
    await world.runAll();
    const { channel, thread } = await world.openEpisode(noel);
    if (channel === null || thread === null) throw new Error("it has no thread");
    const place = await writes(world, ben, thread, "!hours", { channel });
    expect(words((await asked(world, place)).sentence)).toContain("We are open until six.");
  });
});

describe("a key that no template has", () => {
  it("is a note, and the nearest are offered", async () => {
    const { world, thread } = await worldWith();
    await add(world, "parking", "Behind the house.");
    const place = await writes(world, ben, thread, "!huors");
    expect(world.carrier.sent).toEqual([]);
    expect(await replyAt(world, place)).toMatchObject({ verdict: "note", reason: "template" });
    const notice = await asked(world, place);
    expect(words(notice.sentence)).toBe(
      "No template of yours has the key “huors”, so it stayed with the team, as a note. The one that comes nearest is !hours (The hours).",
    );
    expect(notice.choices).toEqual([{ choice: "use_first", label: "!hours" }]);
    expect(await draftsIn(world, (await world.openEpisode()).id)).toEqual([]);
    const decision = await world.choose("use_first", ben);
    expect(decision.decided).toBe(true);
    expect((await asked(world, place)).kind).toBe("template");
    expect(await draftsIn(world, (await world.openEpisode()).id)).toHaveLength(1);
  });

  it("is said again in part where it is long", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, `!${"x".repeat(5_000)}`);
    expect(words((await asked(world, place)).sentence)).toContain(
      `the key “${"x".repeat(59)}…”, so it stayed`,
    );
  });

  it("offers nobody what is not theirs", async () => {
    const { world, thread } = await worldWith();
    await add(world, "secret", "Mine.", { kind: "personal", username: "cy" as Username });
    const place = await writes(world, ben, thread, "!secret");
    const notice = await asked(world, place);
    expect(notice.kind).toBe("no_template");
    expect(words(notice.sentence)).not.toContain("The secret");
  });

  it("says how to make the first where there is none", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    const place = await writes(world, ben, thread, "!hours");
    const notice = await asked(world, place);
    expect(words(notice.sentence)).toContain("/sms-template manage");
    expect(notice.choices).toEqual([]);
  });

  it("of one that was deleted, or taken away, since it was offered is said", async () => {
    const { world, thread } = await worldWith();
    const id = await add(world, "parking", "Behind the house.");
    await writes(world, ben, thread, "!parkin");
    await world.ctx.store.transaction((tx) =>
      tx.templates.change(
        id,
        { scope: { kind: "personal", username: "cy" as Username } },
        {
          change: "moved",
          by: null,
          at: world.now(),
        },
      ),
    );
    const taken = await world.choose("use_first", ben);
    expect([taken.decided, words(taken.sentence)]).toEqual([
      false,
      "This template is not yours to use any more. Choose another one.",
    ]);
    await world.ctx.store.transaction((tx) =>
      tx.templates.change(id, {}, { change: "deleted", by: null, at: world.now() }),
    );
    expect(words((await world.choose("use_first", ben)).sentence)).toContain("deleted");
  });
});

describe("what was called", () => {
  it("leaves by Send now, once, in its author's name, and the draft is gone", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(true);
    expect((await world.choose("send_now", ben)).decided).toBe(true);
    await world.pass(minute);
    expect(world.carrier.sent.map(({ body }) => body)).toEqual(["We are open until six."]);
    expect(await draftsIn(world, (await world.openEpisode()).id)).toEqual([]);
    expect(await noticesAbout(world, place)).toEqual([]);
    expect((await replyAt(world, place))?.verdict).toBe("note");
  });

  it("opens in a form by Edit, and goes on being offered", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    const [draft] = await draftsIn(world, (await world.openEpisode()).id);
    const decision = await world.choose("edit", ben);
    expect(decision).toMatchObject({ decided: false, sentence: null, opens: { draft: draft?.id } });
    expect((await asked(world, place)).state).toBe("open");
  });

  it("is thrown away by Discard", async () => {
    const { world, thread } = await worldWith();
    await writes(world, ben, thread, "!hours");
    expect(words((await world.choose("discard", ben)).sentence)).toBe("Discarded. Nothing was sent.");
    const episode = await world.openEpisode();
    expect([episode.drafts, await draftsIn(world, episode.id)]).toEqual([0, []]);
  });

  it.each(["send_now", "edit", "discard"])(
    "and was dealt with elsewhere is said to be gone: %s",
    async (choice) => {
      const { world, thread } = await worldWith();
      await writes(world, ben, thread, "!hours");
      const [draft] = await draftsIn(world, (await world.openEpisode()).id);
      if (draft === undefined) throw new Error("there is no draft");
      await world.bridge.discardDraft({ draft: draft.id, user: ben });
      const decision = await world.choose(choice, ben);
      expect([decision.decided, words(decision.sentence)]).toEqual([
        true,
        "This draft is not there any more: it was sent, or discarded.",
      ]);
    },
  );

  it("and was changed since it was shown is shown anew before it leaves", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    const [draft] = await draftsIn(world, (await world.openEpisode()).id);
    if (draft === undefined) throw new Error("there is no draft");
    await world.ctx.store.transaction((tx) => tx.drafts.put({ ...draft, text: "Until seven." }));
    const decision = await world.choose("send_now", ben);
    expect(words(decision.sentence)).toContain("changed since it was shown here, so nothing was sent");
    expect(words((await asked(world, place)).sentence)).toContain("“Until seven.”");
    await world.runAll();
    await world.choose("send_now", ben);
    await world.pass(minute);
    expect(world.carrier.sent.map(({ body }) => body)).toEqual(["Until seven."]);
  });

  it("can be decided by its author alone", async () => {
    const { world, thread } = await worldWith();
    await writes(world, ben, thread, "!hours");
    expect(words((await world.choose("send_now", cy)).sentence)).toContain("Only whoever it was offered to");
  });

  it("is refused where the conversation is resolved, and goes on being offered", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    await world.bridge.resolveEpisode({ episode: (await world.openEpisode()).id, user: ana });
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(false);
    expect(words(decision.sentence)).toContain("resolved this conversation");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect((await asked(world, place)).state).toBe("open");
    const again = await writes(world, ben, thread, "!hours");
    expect((await asked(world, again)).kind).toBe("template");
  });

  it("in a former thread is kept where the conversation goes on", async () => {
    const { world, thread } = await worldWith();
    const before = await world.openEpisode(maria);
    await world.bridge.resolveEpisode({ episode: before.id, user: ana });
    await world.text(maria, "One more thing");
    await world.runAll();
    await writes(world, ben, thread, "!hours");
    expect(await draftsIn(world, (await world.openEpisode(maria)).id)).toHaveLength(1);
    expect(await draftsIn(world, before.id)).toEqual([]);
  });

  it("in a former thread leaves into the one where the conversation goes on", async () => {
    const { world, thread } = await worldWith();
    await loseThread(world.ctx, { place: { channel: front, ts: thread } });
    await world.runAll();
    const now = (await world.openEpisode()).thread;
    expect(now).not.toBe(thread);
    const place = await writes(world, ben, thread, "!hours");
    expect((await asked(world, place)).kind).toBe("template");
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(true);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["We are open until six."]);
    expect(world.thread(now ?? thread).join()).toContain("We are open until six.");
  });

  it("is asked about where a colleague has the conversation, like any reply", async () => {
    const { world, thread } = await worldWith();
    await world.reply(cy, thread, "One moment.");
    await world.pass(minute);
    await writes(world, ben, thread, "!hours");
    const decision = await world.choose("send_now", ben);
    expect(words(decision.sentence)).toContain("for your answer to a question");
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["One moment."]);
    await world.choose("send", ben);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(["One moment.", "We are open until six."]);
  });

  it("is refused to whom may not be texted", async () => {
    const { world, thread } = await worldWith();
    await world.text(maria, "STOP");
    await writes(world, ben, thread, "!hours");
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(false);
    expect(words(decision.sentence)).toContain("opted out");
  });

  it("stays a draft when its message is deleted", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    await world.delete(place);
    await world.runAll();
    expect(await draftsIn(world, (await world.openEpisode()).id)).toHaveLength(1);
    expect(world.carrier.sent).toEqual([]);
  });

  it("is said again by Why was this not sent?", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    await world.bridge.explainReply({ place, user: ben });
    await world.runAll();
    expect(toldTo(world, ben).at(-1)).toContain("filled in for Maria Lopez");
    const explained = async (user: SlackUserId) =>
      words((await world.bridge.explainReply({ place, user })).sentence);
    const why = "It is a note, because it calls a template, so it stays with the team.";
    expect(await explained(cy)).toBe(why);
    await world.choose("discard", ben);
    expect(await explained(ben)).toBe(`${why} @U0BEN discarded it.`);
  });
});

describe("an edit", () => {
  it("of a text that is held makes a call of it, which never leaves", async () => {
    const { world, thread } = await worldWith({ hold: minute });
    const place = await writes(world, ben, thread, "Until six");
    await world.edit(place, "!hours");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(await replyAt(world, place)).toMatchObject({ verdict: "note", reason: "template" });
    expect((await asked(world, place)).kind).toBe("template");
  });

  it("of a call makes no text of it", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!hours");
    await world.edit(place, "Until six");
    await world.pass(hour);
    expect(world.carrier.sent).toEqual([]);
    expect(toldTo(world, ben).at(-1)).toContain("a note never becomes a text by editing it");
    expect((await noticesAbout(world, place)).some(({ kind }) => kind === "template")).toBe(true);
  });

  it("of a mistyped key calls the one that is meant", async () => {
    const { world, thread } = await worldWith();
    const place = await writes(world, ben, thread, "!huors");
    await world.edit(place, "!hours");
    await world.runAll();
    expect((await asked(world, place)).kind).toBe("template");
    await world.edit(place, "!hours ");
    expect(await draftsIn(world, (await world.openEpisode()).id)).toHaveLength(1);
    expect(world.carrier.sent).toEqual([]);
  });

  it("to call another one keeps only what that says, unless somebody has worked on what was called before", async () => {
    const { world, thread } = await worldWith();
    await add(world, "visit", "See you on {{?day}}.");
    const place = await writes(world, ben, thread, "!hours");
    const { id: episode } = await world.openEpisode();
    const texts = async () => (await draftsIn(world, episode)).map(({ text }) => text);
    const before = await world.bridge.askToFill({ user: ben, draft: await draftIn(world, episode) });
    await world.edit(place, "!visit", { author: ben, thread });
    expect(await texts()).toEqual(["See you on ⟦Day⟧."]);
    if (before.kind !== "form") throw new Error("it does not open");
    const late = { ...before, user: ben, typed: before.text, body: before.text, asked: null, act: "view:0" };
    expect(await world.bridge.sendFilled(late)).toMatchObject({
      words: expect.stringMatching(/^This draft is not there any more/),
    });
    expect(await texts()).toEqual(["See you on ⟦Day⟧."]);
    const form = await world.bridge.askToFill({ user: ben, draft: await draftIn(world, episode) });
    if (form.kind !== "form") throw new Error("it does not open");
    const { template, version, draft, at, unlessTheyWrite } = form;
    const words = { episode, template, version, draft, at, unlessTheyWrite, user: ben, act: "view:1" };
    await world.pass(minute);
    await world.bridge.keepDraft({ ...words, body: "See you on Monday." });
    await world.edit(place, "!hours", { author: ben, thread });
    expect((await texts()).sort()).toEqual(["See you on Monday.", "We are open until six."]);
    await world.edit(place, "!hourz", { author: ben, thread });
    expect(world.carrier.sent).toEqual([]);
  });

  it("that comes before its message calls it, too", async () => {
    const { world, thread } = await worldWith();
    const reply = world.write(ben, thread, "Until six");
    await world.bridge.editReply({ reply: { ...reply, text: "!hours", edited: world.newTs() } });
    await world.bridge.receiveReply({ reply, how: "event" });
    await world.runAll();
    expect(world.carrier.sent).toEqual([]);
    expect((await asked(world, { channel: front, ts: reply.ts })).kind).toBe("template");
  });
});

describe("whoever may not answer here", () => {
  it.each([
    ["of another group", dan, "only members of Front desk can text from this thread"],
    ["a manager of none", eve, "only members of Front desk can text from this thread"],
    ["of no directory", stranger, "Threadline does not know you"],
  ])("is told so, and shown no template: %s", async (_, user, said) => {
    const { world, thread } = await worldWith();
    const place = await writes(world, user, thread, "!hours");
    expect(await replyAt(world, place)).toMatchObject({ verdict: "note", reason: "template" });
    expect(toldTo(world, user).at(-1)).toContain(said);
    expect(await draftsIn(world, (await world.openEpisode()).id)).toEqual([]);
  });

  it("any more is told so by Send now", async () => {
    const { world, thread } = await worldWith();
    await writes(world, ben, thread, "!hours");
    await world.apply(officeWith({ members: ["ana" as Username] }));
    const decision = await world.choose("send_now", ben);
    expect(decision.decided).toBe(false);
    expect(words(decision.sentence)).toContain("only members of Front desk");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });
});
