import { describe, expect, it } from "vitest";
import { routeKept } from "../../../src/bridge/connection/route-kept.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { Address, CarrierMessageId, E164 } from "../../../src/domain/ids.ts";
import {
  ana,
  ben,
  billing,
  billingLine,
  front,
  frontLine,
  maria,
  noel,
  office,
  officeWith,
  officeWithLines,
} from "../front-desk.ts";
import { createWorld, minute, second, type World, words } from "../world.ts";

async function resolve(world: World): Promise<void> {
  const episode = await world.openEpisode();
  await resolveEpisode(world.ctx, { episode: episode.id, user: ana });
  await world.runAll();
}

describe("an inbound text", () => {
  it("opens a thread: a card as root, then the text under the contact's name", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "Hi, are you open today?");
    const [root] = world.desk.posted;
    expect(root).toMatchObject({ channel: front, ts: thread, thread: null });
    expect(root?.card).toMatchObject({
      contact: { name: "Maria Lopez", address: maria },
      line: "Front desk",
      state: "open",
      assignee: null,
      preview: ["Hi, are you open today?"],
      newest: true,
      earlier: null,
    });
    expect(world.thread(thread)).toEqual(["Maria Lopez: Hi, are you open today?"]);
    expect(world.desk.posted).toHaveLength(2);
  });

  it("follows in the thread of the open conversation", async () => {
    const world = await createWorld();
    const thread = await world.begin(maria, "one");
    await world.text(maria, "two");
    await world.pass(second);
    expect(world.thread(thread)).toEqual(["Maria Lopez: one", "Maria Lopez: two"]);
    expect(world.desk.posted.filter(({ card }) => card !== null)).toHaveLength(1);
  });

  it("goes to the channel of the group that its line names", async () => {
    const world = await createWorld();
    await world.text(maria, "the bill", { to: billingLine });
    await world.runAll();
    expect(world.desk.posted[0]).toMatchObject({ channel: billing, card: { line: "Billing" } });
  });

  it("keeps conversations of one contact on two lines apart", async () => {
    const world = await createWorld();
    await world.begin(maria, "front");
    await world.text(maria, "bill", { to: billingLine });
    await world.runAll();
    expect((await world.episodes(maria)).map(({ channel }) => channel)).toEqual([front, billing]);
  });

  it("is stored once, however often it is delivered", async () => {
    const world = await createWorld();
    const carrierMessageId = "IN9" as CarrierMessageId;
    expect(await world.text(maria, "hello", { carrierMessageId })).toBe("new");
    expect(await world.text(maria, "hello", { carrierMessageId })).toBe("repeat");
    await world.runAll();
    expect(world.desk.posted).toHaveLength(2);
    expect(world.counted.get("texts_repeated")).toBe(1);
  });

  it("is stored once when it is delivered twice at the same moment", async () => {
    const world = await createWorld();
    const carrierMessageId = "IN9" as CarrierMessageId;
    const both = [
      world.text(maria, "hello", { carrierMessageId }),
      world.text(maria, "hello", { carrierMessageId }),
    ];
    expect((await Promise.all(both)).sort()).toEqual(["new", "repeat"]);
  });

  it("opens one conversation when two first texts come at the same moment", async () => {
    const world = await createWorld();
    await Promise.all([world.text(maria, "one"), world.text(maria, "two")]);
    await world.runAll();
    expect(await world.episodes(maria)).toHaveLength(1);
  });

  it("shows a number that no contact is known by and a short code as they are, and a sender name as one", async () => {
    const world = await createWorld();
    for (const from of [noel, "72345", "PARCELS"]) await world.text(from as Address, "hi");
    await world.runAll();
    const froms = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? [post.from] : []));
    expect(froms.sort()).toEqual(["(555) 019-9002", "72345", "Sender name “PARCELS”"]);
  });

  it("keeps nothing that a customer wrote on the card of a line without preview", async () => {
    const world = await createWorld({ directory: officeWithLines({ preview: "none" }) });
    await world.begin(maria, "a secret");
    await world.text(maria, "another secret");
    await world.pass(10 * second);
    const cards = [
      ...world.desk.posted.flatMap(({ card }) => card ?? []),
      ...world.desk.cards.map(({ card }) => card),
    ];
    expect(cards.length).toBeGreaterThan(1);
    expect(JSON.stringify(cards)).not.toContain("secret");
  });

  it("says how many pictures came with it, and is never an empty post", async () => {
    const world = await createWorld();
    const media = [{ url: "https://example.com/1", contentType: "image/png" }];
    await world.text(maria, "", { media });
    await world.runAll();
    expect(world.desk.posted[1]?.post).toMatchObject({ texts: [{ body: "", pictures: 1 }] });
  });

  it("is kept with where its pictures are, though it waited for its line", async () => {
    const pictures = (of: string) => [
      { url: `https://example.com/${of}/1`, contentType: "image/png" },
      { url: `https://example.com/${of}/2`, contentType: "image/jpeg" },
    ];
    const world = await createWorld({ keys: [Buffer.alloc(32, 1)] });
    const to = "+15550100009" as E164;
    await world.text(maria, "early", { to, media: pictures("early") });
    const [line] = office.lines;
    await world.apply({ ...office, lines: [...office.lines, ...(line ? [{ ...line, number: to }] : [])] });
    await routeKept(world.ctx);
    await world.text(noel, "now", { media: pictures("now") });
    await world.runAll();
    await world.restart();
    for (const [from, body] of [
      [maria, "early"],
      [noel, "now"],
    ] as const) {
      const { id } = await world.openEpisode(from);
      const kept = await world.ctx.store.read((tx) => tx.messages.firstInbound(id));
      expect(kept).toMatchObject({ body, media: pictures(body) });
    }
  });

  it("draws the card anew once for several further texts", async () => {
    const world = await createWorld();
    await world.begin();
    for (const body of ["a", "b", "c"]) await world.text(maria, body);
    await world.pass(5 * second);
    expect(world.desk.cards.map(({ card }) => card.preview)).toEqual([["c"]]);
  });
});

