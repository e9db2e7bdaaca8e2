import { describe, expect, it } from "vitest";
import { startText } from "../../../src/bridge/composing/start-text.ts";
import { applyDirectory } from "../../../src/bridge/directory/apply-directory.ts";
import { compareDirectories } from "../../../src/domain/compare-directories.ts";
import type { Directory, Heir } from "../../../src/domain/directory.ts";
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
  billing,
  billingLine,
  cy,
  dan,
  front,
  frontLine,
  maria,
  noel,
  office,
  officeWithDirect,
} from "../front-desk.ts";
import { begin, seen } from "../lists/listing.ts";
import { createWorld, hour, minute, type World, type WorldOptions, words } from "../world.ts";

const benDirect = `D${ben}` as SlackChannelId;
const cyDirect = `D${cy}` as SlackChannelId;

const toCy: Heir = { kind: "member", username: "cy" as Username };
const toFront: Heir = { kind: "group", extension: "200" as Extension };

type Change<T> = Readonly<Record<string, Partial<T>>>;

/** The office with a line of Ben's own, with members and lines changed. */
function changed(
  members: Change<Directory["members"][number]>,
  lines: Change<Directory["lines"][number]> = {},
  of: Directory = officeWithDirect,
): Directory {
  return {
    ...of,
    members: of.members.map((one) => ({ ...one, ...members[one.username] })),
    lines: of.lines.map((one) => ({ ...one, ...lines[one.number] })),
  };
}

function without(directory: Directory, ...gone: readonly string[]): Directory {
  const stays = (name: string) => !gone.includes(name);
  return {
    ...directory,
    lines: directory.lines.filter(({ number }) => stays(number)),
    members: directory.members.filter(({ username }) => stays(username)),
    groups: directory.groups.map((group) => ({ ...group, members: group.members.filter(stays) })),
  };
}

/** Ben's heir is Cy, whose the line is once Ben has gone. */
const before = changed({ ben: { inheritTo: toCy }, cy: { name: "Cy Park", outboundLine: benLine } });
const after = without(changed({}, { [benLine]: { smsExtension: "103" as Extension } }, before), "ben");

async function begun(directory: Directory = before, options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ directory, ...options });
  await world.runAll();
  return world;
}

async function textTo(world: World, to: E164, body: string, from: Address = maria): Promise<SlackTs> {
  await world.text(from, body, { to });
  await world.runAll();
  const open = (await world.episodes(from)).filter(({ state }) => state === "open");
  return open.at(-1)?.thread as SlackTs;
}

const openOf = async (world: World, from: Address = maria) =>
  (await world.episodes(from)).filter(({ state }) => state === "open");
const placesOf = async (world: World, from: Address = maria) =>
  (await openOf(world, from)).map(({ channel, thread }) => ({ channel, thread: thread as SlackTs }));
const cardAt = (world: World, ts: SlackTs) =>
  world.desk.cards.findLast(({ at }) => at.ts === ts)?.card ??
  world.desk.posted.find((one) => one.ts === ts)?.card;
const sentFrom = (world: World) => world.carrier.sent.map(({ from, body }) => [from, body]);
const toldTo = (world: World, user: SlackUserId) =>
  world.desk.told.filter(({ to }) => to === user).map(({ sentence }) => words(sentence));

const here = "app: Ben Ito has left, so this conversation goes on here, with Cy Park.";
const there = "app: Ben Ito has left, so this conversation goes on with Cy Park.";

