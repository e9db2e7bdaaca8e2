import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, type Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { createDispatcher } from "../../../src/lib/outgoing.ts";
import { readDelivery } from "../../../src/slack/transport/delivery.ts";
import { createSockets, type Sockets } from "../../../src/slack/transport/sockets.ts";
import { startRefusingProxy } from "../../lib/refusing-proxy.ts";
import { eventually, recordingLog } from "../stand-in.ts";

/** Slack's side of the wire, as rude as it can be. */
let server: Server;
let links: WebSocket[];
let acks: string[];
let opens: number;
let openAnswer: (url: string) => { status: number; headers?: Record<string, string>; body: object };
let greets: boolean;
let pongs: boolean;

let sockets: Sockets;
let taken: Record<string, unknown>[];
let changes: string[];

beforeEach(async () => {
  [links, acks, opens, greets, pongs, taken, changes] = [[], [], 0, true, true, [], []];
  openAnswer = (url) => ({ status: 200, body: { ok: true, url } });
  server = createServer((_request, response) => {
    opens += 1;
    const { status, headers, body } = openAnswer(address("ws"));
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  new WebSocketServer({ server, autoPong: false }).on("connection", (link) => {
    links.push(link);
    link.on("ping", (data) => pongs && link.pong(data));
    // Whoever is cut off may reset the line.
    link.on("error", () => {});
    link.on("message", (data) => void acks.push(String(JSON.parse(String(data)).envelope_id)));
    link.on("close", () => {
      links = links.filter((other) => other !== link);
    });
    if (greets) link.send(JSON.stringify({ type: "hello", num_connections: links.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  sockets = socketsVia(new Agent());
});

function socketsVia(dispatcher: Dispatcher, more: { readonly pongWithinMs?: number } = {}): Sockets {
  onTestFinished(() => dispatcher.destroy());
  return createSockets(
    {
      appToken: "xapp-1",
      apiUrl: `${address("http")}/api/`,
      dispatcher,
      log: recordingLog(),
      take: async ({ body, ack }) => {
        taken.push(body);
        await ack();
      },
      ...more,
    },
    { connected: () => void changes.push("connected"), lost: () => void changes.push("lost") },
  );
}
afterEach(async () => {
  await sockets.stop();
  for (const link of links) link.terminate();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const address = (scheme: string) => `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
const link = () => {
  const [first] = links;
  if (first === undefined) throw new Error("no socket");
  return first;
};
const send = (frame: object) => link().send(JSON.stringify(frame));
const event = (id: string, payload: object) => send({ type: "events_api", envelope_id: id, payload });

async function connected(): Promise<void> {
  sockets.start();
  await eventually(() => expect(sockets.isConnected()).toBe(true));
}

describe("frames", () => {
  it("bring events and are acknowledged", async () => {
    await connected();
    event("e1", { type: "event_callback", event_id: "Ev1", event: { type: "message" } });
    await eventually(() => expect(acks).toEqual(["e1"]));
    expect(taken).toMatchObject([{ event_id: "Ev1" }]);
  });

  it("without an event do not end the process, and the next one is taken", async () => {
    await connected();
    event("e1", { type: "app_rate_limited", team_id: "T1" });
    event("e2", { type: "event_callback", event_id: "Ev2", event: { type: "message" } });
    await eventually(() => expect(acks).toEqual(["e1", "e2"]));
    expect(taken).toMatchObject([{ type: "app_rate_limited" }, { event_id: "Ev2" }]);
  });

  it("that say since when Slack keeps events back are read as that, and as no event", async () => {
    await connected();
    event("e1", { type: "app_rate_limited", team_id: "T1", minute_rate_limited: 1_700_000_040 });
    await eventually(() => expect(acks).toEqual(["e1"]));
    expect(readDelivery(taken[0] ?? {})).toEqual({
      kind: "signal",
      type: "app_rate_limited",
      keptBackSince: 1_700_000_040_000,
    });
  });

  it("that are no JSON, empty or of an unknown type are passed over", async () => {
    await connected();
    for (const text of ["", "{", "null", "[]", '{"type":"events_api"}', '{"type":"something_new"}'])
      link().send(text);
    event("e1", { type: "event_callback", event_id: "Ev1", event: { type: "message" } });
    await eventually(() => expect(acks).toContain("e1"));
    expect(sockets.isConnected()).toBe(true);
  });
});

describe("a socket", () => {
  it("that Slack retires works until the next one stands", async () => {
    await connected();
    const [old] = links;
    greets = false;
    send({ type: "disconnect", reason: "warning" });
    await eventually(() => expect(links).toHaveLength(2));
    event("e1", { type: "event_callback", event_id: "Ev1", event: { type: "message" } });
    await eventually(() => expect(acks).toEqual(["e1"]));
    links[1]?.send(JSON.stringify({ type: "hello" }));
    await eventually(() => expect(links).toHaveLength(1));
    expect(links[0]).not.toBe(old);
    expect(changes).toEqual(["connected"]);
  });

  it("that is retired twice is replaced once", async () => {
    await connected();
    send({ type: "disconnect", reason: "warning" });
    send({ type: "disconnect", reason: "refresh_requested" });
    await eventually(() => expect(opens).toBe(2));
    await eventually(() => expect(links).toHaveLength(1));
    expect(opens).toBe(2);
  });

  it("that breaks is missed and replaced", async () => {
    await connected();
    link().terminate();
    await eventually(() => expect(changes).toEqual(["connected", "lost", "connected"]));
  });

  it("that answers no ping any more is missed and replaced", async () => {
    sockets = socketsVia(new Agent(), { pongWithinMs: 30 });
    pongs = false;
    await connected();
    await eventually(() => expect(changes.slice(0, 2)).toEqual(["connected", "lost"]));
    pongs = true;
    await eventually(() => expect(changes.at(-1)).toBe("connected"));
  });

  it("that breaks before Slack greets counts as not opened", async () => {
    greets = false;
    sockets.start();
    await eventually(() => expect(links).toHaveLength(1));
    greets = true;
    link().terminate();
    await eventually(() => expect(sockets.isConnected()).toBe(true));
    expect(changes).toEqual(["connected"]);
  });
});

describe("opening", () => {
  it.each([
    ["a refused token", () => ({ status: 200, body: { ok: false, error: "invalid_auth" } }), "invalid_auth"],
    ["an error of Slack's", () => ({ status: 500, body: {} }), "500"],
    ["too many calls", () => ({ status: 429, headers: { "retry-after": "1" }, body: {} }), "rate"],
    ["an answer without an address", () => ({ status: 200, body: { ok: true } }), "URL"],
  ])("outlives %s, says why, and tries again", async (_what, answer, words) => {
    openAnswer = answer;
    sockets.start();
    await eventually(() => expect(sockets.trouble()?.toLowerCase()).toContain(words.toLowerCase()));
    openAnswer = (url) => ({ status: 200, body: { ok: true, url } });
    await eventually(() => expect(sockets.isConnected()).toBe(true));
    expect(sockets.trouble()).toBeNull();
  });

  it("passes on no more of a refusal than a word", async () => {
    openAnswer = () => ({ status: 200, body: { ok: false, error: "no such app: ask +15550199001 for it" } });
    sockets.start();
    await eventually(() => expect(sockets.trouble()).toBe("Slack: an unknown error"));
  });

  it("goes through the site's proxy, to wherever Slack says that the socket is", async () => {
    const proxy = await startRefusingProxy();
    onTestFinished(proxy.stop);
    openAnswer = () => ({ status: 200, body: { ok: true, url: "wss://wss-primary.slack.test/link" } });
    sockets = socketsVia(createDispatcher({ httpsProxy: proxy.url, noProxy: "" }));
    sockets.start();
    await eventually(() => expect(proxy.asked).toContain("wss-primary.slack.test:443"));
  });

  it("ends when it is told to stop", async () => {
    greets = false;
    sockets.start();
    await eventually(() => expect(links).toHaveLength(1));
    await sockets.stop();
    await eventually(() => expect(links).toHaveLength(0));
    expect(changes).toEqual([]);
  });
});

describe("stopping", () => {
  it("closes the socket without calling it a loss", async () => {
    await connected();
    await sockets.stop();
    await eventually(() => expect(links).toHaveLength(0));
    expect(changes).toEqual(["connected"]);
    expect(opens).toBe(1);
  });
});