describe("a text that we missed", () => {
  it("is as old as the carrier says, on the card, in its post and for who waits", async () => {
    const world = await createWorld();
    const receivedAt = new Date(world.now() - 40 * minute);
    await world.text(maria, "anyone?", { receivedAt });
    await world.runAll();
    const written = receivedAt.getTime();
    expect(await world.openEpisode()).toMatchObject({ lastTextAt: written, unansweredSince: written });
    expect(world.desk.posted.at(-1)?.post).toMatchObject({ late: true, texts: [{ at: written }] });
  });

  it("does not make a newer one look older", async () => {
    const world = await createWorld();
    await world.begin();
    const came = world.now();
    await world.pass(minute);
    await world.text(maria, "earlier", { receivedAt: new Date(came - minute) });
    expect(await world.openEpisode()).toMatchObject({ lastTextAt: came, unansweredSince: came - minute });
  });

  it("that came just now bears no time", async () => {
    const world = await createWorld();
    await world.begin();
    expect(world.desk.posted.at(-1)?.post).not.toHaveProperty("late");
  });
});

describe("a text to a number that is no line", () => {
  it("is kept, counted, and delivered in order once the line is added", async () => {
    const world = await createWorld();
    const to = "+15550100009" as E164;
    expect(await world.text(maria, "first", { to })).toBe("unrouted");
    world.skip(minute);
    expect(await world.text(maria, "second", { to })).toBe("unrouted");
    await world.runAll();
    expect(world.desk.posted).toEqual([]);
    expect(world.counted.get("texts_unrouted")).toBe(2);
    const [line] = office.lines;
    await world.apply({ ...office, lines: [...office.lines, ...(line ? [{ ...line, number: to }] : [])] });
    await routeKept(world.ctx);
    await world.runAll();
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: first", "Maria Lopez: second"]);
    await routeKept(world.ctx);
    expect(await world.ctx.store.read((tx) => tx.arrivals.unroutedCounts())).toEqual([]);
  });

  it("is kept, too, where the line leads to nobody, however often it is looked at, until it does", async () => {
    const world = await createWorld();
    const ofNobody = office.lines.map(({ smsExtension, ...line }) =>
      line.number === frontLine || smsExtension === undefined ? line : { ...line, smsExtension },
    );
    await world.apply({ ...office, lines: ofNobody });
    expect(await world.text(maria, "anyone?")).toBe("unrouted");
    await routeKept(world.ctx);
    await routeKept(world.ctx);
    const kept = () => world.ctx.store.read((tx) => tx.arrivals.unroutedCounts());
    expect(await kept()).toEqual([{ to: frontLine, count: 1 }]);
    await world.apply(office);
    await routeKept(world.ctx);
    await world.runAll();
    const { thread } = await world.openEpisode();
    expect(thread && world.thread(thread)).toEqual(["Maria Lopez: anyone?"]);
    expect(await kept()).toEqual([]);
  });

  it("is a repeat when it comes again, before and after it was delivered", async () => {
    const world = await createWorld();
    const how = { to: "+15550100009" as E164, carrierMessageId: "IN7" as CarrierMessageId };
    await world.text(maria, "hello", how);
    expect(await world.text(maria, "hello", how)).toBe("repeat");
    const [line] = office.lines;
    await world.apply({
      ...office,
      lines: [...office.lines, ...(line ? [{ ...line, number: how.to }] : [])],
    });
    await routeKept(world.ctx);
    expect(await world.text(maria, "hello", how)).toBe("repeat");
  });
});

