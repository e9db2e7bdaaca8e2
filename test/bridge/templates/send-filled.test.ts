import { describe, expect, it } from "vitest";
import { editText } from "../../../src/bridge/composing/change-text.ts";
import { forgetOld } from "../../../src/bridge/connection/forget-old.ts";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { EpisodeId } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benSecondLine,
  benWith,
  cy,
  dan,
  front,
  frontLine,
  maria,
  office,
  officeWith,
  officeWithDirect,
  officeWithTwoDirect,
  stranger,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, type WorldOptions, words } from "../world.ts";
import { changeTemplate, hours, opens, posts, putTemplate, sent, submit, uses, visit } from "./filling.ts";

const six = "We are open until six.";

async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld(options);
  await world.begin();
  await putTemplate(world);
  await putTemplate(world, visit, { name: "Visit", text: "See you on {{?day}} at {{?hour}}." });
  return world;
}

describe("a filled-in text", () => {
  it("leaves after the hold, from the line of its conversation, in its author's name, and takes what nobody has", async () => {
    const world = await begin();
    expect(await submit(world, await opens(world))).toEqual({ kind: "done" });
    expect(sent(world)).toEqual([]);
    expect(posts(world)).toMatchObject([
      { post: { user: ana, body: six, mention: true, acts: { sendNow: false } } },
    ]);
    expect(words(posts(world)[0]?.post.remark ?? null)).toBe("from template Opening hours");
    await world.pass(11 * second);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
    await world.pass(minute);
    expect(await world.openEpisode(maria)).toMatchObject({ assignee: "ana", unansweredSince: null });
    expect(world.desk.marksOn(posts(world)[0] ?? expect.fail())).toEqual(["arrow_upper_right"]);
  });

  it("in a member's own conversation leaves from the line that their replies leave from", async () => {
    const world = await createWorld({ directory: officeWithDirect, hold: 0 });
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    await putTemplate(world);
    await submit(world, await opens(world, { user: ben }), { user: ben });
    await world.pass(minute);
    expect(sent(world)).toEqual([[benLine, maria, six]]);
  });

  it("leaves from the line that is theirs when it leaves, like a reply", async () => {
    const world = await createWorld({ directory: officeWithTwoDirect });
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    await putTemplate(world);
    await submit(world, await opens(world, { user: ben }), { user: ben });
    await world.apply(benWith({ outboundLine: benSecondLine }, officeWithTwoDirect));
    await world.pass(minute);
    expect(sent(world)).toEqual([[benSecondLine, maria, six]]);
  });

  it("is sent once, however often the form is submitted", async () => {
    const world = await begin();
    const form = await opens(world);
    expect(await submit(world, form, { act: "view:once" })).toEqual({ kind: "done" });
    expect(await submit(world, form, { act: "view:once" })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("is what stands in the form, whatever became of its template while it was open", async () => {
    for (const how of ["edited", "deleted"] as const) {
      const world = await begin();
      const form = await opens(world);
      await changeTemplate(world, { name: "Hours", text: "We are closed." }, how);
      expect(await submit(world, form)).toEqual({ kind: "done" });
      await world.pass(minute);
      expect(sent(world)).toEqual([[frontLine, maria, six]]);
      expect(words(posts(world)[0]?.post.remark ?? null)).toBe("from template Opening hours");
    }
  });

  it("says that it is from a template where that is forgotten", async () => {
    const world = await begin();
    const form = await opens(world);
    await changeTemplate(world, {}, "deleted");
    await world.ctx.store.transaction((tx) => tx.templates.forgetDeletedBefore(world.now() + 1, 10));
    await submit(world, form);
    expect(words(posts(world)[0]?.post.remark ?? null)).toBe("from a template");
  });

  it("mentions its author once, so that they follow", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    await submit(world, await opens(world));
    expect(posts(world).map(({ post }) => post.mention)).toEqual([true, false]);
  });

  it("leaves at the time that was chosen for it, and is cancelled if they write first", async () => {
    const world = await begin();
    const form = await opens(world);
    await submit(world, form, { at: world.now() + hour });
    await submit(world, form, { at: world.now() + 2 * hour, unlessTheyWrite: true, body: "Second" });
    expect(posts(world).map(({ post }) => [post.leavesAt !== null, words(post.remark)])).toEqual([
      [true, "from template Opening hours"],
      [true, "Cancelled if they write first · from template Opening hours"],
    ]);
    await world.pass(hour);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
    await world.text(maria, "Never mind");
    await world.pass(2 * hour);
    expect(sent(world)).toHaveLength(1);
  });

  it("that asks its author something waits for them in the thread", async () => {
    const world = await begin();
    await world.bridge.takeEpisode({
      episode: (await world.openEpisode(maria)).id,
      user: ben,
      seenAssignee: null,
    });
    expect(await submit(world, await opens(world))).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    expect(posts(world)).toHaveLength(1);
    await world.choose("send", ana);
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
  });

  it("may leave by night if its author says so, like any answer", async () => {
    const world = await begin({ quietHours: { from: 13, to: 21 } });
    await world.pass(25 * hour);
    await submit(world, await opens(world));
    await world.pass(minute);
    expect(sent(world)).toEqual([]);
    await world.choose("send_now", ana);
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
  });

  it("keeps its template when it is edited, and when it is tried again", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    const [post] = posts(world);
    const message = post?.post.acts?.message ?? expect.fail();
    await editText(world.ctx, { user: ana, message, body: "Until seven.", act: "edit:1" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, "Until seven."]]);
    await world.report("Until seven.", "failed");
    await world.runAll();
    await world.choose("try_again", ana);
    await world.pass(minute);
    const all = await world.ctx.store.read(async (tx) =>
      tx.messages.ofEpisode((await world.openEpisode(maria)).id),
    );
    const ours = all.filter(({ direction }) => direction === "out");
    expect(ours.map(({ templateId, templateVersion }) => [templateId, templateVersion])).toEqual([
      [hours, 1],
      [hours, 1],
    ]);
    expect(await uses(world)).toEqual(["ana 1"]);
  });
});

