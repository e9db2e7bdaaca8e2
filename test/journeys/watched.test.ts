import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { MessageView } from "../../src/sandbox/slack/types/messages.ts";
import { signForm } from "../../src/sandbox/twilio/sign.ts";
import { createWorld, scene, until, type World } from "./world.ts";

let world: World;

const inbound = "/webhooks/twilio/inbound";

/** Posts a text as Twilio would. */
async function deliver(params: Record<string, string>, signature?: string): Promise<number> {
  const signed = signForm(world.sandbox.twilio.authToken, `${world.address}${inbound}`, params);
  const answer = await fetch(`${world.address}${inbound}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signature ?? signed,
    },
    body: new URLSearchParams(params).toString(),
  });
  return answer.status;
}

describe("a life with troubles", () => {
  const said = {
    text: "Is my test positive?",
    repeated: "My other number is (555) 019-9077",
    unrouted: "Is that the night desk?",
    unsigned: "Give me their results",
    reply: "It is negative, Maria",
    note: "note: she sounded worried",
    refused: "Who are you all",
    rejected: "It is nothing to worry about",
    lost: "Come by on Monday",
    duringTrouble: "Which Monday do you mean?",
  };
  const unlisted = "+15550100042";
  let log = "";

  beforeAll(async () => {
    world = await createWorld({
      env: { LOG_LEVEL: "debug" },
      log: {
        write: (line) => {
          log += line;
        },
      },
    });
    const { slack, twilio } = world.sandbox;
    slack.control.addUser({ id: "U0DEE", name: "dee" });
    slack.control.invite({ channel: scene.channel, user: "U0DEE" });
    twilio.control.addNumber({ number: unlisted, name: "Night desk" });

    const card = await world.opened(said.text);
    const again = { MessageSid: `SM${"7".repeat(32)}`, From: scene.maria, To: scene.line, NumMedia: "0" };
    for (let time = 0; time < 2; time += 1) await deliver({ ...again, Body: said.repeated });
    await deliver({ ...again, Body: said.unsigned }, "bm90IHR3aWxpbw==");
    await world.text(said.unrouted, scene.sam, { to: unlisted });
    await settledReply(card, said.reply, "white_check_mark");
    world.edit(scene.ben, await settledReply(card, said.note, "memo"), `${said.note}, and so am I`);
    const foreign = world.reply("U0DEE", card, said.refused);
    await until("refused", () => world.marks(foreign).includes("no_entry_sign"));
    twilio.control.setOutcome({ outcome: { kind: "reject", code: 21614 } });
    await settledReply(card, said.rejected, "warning");
    twilio.control.misbehave({ match: "send", kind: "dropAnswer" });
    await settledReply(card, said.lost, "white_check_mark");
    const posting = { method: "chat.postMessage" };
    slack.control.misbehave({ match: posting, kind: "fail", status: 500, times: 2 });
    slack.control.misbehave({ match: { event: "*" }, kind: "fail", times: 1 });
    await world.text(said.duringTrouble);
    await until("shown", async () => {
      await world.pass(1_000);
      return world.texts(card).includes(said.duringTrouble);
    });
    await world.settle();
  });
  afterAll(() => world.stop());

  async function settledReply(card: MessageView, text: string, mark: string): Promise<string> {
    const reply = world.reply(scene.ben, card, text);
    await until(`marked ${mark}`, async () => {
      await world.pass(500);
      return world.marks(reply).includes(mark);
    });
    return reply;
  }

  it.each([
    ["texts_received", 3],
    ["texts_unrouted", 1],
    ["webhooks_refused", 1],
    ["replies_taken", 3],
    ["replies_kept_inside", 1],
    ["replies_refused", 1],
    ["sends_accepted", 1],
    ["sends_rejected", 1],
    ["sends_unknown", 1],
    ["deliveries_dead", 0],
  ])("counts %s: %i", async (name, count) => {
    expect(await world.metric(`${name}_total`)).toBe(count);
  });

  it("counts what went to and fro beside it", async () => {
    for (const name of [
      "texts_repeated",
      "reports_received",
      "deliveries_stored",
      "outbox_done",
      "outbox_postponed",
    ])
      expect(await world.metric(`${name}_total`), name).toBeGreaterThan(0);
    expect(await world.metric("database_commits")).toBeGreaterThan(0);
    expect(await world.metric("database_decisions")).toBe(world.app().counts().decisions);
  });

  it("is in the log, at its finest, without anyone's words, numbers or secrets", () => {
    for (const happened of [
      "Threadline is up",
      "a webhook was refused",
      "a text came to a number that is no line",
      "the answer to a send was lost",
      "Slack could not be reached",
    ])
      expect(log).toContain(happened);
    const numbers = [scene.maria, scene.sam, scene.line, unlisted];
    const secrets = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TWILIO_AUTH_TOKEN"].map(
      (name) => world.sandbox.environment[name] ?? expect.fail(name),
    );
    for (const hidden of [...Object.values(said), ...numbers, ...secrets]) expect(log).not.toContain(hidden);
    expect(log).not.toMatch(/Maria|Ben Ito|Twilio-Signature/i);
  });
});

describe("readiness", () => {
  afterEach(() => world.stop());

  it("is 200 when all is well, and 503 while the database can't be written; healthz is 200 all along", async () => {
    world = await createWorld();
    expect(await world.readiness()).toMatchObject({ status: 200, ready: true });
    const other = new Database(join(world.folder, "threadline.db"));
    other.exec("BEGIN IMMEDIATE");
    const { status, ready, checks } = await world.readiness();
    expect({ status, ready }).toEqual({ status: 503, ready: false });
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["database"]);
    expect((await fetch(`${world.address}/healthz`)).status).toBe(200);
    other.close();
    expect((await world.readiness()).status).toBe(200);
  });

  it("is 503 while the carrier refuses our credentials, and says so", async () => {
    world = await createWorld({ env: { TWILIO_AUTH_TOKEN: "0123456789abcdef0123456789abcdef" } });
    const { status, checks } = await until("not ready", async () => {
      const found = await world.readiness();
      return !found.ready && found;
    });
    expect(status).toBe(503);
    expect(checks.find(({ name }) => name.startsWith("twilio"))).toMatchObject({ ok: false });
  });

  it("follows what the carrier says, which is asked at the start and again and again", async () => {
    world = await createWorld();
    const { twilio } = world.sandbox;
    const twilioSays = async () =>
      (await world.readiness()).checks.filter(({ name }) => name.startsWith("twilio"));
    await until("asked at the start", async () => (await twilioSays())[0]?.reason === null);
    twilio.control.down(true);
    expect(await twilioSays()).toMatchObject([{ ok: true }]);
    await world.pass(5 * 60_000);
    expect(await twilioSays()).toMatchObject([{ ok: false }]);
    twilio.control.down(false);
    await world.pass(5 * 60_000);
    expect(await twilioSays()).toMatchObject([{ ok: true, reason: null }]);
  });

  it("is 503 while Slack does not know our token, and says so", async () => {
    world = await createWorld();
    world.sandbox.slack.control.revokeToken();
    const { checks } = await until("not ready", async () => {
      await world.pass(60_000);
      const found = await world.readiness();
      return found.status === 503 && found;
    });
    expect(checks).toContainEqual({ name: "slack", ok: false, reason: expect.stringContaining("Slack") });
  });
});
