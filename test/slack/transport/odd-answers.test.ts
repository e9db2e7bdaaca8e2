import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Agent, request } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeskError } from "../../../src/domain/errors.ts";
import type { SlackTs } from "../../../src/domain/ids.ts";
import type { SlackStandIn } from "../../../src/sandbox/slack/types/stand-in.ts";
import { type Calls, createCalls } from "../../../src/slack/transport/calls.ts";
import { createClient } from "../../../src/slack/transport/client.ts";
import { createSelf } from "../../../src/slack/transport/identity.ts";
import { createPacer } from "../../../src/slack/transport/pacer.ts";
import { listener } from "../../lib/listener.ts";
import { ben, front, recordingLog, startStandIn } from "../stand-in.ts";

interface Said {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

let slack: SlackStandIn;
let dispatcher: Agent;
/** Between us and Slack: what comes back is changed by it. */
let between: Server;
let change: (said: Said) => Said;
beforeEach(async () => {
  slack = await startStandIn();
  dispatcher = new Agent();
  between = createServer(
    listener(async (asked, response) => {
      const { authorization = "", "content-type": type = "" } = asked.headers;
      const headers = { authorization, "content-type": type };
      const url = new URL(asked.url ?? "", slack.apiUrl);
      const answer = await request(url, { method: "POST", headers, body: await text(asked) });
      const said = change({ status: answer.statusCode, headers: {}, body: await answer.body.text() });
      response.writeHead(said.status, said.headers).end(said.body);
    }),
  );
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await dispatcher.destroy();
  between.closeAllConnections();
  await new Promise((resolve) => between.close(resolve));
  await slack.stop();
});

/** Our side of the wire, on which Slack's answers are changed. */
function sideWith(changing: (said: Said) => Said) {
  change = changing;
  const log = recordingLog();
  const { port } = between.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}${new URL(slack.apiUrl).pathname}`;
  const web = createClient({ token: slack.botToken, apiUrl, dispatcher, log });
  const pacer = createPacer({ postsPerSecond: 0, now: Date.now });
  return { calls: createCalls({ web, pacer, log }), self: createSelf(web), log };
}

/** Where they lose these fields. */
const sideWithout = (...fields: string[]) =>
  sideWith((said) => {
    const kept = Object.entries(JSON.parse(said.body)).filter(([name]) => !fields.includes(name));
    return { ...said, body: JSON.stringify(Object.fromEntries(kept)) };
  });

async function failureOf(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof DeskError ? error.failure : null;
}

/** It was done, perhaps: whoever owes it looks before it is done again. */
const doubtful = { kind: "unreachable", retryable: true, certain: false };
const post = { channel: front, thread: null, drawn: { text: "Hi", blocks: [] }, author: null, key: null };

describe("an answer of Slack's that says it went well, and not what it did", () => {
  it("leaves a post in doubt", async () => {
    expect(await failureOf(sideWithout("ts").calls.post(post))).toMatchObject(doubtful);
    expect(slack.control.messages(front).at(-1)?.text).toBe("Hi");
  });

  it("opens no direct conversation", async () => {
    expect(await failureOf(sideWithout("channel").calls.openDirect(ben))).toMatchObject(doubtful);
  });

  it("does not tell us who we are", async () => {
    const { self } = sideWithout("user_id");
    expect(await failureOf(self.learn())).toMatchObject(doubtful);
    expect(self.known()).toBeNull();
  });
});

describe("an answer that is not Slack's", () => {
  const page = "<html>Welcome to our hotel</html>";

  it.each([
    ["is no JSON", { status: 200, headers: {}, body: page }],
    ["is empty", { status: 200, headers: {}, body: "" }],
    ["is no record", { status: 200, headers: {}, body: "[]" }],
    ["does not say how it went", { status: 200, headers: {}, body: "{}" }],
    [
      "is shorter than it says",
      { status: 200, headers: { "content-length": "99", connection: "close" }, body: "{" },
    ],
    ["leads elsewhere", { status: 302, headers: { location: "http://127.0.0.1:9/" }, body: page }],
  ])("and %s leaves a post in doubt, and nothing of it is told", async (_what, said) => {
    const { calls, log } = sideWith(() => said);
    const error = await calls.post(post).catch((thrown: unknown) => thrown);
    if (!(error instanceof DeskError)) throw new Error(`expected a DeskError, got ${String(error)}`);
    expect(error.failure).toEqual(doubtful);
    expect(JSON.stringify([error.message, error.cause, log.lines])).not.toContain("hotel");
    expect(slack.control.messages(front).at(-1)?.text).toBe("Hi");
  });

  it.each([
    ["seconds", "7", 7_000],
    ["nothing", undefined, 30_000],
    ["a date", "Wed, 21 Oct 2015 07:28:00 GMT", 30_000],
  ])("that has enough of us, until %s, is obeyed", async (_what, after, retryAfterMs) => {
    const headers: Record<string, string> = after === undefined ? {} : { "retry-after": after };
    const { calls } = sideWith(() => ({ status: 429, headers, body: page }));
    expect(await failureOf(calls.post(post))).toEqual({
      kind: "rate_limited",
      retryable: true,
      certain: true,
      retryAfterMs,
    });
  });
});

describe("a call that may be repeated, after it was done and its answer can't be read", () => {
  const garbled = (said: Said) => ({ ...said, body: "<html>" });
  const at = (ts: string) => ({ channel: front, ts: ts as SlackTs });
  const text = (words: string) => ({ text: words, blocks: [] });
  const whatStands = () =>
    slack.control.messages(front).map(({ ts, text: words, reactions }) => ({ ts, words, reactions }));

  it.each<[string, (calls: Calls, ts: string) => Promise<unknown>]>([
    ["a change of a post", (calls, ts) => calls.update(at(ts), text("Bye"))],
    ["a deletion", (calls, ts) => calls.remove(at(ts))],
    ["a mark", (calls, ts) => calls.addReaction(at(ts), "memo")],
    ["a mark taken away", (calls, ts) => calls.removeReaction(at(ts), "eyes")],
    ["a direct conversation", (calls) => calls.openDirect(ben)],
  ])("%s does nothing more, and is no failure", async (_what, act) => {
    const { ts } = await sideWith((said) => said).calls.post(post);
    await sideWith((said) => said).calls.addReaction(at(ts), "eyes");
    expect(await failureOf(act(sideWith(garbled).calls, ts))).toEqual(doubtful);
    const standing = whatStands();
    await act(sideWith((said) => said).calls, ts);
    expect(whatStands()).toEqual(standing);
  });
});

describe("a refusal", () => {
  const refusing = (body: object) =>
    sideWith((said) => ({ ...said, body: JSON.stringify({ ok: false, ...body }) }));

  it("without a word is certain", async () => {
    const wanted = { kind: "refused", retryable: false, certain: true };
    expect(await failureOf(refusing({}).calls.post(post))).toEqual(wanted);
  });

  it("says in the log what was wrong with the call", async () => {
    const messages = ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"];
    const { calls, log } = refusing({ error: "invalid_blocks", response_metadata: { messages } });
    expect(await failureOf(calls.post(post))).toMatchObject({ kind: "refused" });
    expect(log.lines).toMatchObject([
      { level: "warn", fields: { method: "chat.postMessage" }, message: `Slack: ${messages[0]}` },
    ]);
  });
});