describe("a filled-in text that is edited before it leaves", () => {
  it("can't be given a gap", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    const message = posts(world)[0]?.post.acts?.message ?? expect.fail();
    const edit = { user: ana, message, body: "Until ⟦Hour⟧.", asked: null, act: "edit:1" };
    expect(await world.bridge.submitEditedText(edit)).toMatchObject({
      kind: "wrong",
      words: expect.stringMatching(/^“Hour” is still missing/),
    });
    const half = { ...edit, body: "Until ⟦Hour." };
    expect(await world.bridge.submitEditedText(half)).toMatchObject({
      kind: "wrong",
      words: "A ⟦ is left of something that is missing. Take it out of the text.",
    });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
  });
});

describe("a use", () => {
  it("of a template that is forgotten by then keeps nothing from leaving, or from being known to have left", async () => {
    const world = await begin();
    const day = 24 * hour;
    await submit(world, await opens(world), { at: world.now() + 40 * day });
    await changeTemplate(world, {}, "deleted");
    await world.pass(31 * day);
    await forgetOld(world.ctx);
    await world.pass(10 * day);
    await world.report(six, "delivered");
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
    const all = await world.ctx.store.read(async (tx) =>
      tx.messages.ofEpisode((await world.openEpisode(maria)).id),
    );
    const ours = all.filter(({ direction }) => direction === "out");
    expect(ours.map(({ state }) => state)).toEqual(["delivered"]);
  });

  it("is counted when the text has left, once, for whoever sent it", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    expect(await uses(world)).toEqual([]);
    await world.pass(minute);
    expect(await uses(world)).toEqual(["ana 1"]);
    await world.report(six, "sent");
    await world.report(six, "delivered");
    await world.runAll();
    expect(await uses(world)).toEqual(["ana 1"]);
    await submit(world, await opens(world, { user: ben }), { user: ben });
    await world.pass(minute);
    await world.choose("send", ben);
    await world.pass(minute);
    expect(await uses(world)).toEqual(["ana 1", "ben 1"]);
  });

  it("is none where it was refused, cancelled or never left", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    const message = posts(world)[0]?.post.acts?.message ?? expect.fail();
    await world.bridge.cancelText({ user: ana, message });
    await world.pass(minute);
    world.carrier.answers.push({
      kind: "rejected",
      failure: { code: "1", sentence: "No.", scope: "passing" },
    });
    await submit(world, await opens(world));
    await world.pass(minute);
    expect(await uses(world)).toEqual([]);
    await world.choose("try_again", ana);
    await world.pass(minute);
    expect(await uses(world)).toEqual(["ana 1"]);
  });
});

