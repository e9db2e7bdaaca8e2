import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import type { PhoneKind } from "../../src/sandbox/types/numbers.ts";
import { shown } from "./reading.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;

const cardNow = ({ ts }: MessageView): MessageView =>
  world.cards().find((one) => one.ts === ts) ?? expect.fail("the card is gone");
const lastLine = (card: MessageView): string => world.lines(card).at(-1) ?? "";

describe("a text that does not reach the phone", () => {
  let card: MessageView;
  beforeAll(async () => {
    world = await createWorld();
    card = await world.opened();
  });
  afterAll(() => world.stop());

  it.each([
    [21408, "not switched on"],
    [30034, "A2P 10DLC"],
    [20003, "refuses our credentials"],
    [99999, "Twilio error 99999"],
  ])("refused with %i: says in words why, calls its author, and offers Try again", async (code, words) => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "reject", code } });
    const reply = world.reply(scene.ben, card, `refused with ${code}`);
    await until("marked", () => world.marks(reply).includes("warning"));
    await until("said", () => lastLine(card).includes(words));
    expect(lastLine(card)).toContain(`<@${scene.ben}>`);
    expect(lastLine(card)).toContain("Try again");
  });

  it.each([
    [21610, "opted out"],
    [21614, "not a mobile"],
  ])("refused with %i: offers no other try, which would fail as well", async (code, words) => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "reject", code } });
    const reply = world.reply(scene.ben, card, `refused with ${code}`);
    await until("marked", () => world.marks(reply).includes("warning"));
    await until("said", () => lastLine(card).includes(words));
    expect(lastLine(card)).not.toContain("Try again");
    await until("on the card", () => shown(cardNow(card)).includes("opted out") === (code === 21610));
    await world.text("START");
  });

  it("that says STOP stands on the card and in the thread, and nobody is said to wait", async () => {
    const phone = "+15550199390";
    const thread = await world.opened("Are you open?", phone);
    await world.text("Stop!", phone);
    await until("said", () => lastLine(thread).includes("has opted out: they wrote “Stop!”"));
    await until("on the card", () => shown(cardNow(thread)).includes("opted out"));
  });

  it.each([
    [30003, "could not be reached"],
    [30004, "blocks texts"],
    [30005, "unknown to its provider"],
    [30006, "landline"],
    [30007, "spam filter"],
    [30008, "gave no reason"],
  ])("undelivered with %i: the failure takes the place of the mark that it left", async (code, words) => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "fail", code } });
    const reply = world.reply(scene.ben, card, `undelivered with ${code}`);
    await until("said", () => lastLine(card).includes(words));
    await world.settle();
    expect(world.marks(reply)).toEqual(["warning"]);
  });

  it.each<[PhoneKind, string]>([
    ["landline", "+15550199301"],
    ["unreachable", "+15550199302"],
    ["blocked", "+15550199303"],
    ["unknown", "+15550199304"],
    ["filtered", "+15550199305"],
    ["notMobile", "+15550199306"],
  ])("to a phone that is %s is told of in its thread", async (kind, number) => {
    world.sandbox.twilio.control.addPhone({ number, kind });
    const thread = await world.opened(`Hello from ${kind}`, number);
    const reply = world.reply(scene.ben, thread, "Hello");
    await until("marked", () => world.marks(reply).includes("warning"));
    await until("said", () => lastLine(thread).includes("This text was not delivered"));
  });

  it("leaves as a new text on Try again, once, though it is pressed twice", async () => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "fail", code: 30008 } });
    const reply = world.reply(scene.ben, card, "please try");
    await until("said", () => lastLine(card).includes("please try"));
    world.sandbox.slack.control.misbehave({ match: { event: "block_actions" }, kind: "duplicate" });
    await world.chooseInThread(scene.ana, card, "Try again", "please try");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.settle();
    expect(world.received().filter((words) => words === "please try")).toHaveLength(1);
    expect(world.marks(reply)).toEqual(["white_check_mark"]);
    expect(world.lines(card).find((line) => line.includes("please try"))).toContain(
      "tried again; it arrived.",
    );
    expect(
      world.lines(card).filter((line) => line.includes("please try") && line.includes("notice.choose")),
    ).toEqual([]);
  });

  it("comes again by itself when Twilio takes too many requests", async () => {
    world.sandbox.twilio.control.setOutcome({ outcome: { kind: "reject", code: 20429, status: 429 } });
    const reply = world.reply(scene.ben, card, "in a moment");
    await world.settle();
    expect(world.received().filter((words) => words === "in a moment")).toHaveLength(1);
    expect(world.marks(reply)).toContain("white_check_mark");
  });

  it("says by what is known who can't be texted at all", async () => {
    const code = await world.opened("Your code is 123", "72345");
    const reply = world.reply(scene.ben, code, "Thanks");
    await until("marked", () => world.marks(reply).includes("no_entry_sign"));
    await until("told", () =>
      world.told(scene.ben).at(-1)?.includes("not a phone number that can be texted"),
    );
    const name = await world.opened("Your parcel is here", "PARCELCO");
    world.reply(scene.ben, name, "Thanks");
    await until("told", () => world.told(scene.ben).at(-1)?.includes("PARCELCO"));
  });
});

