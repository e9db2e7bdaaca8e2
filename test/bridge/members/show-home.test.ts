/** What the app's Home shows to whom, how it is turned, and when it is drawn anew. */
import { describe, expect, it } from "vitest";
import type { KeptDraft } from "../../../src/bridge/contracts/store/drafts.ts";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { findOptOuts } from "../../../src/bridge/members/find-opt-outs.ts";
import { openHome, redrawHomes, turnHome } from "../../../src/bridge/members/show-home.ts";
import { endOfTime } from "../../../src/domain/end-of-time.ts";
import type { Home, MembersHome } from "../../../src/domain/home.ts";
import { groupKey } from "../../../src/domain/home-lists.ts";
import type {
  Address,
  DraftId,
  E164,
  EpisodeId,
  ListId,
  MessageId,
  SlackTs,
  SlackUserId,
  TemplateId,
  Username,
} from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  billingLine,
  cy,
  dan,
  eve,
  front,
  frontLine,
  maria,
  noel,
  office,
  officeWithDirect,
  officeWithLines,
  stranger,
} from "../front-desk.ts";
import { createWorld, hour, minute, second, type World } from "../world.ts";

const phone = (last: number) => `+1555019${String(last).padStart(4, "0")}` as Address;
const contacts = (list: { readonly rows: readonly { readonly contact: string }[] }) =>
  list.rows.map(({ contact }) => contact);

/** As it was last drawn for them. */
function drawnFor(world: World, user: SlackUserId): Home {
  const found = world.desk.homes.findLast((one) => one.user === user);
  if (found === undefined) throw new Error(`no Home was drawn for ${user}`);
  return found.home;
}

async function look(world: World, user: SlackUserId): Promise<MembersHome> {
  await openHome(world.ctx, user);
  await world.runAll();
  const home = drawnFor(world, user);
  if (home.kind !== "member") throw new Error(`${user} is no member`);
  return home;
}

async function turn(
  world: World,
  user: SlackUserId,
  list: string,
  page: number | null,
): Promise<MembersHome> {
  await turnHome(world.ctx, { user, list, page });
  await world.runAll();
  return drawnFor(world, user) as MembersHome;
}

/** Passes time as it is with the tick that looks every five seconds. */
async function ticks(world: World): Promise<number> {
  const before = world.desk.homes.length;
  await world.pass(5 * second);
  await redrawHomes(world.ctx);
  await world.runAll();
  return world.desk.homes.length - before;
}

async function change(world: World, contact: Address, to: object): Promise<EpisodeId> {
  const { id } = await world.openEpisode(contact);
  await world.ctx.store.transaction((tx) => tx.episodes.update(id, to));
  return id;
}

/** Ben keeps one for Maria. */
async function keepDraft(world: World, change: Partial<KeptDraft> = {}): Promise<KeptDraft> {
  const draft: KeptDraft = {
    id: "d1" as DraftId,
    author: "ben" as Username,
    authorUser: ben,
    episodeId: (await world.openEpisode(maria)).id,
    templateId: "t1" as TemplateId,
    templateVersion: 1,
    text: "We are open until six.",
    at: null,
    unlessTheyWrite: false,
    createdAt: world.now(),
    changedAt: world.now(),
    ...change,
  };
  await world.ctx.store.transaction((tx) => tx.drafts.put(draft));
  return draft;
}

async function addTemplate(world: World, id: string, at: number): Promise<void> {
  const template = { key: id, name: `Template ${id}`, text: "Until six.", literal: false, by: null, at };
  await world.ctx.store.transaction((tx) =>
    tx.templates.insert({ ...template, id: id as TemplateId, scope: { kind: "company" } }),
  );
}

