/** A member's day in the CRM stands there once and says what our rows say, whatever befalls Slack, the carrier or the database meanwhile. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { demoDirectory } from "../../src/sandbox/sandbox.ts";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { signForm } from "../../src/sandbox/twilio/sign.ts";
import type { Person } from "./person.ts";
import { loggedOf } from "./record-words.ts";
import { createWorld, scene, until, type World, type WorldOptions } from "./world.ts";

let world: World;
afterEach(() => world.stop());

const minute = 60_000;

async function start(options: WorldOptions = {}): Promise<Person> {
  world = await createWorld({ crm: "hubspot", directLine: true, directory: demoDirectory, ...options });
  return world.person(scene.ben);
}

const crm = () => {
  const found = world.sandbox.crm;
  if (found === null) throw new Error("there is no CRM");
  return found.control;
};
const records = () => crm().records();
const body = () => records()[0]?.body ?? "";
const textBen = (words: string) => world.text(words, scene.maria, { to: scene.directLine });

async function cardOf(person: Person, words: string): Promise<MessageView> {
  return await until(`${words} in its thread`, () => {
    const card = person.directCard();
    return card !== undefined && person.directTexts(card).includes(words) ? card : undefined;
  });
}

async function written(isSo: () => boolean): Promise<void> {
  await until("the record", async () => {
    await world.pass(minute);
    return isSo();
  });
  await world.settle();
}

/** One record, with each of these words once, and all that our rows say. */
async function expectOnce(...words: string[]): Promise<void> {
  const [logged, ...others] = await loggedOf(world.folder, records());
  expect(others).toEqual([]);
  expect(logged?.stands).toBe(logged?.told);
  expect(words.map((one) => (logged?.stands.split(one).length ?? 0) - 1)).toEqual(words.map(() => 1));
}

/** Whatever the carrier and Slack have told the app, once more, the newest first. */
async function tellAgain(): Promise<void> {
  const { slack, twilio, environment } = world.sandbox;
  for (const { url, params } of twilio.control.deliveries().reverse()) {
    const headers = { "x-twilio-signature": signForm(environment.TWILIO_AUTH_TOKEN ?? "", url, params) };
    const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams(params) });
    expect(answer.ok).toBe(true);
  }
  for (const { kind, channel, body: told } of slack.control.deliveries().reverse()) {
    const { event } = told as { event?: Record<string, unknown> };
    if (kind !== "event" || event === undefined) continue;
    slack.control.emitEvent({ event, ...(channel === null ? {} : { channel }) });
  }
  await slack.control.idle();
}

describe("a direct day's record", () => {
  it("stands once where every webhook and every event comes twice, and out of order", async () => {
    const person = await start({ env: { HOLD_SECONDS: "20" } });
    const { slack, twilio } = world.sandbox;
    await textBen("Is it ready?");
    const card = await cardOf(person, "Is it ready?");
    await until("answered by itself", () => world.received().length === 1);
    await twilio.control.idle();

    twilio.control.misbehave({ match: "inbound", kind: "reorder" });
    await textBen("The blue one");
    await textBen("Or the red one");
    slack.control.misbehave({ match: { event: "message" }, kind: "hold", times: 3 });
    const replies = ["Both are.", "Until six."].map((words) => person.repliesInDirect(card, words));
    person.repliesInDirect(card, "note: Likes colours");
    for (const kind of ["reorder", "duplicate", "reorder", "duplicate"] as const)
      twilio.control.misbehave({ match: "status", kind });
    slack.control.release("newest_first");
    await until("both known", async () => (await world.metric("replies_taken_total")) === 2);
    await until("both delivered", async () => {
      await world.pass(1_000);
      return replies.every((ts) => person.marksInDirect(ts).includes("white_check_mark"));
    });
    const words = [
      "Is it ready?",
      "The blue one",
      "Or the red one",
      "Both are.",
      "Until six.",
      "Likes colours",
    ];
    await written(() => words.every((one) => body().includes(one)));
    await expectOnce(...words);

    const before = body();
    await tellAgain();
    await world.pass(minute);
    await world.settle();
    await expectOnce(...words);
    expect(body()).toBe(before);
    expect(world.received().slice(1)).toEqual(["Both are.", "Until six."]);
  });

  it("is written while Slack is down, as far as it is known here, and completed once Slack answers", async () => {
    const directory = demoDirectory.replace("name: Ben Ito, ", "");
    const person = await start({ mode: "http", directory });
    const { control } = world.sandbox.slack;
    await textBen("Is it ready?");
    await cardOf(person, "Is it ready?");
    await written(() => body().includes("/archives/"));
    expect(body()).toContain("Ben Ito");
    await world.restart({ whileDown: () => control.down(true) });
    await textBen("The blue one");
    await until("the record", async () => {
      await world.pass(minute);
      return body().includes("The blue one");
    });
    expect(body()).not.toContain("Ben Ito");
    expect(body()).not.toContain("/archives/");

    control.down(false);
    await written(() => body().includes("/archives/") && body().includes("Ben Ito"));
    expect(body()).toContain("The blue one");
    expect(records()).toHaveLength(1);
  });

  it("stands once, and whole, where the database took nothing while it was written", async () => {
    let log = "";
    const person = await start({ log: { write: (line) => (log += line) } });
    const said: string[] = [];
    for (const call of ["createRecord", "updateRecord"] as const) {
      said.push(`Before ${call}`, `During ${call}`);
      crm().misbehave({ match: call, kind: "hold" });
      await textBen(`Before ${call}`);
      await until("it is written, and not answered", async () => {
        await world.pass(minute);
        return crm().state().held === 1;
      });
      const lock = new Database(join(world.folder, "threadline.db"));
      lock.exec("BEGIN IMMEDIATE");
      log = "";
      crm().release();
      await until("that can't be noted", () => log.includes("could not be recorded"));
      await textBen(`During ${call}`);
      await world.sandbox.twilio.control.idle();
      lock.close();
      await cardOf(person, `During ${call}`);
      await written(() => said.every((one) => body().includes(one)));
      await expectOnce(...said);
    }
  });
});
