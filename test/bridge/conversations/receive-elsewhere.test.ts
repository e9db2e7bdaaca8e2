import { describe, expect, it } from "vitest";
import { regainConnection } from "../../../src/bridge/connection/regain-connection.ts";
import { takeIn } from "../../../src/bridge/connection/take-in.ts";
import { eraseContact } from "../../../src/bridge/contacts/erase-contact.ts";
import type { SendOutcome } from "../../../src/bridge/contracts/carrier.ts";
import type { ElsewhereEvent } from "../../../src/bridge/contracts/carrier-events.ts";
import { blockContact } from "../../../src/bridge/conversations/block-contact.ts";
import { resolveEpisode } from "../../../src/bridge/conversations/resolve-episode.ts";
import type { CarrierMessageId, E164, LoginName, MessageId } from "../../../src/domain/ids.ts";
import { ana, ben, benLine, benWith, frontLine, maria, noel, office } from "../front-desk.ts";
import { createWorld, hour, minute, second, type World, words } from "../world.ts";

let texts = 0;

/** Somebody texts Maria from another app; the carrier tells of it. */
async function sent(world: World, body: string, how: Partial<ElsewhereEvent> = {}): Promise<ElsewhereEvent> {
  texts += 1;
  const event: ElsewhereEvent = {
    kind: "elsewhere",
    carrierMessageId: `EX${texts}` as CarrierMessageId,
    from: frontLine as E164,
    to: maria,
    body,
    media: [],
    sentAt: new Date(world.now()),
    state: "sent",
    failure: null,
    author: "Dee",
    ...how,
  };
  await takeIn(world.ctx, "twilio", event);
  return event;
}

const unknown: SendOutcome = { kind: "unknown", reason: "timeout" };
const known = (world: World, { carrierMessageId }: ElsewhereEvent) =>
  world.ctx.store.read((tx) => tx.messages.findByCarrierId("twilio", carrierMessageId));
const waiting = (world: World, { carrierMessageId }: ElsewhereEvent) =>
  world.ctx.store.read((tx) => tx.elsewhere.get("twilio", carrierMessageId));
const posts = (world: World, body: string) =>
  world.desk.posted.filter(({ post }) => post?.kind === "member" && post.body === body);

const benLogin = "ben-desk" as LoginName;
const withLogins = {
  ...office,
  members: office.members.map((one) =>
    one.username === "ben" ? { ...one, name: "Ben Ito", login: benLogin } : one,
  ),
};