describe("a member who is taken out, with an heir", () => {
  it("leaves their conversations to them: a new card in their direct messages, and the old place says so", async () => {
    const world = await begun();
    const old = await textTo(world, benLine, "Hi Ben");
    await world.apply(after);
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(cyDirect);
    expect(world.thread(place?.thread as SlackTs)).toEqual([here, "Maria Lopez: Hi Ben"]);
    expect(world.thread(old)).toEqual(["Maria Lopez: Hi Ben", there]);
    expect(cardAt(world, old)).toMatchObject({ state: "closed", movedTo: "Cy Park", waitingSince: null });
    expect(cardAt(world, place?.thread as SlackTs)).toMatchObject({
      state: "open",
      direct: { answersFrom: "Ben direct (555) 010-0003" },
      quote: { words: "Hi Ben" },
    });
    expect((await openOf(world))[0]?.unansweredSince).not.toBeNull();
  });

  it("goes on there: the next text comes into the same thread, and the heir's reply leaves", async () => {
    const world = await begun();
    await textTo(world, benLine, "Hi Ben");
    await world.apply(after);
    const [place] = await placesOf(world);
    const thread = place?.thread as SlackTs;
    expect(await textTo(world, benLine, "Are you there?")).toBe(thread);
    await world.reply(cy, thread, "Cy here", { channel: cyDirect });
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[benLine, "Cy here"]]);
    expect((await openOf(world))[0]?.unansweredSince).toBeNull();
  });

  it("keeps their name on what they answered", async () => {
    const world = await begun();
    const old = await textTo(world, benLine, "Hi Ben");
    await world.reply(ben, old, "Hello", { channel: benDirect });
    await world.pass(minute);
    await world.apply(after);
    const [place] = await placesOf(world);
    const thread = place?.thread as SlackTs;
    expect(cardAt(world, thread)).toMatchObject({
      answered: { by: "Ben Ito" },
      quote: { whose: "Ben Ito", words: "Hello" },
    });
    expect(world.thread(thread)).toEqual([here]);
  });

  it("has it go on in the heir's own thread where that is open, with all who wait", async () => {
    const lines = [...before.lines, { ...(before.lines.at(-1) as (typeof before.lines)[number]) }];
    const cyLine = "+15550100005" as E164;
    lines[lines.length - 1] = {
      ...(lines.at(-1) as (typeof lines)[number]),
      number: cyLine,
      name: "Cy direct",
      smsExtension: "103" as Extension,
    };
    const world = await begun({ ...before, lines });
    const thread = await textTo(world, cyLine, "Hi Cy");
    const old = await textTo(world, benLine, "Hi Ben");
    await world.apply({ ...after, lines: [...after.lines, lines.at(-1) as (typeof lines)[number]] });
    expect(await placesOf(world)).toEqual([{ channel: cyDirect, thread }]);
    expect(world.thread(thread)).toEqual(["Maria Lopez: Hi Cy", here, "Maria Lopez: Hi Ben"]);
    expect(world.thread(old).at(-1)).toBe(there);
    expect(world.desk.posted.filter(({ card }) => card !== null)).toHaveLength(2);
  });

  it("begins a new thread where the heir's own conversation is done", async () => {
    const world = await begun(changed({}, { [benLine]: { smsExtension: "103" as Extension } }, before));
    const done = await textTo(world, benLine, "Hi Cy");
    const { id: episode } = await world.openEpisode();
    await world.bridge.closeEpisode({ episode, user: cy });
    await world.apply(before);
    await textTo(world, benLine, "Hi Ben");
    await world.apply(after);
    const [open] = await openOf(world);
    expect(open).toMatchObject({ channel: cyDirect, number: 2 });
    expect(open?.thread).not.toBe(done);
  });

  it.each([
    ["member", toCy],
    ["group", toFront],
  ] as const)("has a text that was held ask the %s that takes over, who sends it", async (_, heir) => {
    const was = changed({ ben: { inheritTo: heir } }, {}, before);
    const world = await begun(was, { hold: 30_000 });
    const old = await textTo(world, benLine, "Hi Ben");
    const place = await world.reply(ben, old, "We open at 9", { channel: benDirect });
    await world.apply(
      without(
        changed(
          {},
          { [benLine]: { smsExtension: heir === toCy ? ("103" as Extension) : ("200" as Extension) } },
          was,
        ),
        "ben",
      ),
    );
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitsFor: "person" });
    const [now] = await placesOf(world);
    expect(world.thread(now?.thread as SlackTs).at(-1)).toBe(
      "app: Ben Ito wrote this before the conversation went on here, and it has not left: “We open at 9”. Send it?",
    );
    expect(await world.choose("send_now", dan)).toMatchObject({ decided: false });
    expect(await world.choose("send_now", cy)).toMatchObject({ decided: true });
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[heir === toCy ? benLine : frontLine, "We open at 9"]]);
    expect(await world.messageOf(place)).toMatchObject({ author: "cy" });
  });

  it("has a text that waited for its author ask the heir, who discards it; what its author was asked is over", async () => {
    const world = await begun(before, { hold: 0 });
    const old = await textTo(world, benLine, "Hi Ben");
    const place = await world.reply(ben, old, "We open at 9 <file>", { channel: benDirect, files: 1 });
    await world.runAll();
    expect(await world.messageOf(place)).toMatchObject({ state: "waiting", waitsFor: "person" });
    await world.apply(after);
    expect(await world.choose("discard", cy)).toMatchObject({ decided: true });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(await world.messageOf(place)).toMatchObject({ state: "cancelled" });
    expect(await world.choose("send_text_only", ben)).toMatchObject({ decided: true });
    expect(world.carrier.sent).toEqual([]);
  });

  it("has a scheduled text ask the heir, with the time that was chosen for it, which stays", async () => {
    const world = await begun();
    const to = maria as string as E164;
    const text = { user: ben, to, line: null, body: "Is tomorrow fine?", unlessTheyWrite: false };
    await startText(world.ctx, { ...text, at: world.now() + 3 * hour, act: "view:1" });
    await world.runAll();
    await world.apply(after);
    const [now] = await placesOf(world);
    expect(world.thread(now?.thread as SlackTs).at(-1)).toBe(
      "app: Ben Ito wrote this before the conversation went on here, to leave (time): “Is tomorrow fine?” Send it?",
    );
    await world.choose("send_now", cy);
    await world.pass(2 * hour);
    expect(world.carrier.sent).toEqual([]);
    await world.pass(hour);
    expect(sentFrom(world)).toEqual([[benLine, "Is tomorrow fine?"]]);
  });

  it("asks nobody about a text of a list of theirs that the carrier has put off: the list ends, and says so", async () => {
    const world = await begun();
    const failure = { code: "20429", sentence: "Busy.", scope: "passing", retryAfterMs: minute } as const;
    world.carrier.answers.push({ kind: "rejected", failure });
    await begin(world, { user: ben });
    await world.pass(10_000);
    await world.apply(after);
    await world.pass(hour);
    expect(world.carrier.sent).toHaveLength(1);
    expect(seen(world)).toMatchObject({ state: "done", left: 0, toGo: 0 });
    expect(seen(world).missed.map(({ why }) => why)).toEqual(Array(3).fill("its sender has left"));
  });

  it("hands on what they had of a group's: to the heir who is one of the group, else to nobody", async () => {
    const was = changed({ ben: { inheritTo: toCy } });
    const world = await begun(was);
    const thread = await textTo(world, frontLine, "Hello?");
    await world.reply(ben, thread, "Hi");
    await world.pass(minute);
    expect((await openOf(world))[0]?.assignee).toBe("ben");
    await world.apply(without(was, "ben", benLine));
    expect((await openOf(world))[0]?.assignee).toBe("cy");
    expect(world.thread(thread).at(-1)).toBe("app: Ben Ito has left: @U0CY has this conversation now.");
  });

  it("has what they wrote in a group's conversation, and what has not left, ask the group", async () => {
    const was = changed({ ben: { inheritTo: { kind: "member", username: "dan" as Username } } });
    const world = await begun(was, { hold: 30_000 });
    const thread = await textTo(world, frontLine, "Hello?");
    await world.reply(ben, thread, "Hi there");
    await world.apply(without(was, "ben", benLine));
    await world.pass(minute);
    expect(world.thread(thread).slice(-2)).toEqual([
      "app: Ben Ito has left, so nobody has this conversation now.",
      "app: Ben Ito wrote this before the conversation went on here, and it has not left: “Hi there”. Send it?",
    ]);
    expect(await world.choose("send_now", ana)).toMatchObject({ decided: true });
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[frontLine, "Hi there"]]);
  });

  it("moves however many there are, each once", async () => {
    const world = await begun();
    const all = Array.from({ length: 60 }, (_, index) => `+1555019${1_000 + index}` as Address);
    for (const from of all) await world.text(from, "Hi Ben", { to: benLine });
    await world.runAll();
    await world.apply(after);
    for (const from of all)
      expect((await placesOf(world, from)).map(({ channel }) => channel)).toEqual([cyDirect]);
    const lines = world.desk.posted.flatMap(({ channel, post }) =>
      post?.kind === "line" ? [`${channel} ${words(post.sentence).slice(0, 12)}`] : [],
    );
    expect(lines.filter((line) => line.startsWith(cyDirect))).toHaveLength(60);
    expect(lines.filter((line) => line.startsWith(benDirect))).toHaveLength(60);
  });

  it("is refused where nobody is named, naming whose conversations are open", async () => {
    const world = await begun(changed({ cy: { outboundLine: benLine } }));
    await textTo(world, benLine, "Hi Ben");
    const applied = await applyDirectory(world.ctx.store, after, world.now());
    expect(applied).toMatchObject({
      kind: "refused",
      problems: [
        expect.stringMatching(/^The member Ben Ito still has an open conversation: Maria Lopez \(…9001\)\./),
      ],
    });
    expect(await placesOf(world)).toMatchObject([{ channel: benDirect }]);
  });

  it("is refused where the group that is named has no line", async () => {
    const was = changed({ ben: { inheritTo: toFront } });
    const world = await begun(was);
    await textTo(world, benLine, "Hi Ben");
    const next = without(changed({}, { [frontLine]: { smsExtension: "300" as Extension } }, was), "ben");
    const lineless = {
      ...next,
      lines: next.lines.map((line) =>
        line.number === benLine ? { ...line, smsExtension: "300" as Extension } : line,
      ),
    };
    expect(await applyDirectory(world.ctx.store, lineless, world.now())).toMatchObject({
      kind: "refused",
      problems: [
        "Front desk can't take over from Ben Ito: no line leads to that group. Give it one by `sms_extension`, or name somebody else as `inherit_to`.",
      ],
    });
  });

  it("moves nothing that is done", async () => {
    const world = await begun();
    const old = await textTo(world, benLine, "Hi Ben");
    const { id: episode } = await world.openEpisode();
    await world.bridge.closeEpisode({ episode, user: ben });
    await world.apply(after);
    expect(await openOf(world)).toEqual([]);
    expect(world.thread(old)).toEqual(["Maria Lopez: Hi Ben"]);
  });
});

