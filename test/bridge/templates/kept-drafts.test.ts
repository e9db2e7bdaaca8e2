import { describe, expect, it } from "vitest";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import type { KeptDraft } from "../../../src/bridge/contracts/store/drafts.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { FillForm } from "../../../src/bridge/templates/fill-form.ts";
import type { KeepDraft } from "../../../src/bridge/templates/kept-drafts.ts";
import type { Heir } from "../../../src/domain/directory.ts";
import type { DraftId, EpisodeId, Extension, Username } from "../../../src/domain/ids.ts";
import { openStore } from "../../../src/store/index.ts";
import { once } from "../../store/beneath.ts";
import { ana, ben, benLine, benWith, dan, frontLine, maria, noel, stranger } from "../front-desk.ts";
import { createWorld, hour, minute, type World, type WorldOptions, words } from "../world.ts";
import { changeTemplate, hours, opens, posts, putTemplate, sent, submit, visit } from "./filling.ts";

const six = "We are open until six.";

async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ hold: 0, ...options });
  await world.begin();
  await putTemplate(world);
  await putTemplate(world, visit, { name: "Visit", text: "See you on {{?day}}." });
  return world;
}

let forms = 0;
/** Keeps what stands in a form, and says under which id. */
async function keep(world: World, form: FillForm, change: Partial<KeepDraft> = {}): Promise<DraftId> {
  forms += 1;
  const { episode, template, version, draft, text: body, at, unlessTheyWrite } = form;
  const name = `V${forms}`;
  const plain = { user: ana, body, at, unlessTheyWrite, act: name };
  const refused = await world.bridge.keepDraft({ episode, template, version, draft, ...plain, ...change });
  if (refused !== null) throw new Error(words(refused.sentence));
  await world.runAll();
  return change.draft ?? draft ?? (`form:${change.act ?? name}` as DraftId);
}

const kept = async (world: World, episode: EpisodeId): Promise<KeptDraft[]> =>
  await world.ctx.store.read((tx) => tx.drafts.ofEpisode(episode));
const count = async (world: World, episode: EpisodeId) =>
  (await world.ctx.store.read((tx) => tx.episodes.get(episode)))?.drafts;
const send = async (world: World, draft: DraftId, user = ana, keptSince: number | null = null) => {
  const { sentence } = await world.bridge.sendDraft({ draft, user, keptSince });
  await world.pass(minute);
  return words(sentence);
};

