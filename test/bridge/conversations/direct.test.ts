import { describe, expect, it } from "vitest";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { closeEpisode, closeIdle } from "../../../src/bridge/conversations/close-episode.ts";
import { reopenEpisode } from "../../../src/bridge/conversations/reopen-episode.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import { takeEpisode } from "../../../src/bridge/conversations/take-episode.ts";
import { identifyAgain } from "../../../src/bridge/directory/identify-member.ts";
import { reachMember } from "../../../src/bridge/members/reach-member.ts";
import { noteAside } from "../../../src/bridge/replies/note-aside.ts";
import type { Directory } from "../../../src/domain/directory.ts";
import type {
  Address,
  E164,
  Extension,
  SlackChannelId,
  SlackTs,
  SlackUserId,
  Username,
} from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  benLine,
  benSecondLine,
  benWith,
  cy,
  dan,
  fay,
  fayEmail,
  front,
  frontLine,
  maria,
  noel,
  officeWithDirect,
  officeWithTwoDirect,
} from "../front-desk.ts";
import { createWorld, hour, minute, type World, type WorldOptions, words } from "../world.ts";

/** The same, where a line leads to another extension. */
function leading(directory: Directory, number: E164, extension: string): Directory {
  const smsExtension = extension as Extension;
  const lines = directory.lines.map((line) => (line.number === number ? { ...line, smsExtension } : line));
  return { ...directory, lines };
}

const benDirect = `D${ben}` as SlackChannelId;
const day = 24 * hour;

async function directWorld(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ directory: officeWithDirect, ...options });
  await world.runAll();
  return world;
}

async function textBen(world: World, body = "Hi Ben", to: E164 = benLine, from: Address = maria) {
  await world.text(from, body, { to });
  await world.runAll();
  const { thread } = await world.openEpisode(from);
  return thread as SlackTs;
}

/** In Ben's direct messages. */
const replyThere = async (world: World, user: SlackUserId, thread: SlackTs, text: string) => {
  const place = await world.reply(user, thread, text, { channel: benDirect });
  await world.pass(minute);
  return place;
};

const sentFrom = (world: World) => world.carrier.sent.map(({ from, body }) => [from, body]);
const toldTo = (world: World, user: SlackUserId) =>
  world.desk.told.filter(({ to }) => to === user).map(({ sentence }) => words(sentence));

describe("a text to a member's own line", () => {
  it("begins a thread in their direct messages, with a card that says where answers leave from", async () => {
    const world = await directWorld();
    await textBen(world);
    const [card, text] = world.desk.posted;
    expect(card).toMatchObject({
      channel: benDirect,
      card: {
        line: "Ben direct",
        assignee: null,
        direct: { answersFrom: "Ben direct (555) 010-0003" },
        calls: { kind: "none" },
      },
    });
    expect(text).toMatchObject({ channel: benDirect, post: { kind: "texts", texts: [{ body: "Hi Ben" }] } });
    expect(text?.post).not.toHaveProperty("texts.0.line");
  });

  it("finds their direct messages with the first text where nobody has asked for them", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await textBen(world);
    await textBen(world, "again", benLine, noel);
    expect(world.desk.posted.map(({ channel }) => channel)).toEqual(Array(4).fill(benDirect));
    expect(world.desk.calls.filter((call) => call === "openDirect")).toHaveLength(1);
  });

  it("stands in the line's own channel where it has one", async () => {
    const own = "C0OWN" as SlackChannelId;
    const lines = officeWithDirect.lines.map((line) =>
      line.number === benLine ? { ...line, channel: own } : line,
    );
    const world = await directWorld({ directory: { ...officeWithDirect, lines } });
    await textBen(world);
    expect(world.desk.posted.map(({ channel }) => channel)).toEqual([own, own]);
  });

  it("joins what the contact and the member say on another line of theirs, and says to which it came", async () => {
    const world = await directWorld({ directory: officeWithTwoDirect });
    const thread = await textBen(world, "on the first");
    expect(await textBen(world, "on the second", benSecondLine)).toBe(thread);
    const lines = world.desk.posted.flatMap(({ post }) =>
      post?.kind === "texts" ? post.texts.map(({ line }) => line) : [],
    );
    expect(lines).toEqual(["Ben direct", "Ben mobile"]);
  });

  it("is another conversation than the same contact's with the group", async () => {
    const world = await directWorld();
    await world.begin(maria, "to the desk");
    await world.text(maria, "to Ben", { to: benLine });
    await world.runAll();
    const all = await world.episodes(maria);
    expect(all.map(({ channel, state }) => [channel, state])).toEqual([
      [front, "open"],
      [benDirect, "open"],
    ]);
  });
});

