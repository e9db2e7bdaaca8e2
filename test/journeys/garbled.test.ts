/** Slack and Twilio do what they are asked, and what they say of it can't be read. */
import { afterEach, describe, expect, it } from "vitest";
import { createWorld, scene, until, type World } from "./world.ts";

const garbled = [
  ["a page of a proxy", "<html><body>Welcome to our hotel</body></html>"],
  ["a record cut short", '{"ok":true,"sid":"SM0123456789abc","status":"que'],
  ["ok", "ok"],
  ["nothing", ""],
] as const;

let world: World;
afterEach(() => world.stop());

describe.each(garbled)("where Twilio's answer to a send is %s", (_, body) => {
  it.each([200, 201])("and HTTP %i, the report settles the text, which leaves once", async (status) => {
    world = await createWorld();
    const card = await world.opened();
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "garble", status, body });
    const reply = world.reply(scene.ben, card, "did it leave?");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.settle();
    expect(world.received()).toEqual(["did it leave?"]);
    expect(world.lines(card).join()).not.toContain("It is not known");
  });

  it("the carrier's list settles it where no report comes, also when the list can't be read at first", async () => {
    world = await createWorld();
    const card = await world.opened();
    const { control } = world.sandbox.twilio;
    control.setOutcome({ outcome: { kind: "silent" } });
    control.misbehave({ match: "send", kind: "garble", body });
    control.misbehave({ match: "list", kind: "garble", status: 200, body, times: 1000 });
    control.misbehave({ match: "status", kind: "fail", times: 1000 });
    const reply = world.reply(scene.ben, card, "did it leave?");
    await until("marked unknown", () => world.marks(reply).includes("question"));
    control.clearMisbehaviour();
    await world.settle();
    expect(world.marks(reply)).toContain("arrow_upper_right");
    expect(world.received()).toEqual(["did it leave?"]);
  });
});

it("a text whose answer was a page of a proxy is not sent again by a start in between", async () => {
  world = await createWorld();
  const card = await world.opened();
  const { control } = world.sandbox.twilio;
  control.setOutcome({ outcome: { kind: "silent" } });
  control.misbehave({ match: "send", kind: "garble", body: garbled[0][1] });
  control.misbehave({ match: "list", kind: "fail", status: 503, times: 1000 });
  control.misbehave({ match: "status", kind: "fail", times: 1000 });
  const reply = world.reply(scene.ben, card, "did it leave?");
  await until("marked unknown", () => world.marks(reply).includes("question"));
  await world.restart();
  await world.settle();
  control.clearMisbehaviour();
  expect(world.received()).toEqual(["did it leave?"]);
});

describe.each(garbled)("where Slack's answer to a post is %s", (_, body) => {
  it("card, text and line stand once", async () => {
    world = await createWorld();
    const { control } = world.sandbox.slack;
    control.misbehave({ match: { method: "chat.postMessage" }, kind: "garble", body });
    await world.text("Hi, are you open today?");
    const card = await until("the card", () => world.card());
    await until("the text", () => world.texts(card).length > 0);
    control.misbehave({ match: { method: "chat.postMessage" }, kind: "garble", body });
    await world.text("And on Sunday?");
    await world.settle();
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "fail", code: 30007 } });
    control.misbehave({ match: { method: "chat.postMessage" }, kind: "garble", body });
    world.reply(scene.ben, card, "Yes");
    await world.settle();
    expect(world.cards()).toHaveLength(1);
    expect(world.texts(card)).toEqual(["Hi, are you open today?", "And on Sunday?"]);
    expect(world.lines(card).filter((line) => line.includes("spam filter"))).toHaveLength(1);
    expect(world.strays()).toEqual([]);
  });
});

describe("a reply under a post of ours that is no current thread", () => {
  it("of a card that was posted again, because nothing was found of it, can be sent where the conversation goes on", async () => {
    world = await createWorld();
    const { control } = world.sandbox.slack;
    await until("the past was read", () => control.requestCount("conversations.history") > 0);
    control.misbehave({ match: { method: "chat.postMessage" }, kind: "garble", body: "<html>" });
    const nothing = '{"ok":true,"messages":[],"has_more":false}';
    control.misbehave({ match: { method: "conversations.history" }, kind: "garble", body: nothing });
    await world.text("Hi, are you open today?");
    await world.settle();
    const [dead, living] = world.cards();
    if (dead === undefined || living === undefined) throw new Error("two cards were expected");
    const reply = world.reply(scene.ben, dead, "Yes, until 6.");
    await until("told", () => world.told(scene.ben).at(-1)?.includes("the conversation goes on in"));
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    expect(world.received()).toEqual([]);
    await world.choose(scene.ben, "Send there");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["Yes, until 6."]);
    expect(world.lines(living).join()).toContain("Yes, until 6.");
  });

  it("of the line about who waits, gets words", async () => {
    world = await createWorld({ env: { REMIND_MINUTES: "1" } });
    await world.opened();
    await world.pass(61_000);
    const { control } = world.sandbox.slack;
    const line = await until("the line", () =>
      control.messages(scene.channel).find(({ text }) => text.includes("waiting")),
    );
    const reply = world.reply(scene.ben, line, "Yes, until 6.");
    await until("told", () => world.told(scene.ben).at(-1)?.includes("This reached no customer"));
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    await world.settle();
    expect(world.received()).toEqual([]);
  });
});
