import { describe, expect, it } from "vitest";
import { routeKept } from "../../../src/bridge/connection/route-kept.ts";
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import { recordOptOut } from "../../../src/bridge/contacts/record-opt-out.ts";
import { aroundEpisode } from "../../../src/bridge/context/episode-context.ts";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { byNumber } from "../../../src/bridge/records/candidates.ts";
import { findContact } from "../../../src/bridge/records/find-contact.ts";
import { isLeftOut } from "../../../src/bridge/records/record-facts.ts";
import { readTranscript } from "../../../src/bridge/transcripts/read-transcript.ts";
import { groupAddress } from "../../../src/domain/group-address.ts";
import type { Address, CarrierMessageId, E164, SlackTs } from "../../../src/domain/ids.ts";
import { defaultLogPolicy } from "../../../src/domain/log-policy.ts";
import { ana, ben, frontLine, maria, noel, office } from "../front-desk.ts";
import { scriptedContact } from "../scripted-crm.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

const cleo = "+15550199003" as Address;
const group = groupAddress([maria, noel]);

/** Maria has texted us and Noel. */
async function withGroup(groupTexts?: number): Promise<{ world: World; thread: SlackTs }> {
  const world = await createWorld({ hold: 0 });
  if (groupTexts !== undefined) Object.assign(world.carrier.carrier.capabilities, { groupTexts });
  await world.text(maria, "Are we on for six?", { others: [noel, frontLine as string as Address] });
  await world.pass(second);
  const { thread } = await world.openEpisode(group);
  if (thread === null) throw new Error("the conversation has no thread");
  return { world, thread };
}

const told = (world: World) => world.desk.told.map(({ sentence }) => words(sentence));