describe("an heir", () => {
  it("without an outbound line sees the conversation, and their reply is refused in words", async () => {
    const world = await begun(changed({ ben: { inheritTo: toCy } }));
    await textTo(world, benLine, "Hi Ben");
    const { outboundLine: _, ...bare } = after.members.find(({ username }) => username === "cy") ?? {};
    const members = after.members.map((one) => (one.username === "cy" ? (bare as typeof one) : one));
    await world.apply({ ...after, members });
    const [place] = await placesOf(world);
    const reply = await world.reply(cy, place?.thread as SlackTs, "Cy here", { channel: cyDirect });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn({ ...reply })).toContain("no_entry_sign");
    expect(toldTo(world, cy).at(-1)).toContain("outbound line");
  });

  it("whom Slack does not know gets it once it does", async () => {
    const toFay: Heir = { kind: "member", username: "fay" as Username };
    const was = changed({ ben: { inheritTo: toFay } });
    const world = await begun(was);
    await textTo(world, benLine, "Hi Ben");
    await world.apply(without(changed({}, { [benLine]: { smsExtension: "106" as Extension } }, was), "ben"));
    expect(await placesOf(world)).toEqual([]);
    world.desk.users.set("fay@example.com", "U0FAY" as SlackUserId);
    await world.bridge.identifyAgain();
    await world.runAll();
    const [place] = await placesOf(world);
    expect(place?.channel).toBe("DU0FAY");
    expect(world.thread(place?.thread as SlackTs)).toEqual([
      "app: Ben Ito has left, so this conversation goes on here, with fay.",
      "Maria Lopez: Hi Ben",
    ]);
  });
});

