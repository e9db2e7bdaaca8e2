/**
 * The main job in an outside world that nobody here wrote: the Slack and the Twilio of the `emulate` package. It has no
 * interactivity and delivers events only to itself, so the test signs and delivers them as Slack does.
 */
import { createHmac } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WebClient } from "@slack/web-api";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { freePort } from "../../src/lib/free-port.ts";
import { createLog } from "../../src/log.ts";
import { temporaryFolder } from "../lib/temporary-folder.ts";
import { buttons, shown } from "./reading.ts";
import { until } from "./until.ts";

const signingSecret = "emulated-signing-secret";
const twilioAccount = { sid: "AC11111111111111111111111111111111", auth_token: "emulated" };
const line = "+15550100001";
const maria = "+15550199001";

interface Message {
  readonly ts: string;
  readonly text: string;
  readonly blocks: unknown;
  readonly reactions: readonly string[];
}

let folder: string;
let slack: Emulator;
let twilio: Emulator;
let app: App;
let address: string;
let twilioUrl: string;
/** As the app sees Slack, and as a member does. */
let bot: WebClient;
let ben: WebClient;
let benId: string;
let channel: string;
let serial = 0;

beforeAll(async () => {
  folder = temporaryFolder("emulate");
  const [appPort, slackPort, twilioPort] = [await freePort(), await freePort(), await freePort()];
  address = `http://127.0.0.1:${appPort}`;
  twilioUrl = `http://127.0.0.1:${twilioPort}`;
  slack = await createEmulator({
    service: "slack",
    port: slackPort,
    seed: {
      tokens: { "xoxb-1": { login: "U000000001" }, "xoxp-ben": { login: "ben" } },
      slack: {
        signing_secret: signingSecret,
        users: [{ name: "ben", email: "ben@example.com" }],
        channels: [{ name: "front-desk" }],
      },
    },
  });
  const phone_numbers = [{ phone_number: line, sms_url: `${address}/webhooks/twilio/inbound` }];
  twilio = await createEmulator({
    service: "twilio",
    port: twilioPort,
    seed: { twilio: { account: twilioAccount, phone_numbers } },
  });
  const slackApiUrl = `http://127.0.0.1:${slackPort}/api/`;
  bot = new WebClient("xoxb-1", { slackApiUrl });
  ben = new WebClient("xoxp-ben", { slackApiUrl });
  channel = (await bot.conversations.list()).channels?.find(({ name }) => name === "front-desk")?.id ?? "";
  benId = (await bot.users.list({})).members?.find(({ name }) => name === "ben")?.id ?? "";
  writeFileSync(join(folder, "directory.yml"), directory());
  const loaded = loadConfig({
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slackApiUrl,
    TWILIO_ACCOUNT_SID: twilioAccount.sid,
    TWILIO_AUTH_TOKEN: twilioAccount.auth_token,
    TWILIO_API_URL: twilioUrl,
    DATABASE_URL: `file:${join(folder, "threadline.db")}`,
    DIRECTORY_FILE: join(folder, "directory.yml"),
    PORT: String(appPort),
    PUBLIC_URL: address,
    HOLD_SECONDS: "0",
    SLACK_POSTS_PER_SECOND: "0",
  });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  app = createApp(loaded.config, {
    log: createLog(process.env.THREADLINE_TEST_LOG === "debug" ? "debug" : "silent"),
  });
  await app.start();
});
afterAll(async () => {
  await app.stop();
  await slack.close();
  await twilio.close();
  rmSync(folder, { recursive: true, force: true });
});

const directory = () => `time_zone: America/New_York
lines:
  - { number: "${line}", name: Front desk, carrier: twilio, sms_extension: "200" }
members:
  - { username: ben, extension: "102", slack: ${benId}, name: Ben Ito }
groups:
  - { name: Front desk, extension: "200", channel: ${channel}, members: [ben], outbound_line: "${line}" }
contacts:
  - { number: "${maria}", name: Maria Lopez }
`;

const basic = `Basic ${Buffer.from(`${twilioAccount.sid}:${twilioAccount.auth_token}`).toString("base64")}`;

async function simulate(what: string, form: Record<string, string>): Promise<void> {
  const address = `${twilioUrl}/_twilio/simulate/${what}`;
  const request = { method: "POST", headers: { authorization: basic }, body: new URLSearchParams(form) };
  expect((await fetch(address, request)).status).toBeLessThan(300);
}