describe("a text to several people", () => {
  it("is a conversation of its own with all of them, whoever writes, each under their own name", async () => {
    const { world, thread } = await withGroup();
    await world.text(noel, "I can come.", { others: [maria] });
    await world.text(maria, "Just me.");
    await world.pass(second);
    expect(world.thread(thread)).toEqual(["Maria Lopez: Are we on for six?", "(555) 019-9002: I can come."]);
    expect(await world.episodes()).toHaveLength(2);
    const card = world.desk.posted.find(({ ts }) => ts === thread)?.card;
    expect(card?.contact.members).toEqual(["Maria Lopez (…9001)", "(555) 019-9002"]);
  });

  it("joins no two writers in one post", async () => {
    const { world, thread } = await withGroup();
    await world.text(noel, "One.", { others: [maria] });
    await world.text(noel, "Two.", { others: [maria] });
    await world.text(maria, "Three.", { others: [noel] });
    await world.pass(second);
    expect(world.thread(thread).slice(1)).toEqual([
      "(555) 019-9002: One.",
      "(555) 019-9002: Two.",
      "Maria Lopez: Three.",
    ]);
  });

  it("is another conversation with other people", async () => {
    const { world } = await withGroup();
    await world.text(maria, "All three.", { others: [noel, cleo] });
    await world.pass(second);
    expect(await world.episodes()).toHaveLength(2);
  });

  it("is theirs, too, where it was kept because its line led to nobody, and is erased with any of them", async () => {
    const { world } = await withGroup();
    const to = "+15550100077" as E164;
    const kept = () => world.ctx.store.read((tx) => tx.arrivals.unroutedCounts());
    for (const erased of [noel, maria]) {
      expect(await world.text(maria, "All of you", { to, others: [noel, cleo] })).toBe("unrouted");
      await eraseContact(world.ctx, erased, false);
      expect(await kept()).toEqual([]);
    }
    await world.text(maria, "All of you", { to, others: [noel, cleo] });
    const [front] = office.lines;
    if (front === undefined) throw new Error("the office has no line");
    await world.apply({ ...office, lines: [...office.lines, { ...front, number: to, name: "New" }] });
    await routeKept(world.ctx);
    await world.pass(second);
    const { thread } = await world.openEpisode(groupAddress([maria, noel, cleo]));
    expect(world.thread(thread as SlackTs)).toEqual(["Maria Lopez: All of you"]);
  });

  it("is answered to all of them where the line can", async () => {
    const { world, thread } = await withGroup(10);
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(second);
    expect(world.carrier.sent).toMatchObject([{ to: maria, others: [noel], body: "Yes, at six." }]);
    expect((await world.openEpisode(group)).unansweredSince).toBeNull();
  });

  it("is looked for as one that went to all of them", async () => {
    const { world, thread } = await withGroup(10);
    const sought: unknown[] = [];
    Object.assign(world.carrier.carrier, {
      findSent: async (sms: unknown) => {
        sought.push(sms);
        return { kind: "absent" };
      },
    });
    world.carrier.answers.push({ kind: "unknown", reason: "timeout" });
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(minute);
    expect(sought[0]).toMatchObject({ to: maria, others: [noel] });
  });

  it("where the line can't, leaves nowhere, and its author chooses", async () => {
    const { world, thread } = await withGroup();
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(told(world)).toEqual([
      "This did not leave yet: this line can’t text a group of 2 at once (Maria Lopez (…9001) and (555) 019-9002): “Yes, at six.” Send it to each of them alone, in a conversation of their own?",
    ]);
    expect(world.desk.offers.at(-1)?.choices).toEqual(["send_each", "send_last", "discard"]);
  });

  it("goes to each of them alone where its author wants that, in conversations of their own", async () => {
    const { world, thread } = await withGroup();
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(second);
    await world.choose("send_each", ben);
    await world.pass(minute);
    expect(world.carrier.sent.map(({ to, others }) => [to, others])).toEqual([
      [maria, undefined],
      [noel, undefined],
    ]);
    expect(world.thread(thread).at(-1)).toBe(
      "app: ben sent this to Maria Lopez (…9001) and (555) 019-9002 alone, in a conversation of their own: “Yes, at six.”",
    );
    expect(world.thread((await world.openEpisode(noel)).thread as SlackTs)).toContain("U0BEN: Yes, at six.");
    await world.choose("send_each", ben);
    await world.pass(minute);
    expect(world.carrier.sent).toHaveLength(2);
  });

  it("goes to who wrote last alone, or to nobody", async () => {
    const { world, thread } = await withGroup();
    await world.text(noel, "I can come.", { others: [maria] });
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(second);
    await world.choose("send_last", ben);
    await world.reply(ben, thread, "Never mind.");
    await world.pass(second);
    await world.choose("discard", ben);
    await world.pass(minute);
    expect(world.carrier.sent.map(({ to, body }) => [to, body])).toEqual([[noel, "Yes, at six."]]);
  });

  it("stops with one who opted out, by name", async () => {
    const { world, thread } = await withGroup(10);
    await world.text(noel, "STOP");
    await world.pass(second);
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
    expect(told(world).at(-1)).toMatch(
      /^This did not leave: \(555\) 019-9002 opted out \(time\): they wrote “STOP”\./,
    );
  });

  it("that says STOP opts out who wrote it, and nobody else", async () => {
    const { world, thread } = await withGroup(10);
    Object.assign(world.carrier.carrier.capabilities, { answers: () => false });
    await world.text(noel, "STOP", { others: [maria] });
    await world.pass(second);
    expect(world.thread(thread).at(-1)).toBe(
      "app: (555) 019-9002 has opted out: they wrote “STOP”. Nothing is sent to this group, or to them, until they text START. They alone got one last text: “You will get no more texts from Front desk. Text START to get them again.”",
    );
    expect(world.carrier.sent.splice(0).map(({ from, to, others }) => [from, to, others])).toEqual([
      [frontLine, noel, undefined],
    ]);
    const rows = (address: Address) => world.ctx.store.read((tx) => tx.optOuts.rowsOf(address));
    expect([(await rows(noel)).length, (await rows(maria)).length, (await rows(group)).length]).toEqual([
      1, 0, 0,
    ]);
    await world.text(maria, "Just me.");
    await world.pass(second);
    await world.reply(ben, (await world.openEpisode(maria)).thread as SlackTs, "Hi.");
    await world.pass(second);
    await world.text(noel, "START", { others: [maria] });
    await world.reply(ben, thread, "Welcome back.");
    await world.pass(second);
    expect(world.carrier.sent.map(({ to, others, body }) => [to, others?.length ?? 0, body])).toEqual([
      [maria, 0, "Hi."],
      [maria, 1, "Welcome back."],
    ]);
  });

  it("that asks for help is answered to whoever wrote it alone, from the line, without a thread of their own", async () => {
    const { world, thread } = await withGroup(10);
    Object.assign(world.carrier.carrier.capabilities, { answers: () => false });
    await world.text(noel, "HELP", { others: [maria] });
    await world.pass(second);
    expect(world.carrier.sent.map(({ from, to, others, body }) => [from, to, others, body])).toEqual([
      [frontLine, noel, undefined, "This is Front desk. Text STOP to get no more texts from us."],
    ]);
    expect(world.thread(thread).at(-1)).toBe(
      "app: (555) 019-9002 alone was answered automatically: “This is Front desk. Text STOP to get no more texts from us.”",
    );
    expect(await world.episodes()).toHaveLength(1);
    await world.text(noel, "Thanks.");
    await world.pass(second);
    expect(world.thread((await world.openEpisode(noel)).thread as SlackTs)).toEqual([
      "(555) 019-9002: Thanks.",
    ]);
  });

  it("that says STOP is said where its writer is texted alone, and left to a carrier that answers", async () => {
    const { world } = await withGroup(10);
    await world.text(noel, "Hi");
    await world.pass(second);
    Object.assign(world.carrier.carrier.capabilities, { answers: () => true });
    await world.text(noel, "STOP", { others: [maria] });
    await world.pass(second);
    expect(world.carrier.sent).toEqual([]);
    const own = await world.openEpisode(noel);
    expect(own.unansweredSince).toBeNull();
    expect(world.thread(own.thread as SlackTs).at(-1)).toBe(
      "app: (555) 019-9002 has opted out: they wrote “STOP”. It was in a group text.",
    );
  });

  it("cancels what waits for the group when one of them opts out", async () => {
    const { world, thread } = await withGroup();
    const place = await world.reply(ben, thread, "Yes, at six.");
    await world.pass(second);
    await world.text(maria, "STOP", { others: [noel] });
    await world.pass(second);
    expect((await world.messageOf(place))?.state).toBe("cancelled");
  });

  it("of one who is blocked is kept and shown to nobody", async () => {
    const { world, thread } = await withGroup();
    await world.text(noel, "Spam");
    await world.pass(second);
    const episode = (await world.openEpisode(noel)).id;
    await blockContact(world.ctx, { episode, user: ana, reason: "", act: "a" });
    expect(await world.text(noel, "More spam", { others: [maria] })).toBe("blocked");
    await world.pass(second);
    expect(world.thread(thread)).toEqual(["Maria Lopez: Are we on for six?"]);
  });

  it("tells in a transcript who wrote what", async () => {
    const { world } = await withGroup();
    await world.text(noel, "I can come.", { others: [maria] });
    const conversation = await world.ctx.store.read((tx) =>
      tx.conversations.find(group, { kind: "line", number: frontLine as never }),
    );
    if (conversation === null) throw new Error("there is no such conversation");
    const { entries } = await readTranscript(world.ctx.store, conversation, "told");
    expect(entries.map(({ author, words: said }) => [author, said])).toEqual([
      ["Maria Lopez", "Are we on for six?"],
      ["(555) 019-9002", "I can come."],
    ]);
  });

  it("is erased with any of them, whole", async () => {
    const { world } = await withGroup();
    await world.pass(hour);
    await eraseContact(world.ctx, noel, false);
    expect(await world.ctx.store.read((tx) => tx.contacts.rowsOf(group))).toEqual([]);
    expect(await world.ctx.store.read((tx) => tx.contacts.rowsOf(noel))).toEqual([]);
  });

  it("is logged on nobody by a guess: whoever has one of the numbers is offered", async () => {
    const { world } = await withGroup();
    world.crm.contacts.set(maria, [scriptedContact("1", "Maria Lopez", { phones: [maria] })]);
    world.crm.contacts.set(noel, [scriptedContact("2", "Noel Reyes", { phones: [noel] })]);
    const policy = { ...defaultLogPolicy, unknownContact: "placeholder" } as const;
    const sought = { address: group, name: null, country: "US" };
    expect(await findContact(world.ctx, sought, policy)).toEqual({
      kind: "held",
      hold: "contact",
      reason: "Several people text here as a group, so it is not known on whom to log it.",
    });
    const around = await world.ctx.store.read(async (tx) =>
      aroundEpisode(tx, (await world.openEpisode(group)).id),
    );
    const offered = around && (await byNumber(world.ctx, around));
    expect(offered?.contacts.map(({ name }) => name)).toEqual(["Maria Lopez", "Noel Reyes"]);
  });

  it("is left out of the CRM with any of its numbers", () => {
    const doNotLog = [noel as string as E164];
    expect(isLeftOut({ ...defaultLogPolicy, doNotLog }, group)).toBe(true);
    expect(isLeftOut({ ...defaultLogPolicy, doNotLog }, maria)).toBe(false);
  });

  it("is kept by an opt-out that somebody records in its card, as one for all of it", async () => {
    const { world, thread } = await withGroup(10);
    const episode = (await world.openEpisode(group)).id;
    await recordOptOut(world.ctx, { episode, user: ana, kind: "out", evidence: "They called.", act: "a" });
    await world.reply(ben, thread, "Yes, at six.");
    await world.pass(minute);
    expect(world.carrier.sent).toEqual([]);
  });

  it("that was sent from another app stands in the group's thread", async () => {
    const { world, thread } = await withGroup();
    await takeIn(world.ctx, "twilio", {
      kind: "elsewhere",
      carrierMessageId: "EX1" as CarrierMessageId,
      from: frontLine as E164,
      to: noel,
      others: [maria],
      body: "See you both.",
      media: [],
      sentAt: new Date(world.now()),
      state: "sent",
      failure: null,
      author: "Dee",
    });
    await world.pass(second);
    expect(world.thread(thread).at(-1)).toBe("Dee: See you both.");
  });
});
