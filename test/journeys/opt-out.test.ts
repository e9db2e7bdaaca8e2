/** Somebody wants no more texts: by a word, in words of their own, or told to the team otherwise; and takes it back. */
import { afterEach, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { signForm } from "../../src/sandbox/twilio/sign.ts";
import { describeModes } from "./modes.ts";
import { buttons, createWorld, scene, shown, until, type World } from "./world.ts";

let world: World;
let card: MessageView;
afterEach(() => world.stop());

const { ana, ben, cy } = scene;
const control = () => world.sandbox.slack.control;
const current = () => shown(control().message(scene.channel, card.ts) ?? card);
const says = (words: string) => until(words, () => current().includes(words));
const line = (words: string) =>
  until(words, () => world.lines(card).findLast((each) => each.includes(words)));
const told = (user: string, words: string) =>
  until(words, () => world.told(user).some((one) => one.includes(words)));
const ofUs = "You will get no more texts from Front desk. Text START to get them again.";

/** Opens the form behind the card's menu. */
async function openForm(user: string): Promise<string> {
  const found = JSON.stringify(control().message(scene.channel, card.ts)?.blocks);
  const value = /"value":("\{[^}]*opt_out[^}]*\}")/.exec(found)?.[1] ?? '""';
  const at = { user, channel: scene.channel, ts: card.ts, actionId: "episode.more" };
  await control().press({ ...at, value: JSON.parse(value) });
  return JSON.stringify((await until("the form", () => control().views(user)[0])).view);
}

const submit = (user: string, kind: "out" | "in", evidence: string) =>
  control().submitView({ user, values: { kind: { kind }, evidence: { evidence } } });

describeModes("somebody who wants no more texts, heard by %s", (mode, inTurn) => {
  inTurn("gets one confirmation and nothing more, until they take it back", async () => {
    world = await createWorld({ mode });
    card = await world.opened("Hi");
    const held = world.reply(ben, card, "We are open");
    await until("the text", () => world.received().length === 1);
    await world.text("¡Alto!");
    await line("has opted out: they wrote “¡Alto!”");
    await until("the confirmation", () => world.received().length === 2);
    expect(world.received()).toEqual(["We are open", ofUs]);
    await says("*opted out*");
    expect(current()).toContain("they wrote “¡Alto!”");
    const reply = world.reply(ben, card, "Are you sure?");
    await until("refused", () => world.marks(reply).includes("no_entry_sign"));
    await told(ben, "they wrote “¡Alto!”");
    await world.restart();
    await world.text("alto");
    await world.settle();
    expect(world.received()).toEqual(["We are open", ofUs]);
    expect(world.marks(held)).toContain("white_check_mark");
    await world.text("START");
    await line("they can be texted again");
    world.reply(ben, card, "Good");
    await until("the text", () => world.received().includes("Good"));
    expect(current()).not.toContain("opted out");
  });

  inTurn(
    "is asked about in the thread when they say so in other words, and whoever chooses first decides",
    async () => {
      world = await createWorld({ mode });
      card = await world.opened("Hi");
      await world.text("please stop texting me");
      const asked = await line("That may mean that they want no more texts");
      expect(asked).toContain("please stop texting me");
      await says("*may want to opt out*");
      const reply = world.reply(ben, card, "Of course");
      await until("kept", () => world.marks(reply).includes("no_entry_sign"));
      await told(ben, "It waits until somebody chooses");
      await world.chooseInThread(ben, card, "Opt out");
      await line("Ben Ito took it so");
      await says("*opted out*");
      await until("settled", () =>
        world.thread(card).every((message) => buttons(message).every(({ label }) => label !== "Opt out")),
      );
      expect(await line("That may mean")).toContain("Ben Ito opted them out.");
      await world.settle();
      expect(world.received()).toEqual([]);
      expect(world.marks(reply)).toContain("no_entry_sign");
    },
  );

  inTurn("is texted on when that is what was chosen", async () => {
    world = await createWorld({ mode });
    card = await world.opened("take me off your list");
    await line("That may mean");
    world.reply(ben, card, "Which list?");
    await told(ben, "It waits until somebody chooses");
    await world.chooseInThread(ana, card, "Keep texting");
    await until("the text", () => world.received().length === 1);
    expect(world.received()).toEqual(["Which list?"]);
    expect(current()).not.toContain("opt out");
  });

  inTurn(
    "is recorded from the card's menu: an opt-out by whoever answers, an opt-in by a manager with what speaks for it",
    async () => {
      world = await createWorld({ mode });
      card = await world.opened("Hi");
      expect(await openForm(ben)).toContain("has not opted out");
      expect(control().views(ben)[0]?.callbackId).toBe("optout.record");
      expect(await submit(ben, "out", "Said so at the counter")).toMatchObject({ action: "closed" });
      await line("has opted out: Ben Ito recorded it: “Said so at the counter”");
      await told(ben, "nothing is sent to them");

      expect(await openForm(ben)).not.toContain("Opt in: they may be texted");
      expect(await submit(ben, "out", "")).toMatchObject({
        action: "errors",
        errors: { evidence: expect.stringContaining("opted out already") },
      });

      expect(await openForm(ana)).toContain("Said so at the counter");
      expect(await submit(ana, "in", "  ")).toMatchObject({
        action: "errors",
        errors: { evidence: expect.stringContaining("An opt-in needs what speaks for it") },
      });
      expect(await submit(ana, "in", "Called, wants reminders")).toMatchObject({ action: "closed" });
      await line("can be texted again: Ana Reyes recorded it: “Called, wants reminders”");
      world.reply(ben, card, "See you");
      await until("the text", () => world.received().includes("See you"));
    },
  );
});

describe("a word that Twilio answers itself", () => {
  it("is left to it, and whoever records an opt-in is told that it goes on refusing", async () => {
    world = await createWorld();
    card = await world.opened("Hi");
    await world.text("STOP");
    await line("has opted out: they wrote “STOP”");
    await world.settle();
    expect(world.received()).toEqual([
      "You will get no more texts from this number. Send START to get them again.",
    ]);
    expect(await openForm(ana)).toContain("goes on refusing texts to them");
    await submit(ana, "in", "Called");
    await told(
      ana,
      "goes on refusing texts to them from Front desk, until they text START there themselves.",
    );
    const reply = world.reply(ben, card, "Hello?");
    await until("failed", () => world.marks(reply).includes("warning"));
    await line("This text was not delivered: “Hello?”");
    await says("the phone company said so when it refused a text to them");
    await world.text("START");
    await line("wrote “START”: they can be texted again.");
    world.reply(ben, card, "Hello again");
    await until("the text", () => world.received().includes("Hello again"));
  });

  it("is known from what Twilio says in its webhook, where its customer chose words of their own", async () => {
    world = await createWorld();
    card = await world.opened("Hi");
    const path = "/webhooks/twilio/inbound";
    const params = {
      MessageSid: `SM${"7".repeat(32)}`,
      From: scene.maria,
      To: scene.line,
      Body: "Tschüss",
      NumMedia: "0",
      OptOutType: "STOP",
    };
    const signature = signForm(world.sandbox.twilio.authToken, `${world.address}${path}`, params);
    const { status } = await fetch(`${world.address}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature,
      },
      body: new URLSearchParams(params).toString(),
    });
    expect(status).toBe(200);
    await line("has opted out: they wrote “Tschüss”");
    const reply = world.reply(ben, card, "Hello?");
    await until("refused", () => world.marks(reply).includes("no_entry_sign"));
    await world.settle();
    expect(world.received()).toEqual([]);
  });

  it("is answered by us where it is none of its words: who this is and how to stop", async () => {
    world = await createWorld();
    card = await world.opened("Info?");
    await until("the answer", () => world.received().length === 1);
    expect(world.received()).toEqual(["This is Front desk. Text STOP to get no more texts from us."]);
    await line("They were answered automatically");
  });
});

describe("recording", () => {
  it("is for the team", async () => {
    world = await createWorld();
    card = await world.opened("Hi");
    await openForm(cy);
    await told(cy, "not in Threadline's directory");
  });

  it("happens once, though the form is submitted twice", async () => {
    world = await createWorld();
    card = await world.opened("Hi");
    await openForm(ben);
    control().misbehave({ match: { event: "view_submission" }, kind: "duplicate" });
    await submit(ben, "out", "Said so");
    await line("has opted out");
    await world.settle();
    expect(world.lines(card).filter((each) => each.includes("has opted out"))).toHaveLength(1);
  });
});