describe("what somebody keeps unsent", () => {
  it("is listed to them alone, the one changed last first, and until it is gone", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria);
    await addTemplate(world, "t1", world.now());
    await keepDraft(world);
    await world.pass(second);
    const later = { templateId: null, templateVersion: null, text: "Second", at: world.now() + hour };
    await keepDraft(world, { id: "d2" as DraftId, ...later });
    expect((await look(world, ben)).drafts).toMatchObject({
      total: 2,
      rows: [
        { draft: "d2", words: "Second", template: null, due: later.at },
        {
          draft: "d1",
          contact: "Maria Lopez (…9001)",
          at: { channel: front, ts: thread },
          words: "We are open until six.",
          template: "Template t1",
          due: null,
        },
      ],
    });
    expect((await look(world, cy)).drafts.rows).toEqual([]);
    await world.ctx.store.transaction((tx) => tx.drafts.delete("d2" as DraftId));
    expect(await ticks(world)).toBe(1);
    expect((drawnFor(world, ben) as MembersHome).drafts.rows.map(({ draft }) => draft)).toEqual(["d1"]);
  });

  it("names the template as it was called when it was filled in", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await addTemplate(world, "t1", world.now());
    await keepDraft(world);
    const renamed = { by: null, at: world.now(), change: "edited" } as const;
    await world.ctx.store.transaction((tx) =>
      tx.templates.change("t1" as TemplateId, { name: "Hours" }, renamed),
    );
    expect((await look(world, ben)).drafts.rows).toMatchObject([{ template: "Template t1" }]);
  });

  it("shows no words where its line shows none", async () => {
    const world = await createWorld({ directory: officeWithLines({ preview: "none" }) });
    await world.begin(maria);
    await keepDraft(world);
    expect((await look(world, ben)).drafts.rows).toMatchObject([{ words: null }]);
  });
});

describe("how templates are used", () => {
  it("is shown to managers, of those that are not personal", async () => {
    const world = await createWorld();
    const day = 24 * hour;
    await addTemplate(world, "old", world.now() - 91 * day);
    await addTemplate(world, "new", world.now() - day);
    await addTemplate(world, "sent", world.now() - 91 * day);
    await world.ctx.store.transaction(async (tx) => {
      const own = { key: "own", name: "Own", text: "Mine.", literal: false, by: "ben" as Username, at: 1 };
      const scope = { kind: "personal", username: "ben" as Username } as const;
      await tx.templates.insert({ ...own, id: "own" as TemplateId, scope });
      await tx.templates.noteUse("sent" as TemplateId, "ben" as Username, world.now() - day);
      await tx.templates.noteUse("sent" as TemplateId, "cy" as Username, world.now());
      await tx.templates.noteUse("sent" as TemplateId, "ben" as Username, world.now() - hour);
      await tx.templates.noteUse("own" as TemplateId, "ben" as Username, world.now());
    });
    expect((await look(world, ana)).templates).toEqual({
      most: [{ name: "Template sent", key: "sent", sends: 3, lastAt: world.now(), by: 2, mostBy: "ben" }],
      unused: [{ name: "Template old", key: "old", lastAt: null }],
    });
    expect((await look(world, ben)).templates).toBeNull();
  });
});

