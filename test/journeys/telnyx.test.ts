/** The front desk's line is at Telnyx: texts and files both ways, who opted out there, and what goes wrong on the way. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;

beforeEach(async () => {
  // How soon Telnyx wants its answers is nothing that these tell of, and the machine may be busy.
  world = await createWorld({ carrier: "telnyx", telnyx: { webhookTimeoutMs: 60_000 } });
});
afterEach(() => world.stop());

const { ben, line, maria, sam } = scene;
const telnyx = () => world.sandbox.telnyx.control;
const reply = (words: string) => world.reply(ben, card, words);
const marked = (ts: string, mark: string) => until(mark, () => world.marks(ts).includes(mark));
const arrived = (ts: string) => marked(ts, "white_check_mark");
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));
const says = (words: string) => until(words, () => world.lines(card).some((one) => one.includes(words)));
const current = () => shown(world.sandbox.slack.control.message(scene.channel, card.ts) ?? card);
/** How often the app asked for a text to be sent. */
const sends = () =>
  telnyx()
    .calls()
    .filter(({ path }) => path === "/v2/messages").length;
const base64 = (latin1: string) => Buffer.from(latin1, "latin1").toString("base64");

describe("a line at Telnyx", () => {
  it("takes a text into a thread, and an answer to the phone, with a mark once it has arrived", async () => {
    card = await world.opened("Are you open today?");
    const answer = reply("Yes, until 6. 🌷");
    await arrived(answer);
    await world.settle();
    expect(world.received()).toEqual(["Yes, until 6. 🌷"]);
    expect(sends()).toBe(1);
    expect(
      telnyx()
        .deliveries()
        .map(({ type, state, attempts }) => [type, state, attempts.length]),
    ).toEqual([
      ["message.received", "delivered", 1],
      ["message.sent", "delivered", 1],
      ["message.finalized", "delivered", 1],
    ]);
  });

  it("takes pictures both ways, byte for byte, though their addresses last a moment only", async () => {
    const jpeg = "\xff\xd8\xff\xe0picture";
    await world.text("Look", maria, { media: [{ contentType: "image/jpeg", base64: base64(jpeg) }] });
    card = await until("the card", () => world.card());
    const { control } = world.sandbox.slack;
    const [file] = await until("the picture", () => control.files().length > 0 && control.files());
    expect(Buffer.from(file?.content ?? "", "base64").toString("latin1")).toBe(jpeg);
    telnyx().expireMedia();

    const menu = { name: "menu.pdf", content: "%PDF-1.7 menu" };
    const place = { user: ben, channel: scene.channel, threadTs: card.ts };
    await arrived(control.post({ ...place, text: "And the menu", files: [menu] }).ts);
    const sent = telnyx().phone(maria).messages.at(-1);
    expect(sent).toMatchObject({ body: "And the menu", media: 1 });
    expect(telnyx().media(sent?.sid ?? "")).toEqual([
      { contentType: "application/pdf", base64: base64(menu.content) },
    ]);
  });

  it("says so where a picture is gone before it could be fetched", async () => {
    telnyx().misbehave({ match: "media", kind: "fail", status: 503 });
    await world.text("Look", maria, { media: [{ contentType: "image/jpeg", base64: "/9j/4AA=" }] });
    card = await until("the card", () => world.card());
    await until("it was asked for", () =>
      telnyx()
        .calls()
        .some(({ path }) => path.startsWith("/_media/")),
    );
    telnyx().expireMedia();
    await world.passUntil("that it is gone", () =>
      world.lines(card).some((one) => one.includes("is not kept by the phone company any more")),
    );
    expect(world.sandbox.slack.control.files()).toEqual([]);
  });

  it("keeps what came by WhatsApp or RCS as unrouted, and answers neither with an error", async () => {
    await telnyx().text({ from: maria, to: line, body: "Hola", channel: "WHATSAPP" });
    await telnyx().text({ from: maria, to: line, body: "Salut", channel: "RCS" });
    await world.settle();
    expect(
      telnyx()
        .deliveries()
        .map(({ state, attempts }) => [state, attempts.length]),
    ).toEqual([
      ["delivered", 1],
      ["delivered", 1],
    ]);
    expect(await world.metric("texts_unrouted_total")).toBe(2);
    expect(world.cards()).toEqual([]);
    expect(world.strays()).toEqual([]);
  });

  it("shows a group text as a conversation of all, and asks whom an answer goes to", async () => {
    await telnyx().text({ from: maria, to: line, body: "Are we all welcome?", others: [sam] });
    card = await until("the card", () => world.card("Sam Okafor"));
    expect(current()).toContain("Maria Lopez");
    await until("the text", () => world.texts(card).includes("Are we all welcome?"));
    reply("Of course");
    await world.choose(ben, "Send to each alone");
    await world.passUntil("both have it", () =>
      [maria, sam].every((one) => world.received(one).length === 1),
    );
    expect([world.received(maria), world.received(sam)]).toEqual([["Of course"], ["Of course"]]);
  });

  it("brings what it missed while the app was away, once", async () => {
    card = await world.opened("Hi");
    await world.restart({
      async whileDown() {
        await world.text("Anybody there?");
        await world.text("Hello?", sam);
      },
    });
    await world.passUntil("both", () => world.texts(card).length === 2 && world.cards().length === 2);
    await world.settle();
    expect(world.texts(card)).toEqual(["Hi", "Anybody there?"]);
    expect(world.texts(world.card("Sam Okafor") ?? card)).toEqual(["Hello?"]);
  });

  it("brings what it missed while the app was away, once, also where that comes to be listed minutes late", async () => {
    await world.stop();
    world = await createWorld({
      carrier: "telnyx",
      telnyx: { webhookTimeoutMs: 60_000, recordsLagMs: 7 * 60_000 },
    });
    card = await world.opened("Hi");
    await world.restart({
      async whileDown() {
        await world.text("Anybody there?");
        world.sleep(60_000);
        await world.text("Hello?", sam);
      },
    });
    await world.text("I am at the door");
    await world.passUntil(
      "all of it",
      () => world.texts(card).length === 3 && world.cards().length === 2,
      20 * 60_000,
    );
    await world.settle();
    expect(world.texts(card)).toEqual(expect.arrayContaining(["Hi", "Anybody there?", "I am at the door"]));
    expect(world.texts(world.card("Sam Okafor") ?? card)).toEqual(["Hello?"]);
  });

  it("shows what comes while its list can't be read behind what was missed", async () => {
    card = await world.opened("Hi");
    telnyx().misbehave({ match: "records", kind: "fail", times: 1_000 });
    await world.restart({
      async whileDown() {
        telnyx().misbehave({ match: "inbound", kind: "fail", times: 20 });
        await world.text("Anybody there?");
        await telnyx().idle();
      },
    });
    telnyx().clearMisbehaviour();
    telnyx().misbehave({ match: "records", kind: "fail", times: 1_000 });
    await until("the list is asked for in vain", () =>
      telnyx()
        .calls()
        .some(({ path, status }) => path === "/v2/detail_records" && status === 500),
    );
    await world.text("Hello?");
    await telnyx().idle();
    telnyx().clearMisbehaviour();
    await world.passUntil("both", () => world.texts(card).length === 3);
    expect(world.texts(card)).toEqual(["Hi", "Anybody there?", "Hello?"]);
  });

  it("shows that somebody wrote where the app was away for so long that Telnyx keeps the words no more", async () => {
    card = await world.opened("Hi");
    await world.restart({
      async whileDown() {
        await world.text("Hello?", sam);
        world.sleep(11 * 24 * 3_600_000);
      },
    });
    const late = await until("Sam's card", () => world.card("Sam Okafor"));
    await until("why it is empty", () =>
      world
        .lines(late)
        .some((one) => one.includes("What they wrote is not kept by the phone company any more")),
    );
    expect(world.texts(card)).toEqual(["Hi"]);
  });
});