describe("a text sent from another app of the carrier", () => {
  it("stands in the open thread as sent elsewhere, by whom and when, and calls nobody", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await sent(world, "We open at nine.");
    await world.pass(second);
    expect(world.thread(thread)).toEqual(["Maria Lopez: Hi, are you open today?", "Dee: We open at nine."]);
    const [post] = posts(world, "We open at nine.");
    expect(post?.post).toMatchObject({ user: null, mention: false, acts: null, leavesAt: null });
    expect(post?.post?.kind === "member" && words(post.post.remark)).toBe(
      "Sent from another app by Dee, (time)",
    );
    expect(world.carrier.sent).toEqual([]);
  });

  it("brings its pictures into the thread behind its words, named by what they are", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const url = "https://carrier.example/menu";
    const bytes = Buffer.from("\xff\xd8\xff\xe0menu", "latin1");
    world.carrier.files.set(url, { kind: "fetched", bytes, contentType: null });
    const event = await sent(world, "Our menu", { media: [{ url, contentType: "image/jpeg" }] });
    await world.runAll();
    expect(await known(world, event)).toMatchObject({ files: 1, state: "sent" });
    const [share] = world.desk.shared;
    expect(share?.files.map(({ name }) => name)).toEqual(["Picture.jpg"]);
    const said = world.desk.posted.filter((one) => one.thread === thread).map(({ ts }) => ts);
    const [post] = posts(world, "Our menu");
    expect(said.slice(-2)).toEqual([post?.ts, share?.ts]);
    expect(post?.post?.kind === "member" && words(post.post.remark)).toContain("with a picture");
    const id = (await known(world, event))?.id ?? expect.fail("it is not kept");
    const files = () => world.ctx.store.read((tx) => tx.files.ofMessage(id));
    expect(await files()).toMatchObject([{ state: "done" }]);
    await eraseContact(world.ctx, maria, false);
    expect(await files()).toEqual([]);
  });

  it("answers who waited, and is an outbound text of its day", async () => {
    const world = await createWorld();
    await world.begin();
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
    await world.pass(minute);
    const event = await sent(world, "We open at nine.", { login: "front" as LoginName });
    expect((await world.openEpisode()).unansweredSince).toBeNull();
    expect(await known(world, event)).toMatchObject({
      direction: "out",
      origin: "elsewhere",
      sender: "Dee",
      login: "front",
      author: null,
      state: "sent",
      localDay: "2026-01-05",
      line: frontLine,
    });
  });

  it("leaves who wrote after it waiting", async () => {
    const world = await createWorld();
    await world.begin();
    await sent(world, "We open at nine.", { sentAt: new Date(world.now() - minute) });
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
  });

  it("opens a conversation where none is, and gives a shared one to whose login it left by", async () => {
    const world = await createWorld({ directory: withLogins });
    await sent(world, "Your glasses are ready.", { login: benLogin });
    await world.pass(second);
    const episode = await world.openEpisode();
    expect(episode).toMatchObject({ assignee: "ben", unansweredSince: null });
    expect(world.thread(episode.thread as never)).toEqual(["Ben Ito: Your glasses are ready."]);
  });

  it("opens a direct conversation with its owner", async () => {
    const world = await createWorld({ directory: benWith({ login: benLogin }) });
    await sent(world, "Running late.", { from: benLine, login: benLogin });
    const conversation = await world.ctx.store.read((tx) =>
      tx.episodes.newestBetween(maria, { kind: "member", username: "ben" as never }),
    );
    expect(conversation?.newest).toMatchObject({ state: "open" });
  });

  it("is kept once, however often it is told", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    const event = await sent(world, "We open at nine.");
    await takeIn(world.ctx, "twilio", event);
    await world.pass(second);
    await takeIn(world.ctx, "twilio", { ...event, state: "delivered" });
    await world.pass(hour);
    expect(world.thread(thread)).toHaveLength(2);
    expect((await known(world, event))?.state).toBe("delivered");
  });

  it("takes what was reported of it before it was told of", async () => {
    const world = await createWorld();
    await world.begin();
    const id = "EARLY" as CarrierMessageId;
    const report = { kind: "status", messageId: null, failure: null, carrierMessageId: id } as const;
    await takeIn(world.ctx, "twilio", { ...report, state: "delivered" });
    const event = await sent(world, "We open at nine.", { carrierMessageId: id });
    expect((await known(world, event))?.state).toBe("delivered");
  });

  it("goes where its time belongs when it is told of late", async () => {
    const world = await createWorld();
    const first = await world.begin();
    await world.pass(minute);
    const sentAt = new Date(world.now());
    await world.pass(minute);
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.pass(minute);
    await sent(world, "Told late.", { sentAt });
    await world.pass(minute);
    expect(world.thread(first)).toContain("Dee: Told late.");
    const second = await world.begin(maria, "Are you there?");
    await sent(world, "Told later.", { sentAt });
    await world.pass(minute);
    expect(world.thread(first)).toContain("Dee: Told later.");
    expect(world.thread(second)).toEqual(["Maria Lopez: Are you there?"]);
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
  });

  it("is with what was missed at the same time, not in the stretch before it", async () => {
    const world = await createWorld();
    const first = await world.begin();
    await resolveEpisode(world.ctx, { episode: (await world.openEpisode()).id, user: ana });
    await world.pass(hour);
    const came = new Date(world.now());
    world.skip(hour);
    await world.text(maria, "Anybody?", { receivedAt: came });
    await sent(world, "Yes.", { sentAt: new Date(came.getTime() + minute) });
    await world.pass(minute);
    expect(world.thread(first)).not.toContain("Dee: Yes.");
    expect(world.thread((await world.openEpisode()).thread as never)).toContain("Dee: Yes.");
  });

  it("is told to whose login it left by when it fails, to nobody else", async () => {
    const world = await createWorld({ directory: withLogins });
    const thread = await world.begin();
    const event = await sent(world, "We open at nine.", { login: benLogin });
    await world.pass(minute);
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    await takeIn(world.ctx, "twilio", { ...event, state: "failed", failure });
    await world.pass(minute);
    const told = world.desk.told.map(({ to, sentence }) => [to, words(sentence)]);
    expect(told).toEqual([
      [ben, "A text that was sent from another app was not delivered: “We open at nine.” The phone is off."],
    ]);
    expect(world.thread(thread)).toHaveLength(2);
    expect((await world.openEpisode()).unansweredSince).not.toBeNull();
  });

  it("is kept without noise where its contact is blocked", async () => {
    const world = await createWorld();
    const thread = await world.begin();
    await blockContact(world.ctx, {
      episode: (await world.openEpisode()).id,
      user: ana,
      reason: "",
      act: "a",
    });
    await world.pass(minute);
    const before = world.thread(thread).length;
    const event = await sent(world, "We open at nine.");
    await world.pass(minute);
    expect(world.thread(thread)).toHaveLength(before);
    expect(await known(world, event)).toMatchObject({ episodeId: null, origin: "elsewhere" });
  });

  it("waits, without noise, while its line leads to nobody", async () => {
    const empty = { ...office, lines: office.lines.map((one) => ({ ...one, smsExtension: "999" as never })) };
    const world = await createWorld({ directory: empty });
    const event = await sent(world, "We open at nine.");
    await world.pass(minute);
    expect(await known(world, event)).toBeNull();
    await world.apply(office);
    await world.bridge.routeKept();
    await world.pass(minute);
    expect(await known(world, event)).toMatchObject({ origin: "elsewhere" });
    expect(await waiting(world, event)).toBeNull();
    expect(posts(world, "We open at nine.")).toHaveLength(1);
  });

  it("leaves nothing of a number that is no line", async () => {
    const world = await createWorld();
    const event = await sent(world, "Private.", { from: "+15550100099" as E164 });
    expect([await known(world, event), await waiting(world, event)]).toEqual([null, null]);
  });

  it("stays erased with its contact", async () => {
    const world = await createWorld();
    await world.begin();
    const event = await sent(world, "We open at nine.");
    await world.pass(minute);
    await eraseContact(world.ctx, maria, false);
    await takeIn(world.ctx, "twilio", event);
    await world.pass(minute);
    expect(await known(world, event)).toBeNull();
  });
});