describe("a direct reply", () => {
  it("leaves from its author's outbound line, which may be another than the text came to", async () => {
    const world = await directWorld({ directory: benWith({ outboundLine: frontLine }) });
    const thread = await textBen(world);
    await replyThere(world, ben, thread, "Hello");
    expect(sentFrom(world)).toEqual([[frontLine, "Hello"]]);
    expect((await world.openEpisode(maria)).assignee).toBeNull();
  });

  it("leaves from the line that is theirs when it leaves", async () => {
    const world = await directWorld({ hold: 30_000 });
    const thread = await textBen(world);
    await world.reply(ben, thread, "Hello", { channel: benDirect });
    await world.apply(benWith({ outboundLine: frontLine }));
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[frontLine, "Hello"]]);
  });

  it("never leaves from another line where its author has no outbound line, and they are told", async () => {
    const { outboundLine: _, ...bare } =
      officeWithDirect.members.find(({ username }) => username === "ben") ?? {};
    const members = officeWithDirect.members.map((one) =>
      one.username === "ben" ? (bare as typeof one) : one,
    );
    const world = await directWorld({ directory: { ...officeWithDirect, members } });
    const thread = await textBen(world);
    expect(world.desk.posted[0]?.card?.direct).toEqual({ answersFrom: null, answersGo: null });
    const place = await replyThere(world, ben, thread, "Hello");
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(toldTo(world, ben).at(-1)).toContain("outbound line");
  });

  it.each([
    ["a colleague", cy],
    ["a manager", ana],
  ])("of %s never leaves, and they are told whose it is", async (_, user) => {
    const world = await directWorld();
    const thread = await textBen(world);
    const place = await replyThere(world, user, thread, "Hello");
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(place)).toEqual(["no_entry_sign"]);
    expect(toldTo(world, user).at(-1)).toContain("only Ben Ito can text from this thread");
  });

  it("is told nobody by Take or Resolve: there are none, also for who presses an old card", async () => {
    const world = await directWorld();
    await textBen(world);
    const { id: episode } = await world.openEpisode(maria);
    const outcomes = [
      await takeEpisode(world.ctx, { episode, user: ana, seenAssignee: null }),
      await resolveEpisode(world.ctx, { episode, user: ana }),
    ].map(({ sentence }) => words(sentence));
    expect(outcomes).toEqual([
      "This conversation is Ben Ito’s own, so nobody can take it.",
      "This conversation is direct: call it done instead.",
    ]);
    expect((await world.openEpisode(maria)).assignee).toBeNull();
  });
});