describe("who opted out at Telnyx", () => {
  const other = "+15550100077";
  const out = "*opted out*";

  it("by STOP is told, not texted, and answered by Telnyx alone; START ends it", async () => {
    card = await world.opened("Hi");
    await world.text("STOP");
    await says("opted out");
    await until("on the card", () => current().includes(out));
    await world.settle();
    expect(world.received()).toEqual([expect.stringContaining("Send START")]);
    const held = reply("Are you sure?");
    await marked(held, "no_entry_sign");
    expect(sends()).toBe(0);
    await world.text("START");
    await says("they can be texted again");
    await arrived(reply("Good"));
    expect(current()).not.toContain("opted out");
  });

  it("by a text to another number of the profile is known from Telnyx's list, before anything is sent", async () => {
    telnyx().addNumber({ number: other });
    card = await world.opened("Hi");
    await telnyx().text({ from: maria, to: other, body: "STOP" });
    await world.passUntil("on the card", () => current().includes(out), 60_000);
    const held = reply("Until six");
    await marked(held, "no_entry_sign");
    await told(ben, "Telnyx");
    expect(sends()).toBe(0);
  });

  it("unheard of here is refused there, which stands on the card from then on", async () => {
    telnyx().addNumber({ number: other });
    card = await world.opened("Hi");
    await telnyx().text({ from: maria, to: other, body: "STOP" });
    const refused = reply("Until six");
    await marked(refused, "warning");
    await says("has opted out of texts from this line");
    await until("on the card", () => current().includes(out));
    const held = reply("Really");
    await marked(held, "no_entry_sign");
    expect(sends()).toBe(1);
    await world.settle();
    expect(world.received().filter((words) => !words.includes("START"))).toEqual([]);
  });

  it("is nobody whose text is blocked for another reason", async () => {
    card = await world.opened("Hi");
    telnyx().setOutcome({ outcome: { kind: "fail", code: "40300", title: "Blocked by the other side" } });
    const failed = reply("Until six");
    await marked(failed, "warning");
    expect(current()).not.toContain("opted out");
    await arrived(reply("Until seven"));
  });
});