describe("the Home of a member", () => {
  it("lists what they have and what is their own, who waits first, who waits longest before the others", async () => {
    const world = await createWorld({ directory: officeWithDirect, hold: 0 });
    const thread = await world.begin(maria, "Are you open?");
    await world.reply(ben, thread, "Yes.");
    await world.pass(minute);
    await world.text(noel, "Hi Ben", { to: benLine });
    await world.pass(minute);
    await world.begin(phone(9003), "And you?");
    await change(world, phone(9003), { assignee: "ben" });
    await world.begin(phone(9004), "Nobody has me");
    await change(world, phone(9004), { assignee: "cy" });
    const { mine } = await look(world, ben);
    expect(contacts(mine)).toEqual(["(555) 019-9002", "(555) 019-9003", "Maria Lopez (…9001)"]);
    expect(mine).toMatchObject({ waiting: 2, total: 3, more: false });
    expect(mine.rows.map(({ of }) => of)).toEqual([null, "Front desk", "Front desk"]);
    expect(mine.rows[2]).toMatchObject({ at: { channel: front, ts: thread }, waitingSince: null });
    expect(contacts((await look(world, cy)).mine)).toEqual(["(555) 019-9004"]);
  });

  it("lists what nobody has of their own groups alone, wherever a line leads by now", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.text(noel, "Hi", { to: billingLine });
    await world.runAll();
    expect(contacts((await look(world, ben)).unassigned)).toEqual(["Maria Lopez (…9001)"]);
    expect(contacts((await look(world, dan)).unassigned)).toEqual(["(555) 019-9002"]);
    expect(contacts((await look(world, eve)).unassigned)).toEqual([]);
    const led = { ...office, lines: office.lines.map(({ smsExtension: _, ...line }) => line) };
    await world.apply(led);
    expect(contacts((await look(world, ben)).unassigned)).toEqual(["Maria Lopez (…9001)"]);
  });

  it("asks first about their own texts that wait for their word, and links to them", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes.");
    const place = await world.reply(cy, thread, "No, we moved.");
    await world.runAll();
    expect((await look(world, cy)).deciding.rows).toMatchObject([
      {
        contact: "Maria Lopez (…9001)",
        at: { place, thread },
        words: "No, we moved.",
        asked: "A colleague has a reply under way. Send this too?",
        offer: { choices: [{ label: "Send too" }, { label: "Take and send" }, { label: "Discard" }] },
      },
    ]);
    expect((await look(world, ben)).deciding.rows).toEqual([]);
    await world.choose("send", cy);
    await world.runAll();
    expect((await look(world, cy)).deciding.rows).toEqual([]);
  });

  it("shows no words of a line that allows none", async () => {
    const world = await createWorld({ hold: 0, directory: officeWithLines({ preview: "none" }) });
    const thread = await world.begin(maria);
    await world.reply(ben, thread, "Yes.");
    await world.reply(cy, thread, "No, we moved.");
    await world.runAll();
    const home = await look(world, cy);
    expect(home.deciding.rows).toMatchObject([{ words: null }]);
    expect(JSON.stringify(home)).not.toContain("moved");
  });

  it("shows what they scheduled, the next first", async () => {
    const world = await createWorld();
    await world.begin(maria);
    for (const [at, body] of [
      [3 * hour, "Third"],
      [1 * hour, "First"],
    ] as const)
      await schedule(world, body, world.now() + at);
    const { scheduled } = await look(world, ben);
    expect(scheduled.rows).toMatchObject([
      { words: "First", due: world.now() + hour, message: "m-First" },
      { words: "Third", due: world.now() + 3 * hour },
    ]);
    expect((await look(world, cy)).scheduled.rows).toEqual([]);
  });

  it("shows their texts to many: when they begin, then how far they are, until they have ended", async () => {
    const world = await createWorld();
    const id = "l1" as ListId;
    const begins = world.now() + hour;
    const recipients = [1, 2, 3].map((position) => ({
      position,
      recipient: `+1555019900${position}` as E164,
      kind: "contact" as const,
      state: "pending" as const,
      notBefore: null,
      reason: null,
    }));
    const author = { author: "ben" as Username, authorUser: ben };
    const words = { body: "We are closed on Monday.", createdAt: world.now() };
    await world.ctx.store.transaction((tx) =>
      tx.lists.insert({ id, ...author, line: frontLine, ...words, notBefore: begins }, recipients),
    );
    expect((await look(world, ben)).lists.rows).toEqual([
      { at: null, recipients: 3, pending: 3, words: words.body, template: null, begins, isAsking: false },
    ]);
    expect((await look(world, cy)).lists.rows).toEqual([]);
    await world.ctx.store.transaction(async (tx) => {
      await tx.lists.settle(id, 1, { state: "refused", reason: "a landline" });
      await tx.lists.update(id, { progressChannel: front, progressTs: "1.000001" as SlackTs });
    });
    expect((await look(world, ben)).lists.rows).toMatchObject([
      { pending: 2, begins: null, at: { channel: front } },
    ]);
    await world.ctx.store.transaction((tx) => tx.lists.update(id, { notBefore: endOfTime }));
    expect((await look(world, ben)).lists.rows).toMatchObject([{ isAsking: true }]);
    await world.ctx.store.transaction((tx) => tx.lists.update(id, { state: "done" }));
    expect((await look(world, ben)).lists.rows).toEqual([]);
  });

  it("leaves out what sleeps until it wakes, and counts it", async () => {
    const world = await createWorld();
    await world.begin(maria);
    const until = world.now() + hour;
    await change(world, maria, { snoozedUntil: until, snoozedBy: "ana" });
    const asleep = await look(world, ben);
    expect(asleep.unassigned.rows).toEqual([]);
    expect(asleep.snoozed).toMatchObject({ total: 1, isShown: false });
    expect((await turn(world, ben, "snoozed", 0)).snoozed).toMatchObject({
      isShown: true,
      rows: [{ contact: "Maria Lopez (…9001)", wakesAt: until }],
    });
    expect((await turn(world, ben, "snoozed", null)).snoozed.isShown).toBe(false);
    expect((await look(world, dan)).snoozed.total).toBe(0);
    expect((await look(world, eve)).snoozed.total).toBe(1);
    await world.pass(hour);
    expect(contacts((await look(world, ben)).unassigned)).toEqual(["Maria Lopez (…9001)"]);
    await change(world, maria, { snoozedUntil: endOfTime });
    expect((await turn(world, ben, "snoozed", 0)).snoozed.rows).toMatchObject([{ wakesAt: null }]);
  });

  it("tells who is not in the directory no more than that", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await openHome(world.ctx, stranger);
    await world.runAll();
    expect(drawnFor(world, stranger)).toEqual({ kind: "stranger" });
  });
});