describe("a text of ours that looks as if it was sent elsewhere", () => {
  it("is ours where its id is known", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "We open at nine.");
    await world.pass(second);
    await sent(world, "We open at nine.", {
      carrierMessageId: world.carrier.idOf("We open at nine."),
      state: "delivered",
    });
    await world.pass(minute);
    expect((await world.messageOf(place))?.state).toBe("delivered");
    expect(posts(world, "We open at nine.")).toEqual([]);
  });

  it("is ours where it failed as it was handed over, and stands in the list as that", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    const failure = { code: "30003", sentence: "The phone is off.", scope: "recipient" } as const;
    const carrierMessageId = "FAILED" as CarrierMessageId;
    world.carrier.answers.push({ kind: "rejected", failure, carrierMessageId });
    const place = await world.reply(ben, thread, "We open at nine.");
    await world.pass(second);
    const event = await sent(world, "We open at nine.", { carrierMessageId, state: "failed", failure });
    await world.pass(minute);
    expect((await world.messageOf(place))?.state).toBe("failed");
    expect(await known(world, event)).not.toMatchObject({ origin: "elsewhere" });
    expect(posts(world, "We open at nine.")).toEqual([]);
  });

  it("waits while it is being sent, and is dropped when the answer names it", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    let event: ElsewhereEvent | null = null;
    world.carrier.answers.push(async () => {
      event = await sent(world, "We open at nine...", {
        carrierMessageId: "SM1" as CarrierMessageId,
        state: "delivered",
      });
      expect(await waiting(world, event)).not.toBeNull();
      return { kind: "accepted", carrierMessageId: "SM1" as CarrierMessageId, state: "accepted" };
    });
    const place = await world.reply(ben, thread, "We open at nine…");
    await world.pass(minute);
    expect(event === null ? "never told" : await waiting(world, event)).toBeNull();
    expect((await world.messageOf(place))?.state).toBe("delivered");
    expect(posts(world, "We open at nine...")).toEqual([]);
  });

  it("waits while nobody knows whether it left, and is dropped when it is found as that", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    const place = await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.", { carrierMessageId: "LOST" as CarrierMessageId });
    world.carrier.found.push({
      kind: "found",
      carrierMessageId: "LOST" as CarrierMessageId,
      state: "sent",
      failure: null,
    });
    await world.pass(10 * minute);
    expect((await world.messageOf(place))?.state).toBe("sent");
    expect(await waiting(world, event)).toBeNull();
    expect(posts(world, "We open at nine.")).toEqual([]);
  });

  it("turns out to be another's when ours is found under another id", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.");
    world.carrier.found.push({
      kind: "found",
      carrierMessageId: "LOST" as CarrierMessageId,
      state: "sent",
      failure: null,
    });
    await world.pass(10 * minute);
    expect(await known(world, event)).toMatchObject({ origin: "elsewhere" });
    expect(posts(world, "We open at nine.")).toHaveLength(1);
  });

  it("turns out to be another's when ours was refused", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    let event: ElsewhereEvent | null = null;
    world.carrier.answers.push(async () => {
      event = await sent(world, "We open at nine.");
      return { kind: "rejected", failure: { code: "1", sentence: "No.", scope: "content" } };
    });
    await world.reply(ben, thread, "We open at nine.");
    await world.pass(minute);
    expect(event && (await known(world, event))).toMatchObject({ origin: "elsewhere" });
  });

  it("waits for nothing once people are asked about ours", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.");
    await world.pass(minute);
    expect(await known(world, event)).toBeNull();
    await world.pass(hour);
    expect(await known(world, event)).toMatchObject({ origin: "elsewhere" });
    expect(await waiting(world, event)).toBeNull();
  });

  it("is held against texts of the same conversation alone", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.", { to: noel });
    expect(await known(world, event)).toMatchObject({ origin: "elsewhere" });
  });

  it("gets its id where it was reported to have left without one", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    const place = await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const messageId = (await world.messageOf(place))?.id as MessageId;
    await takeIn(world.ctx, "twilio", {
      kind: "status",
      messageId,
      carrierMessageId: null,
      state: "sent",
      failure: null,
    });
    const event = await sent(world, "We open at nine.", { state: "delivered" });
    expect(await known(world, event)).toMatchObject({ id: messageId, state: "delivered" });
    expect(posts(world, "We open at nine.")).toEqual([]);
  });

  it("survives the end of the process while it waits", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.", { carrierMessageId: "LOST" as CarrierMessageId });
    await world.restart();
    world.carrier.found.push({
      kind: "found",
      carrierMessageId: "LOST" as CarrierMessageId,
      state: "sent",
      failure: null,
    });
    await world.pass(10 * minute);
    expect(await known(world, event)).toMatchObject({ origin: "typed" });
    expect(posts(world, "We open at nine.")).toEqual([]);
  });

  it("is ours where an older copy of the database was put back, and the other life of it sent it", async () => {
    const world = await createWorld({ hold: 10 * second });
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "We open at nine.");
    world.skip(5 * minute);
    const sentAt = new Date(world.now() - minute);
    await world.start();
    world.ctx.connection.goOnAsCopy();
    const event = await sent(world, "We open at nine.", { sentAt });
    await world.pass(minute);
    expect(await known(world, event)).toMatchObject({ origin: "typed", state: "sent" });
    expect((await world.messageOf(place))?.state).toBe("sent");
    expect(posts(world, "We open at nine.")).toEqual([]);
    expect(world.carrier.sent).toEqual([]);
  });

  it("shows that the database is an older copy where it left before this process began, and is the one that was due", async () => {
    const world = await createWorld({ hold: 10 * second });
    const thread = await world.begin();
    const place = await world.reply(ben, thread, "We open at nine.");
    const other = await world.reply(ben, await world.begin(noel), "See you then.");
    world.skip(5 * minute);
    const sentAt = new Date(world.now() - 4 * minute);
    await world.start();
    await sent(world, "By whoever has no login here.", { sentAt });
    expect(world.ctx.connection.isCopy).toBe(false);
    const event = await sent(world, "We open at nine.", { sentAt, login: benLogin });
    expect(world.ctx.connection.isCopy).toBe(true);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect((await world.messageOf(place))?.state).toBe("sent");
    expect(await known(world, event)).toMatchObject({ origin: "typed" });
    expect(await world.messageOf(other)).toMatchObject({ waitReason: "outage" });
    expect(posts(world, "We open at nine.")).toEqual([]);
    expect(world.carrier.sent).toEqual([]);
  });

  it.each([
    ["shows nothing of the kind where it was sent during a restart", "Or at ten.", false],
    [
      "shows it, too, where it was sent during a restart and is the one that was due",
      "We open at nine.",
      true,
    ],
  ])("%s", async (_, body, isCopy) => {
    const world = await createWorld({ hold: 10 * second });
    const place = await world.reply(ben, await world.begin(), "We open at nine.");
    world.skip(30 * second);
    const sentAt = new Date(world.now() - 15 * second);
    await world.start();
    const event = await sent(world, body, { sentAt, login: benLogin });
    expect(world.ctx.connection.isCopy).toBe(isCopy);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(world.carrier.bodies()).toEqual(isCopy ? [] : ["We open at nine."]);
    expect((await world.messageOf(place))?.state).toBe(isCopy ? "sent" : "accepted");
    expect(await known(world, event)).toMatchObject({ origin: isCopy ? "typed" : "elsewhere" });
  });

  it("shows nothing of the kind where people are known to text from other apps", async () => {
    const world = await createWorld({ hold: 10 * second });
    const thread = await world.begin();
    await world.start();
    await regainConnection(world.ctx);
    world.skip(minute);
    await sent(world, "We open at nine.", { login: benLogin });
    await world.pass(minute);
    const place = await world.reply(ben, thread, "See you then.");
    const sentAt = new Date(world.now() + second);
    world.skip(minute);
    await world.start();
    await sent(world, "Or at ten.", { sentAt, login: benLogin });
    expect(world.ctx.connection.isCopy).toBe(false);
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(await world.messageOf(place)).toMatchObject({ state: "accepted" });
  });

  it("waits after a start until the threads say which texts left, where it was sent before", async () => {
    const world = await createWorld();
    await world.begin();
    const sentAt = new Date(world.now());
    world.skip(minute);
    await world.start();
    const event = await sent(world, "We open at nine.", { sentAt });
    expect(await known(world, event)).toBeNull();
    await regainConnection(world.ctx);
    await world.pass(minute);
    expect(await known(world, event)).toMatchObject({ origin: "elsewhere" });
  });

  it("is erased with its contact while it waits", async () => {
    const world = await createWorld({ hold: 0 });
    const thread = await world.begin();
    world.carrier.answers.push(unknown);
    await world.reply(ben, thread, "We open at nine.");
    await world.runAll();
    const event = await sent(world, "We open at nine.");
    const rows = await world.ctx.store.read((tx) => tx.contacts.rowsOf(maria));
    expect(rows.filter(({ table }) => table === "elsewhere")).toHaveLength(1);
    await eraseContact(world.ctx, maria, false);
    await world.pass(hour);
    expect([await known(world, event), await waiting(world, event)]).toEqual([null, null]);
  });
});