describe("a draft", () => {
  it("is kept with its template and its time, and nothing is sent", async () => {
    const world = await begin();
    const form = await opens(world);
    const at = world.now() + 3 * hour;
    const id = await keep(world, form, { at, unlessTheyWrite: true });
    expect(await kept(world, form.episode)).toEqual([
      {
        id,
        author: "ana",
        authorUser: ana,
        episodeId: form.episode,
        templateId: hours,
        templateVersion: 1,
        text: six,
        at,
        unlessTheyWrite: true,
        createdAt: world.now(),
        changedAt: world.now(),
      },
    ]);
    await world.pass(4 * hour);
    expect(sent(world)).toEqual([]);
  });

  it("is one, as it stands last, however often it is kept from a form", async () => {
    const world = await begin();
    const form = await opens(world);
    await keep(world, form, { act: "V-once" });
    await keep(world, form, { act: "V-once", body: "Until seven." });
    expect((await kept(world, form.episode)).map(({ text }) => text)).toEqual(["Until seven."]);
    expect(await count(world, form.episode)).toBe(1);
  });

  it("opens as it was kept, and is kept over itself", async () => {
    const world = await begin();
    const form = await opens(world, { template: visit });
    const at = world.now() + hour;
    const draft = await keep(world, form, { at, unlessTheyWrite: true });
    await changeTemplate(world, { name: "Another" }, "edited");
    const again = await world.bridge.askToFill({ user: ana, draft });
    expect(again).toEqual({ ...form, draft, at, unlessTheyWrite: true });
    if (again.kind !== "form") return;
    await keep(world, again, { body: "See you on Monday." });
    expect((await kept(world, form.episode)).map(({ id, text }) => [id, text])).toEqual([
      [draft, "See you on Monday."],
    ]);
  });

  it("has its card drawn anew with the first that is kept, and when the last goes", async () => {
    const world = await begin();
    const form = await opens(world);
    const drawn = () => world.desk.cards.length;
    const drawings = async <T>(act: () => Promise<T>) => {
      const before = drawn();
      const result = await act();
      await world.runAll();
      return [drawn() - before, result] as const;
    };
    const [first, one] = await drawings(() => keep(world, form));
    const [second, two] = await drawings(() => keep(world, form));
    expect([first, second, await count(world, form.episode)]).toEqual([1, 0, 2]);
    const [third] = await drawings(() => world.bridge.discardDraft({ user: ana, draft: one }));
    const [fourth] = await drawings(() => world.bridge.discardDraft({ user: ana, draft: two }));
    expect([third, fourth, await count(world, form.episode)]).toEqual([0, 1, 0]);
  });

  it("is sent from its form, and is none any more", async () => {
    const world = await begin();
    const form = await opens(world);
    const draft = await keep(world, form);
    const again = await world.bridge.askToFill({ user: ana, draft });
    if (again.kind !== "form") throw new Error("it does not open");
    expect(await submit(world, again)).toEqual({ kind: "done" });
    await world.pass(minute);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
    expect(await kept(world, form.episode)).toEqual([]);
    expect(await count(world, form.episode)).toBe(0);
    // The same form, opened twice.
    expect(await submit(world, again)).toMatchObject({
      kind: "wrong",
      words: expect.stringMatching(/^This draft is not there any more: it was sent, or discarded\. Nothing/),
      ids: { draft: null },
    });
    await world.pass(minute);
    expect(sent(world)).toHaveLength(1);
  });

  it("is none where its form was sent as well, whichever of the two comes first", async () => {
    const world = await begin();
    const form = await opens(world);
    await keep(world, form, { act: "view:V1" });
    expect(await submit(world, form, { act: "view:V1" })).toEqual({ kind: "done" });
    expect(await submit(world, form, { act: "view:V2" })).toEqual({ kind: "done" });
    await expect(keep(world, form, { act: "view:V2" })).rejects.toThrow(/sent already/);
    await world.pass(minute);
    expect(sent(world)).toHaveLength(2);
    expect(await kept(world, form.episode)).toEqual([]);
    expect(await count(world, form.episode)).toBe(0);
  });

  it("is sent without being opened, now and once", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world), { at: world.now() + 5 * hour });
    expect(await send(world, draft)).toMatch(/^Your text to Maria Lopez .* stands in \[the conversation\]/);
    expect(await send(world, draft)).toMatch(/not there any more/);
    expect(sent(world)).toEqual([[frontLine, maria, six]]);
    expect(words(posts(world)[0]?.post.remark ?? null)).toBe("from template Opening hours");
  });

  it("that was sent from another window is kept again only once its keeper knows that", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world));
    const open = await world.bridge.askToFill({ user: ana, draft });
    if (open.kind !== "form") throw new Error("it does not open");
    expect(await send(world, draft)).toMatch(/stands in/);
    await expect(keep(world, open)).rejects.toThrow(/was sent, or discarded\. Nothing was kept now/);
    const { episode, template, version, assignee, text } = open;
    const ids = { episode, template, version, draft, assignee };
    const anew = await world.bridge.checkFilled({ ...ids, user: ana, typed: text, body: text });
    await keep(world, { ...open, draft: anew.ids.draft });
    expect(await count(world, episode)).toBe(1);
    expect(sent(world)).toHaveLength(1);
  });

  it("is discarded, and says so", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world));
    expect(words((await world.bridge.discardDraft({ user: ana, draft })).sentence)).toBe(
      "Discarded. Nothing was sent.",
    );
    expect(words((await world.bridge.discardDraft({ user: ana, draft })).sentence)).toMatch(/not there/);
    expect(await world.bridge.askToFill({ user: ana, draft })).toMatchObject({ kind: "refused" });
  });

  it("is for whoever keeps it alone", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world));
    const only = "Only whoever keeps this draft can do that.";
    expect(await send(world, draft, ben)).toBe(only);
    expect(words((await world.bridge.discardDraft({ user: ben, draft })).sentence)).toBe(only);
    expect(await world.bridge.askToFill({ user: ben, draft })).toMatchObject({ sentence: [only] });
    expect(await world.bridge.askToFill({ user: stranger, draft })).toMatchObject({ kind: "refused" });
    const form = await opens(world);
    await expect(keep(world, form, { user: ben, draft })).rejects.toThrow(only);
    expect(await submit(world, { ...form, draft }, { user: ben })).toMatchObject({ words: only });
    expect((await kept(world, form.episode)).map(({ author }) => author)).toEqual(["ana"]);
  });

  it.each([
    [dan, six, /only members of Front desk/],
    [stranger, six, /not in Threadline's directory/],
    [ana, " \n", /no words/],
  ])("of %s with %j is not kept", async (user, body, said) => {
    const world = await begin();
    const form = await opens(world);
    await expect(keep(world, form, { user, body })).rejects.toThrow(said);
    expect(await count(world, form.episode)).toBe(0);
  });

  it("can be kept of a conversation that was resolved, and goes on in its next stretch", async () => {
    const world = await begin();
    const form = await opens(world);
    await resolveEpisode(world.ctx, { episode: form.episode, user: ana });
    const draft = await keep(world, form);
    expect(await send(world, draft)).toMatch(
      /^ana resolved this conversation .* Reopen it and send this again\. The draft stays\.$/,
    );
    await world.text(maria, "One more thing");
    await world.runAll();
    const open = await world.openEpisode(maria);
    expect(await world.bridge.askToFill({ user: ana, draft })).toMatchObject({ episode: open.id, text: six });
    expect(await send(world, draft)).toMatch(/stands in/);
    expect(posts(world)).toMatchObject([{ thread: open.thread }]);
    expect(await count(world, form.episode)).toBe(0);
  });

  it("is on the card of the stretch in which its conversation goes on, and not on the one before", async () => {
    const world = await begin();
    const form = await opens(world);
    const draft = await keep(world, form);
    await resolveEpisode(world.ctx, { episode: form.episode, user: ana });
    await world.text(maria, "One more thing");
    await world.runAll();
    const open = await world.openEpisode(maria);
    expect([await count(world, form.episode), await count(world, open.id)]).toEqual([0, 1]);
    expect(await world.bridge.listDrafts({ episode: open.id, user: ana })).toMatchObject({
      kind: "list",
      drafts: [{ id: draft }],
    });
    const drawn = world.desk.posted.flatMap(({ card }) => card ?? []);
    expect(drawn.at(-1)).toMatchObject({ episode: open.id, hasDrafts: true });
    const again = world.desk.cards.map(({ card }) => card).filter(({ episode }) => episode === form.episode);
    expect(again.at(-1)).toMatchObject({ hasDrafts: false });
    // Also what is kept from a form that was open since before, and of one that was over for long.
    await keep(world, form);
    expect(await count(world, open.id)).toBe(2);
    await resolveEpisode(world.ctx, { episode: open.id, user: ana });
    await keep(world, form);
    await world.text(maria, "And another");
    await world.runAll();
    expect(await count(world, (await world.openEpisode(maria)).id)).toBe(3);
  });

  it("goes with its conversation to whoever has that next", async () => {
    const toFront: Heir = { kind: "group", extension: "200" as Extension };
    const before = benWith({ inheritTo: toFront, groups: undefined } as object);
    const world = await createWorld({ hold: 0, directory: before });
    await world.text(noel, "Hi Ben", { to: benLine });
    await world.runAll();
    await putTemplate(world);
    const own = await world.openEpisode(noel);
    const draft = await keep(world, await opens(world, { user: ben, episode: own.id }), { user: ben });
    expect(words((await world.bridge.discardDraft({ user: ana, draft })).sentence)).toMatch(/Only whoever/);
    const gone = (name: string) => name !== "ben" && name !== benLine;
    await world.apply({
      ...before,
      lines: before.lines.map((line) =>
        line.number === benLine ? { ...line, smsExtension: "200" as Extension } : line,
      ),
      members: before.members.filter(({ username }) => gone(username)),
      groups: before.groups.map((group) => ({ ...group, members: group.members.filter(gone) as Username[] })),
    });
    await world.pass(minute);
    const next = await world.openEpisode(noel);
    expect(next.id).not.toBe(own.id);
    expect((await kept(world, next.id)).map(({ author }) => author)).toEqual(["ben"]);
    expect([await count(world, own.id), await count(world, next.id)]).toEqual([0, 1]);
    // Ben is gone: it is for those who answer there by now, and for nobody else.
    for (const user of [dan, stranger]) {
      expect(await world.bridge.askToFill({ user, draft })).toMatchObject({ kind: "refused" });
      expect(words((await world.bridge.discardDraft({ user, draft })).sentence)).not.toMatch(/^Discarded/);
    }
    expect(await world.bridge.askToFill({ user: ana, draft })).toMatchObject({ episode: next.id, text: six });
    expect(await send(world, draft, ana)).toMatch(/stands in/);
    expect(posts(world)).toMatchObject([{ post: { user: ana, body: six } }]);
  });

  it("is erased with its contact, and those of others are not", async () => {
    const world = await begin();
    const { episode } = await opens(world);
    await world.text(noel, "Hello");
    await world.runAll();
    const other = await world.openEpisode(noel);
    await keep(world, await opens(world, { episode }));
    await keep(world, await opens(world, { episode: other.id }));
    const store = await openStore({ database: world.database, keys: [], tables: "expect", erasing: true });
    expect(await eraseContact({ store, now: world.now }, maria, false)).toMatchObject({ conversations: 1 });
    await store.close();
    await once(world.database, async (below) => {
      expect(await below.rows("select episode_id as at from drafts")).toEqual([{ at: other.id }]);
      expect(await below.broken()).toEqual([]);
    });
  });
});