describe("a line that is taken out, with an heir", () => {
  const toMember = changed({}, { [billingLine]: { inheritTo: toCy } }, before);
  const toGroup = changed({}, { [billingLine]: { inheritTo: toFront } }, before);

  it("leaves its conversations to the group, on the group's own line", async () => {
    const world = await begun(toGroup);
    const old = await textTo(world, billingLine, "My bill?");
    await world.apply(without(toGroup, billingLine));
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(front);
    expect(world.thread(place?.thread as SlackTs)[0]).toBe(
      "app: The line Billing, (555) 010-0002, is gone, so this conversation goes on here, with Front desk.",
    );
    expect(world.thread(old).at(-1)).toContain("goes on with Front desk.");
    expect(cardAt(world, old)).toMatchObject({ state: "resolved", movedTo: "Front desk", channel: billing });
    await world.reply(ben, place?.thread as SlackTs, "Paid");
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[frontLine, "Paid"]]);
    const { id: episode } = (await world.episodes(maria)).find(({ thread }) => thread === old) ?? {
      id: null,
    };
    const reopened = await world.bridge.reopenEpisode({ episode: episode as never, user: ana });
    expect(words(reopened.sentence)).toBe("This conversation goes on with Front desk.");
  });

  it("says where it went to whoever answers in the old thread", async () => {
    const world = await begun(toGroup);
    const old = await textTo(world, billingLine, "My bill?");
    await world.apply(without(toGroup, billingLine));
    const reply = await world.reply(dan, old, "Paid", { channel: billing });
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(world.desk.marksOn(reply)).toContain("no_entry_sign");
    expect(toldTo(world, dan)).toEqual(["This did not leave: this conversation goes on with Front desk."]);
  });

  it("leaves them to a member, from whose outbound line answers leave", async () => {
    const world = await begun(toMember);
    await textTo(world, billingLine, "My bill?");
    await world.apply(without(toMember, billingLine));
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(cyDirect);
    await world.reply(cy, place?.thread as SlackTs, "Paid", { channel: cyDirect });
    await world.pass(minute);
    expect(sentFrom(world)).toEqual([[benLine, "Paid"]]);
  });

  it("is told from the card that stood in the same channel, also after the app was started again", async () => {
    const sameChannel = changed(
      {},
      { [billingLine]: { inheritTo: toFront, smsExtension: "200" as Extension } },
      before,
    );
    const world = await begun(sameChannel);
    const old = await textTo(world, billingLine, "My bill?");
    await world.restart();
    await world.apply(without(sameChannel, billingLine));
    const [place] = await placesOf(world);
    expect(place?.channel).toBe(front);
    expect(place?.thread).not.toBe(old);
  });
});