async function sent(): Promise<{ sid: string; to: string; from: string; body: string }[]> {
  const list = `${twilioUrl}/2010-04-01/Accounts/${twilioAccount.sid}/Messages.json`;
  const answer = await (await fetch(list, { headers: { authorization: basic } })).json();
  const { messages } = answer as {
    messages: { direction: string; sid: string; to: string; from: string; body: string }[];
  };
  return messages.filter(({ direction }) => direction.startsWith("outbound")).reverse();
}

/** Posts to the app as Slack would, signed. */
async function deliver(type: string, body: string): Promise<void> {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex")}`;
  const headers = { "content-type": type, "x-slack-request-timestamp": at, "x-slack-signature": signature };
  const answer = await fetch(`${address}/slack/events`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

async function messages(thread?: string): Promise<Message[]> {
  const found =
    thread === undefined
      ? (await bot.conversations.history({ channel })).messages
      : (await bot.conversations.replies({ channel, ts: thread })).messages?.slice(1);
  return (found ?? []).map(({ ts = "", text = "", blocks = [], reactions = [] }) => ({
    ts,
    text,
    blocks,
    reactions: reactions.map(({ name = "" }) => name),
  }));
}

const cards = async () => (await messages()).filter((message) => shown(message).includes("episode."));

async function reply(thread: string, text: string): Promise<string> {
  const { ts = "" } = await ben.chat.postMessage({ channel, thread_ts: thread, text });
  serial += 1;
  const event = {
    type: "message",
    channel,
    channel_type: "channel",
    user: benId,
    text,
    ts,
    thread_ts: thread,
  };
  const envelope = { type: "event_callback", team_id: "T000000001", event_id: `Ev${serial}`, event };
  await deliver("application/json", JSON.stringify(envelope));
  return ts;
}

async function press(card: Message, label: string): Promise<void> {
  const button = buttons(card).find((candidate) => candidate.label === label);
  serial += 1;
  const payload = {
    type: "block_actions",
    user: { id: benId },
    channel: { id: channel },
    container: { type: "message", channel_id: channel, message_ts: card.ts },
    message: { ts: card.ts },
    trigger_id: `${serial}.1.x`,
    response_url: `${address}/nowhere`,
    actions: [{ type: "button", action_id: button?.actionId, value: button?.value }],
  };
  await deliver(
    "application/x-www-form-urlencoded",
    new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  );
}

describe("in an emulator's world", () => {
  let card: Message;

  it("(a) a text becomes a thread: its card, and the text under it", async () => {
    await simulate("inbound-message", { From: maria, To: line, Body: "Hi, are you open today?" });
    card = await until("the card", async () => (await cards())[0]);
    expect(shown(card)).toContain("Maria Lopez");
    await until("the text", async () =>
      (await messages(card.ts)).some(({ text }) => text === "Hi, are you open today?"),
    );
    await simulate("inbound-message", { From: maria, To: line, Body: "It is about tomorrow" });
    await until("the next text", async () => (await messages(card.ts)).length === 2);
    expect(await cards()).toHaveLength(1);
  });

  it("(b) a reply becomes a text, and its mark follows the phone company's reports", async () => {
    const ts = await reply(card.ts, "Yes, until 6.");
    const [text] = await until("sent", async () => {
      const list = await sent();
      return list.length > 0 && list;
    });
    expect(text).toMatchObject({ to: maria, from: line, body: "Yes, until 6." });
    const marks = async () => (await messages(card.ts)).find((message) => message.ts === ts)?.reactions ?? [];
    await until("marked as left", async () => (await marks()).includes("arrow_upper_right"));
    await simulate("message-status", { MessageSid: text?.sid ?? "", Status: "delivered" });
    await until("marked as delivered", async () => (await marks()).includes("white_check_mark"));
    await reply(card.ts, "note: she is a regular");
    expect(await sent()).toHaveLength(1);
  });

  it("(c) Resolve closes the card, and the next text opens a new thread", async () => {
    const now = async () => (await messages()).find(({ ts }) => ts === card.ts) ?? card;
    card = await until(
      "it is taken by answering",
      async () => shown(await now()).includes(`<@${benId}> has it`) && (await now()),
    );
    await press(card, "Resolve");
    await until("resolved", async () => shown(await now()).includes(`Resolved by <@${benId}>`));
    await simulate("inbound-message", { From: maria, To: line, Body: "One more thing" });
    await until("a new card", async () => (await cards()).length === 2 || (await messages()).length === 2);
    expect(await sent()).toHaveLength(1);
  });
});