describe("a draft that is sent without being opened is refused", () => {
  it.each<[string, string, RegExp]>([
    ["with a gap", "See you on ⟦Day⟧.", /“Day” is still missing in it, so nothing was sent/],
    ["with half a gap", "See you on ⟦Day.", /A ⟦ is left of something that is missing.* Nothing was sent/],
    ["with words for the team", "fyi we are open", /word with which you begin.* Open it to send it/],
    ["as a note", "-- we are open", /note to the team/],
    ["when it is too long", "x".repeat(1_601), /1,601/],
  ])("%s", async (_, body, said) => {
    const world = await begin();
    const form = await opens(world);
    const draft = await keep(world, form, { body });
    expect(await send(world, draft)).toMatch(said);
    expect(sent(world)).toEqual([]);
    expect(await count(world, form.episode)).toBe(1);
  });

  it("to somebody who opted out", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world));
    await world.text(maria, "STOP");
    await world.runAll();
    expect(await send(world, draft)).toMatch(/opted out/);
    expect(sent(world).filter(([, , body]) => body === six)).toEqual([]);
  });

  it("where the press was kept for too long", async () => {
    const world = await begin();
    const draft = await keep(world, await opens(world));
    const since = world.now();
    await world.pass(hour);
    expect(await send(world, draft, ana, since)).toMatch(/could take it up only now\. Nothing was sent/);
    expect(sent(world)).toEqual([]);
    expect(await send(world, draft, ana, world.now())).toMatch(/stands in/);
  });
});