async function schedule(world: World, body: string, notBefore: number): Promise<void> {
  const { id, conversationId } = await world.openEpisode(maria);
  await world.ctx.store.transaction((tx) =>
    tx.messages.insert({
      id: `m-${body}` as MessageId,
      conversationId,
      episodeId: id,
      line: office.lines[0]?.number ?? benLine,
      direction: "out",
      state: "waiting",
      waitsFor: "time",
      waitReason: "scheduled",
      notBefore,
      body,
      carrier: "twilio",
      author: "ben" as Username,
      authorUser: ben,
      writtenAt: world.now(),
      createdAt: world.now(),
    }),
  );
}

describe("the Home of a manager", () => {
  it("counts what is open in each group, and shows one of them to who asks", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.begin(phone(9003));
    await change(world, phone(9003), { assignee: "ben" });
    const { team } = await look(world, eve);
    expect(team?.groups.rows).toMatchObject([
      { name: "Front desk", open: 2, unassigned: 1, waiting: 2 },
      { name: "Billing", open: 0 },
    ]);
    expect(team?.group).toBeNull();
    const inside = (await turn(world, eve, groupKey("200"), 0)).team?.group;
    expect(inside).toMatchObject({ name: "Front desk", total: 2 });
    expect(inside?.rows.map(({ holder }) => holder)).toEqual([null, "ben"]);
    expect((await turn(world, eve, groupKey("300"), 0)).team?.group).toMatchObject({
      name: "Billing",
      rows: [],
    });
    expect((await turn(world, eve, groupKey("nowhere"), 0)).team?.group).toBeNull();
    expect((await look(world, ben)).team).toBeNull();
  });

  it("names the lines without members, and the numbers that are blocked", async () => {
    const groups = office.groups.map((group) => ({ ...group, members: [] }));
    const world = await createWorld({ directory: { ...office, groups } });
    await world.begin(maria);
    const { id } = await world.openEpisode(maria);
    await blockContact(world.ctx, { episode: id, user: ana, reason: "spam", act: "1" });
    const { team } = await look(world, ana);
    expect(team?.memberless.rows.map(({ why }) => why)).toEqual([
      "Front desk has no members",
      "Billing has no members",
    ]);
    expect(team?.blocked).toMatchObject({
      total: 1,
      rows: [{ name: "Maria Lopez", address: maria, texts: 0 }],
    });
  });

  it("lists who opted out, the newest first and each once, until they take it back", async () => {
    const world = await createWorld();
    for (const from of [maria, noel]) {
      await world.begin(from);
      await world.text(from, "STOP");
      await world.pass(minute);
    }
    await world.text(maria, "STOP");
    const { team } = await look(world, ana);
    const numbers = team?.optOuts.rows.map(({ address }) => address);
    expect(new Set(numbers)).toEqual(new Set([maria, noel]));
    expect(numbers).toHaveLength(2);
    expect(team?.optOuts.rows.find(({ address }) => address === maria)).toMatchObject({
      name: "Maria Lopez",
      how: "they wrote “STOP”",
    });
    await world.text(maria, "START");
    expect((await look(world, ana)).team?.optOuts.rows).toMatchObject([{ address: noel }]);
  });

  it("finds an opt-out by name or number, for managers alone", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await world.text(maria, "STOP");
    for (const typed of ["lopez", "199001", "(555) 019-9001"])
      expect(await findOptOuts(world.ctx, { user: ana, typed })).toMatchObject({
        rows: [{ address: maria }],
        rest: 0,
      });
    expect(await findOptOuts(world.ctx, { user: ana, typed: "Noel" })).toMatchObject({ rows: [] });
    expect(await findOptOuts(world.ctx, { user: ben, typed: "lopez" })).toMatchObject({
      refusal: "Only managers can look through the opt-outs.",
    });
    expect(await findOptOuts(world.ctx, { user: stranger, typed: "lopez" })).toHaveProperty("refusal");
  });

  it("of a directory with nothing but them in it says that there is nothing", async () => {
    const [first] = office.members;
    if (first === undefined) throw new Error("the office has nobody");
    const world = await createWorld({ directory: { ...office, lines: [], groups: [], members: [first] } });
    const home = await look(world, ana);
    expect(home).toMatchObject({ lines: [], outbound: null, groups: [], mine: { total: 0 } });
    const { group, ...lists } = home.team ?? { group: null };
    for (const list of Object.values(lists)) expect(list.rows).toEqual([]);
  });
});

