/**
 * What the product is measured against: the least that relays texts and thread replies. It stores nothing, forgets
 * everything when it ends, says nothing of what became of a text, and repeats whatever is delivered twice.
 */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import bolt from "@slack/bolt";

const { App, HTTPReceiver } = bolt;
const env = (name: string) => process.env[name] ?? "";
const channel = env("RELAY_CHANNEL");
const line = env("RELAY_LINE");
const threads = new Map<string, string>(JSON.parse(readFileSync(env("RELAY_THREADS"), "utf8")));
const phones = new Map([...threads].map(([phone, thread]) => [thread, phone]));

const receiver = new HTTPReceiver({
  signingSecret: env("SLACK_SIGNING_SECRET"),
  endpoints: ["/slack/events"],
  customRoutes: [
    {
      path: "/webhooks/twilio/inbound",
      method: "POST",
      handler: (request, response) => void inbound(request, response),
    },
    { path: "/healthz", method: "GET", handler: (_request, response) => void response.end("alive") },
  ],
});
const app = new App({
  token: env("SLACK_BOT_TOKEN"),
  receiver,
  clientOptions: {
    slackApiUrl: env("SLACK_API_URL"),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  },
});

async function inbound(
  request: AsyncIterable<Buffer> & { headers: Record<string, unknown> },
  response: { writeHead(status: number): { end(): void } },
) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const signed = [...form.keys()]
    .sort()
    .reduce((text, key) => text + key + form.get(key), `${env("PUBLIC_URL")}/webhooks/twilio/inbound`);
  const signature = createHmac("sha1", env("TWILIO_AUTH_TOKEN")).update(signed).digest("base64");
  if (signature !== request.headers["x-twilio-signature"]) return response.writeHead(403).end();
  await post(form.get("From") ?? "", form.get("Body") ?? "");
  response.writeHead(204).end();
}

/** Slack's Retry-After is obeyed, and whoever was refused queues behind the others. */
let queue: Promise<void> = Promise.resolve();

async function post(phone: string, text: string): Promise<void> {
  if ((await tryToPost(phone, text)) === 0) return;
  queue = queue.then(async () => {
    for (let wait = 1; wait > 0; ) {
      wait = await tryToPost(phone, text);
      await pause(wait * 1000);
    }
  });
  await queue;
}

/** Seconds to wait; 0 when it is posted. */
async function tryToPost(phone: string, text: string): Promise<number> {
  const thread = threads.get(phone);
  try {
    const place = thread === undefined ? {} : { thread_ts: thread };
    const { ts } = await app.client.chat.postMessage({ channel, text, username: phone, ...place });
    if (thread === undefined && ts !== undefined) {
      threads.set(phone, ts);
      phones.set(ts, phone);
    }
    return 0;
  } catch (error) {
    const { retryAfter } = error as { retryAfter?: number };
    if (retryAfter === undefined) throw error;
    return retryAfter;
  }
}

app.message(async ({ message }) => {
  if (message.subtype !== undefined || message.bot_id !== undefined || message.thread_ts === undefined)
    return;
  const to = phones.get(message.thread_ts);
  if (to === undefined) return;
  await fetch(`${env("TWILIO_API_URL")}/2010-04-01/Accounts/${env("TWILIO_ACCOUNT_SID")}/Messages.json`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${env("TWILIO_ACCOUNT_SID")}:${env("TWILIO_AUTH_TOKEN")}`)}` },
    body: new URLSearchParams({ To: to, From: line, Body: message.text ?? "" }),
  });
});

await app.start(Number(env("PORT")));