describe("what goes wrong between Telnyx and the app", () => {
  it("an answer that is lost is settled by what becomes of the text, and nothing is sent twice", async () => {
    card = await world.opened("Hi");
    telnyx().misbehave({ match: "status", kind: "hold", times: 2 });
    telnyx().misbehave({ match: "send", kind: "dropAnswer" });
    const doubtful = reply("Until six");
    await marked(doubtful, "question");
    await until("both reports are held", () => telnyx().state().held === 2);
    telnyx().release();
    await arrived(doubtful);
    await world.settle();
    expect(world.marks(doubtful)).not.toContain("question");
    expect(world.received()).toEqual(["Until six"]);
    expect(sends()).toBe(1);
  });

  it("an answer that is lost is settled by Telnyx's records where no report comes", async () => {
    card = await world.opened("Hi");
    telnyx().misbehave({ match: "status", kind: "fail", times: 12 });
    telnyx().misbehave({ match: "send", kind: "dropAnswer" });
    const doubtful = reply("Until six");
    await marked(doubtful, "question");
    await telnyx().idle();
    await world.passUntil("it arrived", () => world.marks(doubtful).includes("white_check_mark"), 60_000);
    expect(world.received()).toEqual(["Until six"]);
    expect(sends()).toBe(1);
  });

  it("a refusal for now is tried again by itself, and one for good is said", async () => {
    card = await world.opened("Hi");
    telnyx().misbehave({ match: "send", kind: "fail", status: 429 });
    const later = reply("Until six");
    await world.passUntil("it arrived", () => world.marks(later).includes("white_check_mark"));
    expect(sends()).toBe(2);
    telnyx().setOutcome({ outcome: { kind: "reject", code: "40305" } });
    const refused = reply("See you");
    await marked(refused, "warning");
    await says("in no messaging profile");
    expect(world.received()).toEqual(["Until six"]);
  });

  it("an error of Telnyx's own leaves it open whether the text left", async () => {
    card = await world.opened("Hi");
    telnyx().misbehave({ match: "send", kind: "fail", status: 502 });
    const doubtful = reply("Until six");
    await marked(doubtful, "question");
    await world.pass(60_000);
    expect(sends()).toBe(1);
  });

  it("events that come twice, as one or as two, late, and out of order change nothing", async () => {
    telnyx().misbehave({ match: "inbound", kind: "duplicate" });
    telnyx().misbehave({ match: "inbound", kind: "reissue" });
    card = await world.opened("First");
    await world.text("Second");
    telnyx().misbehave({ match: "status", kind: "reorder" });
    const overtaken = reply("Until six");
    await arrived(overtaken);
    telnyx().misbehave({ match: "status", kind: "reissue", times: 2 });
    await arrived(reply("And from nine"));
    expect(await world.metric("texts_received_total")).toBe(2);
    expect(await world.metric("texts_repeated_total")).toBe(2);
    telnyx().misbehave({ match: "status", kind: "hold", times: 2 });
    const late = reply("On Monday");
    await until("both are held", () => telnyx().state().held === 2);
    await world.pass(3_600_000);
    telnyx().release();
    await arrived(late);
    await world.settle();
    expect(world.texts(card).filter((words) => ["First", "Second"].includes(words))).toEqual([
      "First",
      "Second",
    ]);
    expect(world.received()).toEqual(["Until six", "And from nine", "On Monday"]);
    expect(world.marks(overtaken)).toContain("white_check_mark");
    expect(await world.metric("texts_received_total")).toBe(2);
  });

  it("a key that the app does not know signs nothing that it takes; once it is set beside the other, both do", async () => {
    card = await world.opened("Hi");
    const next = telnyx().rotateKey();
    await world.text("By the new key");
    expect(telnyx().deliveries().at(-1)).toMatchObject({
      state: "failed",
      attempts: [{ status: 403 }, { status: 403 }, { status: 403 }],
    });
    expect(await world.metric("webhooks_refused_total")).toBe(3);
    expect(world.texts(card)).toEqual(["Hi"]);
    const { publicKey } = world.sandbox.telnyx;
    await world.restart({ env: { TELNYX_PUBLIC_KEY: `${publicKey},${next}` } });
    await world.passUntil("what was refused", () => world.texts(card).includes("By the new key"));
    await world.text("Again");
    await until("the next one", () => world.texts(card).includes("Again"));
    expect(telnyx().deliveries().at(-1)).toMatchObject({ state: "delivered", attempts: [{ status: 204 }] });
  });
});