describe("a direct conversation", () => {
  it("is closed by its member, by nobody else, and a new text begins another thread, linked with the old one", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    const { id: episode } = await world.openEpisode(maria);
    expect(words((await closeEpisode(world.ctx, { episode, user: ana })).sentence)).toBe(
      "Only Ben Ito can call this conversation done.",
    );
    expect((await closeEpisode(world.ctx, { episode, user: ben })).sentence).toBeNull();
    await world.runAll();
    expect(world.desk.cards.at(-1)?.card).toMatchObject({ state: "closed", resolved: { by: "Ben Ito" } });
    expect(words((await closeEpisode(world.ctx, { episode, user: ben })).sentence)).toContain("done already");
    const next = await textBen(world, "one more thing");
    expect(next).not.toBe(thread);
    expect(world.desk.posted.at(-2)?.card?.earlier).toEqual({ channel: benDirect, ts: thread });
  });

  it("closes by itself, quietly, after two weeks without texts of either side", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    await world.pass(13 * day);
    await replyThere(world, ben, thread, "Still here?");
    await world.pass(13 * day);
    await closeIdle(world.ctx);
    expect((await world.openEpisode(maria)).state).toBe("open");
    const said = world.desk.posted.length;
    await world.pass(day);
    await closeIdle(world.ctx);
    await world.runAll();
    expect((await world.episodes(maria)).map(({ state }) => state)).toEqual(["closed"]);
    expect(world.desk.posted).toHaveLength(said);
    expect(world.desk.cards.at(-1)?.card).toMatchObject({ state: "closed", resolved: { by: null } });
  });

  it("that its member reopened by the button closes by itself as well", async () => {
    const world = await directWorld();
    await textBen(world);
    const { id: episode } = await world.openEpisode(maria);
    await closeEpisode(world.ctx, { episode, user: ben });
    expect((await reopenEpisode(world.ctx, { episode, user: ben })).sentence).toBeNull();
    await world.pass(13 * day);
    await closeIdle(world.ctx);
    expect((await world.openEpisode(maria)).state).toBe("open");
    await world.pass(day);
    await closeIdle(world.ctx);
    expect((await world.episodes(maria)).map(({ state }) => state)).toEqual(["closed"]);
  });

  it("never closes by itself where that is switched off", async () => {
    const world = await directWorld({ directIdleFor: 0 });
    await textBen(world);
    world.skip(400 * day);
    await closeIdle(world.ctx);
    expect((await world.openEpisode(maria)).state).toBe("open");
  });

  it("that closed goes on in the same thread when its member replies there", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    await closeEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ben });
    await replyThere(world, ben, thread, "I forgot to say");
    expect(sentFrom(world)).toEqual([[benLine, "I forgot to say"]]);
    expect(await world.openEpisode(maria)).toMatchObject({ state: "open", thread });
  });

  it("that closed goes on also when its member tries a text again there that failed", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await replyThere(world, ben, thread, "Hello");
    await closeEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ben });
    expect(words((await world.choose("try_again", ben)).sentence)).toBe("Trying again.");
    await world.runAll();
    expect(sentFrom(world)).toEqual(Array(2).fill([benLine, "Hello"]));
    expect(await world.openEpisode(maria)).toMatchObject({ state: "open", thread });
  });

  it("says what is missing to a member who tries again without an outbound line", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await replyThere(world, ben, thread, "Hello");
    const members = officeWithDirect.members.map(({ outboundLine: _, ...one }) => one);
    await world.apply({ ...officeWithDirect, members });
    expect(words((await world.choose("try_again", ben)).sentence)).toContain("outbound line");
    await world.runAll();
    expect(sentFrom(world)).toHaveLength(1);
  });

  it("that goes on elsewhere asks where to send what is written in the old thread", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    await closeEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ben });
    await textBen(world, "something new");
    await replyThere(world, ben, thread, "to the old matter");
    expect(world.carrier.sent).toEqual([]);
    expect(toldTo(world, ben).at(-1)).toContain("this conversation is done, and goes on in");
    expect(world.desk.told.at(-1)).toMatchObject({
      to: ben,
      offer: { choices: ["send_in_open_thread", "discard"] },
    });
  });

  it("whose newest thread was closed, too, offers to send there what is written in an older one", async () => {
    const world = await directWorld();
    const close = async () =>
      closeEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ben });
    const thread = await textBen(world);
    await close();
    const newest = await textBen(world, "something new");
    await close();
    await replyThere(world, ben, thread, "to the old matter");
    expect(world.carrier.sent).toEqual([]);
    expect(words((await world.choose("send_in_open_thread", ben)).sentence)).toBe("It is on its way.");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[benLine, "to the old matter"]]);
    expect(await world.openEpisode(maria)).toMatchObject({ state: "open", thread: newest });
  });

  it("stays where it is when its line leads to somebody else, and the next one follows", async () => {
    const world = await directWorld();
    const thread = await textBen(world);
    const lines = officeWithDirect.lines.map((line) =>
      line.number === benLine ? { ...line, smsExtension: officeWithDirect.groups[0]?.extension } : line,
    ) as Directory["lines"];
    await world.apply({ ...officeWithDirect, lines });
    await replyThere(world, ben, thread, "still mine");
    expect(sentFrom(world)).toEqual([[benLine, "still mine"]]);
    expect(await textBen(world, "and now?")).toBe(thread);
    await closeEpisode(world.ctx, { episode: (await world.openEpisode(maria)).id, user: ben });
    await world.text(maria, "something new", { to: benLine });
    await world.runAll();
    expect(world.desk.posted.at(-1)?.channel).toBe(front);
  });

  it("is not begun for a contact whose shared one is open when its line comes to lead to a member: that one goes on with its group", async () => {
    const world = await directWorld();
    const thread = await world.begin(noel, "to the desk");
    await world.apply(leading(officeWithDirect, frontLine, "104"));
    await world.text(noel, "still there?");
    await world.runAll();
    expect(world.thread(thread).at(-1)).toContain("still there?");
    await world.reply(dan, thread, "Not mine");
    await world.reply(cy, thread, "I answer");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[frontLine, "I answer"]]);
    const { id: episode } = await world.openEpisode(noel);
    expect((await resolveEpisode(world.ctx, { episode, user: cy })).sentence).toBeNull();
    await world.text(noel, "and later", { to: frontLine });
    await world.runAll();
    expect(world.desk.posted.at(-1)?.channel).toBe(`D${dan}`);
  });
});