describe("what is left behind", () => {
  it("moves once, though the directory is applied twice", async () => {
    const world = await begun();
    const old = await textTo(world, benLine, "Hi Ben");
    await world.apply(after);
    await world.apply(after);
    expect(await placesOf(world)).toHaveLength(1);
    expect(world.thread(old).filter((line) => line === there)).toHaveLength(1);
  });

  it("moves after a start where the process ended right after the directory was applied", async () => {
    const world = await begun();
    const old = await textTo(world, benLine, "Hi Ben");
    await applyDirectory(world.ctx.store, after, world.now());
    await world.restart();
    await world.runAll();
    expect(await placesOf(world)).toMatchObject([{ channel: cyDirect }]);
    expect(world.thread(old).filter((line) => line === there)).toHaveLength(1);
  });

  it("joins a text that came to the heir before it moved", async () => {
    const world = await begun();
    await textTo(world, benLine, "Hi Ben");
    await applyDirectory(world.ctx.store, after, world.now());
    await world.text(maria, "Hello?", { to: benLine });
    await world.runAll();
    const open = await placesOf(world);
    expect(open).toMatchObject([{ channel: cyDirect }]);
    expect(world.thread(open[0]?.thread as SlackTs).filter((line) => line.startsWith("Maria"))).toHaveLength(
      2,
    );
  });

  it("stays where it is when the member is there again before it moved", async () => {
    const world = await begun();
    await textTo(world, benLine, "Hi Ben");
    await applyDirectory(world.ctx.store, after, world.now());
    await world.apply(before);
    expect(await placesOf(world)).toMatchObject([{ channel: benDirect }]);
  });

  it("of two contacts goes to the same heir, each under a card of its own", async () => {
    const world = await begun();
    await textTo(world, benLine, "Hi Ben");
    await textTo(world, benLine, "Hi", noel);
    await world.apply(after);
    const all = [...(await placesOf(world)), ...(await placesOf(world, noel))];
    expect(all.map(({ channel }) => channel)).toEqual([cyDirect, cyDirect]);
    expect(new Set(all.map(({ thread }) => thread)).size).toBe(2);
  });

  it("keeps that they have opted out", async () => {
    const world = await begun();
    await textTo(world, benLine, "Hi Ben");
    await textTo(world, benLine, "STOP");
    await world.apply(after);
    const [open] = await openOf(world);
    const whole = open && (await world.ctx.store.read((tx) => tx.episodes.whole(open.id)));
    expect(whole?.conversation.inLedger).toBe(true);
  });
});

it("is nothing where nobody is taken out", () => {
  expect(compareDirectories(office, office, { byLine: new Map(), byMember: new Map() }).moves).toEqual([]);
});