describe("a text after Resolve", () => {
  it("opens a new thread, linked both ways", async () => {
    const world = await createWorld();
    const first = await world.begin(maria, "one");
    await resolve(world);
    const second = await world.begin(maria, "two");
    await world.pass(minute);
    expect(second).not.toBe(first);
    const card = world.desk.posted.find(({ ts }) => ts === second)?.card;
    expect(card?.earlier).toEqual({ channel: front, ts: first });
    const redrawn = world.desk.cards.findLast(({ at }) => at.ts === first)?.card;
    expect(redrawn).toMatchObject({
      later: { channel: front, ts: second },
      newest: false,
      state: "resolved",
    });
  });

  it("reopens instead inside the group's time, and says so", async () => {
    const world = await createWorld({ directory: officeWith({ reopenWithinMinutes: 5 }) });
    const thread = await world.begin(maria, "one");
    await resolve(world);
    await world.pass(4 * minute);
    expect(await world.begin(maria, "two")).toBe(thread);
    expect(world.thread(thread)).toEqual([
      "Maria Lopez: one",
      "app: This conversation is open again: another text came shortly after it was resolved.",
      "Maria Lopez: two",
    ]);
    expect(await world.openEpisode()).toMatchObject({ resolvedAt: null, unansweredSince: world.now() });
  });

  it("opens a new thread after the group's time", async () => {
    const world = await createWorld({ directory: officeWith({ reopenWithinMinutes: 5 }) });
    const thread = await world.begin(maria, "one");
    await resolve(world);
    await world.pass(6 * minute);
    expect(await world.begin(maria, "two")).not.toBe(thread);
  });
});

describe("who is notified", () => {
  it("mentions the assignee in further texts until they have written in the thread", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const episode = await world.openEpisode();
    await world.ctx.store.transaction((tx) =>
      tx.episodes.update(episode.id, { assignee: "ben" as NonNullable<typeof episode.assignee> }),
    );
    await world.text(maria, "two");
    await world.runAll();
    await world.reply(ben, thread, "// looking");
    await world.text(maria, "three");
    await world.runAll();
    const mentions = world.desk.posted.flatMap(({ post }) => (post?.kind === "texts" ? [post.mention] : []));
    expect(mentions).toEqual([null, ben, null]);
  });

  it.each([
    ["none", { kind: "none" }],
    ["here", { kind: "here" }],
    ["group", { kind: "users", users: [ana, ben, "U0CY"] }],
  ] as const)("calls on a new card whom the group wants called: %s", async (notify, calls) => {
    const world = await createWorld({ directory: officeWith({ notify }) });
    await world.begin();
    expect(world.desk.posted[0]?.card?.calls).toEqual(calls);
    await world.text(maria, "two");
    await world.pass(10 * second);
    expect(world.desk.cards.at(-1)?.card.calls).toEqual({ kind: "none" });
  });

  it("says sentences as they are read", () => {
    expect(words(["a ", { mention: ben }, { at: 1 }])).toBe("a @U0BEN(time)");
  });
});
