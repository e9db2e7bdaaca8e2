import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type {
  RingCentralStandIn,
  RingCentralStandInOptions,
} from "../../../src/sandbox/ringcentral/types/stand-in.ts";
import { listener } from "../../lib/listener.ts";
import { type Ask, ana, ben, createStandIn, direct, logIn, phone, shared } from "./stand-in-world.ts";

type Frame = readonly [Record<string, unknown>, Record<string, unknown>];
interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly event: string; readonly body: Record<string, unknown> };
}

const hooks = "/restapi/v1.0/subscription";
const store = "/restapi/v1.0/account/~/extension/~/message-store";
const threads = "/restapi/v1.0/account/~/message-threads/sync";

let standIn: RingCentralStandIn;
let ask: Ask;
const ends: (() => void)[] = [];
beforeEach(() => begin());
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await standIn.stop();
});

async function begin(options: RingCentralStandInOptions = {}) {
  await standIn?.stop();
  standIn = await createStandIn(options);
  ask = await logIn(standIn, "jwt-ben");
}

/** An app that shakes hands, unless it is told otherwise. */
async function app(more: { echo?: boolean; status?: () => number } = {}) {
  const heard: Heard[] = [];
  const server = createServer(
    listener(async (incoming, response) => {
      let text = "";
      for await (const chunk of incoming) text += String(chunk);
      const token = incoming.headers["validation-token"];
      if (text !== "") heard.push({ headers: incoming.headers, body: JSON.parse(text) as Heard["body"] });
      const headers = token === undefined || more.echo === false ? {} : { "validation-token": token };
      response.writeHead(text === "" ? 200 : (more.status?.() ?? 200), headers).end();
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { heard, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const subscribe = (address: string, eventFilters: readonly string[], by = ask) =>
  by("POST", hooks, {
    eventFilters,
    expiresIn: 3_600,
    deliveryMode: { transportType: "WebHook", address, verificationToken: "open sesame" },
  });
const text = (body = "Hi", to = direct) => standIn.control.text({ from: phone, to, body });

describe("a webhook", () => {
  it("is made once the address answers the handshake, and told of a text", async () => {
    const { heard, address } = await app();
    const made = await subscribe(address, [
      `${store}/instant?type=SMS`,
      `${store}?type=SMS&direction=Outbound`,
    ]);
    expect(made.body).toMatchObject({ status: "Active", deliveryMode: { transportType: "WebHook" } });
    const id = await text();
    expect(heard).toHaveLength(1);
    expect(heard[0]?.headers["verification-token"]).toBe("open sesame");
    expect(heard[0]?.body).toMatchObject({
      event: `/restapi/v1.0/account/37439510/extension/${ben}/message-store/instant?type=SMS`,
      subscriptionId: made.body.id,
      ownerId: ben,
      body: { id, subject: "Hi", from: { phoneNumber: phone }, eventType: "Create" },
    });
  });

  it("is refused where the address does not echo the token", async () => {
    const { address } = await app({ echo: false });
    expect((await subscribe(address, [store])).body.errorCode).toBe("SUB-525");
  });

  it("hears of a thread that nobody has, and of one that its own extension has", async () => {
    const [hers, his] = [await app(), await app()];
    await subscribe(hers.address, [threads], await logIn(standIn, "jwt-ana"));
    await subscribe(his.address, [threads]);
    await text("Hi", shared);
    expect([hers.heard.length, his.heard.length]).toEqual([1, 1]);
    const [thread] = standIn.control.threads();
    await standIn.control.assign(thread?.id ?? "", ana, ben);
    expect([hers.heard.length, his.heard.length]).toEqual([2, 2]);
    await text("Hello?", shared);
    expect([hers.heard.length, his.heard.length]).toEqual([3, 2]);
    standIn.control.deleteThread(thread?.id ?? "");
    await standIn.control.idle();
    expect([hers.heard.length, his.heard.length]).toEqual([3, 2]);
    expect(hers.heard[0]?.body.body).toEqual({ lastModifiedTime: expect.any(String) as string });
  });

  it("is blacklisted after failures, and hears nothing more", async () => {
    await begin({ blacklistAfter: 2 });
    const { heard, address } = await app({ status: () => 500 });
    const made = await subscribe(address, [`${store}/instant?type=SMS`]);
    for (const body of ["one", "two", "three"]) await text(body);
    expect(heard).toHaveLength(2);
    const read = await ask("GET", `${hooks}/${String(made.body.id)}`);
    expect(read.body).toMatchObject({ status: "Blacklisted", blacklistedData: {} });
    expect((await ask("DELETE", `${hooks}/${String(made.body.id)}`)).status).toBe(204);
  });

  it("loses what is dropped", async () => {
    const { heard, address } = await app();
    await subscribe(address, [`${store}/instant?type=SMS`]);
    standIn.control.drop(1);
    await text("lost");
    await text("told");
    expect(heard.map(({ body }) => body.body.subject)).toEqual(["told"]);
    expect(standIn.control.deliveries().map(({ state }) => state)).toEqual(["dropped", "delivered"]);
  });

  it("ends when it is not renewed", async () => {
    const { heard, address } = await app();
    const made = await subscribe(address, [`${store}/instant?type=SMS`]);
    await standIn.control.pass(3_000_000);
    await ask("POST", `${hooks}/${String(made.body.id)}/renew`);
    await standIn.control.pass(3_000_000);
    await text("still");
    await standIn.control.pass(700_000);
    await text("over");
    expect(heard.map(({ body }) => body.body.subject)).toEqual(["still"]);
  });

  it("is one of thirty at most, and of nobody else's texts", async () => {
    const { address } = await app();
    const others = `/restapi/v1.0/account/~/extension/${ana}/message-store/instant?type=SMS`;
    expect((await subscribe(address, [others])).body.errorCode).toBe("SUB-406");
    const all = await Promise.all(Array.from({ length: 30 }, () => subscribe(address, [store])));
    expect(all.every(({ status }) => status === 200)).toBe(true);
    expect((await subscribe(address, [store])).body.errorCode).toBe("SUB-505");
    const asAna = await logIn(standIn, "jwt-ana");
    const his = `/restapi/v1.0/account/~/extension/${ben}/message-store/instant?type=SMS`;
    expect((await subscribe(address, [his], asAna)).status).toBe(200);
  });
});

describe("a WebSocket", () => {
  async function connect(more = "") {
    const { uri, ws_access_token: token } = (await ask("POST", "/restapi/oauth/wstoken")).body;
    return open(`${String(uri)}?access_token=${String(token)}${more}`);
  }

  async function open(url: string) {
    const link = new WebSocket(url);
    ends.push(() => link.terminate());
    const frames: Frame[] = [];
    const waiting: ((frame: Frame) => void)[] = [];
    const closed = new Promise<number>((resolve) => link.on("close", resolve));
    link.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      const next = waiting.shift();
      if (next === undefined) frames.push(frame);
      else next(frame);
    });
    link.on("error", () => {});
    const next = () => {
      const frame = frames.shift();
      return frame === undefined
        ? new Promise<Frame>((resolve) => waiting.push(resolve))
        : Promise.resolve(frame);
    };
    const request = (eventFilters: readonly string[]) => {
      const head = { type: "ClientRequest", messageId: "m1", method: "POST", path: `${hooks}/` };
      link.send(JSON.stringify([head, { eventFilters, deliveryMode: { transportType: "WebSocket" } }]));
      return next();
    };
    return { link, next, request, closed };
  }

  const wscOf = ([head]: Frame) => (head.wsc as { token: string }).token;

  it("takes its token once, and tells of texts", async () => {
    const { uri, ws_access_token: token } = (await ask("POST", "/restapi/oauth/wstoken")).body;
    const url = `${String(uri)}?access_token=${String(token)}`;
    const socket = await open(url);
    expect(await socket.next()).toMatchObject([
      { type: "ConnectionDetails" },
      { recoveryTimeout: 180, idleTimeout: 1_800, absoluteTimeout: 86_400 },
    ]);
    expect(await (await open(url)).closed).toBe(1006);
    expect(await socket.request([`${store}/instant?type=SMS`])).toMatchObject([
      { type: "ClientRequest", messageId: "m1", status: 200 },
      { status: "Active" },
    ]);
    await text("Hi");
    expect(await socket.next()).toMatchObject([
      { type: "ServerNotification" },
      { body: { subject: "Hi" }, ownerId: ben },
    ]);
  });

  it("has one subscription, the newest", async () => {
    const socket = await connect();
    await socket.next();
    await socket.request([`${store}/instant?type=SMS`]);
    await socket.request([threads]);
    expect(standIn.control.subscriptions()).toMatchObject([{ eventFilters: [threads] }]);
  });

  it("brings what was missed to whoever comes back within 180 seconds", async () => {
    const socket = await connect();
    const wsc = wscOf(await socket.next());
    await socket.request([`${store}/instant?type=SMS`]);
    standIn.control.cutSockets();
    await text("meanwhile");
    await standIn.control.pass(100_000);
    const back = await connect(`&wsc=${wsc}`);
    expect(await back.next()).toMatchObject([{}, { recoveryState: "Successful" }]);
    expect(await back.next()).toMatchObject([
      { type: "ServerNotification" },
      { body: { subject: "meanwhile" } },
    ]);
  });

  it("has forgotten whoever comes back later", async () => {
    const socket = await connect();
    const wsc = wscOf(await socket.next());
    await socket.request([`${store}/instant?type=SMS`]);
    standIn.control.cutSockets();
    await standIn.control.pass(181_000);
    const back = await connect(`&wsc=${wsc}`);
    expect(await back.next()).toMatchObject([{}, { recoveryState: "Failed" }]);
    expect(standIn.control.subscriptions()).toEqual([]);
  });

  it("is cut after 24 hours, and after 30 idle minutes", async () => {
    const idle = await connect();
    await idle.next();
    await standIn.control.pass(1_800_000);
    expect(await idle.next()).toMatchObject([{ type: "Error" }, { errorCode: "WSG-902" }]);
    await idle.closed;
    ask = await logIn(standIn, "jwt-ben");
    const old = await connect();
    await old.next();
    await standIn.control.pass(86_400_000);
    expect(await old.next()).toMatchObject([{ type: "Error" }, { errorCode: "WSG-903" }]);
    await old.closed;
  });
});