describe("a list that is longer than a page", () => {
  it("is turned page by page, and stays where it was turned to, over redraws and restarts", async () => {
    const world = await createWorld();
    for (let last = 1; last <= 12; last += 1) {
      await world.begin(phone(last));
      await world.pass(second);
    }
    const first = await look(world, ben);
    expect(first.unassigned).toMatchObject({ page: 0, more: true, total: 12 });
    const pages = [first, await turn(world, ben, "unassigned", 1), await turn(world, ben, "unassigned", 2)];
    const seen = pages.flatMap(({ unassigned }) => contacts(unassigned));
    expect(seen).toEqual(
      Array.from({ length: 12 }, (_, index) => `(555) 019-00${String(index + 1).padStart(2, "0")}`),
    );
    expect(pages[2]?.unassigned).toMatchObject({ page: 2, more: false });
    await world.restart();
    expect((await look(world, ben)).unassigned.page).toBe(2);
    expect((await look(world, cy)).unassigned.page).toBe(0);
  });

  it("shows its first page again once there are not so many any more", async () => {
    const world = await createWorld();
    for (let last = 1; last <= 6; last += 1) await world.begin(phone(last));
    expect((await turn(world, ben, "unassigned", 1)).unassigned.page).toBe(1);
    await change(world, phone(6), { assignee: "cy" });
    expect((await look(world, ben)).unassigned).toMatchObject({ page: 0, more: false, total: 5 });
  });

  it("does not mind a button that was made up", async () => {
    const world = await createWorld();
    await world.begin(maria);
    for (const [list, page] of [
      ["__proto__", 1],
      ["unassigned", Number.NaN],
      ["unassigned", -1],
    ] as const)
      expect((await turn(world, ben, list, page)).unassigned.page).toBe(0);
  });
});

describe("a Home that somebody has looked at", () => {
  it("is drawn anew within seconds when something in it changes, however much does, and else left alone", async () => {
    const world = await createWorld();
    await look(world, ben);
    expect(await ticks(world)).toBe(0);
    for (let last = 1; last <= 9; last += 1) await world.begin(phone(last));
    expect(await ticks(world)).toBe(1);
    expect((drawnFor(world, ben) as MembersHome).unassigned.total).toBe(9);
    expect(await ticks(world)).toBe(0);
    await world.apply(officeWithDirect);
    expect(await ticks(world)).toBe(1);
    expect((drawnFor(world, ben) as MembersHome).lines).toHaveLength(1);
  });

  it("is left alone by what only others see", async () => {
    const world = await createWorld();
    await look(world, dan);
    await world.begin(maria);
    expect(await ticks(world)).toBe(0);
    await look(world, ben);
    await change(world, maria, { assignee: "ben" });
    expect(await ticks(world)).toBe(1);
  });

  it("is drawn anew for an hour, and again once they look", async () => {
    const world = await createWorld();
    await look(world, ben);
    await world.pass(61 * minute);
    await world.begin(maria);
    expect(await ticks(world)).toBe(0);
    expect((await look(world, ben)).unassigned.total).toBe(1);
    await world.pass(50 * minute);
    await turn(world, ben, "mine", 0);
    await world.pass(50 * minute);
    await world.begin(noel);
    expect(await ticks(world)).toBe(1);
  });

  it("is drawn anew after a restart, since nobody knows what changed meanwhile", async () => {
    const world = await createWorld();
    await look(world, ben);
    await world.restart();
    expect(await ticks(world)).toBe(1);
    expect(await ticks(world)).toBe(0);
  });

  it("wakes with a conversation that slept", async () => {
    const world = await createWorld();
    await world.begin(maria);
    await change(world, maria, { snoozedUntil: world.now() + 10 * second });
    await look(world, ben);
    expect(await ticks(world)).toBe(0);
    expect(await ticks(world)).toBe(1);
    expect((drawnFor(world, ben) as MembersHome).snoozed.total).toBe(0);
  });
});
