import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { sceneDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { signForm } from "../../src/sandbox/twilio/sign.ts";
import { countOf } from "./owed.ts";
import { createWorld, customerWords, scene, shown, until, type World } from "./world.ts";

let world: World;

const form = "application/x-www-form-urlencoded";
const sid = (number: number) => `SM${String(number).padStart(32, "0")}`;
const text = { MessageSid: sid(1), From: scene.maria, To: scene.line, Body: "Hi", NumMedia: "0" };

interface Webhook {
  readonly params?: Record<string, string>;
  readonly body?: string;
  readonly type?: string;
  readonly signature?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

/** Posts as Twilio would, except for what is given. */
async function post({
  params = text,
  body,
  type = form,
  signature,
  path = "/webhooks/twilio/inbound",
  headers = {},
}: Webhook) {
  const signed = signForm(world.sandbox.twilio.authToken, `${world.address}${path}`, params);
  return fetch(`${world.address}${path}`, {
    method: "POST",
    headers: { "content-type": type, "x-twilio-signature": signature ?? signed, ...headers },
    body: body ?? new URLSearchParams(params).toString(),
  });
}

const messages = () => countOf(join(world.folder, "threadline.db"), "messages");

describe("a webhook that is not right", () => {
  beforeAll(async () => {
    world = await createWorld({ mode: "http" });
  });
  afterAll(() => world.stop());

  it.each<[string, number, Webhook]>([
    ["unsigned", 403, { signature: "" }],
    ["wrongly signed", 403, { signature: "bm90IHR3aWxpbw==" }],
    [
      "signed for another address",
      403,
      { path: "/webhooks/twilio/inbound?x=1", signature: signForm("t", "http://x/", text) },
    ],
    ["changed after it was signed", 403, { body: new URLSearchParams({ ...text, Body: "Bye" }).toString() }],
    ["larger than 1 MB", 413, { body: `Body=${"x".repeat(1_100_000)}` }],
    ["of another type", 415, { type: "text/plain" }],
    ["without a sender", 400, { params: { MessageSid: sid(2), To: scene.line, Body: "Hi" } }],
    ["without an id", 400, { params: { From: scene.maria, To: scene.line, Body: "Hi" } }],
    ["to something that is no number", 400, { params: { ...text, To: "front desk" } }],
  ])("%s gets %i and a short reason; nothing is stored, and it is counted", async (_, status, webhook) => {
    const refused = await world.metric("webhooks_refused_total");
    const stored = messages();
    const answer = await post(webhook);
    const reason = await answer.text();
    expect(answer.status).toBe(status);
    expect(reason.length).toBeGreaterThan(3);
    expect(reason.length).toBeLessThan(120);
    expect(messages()).toBe(stored);
    expect(await world.metric("webhooks_refused_total")).toBe(refused + 1);
  });

  it("of Slack's is refused too, unsigned, wrongly signed or too large", async () => {
    const body = JSON.stringify({ type: "event_callback", event: { type: "message" } });
    const events = `${world.address}/slack/events`;
    const headers = { "content-type": "application/json" };
    const seconds = String(Math.floor(world.now() / 1000));
    const signed = { "x-slack-request-timestamp": seconds, "x-slack-signature": `v0=${"0".repeat(64)}` };
    const refused = await world.metric("webhooks_refused_total");
    const answers = [
      await fetch(events, { method: "POST", headers, body }),
      await fetch(events, { method: "POST", headers: { ...headers, ...signed }, body }),
      await fetch(events, { method: "POST", headers, body: "x".repeat(1_100_000) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 413]);
    expect(await world.metric("webhooks_refused_total")).toBe(refused + 3);
    expect(countOf(join(world.folder, "threadline.db"), "inbox")).toBe(0);
  });

  it("does not keep the right ones out: the same text arrives, once, however often it is posted", async () => {
    const before = messages();
    expect((await post({})).status).toBe(200);
    expect((await post({})).status).toBe(200);
    expect(messages()).toBe(before + 1);
    await until("its card", () => world.card());
    expect(await world.metric("texts_repeated_total")).toBe(1);
  });

  it("leaves the other addresses alone: nothing there, alive, ready", async () => {
    expect((await fetch(`${world.address}/nothing`)).status).toBe(404);
    expect((await fetch(`${world.address}/webhooks/nobody/inbound`, { method: "POST" })).status).toBe(404);
    expect((await fetch(`${world.address}/webhooks/twilio/inbound`)).status).toBe(405);
    expect(await (await fetch(`${world.address}/healthz`)).text()).toContain("alive");
  });
});

describe("a text to a number that is no line", () => {
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.stop());

  it("is kept and counted, and delivered once the line is added", async () => {
    const number = "+15550100002";
    world.sandbox.twilio.control.addNumber({ number, name: "Night desk" });
    const members = [scene.ana, world.sandbox.slack.botUserId];
    world.sandbox.slack.control.addChannel({ id: "C0NIGHT", name: "night-desk", isPrivate: true, members });
    await world.text("Anybody there?", scene.sam, { to: number });
    await world.text("Hello?", scene.sam, { to: number });
    expect(await world.metric("texts_unrouted_total")).toBe(2);
    expect(world.cards()).toEqual([]);
    await world.writeDirectory(
      sceneDirectory
        .replace(
          "members:",
          `  - { number: "${number}", name: Night desk, carrier: twilio, sms_extension: "300" }\nmembers:`,
        )
        .replace(
          "contacts:",
          `  - { name: Night desk, extension: "300", channel: C0NIGHT, members: [ana], outbound_line: "${number}" }\ncontacts:`,
        ),
    );
    const { control } = world.sandbox.slack;
    const card = await until("the card", () =>
      control.messages("C0NIGHT").find((message) => message.botId !== null),
    );
    const texts = () => control.thread("C0NIGHT", card.ts).flatMap(customerWords);
    await until("both texts", () => texts().length === 2);
    expect(texts()).toEqual(["Anybody there?", "Hello?"]);
    await world.settle();
    expect(control.messages("C0NIGHT").filter((message) => message.botId !== null)).toHaveLength(1);
    expect(world.cards()).toEqual([]);
  });
});

describe("a text of another channel, or of an unknown form", () => {
  const logged: string[] = [];
  const kept = () => logged.filter((line) => line.includes("by another channel than SMS; it is kept")).length;
  beforeAll(async () => {
    world = await createWorld({ log: { write: (line) => void logged.push(line) } });
  });
  afterAll(() => world.stop());

  it.each([
    ["whatsapp:+15550199001", `whatsapp:${scene.line}`],
    ["whatsapp:+15550199001", scene.line],
    ["rcs:+15550199001", "rcs:front_desk"],
    [scene.maria, "22395"],
  ])("from %s to %s is kept, logged and counted, and no conversation is made of it", async (from, to) => {
    const counted = await world.metric("texts_unrouted_total");
    const refused = await world.metric("webhooks_refused_total");
    const file = join(world.folder, "threadline.db");
    const [before, lines] = [countOf(file, "unrouted"), kept()];
    const params = { ...text, MessageSid: sid(100 + before), From: from, To: to };
    for (const _ of ["once", "again"]) expect((await post({ params })).status).toBe(200);
    expect(await world.metric("texts_unrouted_total")).toBe(counted + 1);
    expect(await world.metric("webhooks_refused_total")).toBe(refused);
    await world.pass(10_000);
    expect(countOf(file, "unrouted")).toBe(before + 1);
    expect(kept()).toBe(lines + 1);
    expect(world.cards()).toEqual([]);
  });

  it("is logged without whole numbers", () => {
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) {
      expect(line).not.toContain(scene.line.slice(1));
    }
  });
});

describe("a text of a mobile in Mexico", () => {
  it("can be answered, though the carrier writes its number the old way", async () => {
    world = await createWorld();
    onTestFinished(() => world.stop());
    const params = { ...text, From: "+5215512345678", Body: "Hola, ¿están abiertos?" };
    expect((await post({ params })).status).toBe(200);
    const card = await until("its card", () => world.cards()[0]);
    await until("the text", () => world.texts(card).includes(params.Body));
    world.reply(scene.ben, card, "Sí, hasta las seis");
    await until("sent", () =>
      world.sandbox.twilio.control.calls().some((call) => JSON.stringify(call).includes("+525512345678")),
    );
  });
});

describe("a text with what is no picture", () => {
  it("names it for what it is", async () => {
    world = await createWorld();
    onTestFinished(() => world.stop());
    const media = { NumMedia: "2", MediaUrl0: "https://x.example/0", MediaUrl1: "https://x.example/1" };
    const types = { MediaContentType0: "text/x-vcard", MediaContentType1: "audio/amr" };
    await post({ params: { ...text, Body: "here", ...media, ...types } });
    const card = await until("its card", () => world.cards()[0]);
    await until("named", () =>
      world.thread(card).some((one) => shown(one).includes("a contact card and a voice message")),
    );
  });
});

describe("a hostile text", () => {
  let card: MessageView;
  beforeAll(async () => {
    world = await createWorld();
    card = await world.opened();
    for (const user of [scene.ana, scene.ben, scene.cy])
      world.sandbox.slack.control.setPreference({ user, level: "mentions" });
  });
  afterAll(() => world.stop());

  it.each([
    ["a call to the channel", "<!channel> wake up", "<!channel> wake up"],
    ["a call to everyone by its name", "@channel @here @everyone", "@channel @here @everyone"],
    ["a mention", `<@${scene.ana}> hi`, `<@${scene.ana}> hi`],
    ["a group", "<!subteam^S1|x>", "<!subteam^S1|x>"],
    ["an entity", "5 &amp; 6 &lt; 7 < 8 & 9", "5 &amp; 6 &lt; 7 < 8 & 9"],
    ["Slack's signs", "*bold* _it_ ~no~ `code` > quote", "*bold* _it_ ~no~ `code` > quote"],
    ["an emoji by its name", ":smile: :x:", ":smile: :x:"],
    ["a link with a false label", "<https://evil.example|your bank>", "<https://evil.example|your bank>"],
    ["a date token", "<!date^1^{date}|x>", "<!date^1^{date}|x>"],
    ["only emoji", "🎉🎉", "🎉🎉"],
    ["half a character", "half \ud83d of it", "half \ufffd of it"],
    ["control characters", "a\u0000b\u0007c", "abc"],
  ])("with %s stands there as typed, and calls nobody", async (_, typed, expected) => {
    const { control } = world.sandbox.slack;
    const before = control.notifications().length;
    const count = world.texts(card).length;
    await world.text(typed);
    await until("shown", () => world.texts(card).length > count);
    expect(world.texts(card).at(-1)).toBe(expected);
    await world.settle();
    expect(control.notifications()).toHaveLength(before);
    expect(control.message(scene.channel, card.ts)?.text).not.toMatch(/<[!@]/);
    expect(world.thread(card).at(-1)?.text).not.toMatch(/<[!@]/);
  });

  it("that turns the reading direction can't turn what stands around it", async () => {
    const count = world.texts(card).length;
    await world.text("\u202egnp.exe\u202c and שלום");
    await until("shown", () => world.texts(card).length > count);
    const words = world.texts(card).at(-1) ?? "";
    expect(words).toContain("שלום");
    const opened = [...words].filter((sign) => /[\u202a\u202b\u202d\u202e\u2066-\u2068]/.test(sign)).length;
    const closed = [...words].filter((sign) => /[\u202c\u2069]/.test(sign)).length;
    expect(opened).toBeLessThanOrEqual(closed);
  });

  it.each([
    ["empty", ""],
    ["only spaces", "   \n  "],
    ["only what can't be seen", "\u200b\u2060"],
  ])("that is %s is shown as something", async (_, typed) => {
    const posts = world.thread(card).length;
    await world.text(typed);
    await until("a post", () => world.thread(card).length > posts);
    const last = world.thread(card).at(-1);
    expect(last?.text.trim()).not.toBe("");
    expect(world.texts(card).at(-1)?.trim()).not.toBe("");
  });

  it("of 10,000 characters is shown whole", async () => {
    const long = Array.from({ length: 1250 }, (_, index) => `w${String(index).padStart(5, "0")} `)
      .join("&")
      .slice(0, 10_000);
    const before = world.texts(card).length;
    await world.text(long);
    const squeezed = (words: string) => words.replace(/\s/g, "");
    await until("all of it", () => squeezed(world.texts(card).slice(before).join("")) === squeezed(long));
    await world.settle();
    expect(world.strays()).toEqual([]);
  });

  it("never breaks the app: a reply still leaves after all of them", async () => {
    const reply = world.reply(scene.ben, card, "Thank you for your creativity");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect((await world.readiness()).ready).toBe(true);
  });
});