describe("texts for a member whom Slack does not know", () => {
  const forFay: Directory = {
    ...officeWithDirect,
    lines: officeWithDirect.lines.map((line) =>
      line.number === benLine ? { ...line, smsExtension: "106" as typeof line.smsExtension } : line,
    ) as Directory["lines"],
  };

  it("are kept, of which managers are told once, and are shown when it does", async () => {
    const world = await createWorld({ directory: forFay });
    await world.runAll();
    await world.text(maria, "one", { to: benLine });
    await world.text(noel, "two", { to: benLine });
    await world.runAll();
    expect(world.desk.posted).toEqual([]);
    expect(toldTo(world, ana)).toEqual([
      expect.stringContaining("Texts for fay are kept and shown to nobody"),
    ]);
    world.desk.users.set(fayEmail, fay);
    await identifyAgain(world.ctx);
    await world.runAll();
    expect(world.desk.posted.map(({ channel }) => channel)).toEqual(Array(4).fill(`D${fay}`));
    expect(toldTo(world, ana)).toHaveLength(1);
  });
});

describe("a text that waits for its member's place", () => {
  const forFay: Directory = leading(officeWithDirect, benLine, "106");

  it("is still shown after weeks: its conversation does not close before anybody saw it", async () => {
    const world = await createWorld({ directory: forFay });
    await world.text(maria, "one", { to: benLine });
    await world.pass(15 * day);
    await closeIdle(world.ctx);
    world.desk.users.set(fayEmail, fay);
    await identifyAgain(world.ctx);
    await world.runAll();
    const shown = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? post.texts : []));
    expect(shown.map(({ body }) => body)).toEqual(["one"]);
    await closeIdle(world.ctx);
    expect((await world.episodes(maria)).map(({ state }) => state)).toEqual(["open"]);
  });

  it("does not keep the next one from whom its line leads to by then", async () => {
    const world = await createWorld({ directory: forFay });
    await world.text(maria, "one", { to: benLine });
    await world.runAll();
    await world.apply(leading(forFay, benLine, "200"));
    await world.text(maria, "two", { to: benLine });
    await world.runAll();
    const shown = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? post.texts : []));
    expect(shown.map(({ body }) => body)).toEqual(["two"]);
  });
});

describe("a member who is somebody else in Slack by now", () => {
  const asDan = benWith({ slack: { kind: "id", id: "U0BEN2" as SlackUserId } });

  it("gets what comes from then on: nothing more is shown to who they were", async () => {
    const world = await directWorld();
    await textBen(world, "one");
    const before = world.desk.posted.length;
    await world.apply(asDan);
    await world.runAll();
    await textBen(world, "two");
    const channels = new Set(world.desk.posted.slice(before).map(({ channel }) => channel));
    expect([...channels]).toEqual(["DU0BEN2"]);
  });

  it("gets it as well where Slack says that their e-mail belongs to somebody else now", async () => {
    const world = await createWorld({ directory: leading(officeWithDirect, benLine, "106") });
    world.desk.users.set(fayEmail, fay);
    await identifyAgain(world.ctx);
    await world.runAll();
    await textBen(world, "one");
    const before = world.desk.posted.length;
    world.desk.users.set(fayEmail, "U0FAY2" as SlackUserId);
    await world.restart();
    await world.runAll();
    await textBen(world, "two");
    const channels = new Set(world.desk.posted.slice(before).map(({ channel }) => channel));
    expect([...channels]).toEqual(["DU0FAY2"]);
  });

  it("trades places with a colleague where each was written down as the other", async () => {
    const dans = leading(officeWithTwoDirect, benSecondLine, "104");
    const world = await directWorld({ directory: dans });
    await textBen(world, "to Ben");
    await textBen(world, "to Dan", benSecondLine, noel);
    const before = world.desk.posted.length;
    const other = new Map([
      ["ben", dan],
      ["dan", ben],
    ]);
    const members = dans.members.map((one) => {
      const id = other.get(one.username);
      return id === undefined ? one : { ...one, slack: { kind: "id", id } as const };
    });
    await world.apply({ ...dans, members });
    await world.runAll();
    const cards = world.desk.posted.slice(before).flatMap(({ card }) => card ?? []);
    expect(cards.map(({ channel, line }) => [channel, line]).sort()).toEqual([
      [`D${ben}`, "Ben mobile"],
      [`D${dan}`, "Ben direct"],
    ]);
  });

  it("is not placed with who they were, though Slack was asked about that one just before", async () => {
    const world = await createWorld({ directory: officeWithDirect });
    await world.text(maria, "one", { to: benLine });
    const conclude = await reachMember(world.ctx, { username: "ben" as Username });
    await world.apply(asDan);
    await world.ctx.store.transaction(conclude);
    await world.runAll();
    expect([...new Set(world.desk.posted.map(({ channel }) => channel))]).toEqual(["DU0BEN2"]);
  });
});