describe("a form that is submitted is refused, with nothing left of it,", () => {
  const day = Date.UTC(2026, 0, 6, 12);

  it.each<[string, Parameters<typeof submit>[2], string, RegExp]>([
    ["where something is missing", { body: "See you on ⟦Day⟧" }, "text", /“Day” is still missing/],
    ["without words", { body: " \n" }, "text", /no text/],
    ["with more than the line carries", { body: "x".repeat(1_601) }, "text", /1,601/],
    ["as a note to the team", { body: "-- call her" }, "text", /note to the team/],
    ["at a time that is over", { at: 1 }, "when", /This time is over/],
    ["with a tick for a time, and no time", { unlessTheyWrite: true }, "when", /Choose one/],
    ["by somebody who is not in the directory", { user: stranger }, "text", /not in Threadline's directory/],
    ["by whoever may not answer there", { user: dan }, "text", /only members of Front desk/],
    ["in a conversation that is not there", { episode: "gone" as EpisodeId }, "text", /not known here/],
  ])("%s", async (_, change, field, said) => {
    const world = await begin();
    const outcome = await submit(world, await opens(world), change);
    expect(outcome).toMatchObject({ kind: "wrong", field, words: expect.stringMatching(said) });
    await world.pass(hour);
    expect(sent(world)).toEqual([]);
    expect(posts(world)).toEqual([]);
  });

  it("where nothing was filled in for what it asks", async () => {
    const world = await begin();
    const form = await opens(world, { template: visit });
    expect(form.text).toBe("See you on ⟦Day⟧ at ⟦Hour⟧.");
    expect(await submit(world, form)).toMatchObject({ kind: "wrong", missing: "Day" });
  });

  it("at a time at which it is night there, with the next one that is right", async () => {
    const world = await begin({ quietHours: { from: 8, to: 21 } });
    const outcome = await submit(world, await opens(world), { at: day - 6 * hour });
    expect(outcome).toMatchObject({ kind: "wrong", field: "when", next: expect.any(Number) });
  });

  it("in a conversation that was resolved meanwhile, by whom is said", async () => {
    const world = await begin();
    const form = await opens(world);
    await resolveEpisode(world.ctx, { episode: form.episode, user: ana });
    const said =
      /^ana resolved this conversation Jan .* so nothing was sent\. Reopen it and send this again, or keep/;
    expect(await submit(world, form)).toMatchObject({ field: "text", words: expect.stringMatching(said) });
    await world.bridge.reopenEpisode({ episode: form.episode, user: ana });
    expect(await submit(world, form)).toEqual({ kind: "done" });
  });

  it("in one that goes on in a newer thread", async () => {
    const world = await begin();
    const form = await opens(world);
    await resolveEpisode(world.ctx, { episode: form.episode, user: ben });
    await world.text(maria, "One more thing");
    await world.runAll();
    expect(await submit(world, form)).toMatchObject({
      field: "text",
      words: expect.stringMatching(/goes on in a newer thread/),
    });
  });

  it("in one that goes on with somebody else, who is named", async () => {
    const world = await begin({ directory: officeWithDirect });
    const form = await opens(world);
    await world.text(maria, "Hi Ben", { to: benLine });
    await world.runAll();
    const next = (await world.episodes(maria)).find(({ id }) => id !== form.episode);
    await world.ctx.store.transaction((tx) =>
      tx.episodes.update(form.episode, { state: "resolved", movedTo: next?.id ?? null }),
    );
    expect(await submit(world, form)).toMatchObject({
      field: "text",
      words: "This conversation goes on with Ben Ito, so nothing was sent.",
    });
  });

  it("by a member who was taken out of the directory meanwhile", async () => {
    const world = await begin();
    const form = await opens(world, { user: cy });
    const stays = (name: string) => name !== "cy";
    await world.apply({
      ...officeWith({ members: office.groups[0]?.members.filter(stays) ?? [] }),
      members: office.members.filter(({ username }) => stays(username)),
    });
    expect(await submit(world, form, { user: cy })).toMatchObject({
      field: "text",
      words: expect.stringMatching(/not in Threadline's directory/),
    });
  });

  it("to somebody who opted out, or is blocked", async () => {
    const world = await begin();
    const form = await opens(world);
    await world.text(maria, "STOP");
    await world.runAll();
    expect(await submit(world, form)).toMatchObject({
      field: "text",
      words: expect.stringMatching(/opted out/),
    });
    await world.text(maria, "START");
    await blockContact(world.ctx, { episode: form.episode, user: ana, reason: "", act: "block:1" });
    expect(await submit(world, form)).toMatchObject({
      field: "text",
      words: expect.stringMatching(/blocked/),
    });
  });

  it("where somebody else has the conversation by now, until it was looked at again", async () => {
    const world = await begin({ directory: officeWith({}, office) });
    const form = await opens(world);
    await world.bridge.takeEpisode({ episode: form.episode, user: ben, seenAssignee: null });
    const outcome = await submit(world, form);
    expect(outcome).toMatchObject({
      field: "text",
      words: expect.stringMatching(/^ben has this conversation now, so nothing was sent/),
    });
    expect(posts(world)).toEqual([]);
    const { episode, template, version, draft, assignee, text } = form;
    const ids = { episode, template, version, draft, assignee };
    const checked = await world.bridge.checkFilled({ ...ids, user: ana, typed: text, body: text });
    expect(checked.ids.assignee).toBe("ben");
    expect(await submit(world, form, checked.ids)).toEqual({ kind: "done" });
    expect(posts(world)).toHaveLength(1);
  });

  it("first asks about words that look meant for the team", async () => {
    const world = await begin();
    const body = "fyi we are open until six.";
    const asks = await submit(world, await opens(world), { body });
    if (asks.kind !== "asks") throw new Error("it asks nothing");
    expect(asks.questions).toHaveLength(1);
    const { asked } = asks;
    expect(await submit(world, await opens(world), { body: `${body}!`, asked })).toMatchObject({
      kind: "asks",
    });
    expect(await submit(world, await opens(world), { body, asked })).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, body]]);
  });

  it("never posts where the thread is not", async () => {
    const world = await begin();
    await submit(world, await opens(world));
    expect(posts(world)).toMatchObject([{ channel: front, thread: (await world.openEpisode(maria)).thread }]);
  });
});