describe("a text whose fate is unknown", () => {
  let card: MessageView;
  beforeEach(async () => {
    world = await createWorld();
    card = await world.opened();
  });
  afterEach(() => world.stop());

  it("is settled by the carrier's list where no report comes", async () => {
    const { control } = world.sandbox.twilio;
    control.setOutcome({ outcome: { kind: "silent" } });
    control.misbehave({ match: "send", kind: "dropAnswer" });
    control.misbehave({ match: "list", kind: "fail", status: 503, times: 1000 });
    control.misbehave({ match: "status", kind: "fail", times: 1000 });
    const reply = world.reply(scene.ben, card, "did it leave?");
    await until("marked unknown", () => world.marks(reply).includes("question"));
    control.clearMisbehaviour();
    await world.settle();
    expect(world.marks(reply)).toEqual(["arrow_upper_right"]);
    expect(world.received()).toEqual(["did it leave?"]);
    expect(world.lines(card).join()).not.toContain("It is not known");
  });

  it("is settled by its author where the list has nothing, and absence proves nothing", async () => {
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "fail", status: 500 });
    const reply = world.reply(scene.ben, card, "did it leave?");
    await world.settle();
    expect(world.marks(reply)).toContain("question");
    expect(world.received()).toEqual([]);
    await world.chooseInThread(scene.ben, card, "Try again");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    expect(world.received()).toEqual(["did it leave?"]);
  });

  it("stays as it is, and is never sent again, when its author says Discard", async () => {
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "fail", status: 500 });
    const reply = world.reply(scene.ben, card, "did it leave?");
    await world.settle();
    await world.chooseInThread(scene.ben, card, "Discard");
    await world.settle();
    await world.restart();
    await world.settle();
    expect(world.received()).toEqual([]);
    expect(world.marks(reply)).toEqual(["question"]);
  });

  it("does not block what is written after it", async () => {
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "fail", status: 500 });
    world.reply(scene.ben, card, "first");
    const second = world.reply(scene.ben, card, "second");
    await until("delivered", () => world.marks(second).includes("white_check_mark"));
    expect(world.received()).toEqual(["second"]);
  });

  it("is settled by a report that overtakes the answer to its send", async () => {
    world.sandbox.twilio.control.misbehave({ match: "send", kind: "delay", ms: 200 });
    const reply = world.reply(scene.ben, card, "quick");
    await until("delivered", () => world.marks(reply).includes("white_check_mark"));
    await world.settle();
    expect(world.received()).toEqual(["quick"]);
    expect(world.marks(reply)).not.toContain("question");
  });
});