describe("texts to a line that leads to nobody", () => {
  const [bare] = officeWithDirect.lines.filter(({ number }) => number === benLine);
  const nowhere = (): Directory => {
    const { smsExtension: _, ...line } = bare ?? { smsExtension: undefined };
    const lines = officeWithDirect.lines.map((one) => (one.number === benLine ? (line as typeof one) : one));
    return { ...officeWithDirect, lines };
  };

  it("are kept, managers are told once, and they are shown when it leads to somebody", async () => {
    const world = await createWorld({ directory: nowhere() });
    await world.runAll();
    expect(await world.text(maria, "one", { to: benLine })).toBe("unrouted");
    expect(await world.text(maria, "two", { to: benLine })).toBe("unrouted");
    await world.runAll();
    expect(toldTo(world, ana)).toEqual([
      expect.stringContaining("A text came to Ben direct, (555) 010-0003"),
    ]);
    await world.bridge.routeKept();
    await world.apply(officeWithDirect);
    await world.bridge.routeKept();
    await world.runAll();
    const shown = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? post.texts : []));
    expect(shown.map(({ body }) => body)).toEqual(["one", "two"]);
    expect(world.desk.posted.every(({ channel }) => channel === benDirect)).toBe(true);
  });
});

describe("a text of a blocked number to a line that leads to nobody", () => {
  it("is kept, and managers hear nothing of it", async () => {
    const lines = officeWithDirect.lines.map(({ smsExtension, ...line }) =>
      line.number === benLine || smsExtension === undefined ? line : { ...line, smsExtension },
    );
    const world = await createWorld({ directory: { ...officeWithDirect, lines } });
    await world.begin(maria, "to the desk");
    const { id: episode } = await world.openEpisode(maria);
    await blockContact(world.ctx, { episode, user: cy, reason: "", act: "block" });
    expect(await world.text(maria, "to Ben", { to: benLine })).toBe("unrouted");
    await world.runAll();
    expect(toldTo(world, ana)).toEqual([]);
    await world.text(noel, "to Ben", { to: benLine });
    await world.runAll();
    expect(toldTo(world, ana)).toEqual([expect.stringContaining("A text came to Ben direct")]);
  });
});

describe("what is written in the direct messages outside a thread", () => {
  const aside = (author: SlackUserId, ts: string) =>
    ({
      how: "in_direct",
      place: { channel: benDirect, ts: ts as SlackTs },
      thread: null,
      author,
      text: "yes, at 5",
    }) as const;

  it("is answered once, however often it is told, and as often as somebody writes there", async () => {
    const world = await directWorld();
    for (const ts of ["1.1", "1.1", "1.2", "1.3", "1.4", "1.4"]) await noteAside(world.ctx, aside(ben, ts));
    await world.runAll();
    expect(toldTo(world, ben)).toEqual(
      Array(4).fill(expect.stringContaining("Reply in a customer's thread, or ")),
    );
  });

  it.each([
    ["begin a text with /sms: each conversation has a thread of its own here", ben],
    ["begin a text with /sms: no texts come here, only to the channels", cy],
  ])("is answered as it is where it was written: %s", async (where, author) => {
    const world = await directWorld();
    await noteAside(world.ctx, aside(author, "1.1"));
    await world.runAll();
    expect(toldTo(world, author)).toEqual([expect.stringContaining("Reply in a customer's thread, or ")]);
    expect(toldTo(world, author)[0]).toContain(where);
  });

  it("is not answered with how a text begins where its author has no line to begin one from", async () => {
    const members = officeWithDirect.members.map(({ outboundLine, ...member }) => member);
    const groups = officeWithDirect.groups.map((group) => ({ ...group, members: [] }));
    const world = await createWorld({ directory: { ...officeWithDirect, members, groups } });
    for (const author of [ben, cy]) await noteAside(world.ctx, aside(author, "1.1"));
    await world.runAll();
    expect(toldTo(world, ben)[0]).toContain("or wait until one writes: each conversation has a thread");
    expect(toldTo(world, cy)[0]).toContain("or ask whoever runs Threadline for a line of your own");
  });
});
