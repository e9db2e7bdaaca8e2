/** How a socket of Socket Mode lives and ends, whatever its client does. */
import { once } from "node:events";
import { connect } from "node:net";
import { WebSocket as ForeignSocket } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import type { SlackStandIn, SlackStandInOptions } from "../../../src/sandbox/slack/types/stand-in.ts";
import { ANA, clientOf, FRONT, startStandIn, until } from "./stand-in-world.ts";

const start = (options: SlackStandInOptions = {}) => startStandIn({ mode: "socket", ...options });

async function addressOf(standIn: SlackStandIn): Promise<string> {
  return (await clientOf(standIn, standIn.appToken).apps.connections.open()).url ?? "";
}

/** A client that can be ill-mannered; `heard` are the types of its frames, and `ping`. */
async function open(standIn: SlackStandIn, options: ClientOptions = {}) {
  const socket = new WebSocket(await addressOf(standIn), options);
  onTestFinished(() => socket.terminate());
  const heard: string[] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data)).type));
  socket.on("ping", () => heard.push("ping"));
  await until(() => heard[0] === "hello");
  return { socket, heard };
}

async function closeCodeOf(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, "close");
  return code as number;
}

/** What a stream of bytes is answered with; it never closes its half by itself. */
async function knock(standIn: SlackStandIn, rows: readonly string[]) {
  const socket = connect({ port: Number(new URL(standIn.url).port), host: "127.0.0.1", allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => socket.once("end", resolve).once("error", () => resolve()));
  socket.write(`${[...rows, "Host: x", "Connection: Upgrade"].join("\r\n")}\r\n\r\n`);
  await ended;
  return answer;
}

describe("a socket", () => {
  it("is pinged again and again, unless that is turned off", async () => {
    const pinged = await open(await start({ pingEveryMs: 5 }));
    await until(() => pinged.heard.filter((type) => type === "ping").length > 2);
    const standIn = await start({ pingEveryMs: 0 });
    const { heard } = await open(standIn);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => heard.includes("events_api"));
    expect(heard).toEqual(["hello", "events_api"]);
  });

  it.each<[string, number, (socket: WebSocket) => void]>([
    ["a frame that is not masked", 1002, (socket) => socket.send("x", { mask: false })],
    ["a binary message", 1003, (socket) => socket.send(Buffer.from("{}"))],
    ["text that is not UTF-8", 1007, (socket) => socket.send(Buffer.from([0xff]), { binary: false })],
    ["a message above 16 MiB", 1009, (socket) => socket.send("x".repeat(16 * 1024 * 1024 + 1))],
  ])("is closed on %s, with %i, and the next one works", async (_what, code, send) => {
    const standIn = await start();
    const { socket } = await open(standIn);
    const closed = closeCodeOf(socket);
    send(socket);
    expect(await closed).toBe(code);
    await until(() => standIn.control.sockets() === 0);
    const next = await open(standIn);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => next.heard.includes("events_api"));
  });

  it("outlives an ack that is no JSON, is empty or means nothing", async () => {
    const standIn = await start();
    const { socket, heard } = await open(standIn);
    for (const text of ["", "{", "null", "[]", '{"envelope_id":"unknown"}']) socket.send(text);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => heard.includes("events_api"));
    expect(standIn.control.sockets()).toBe(1);
  });

  it.each<[string, (socket: WebSocket) => void]>([
    ["closes", (socket) => socket.close(4001)],
    ["breaks", (socket) => socket.terminate()],
  ])("that the app %s is gone, and what it had not acknowledged has failed", async (_how, end) => {
    const standIn = await start({ retryDelaysMs: [] });
    const { socket, heard } = await open(standIn);
    standIn.control.post({ user: ANA, channel: FRONT, text: "x" });
    await until(() => heard.includes("events_api"));
    end(socket);
    await standIn.control.idle();
    expect(standIn.control.deliveries("message")[0]?.attempts[0]?.reason).toBe("connection_failed");
    expect(standIn.control.sockets()).toBe(0);
  });

  it("that is cut is gone at once, without a word to its client, and told of once", async () => {
    const standIn = await start();
    const told: string[] = [];
    standIn.control.subscribe(({ type }) => {
      if (type.startsWith("socket_")) told.push(type);
    });
    const { socket } = await open(standIn);
    const closed = closeCodeOf(socket);
    standIn.control.cutSockets();
    expect(standIn.control.sockets()).toBe(0);
    expect(await closed).toBe(1006);
    await standIn.stop();
    expect(told).toEqual(["socket_opened", "socket_closed"]);
  });
});

describe("the end of the stand-in", () => {
  it("is told to each socket with 1001", async () => {
    const standIn = await start();
    const socket = new ForeignSocket(await addressOf(standIn));
    const closed = new Promise<number>((resolve) =>
      socket.addEventListener("close", ({ code }) => resolve(code)),
    );
    await until(() => standIn.control.sockets() === 1);
    await standIn.stop();
    expect(await closed).toBe(1001);
  });

  it("does not wait for a client that went silent, nor for one that it refused", async () => {
    const standIn = await start();
    for (let i = 0; i < 10; i += 1) (await open(standIn)).socket.pause();
    const eleventh = new WebSocket(await addressOf(standIn));
    eleventh.once("open", () => eleventh.pause());
    await once(eleventh, "open");
    await standIn.stop();
    expect(standIn.control.sockets()).toBe(0);
  });
});

describe("an upgrade", () => {
  const handshake = (path: string) => [
    `GET ${path} HTTP/1.1`,
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ];
  const path = (address: string) => address.slice(new URL(address).origin.length);

  it.each(["/link/?ticket=made-up", "/link/", "/elsewhere", "//"])(
    "of %s is refused with 403",
    async (target) => {
      expect(await knock(await start(), handshake(target))).toMatch(/^HTTP\/1\.1 403 /);
    },
  );

  it("that is refused to a client which stays does not hold up the end", async () => {
    const standIn = await start();
    await knock(standIn, handshake("/link/?ticket=made-up"));
    await standIn.stop();
  });

  it("that is refused to a client which broke off meanwhile harms nobody", async () => {
    const standIn = await start();
    const socket = connect(Number(new URL(standIn.url).port), "127.0.0.1");
    const rows = [...handshake("/link/?ticket=made-up"), "Host: x", "Connection: Upgrade"];
    await new Promise<void>((resolve) => socket.write(`${rows.join("\r\n")}\r\n\r\n`, () => resolve()));
    socket.resetAndDestroy();
    await open(standIn);
  });

  it("to something else than a WebSocket is refused with 400", async () => {
    const standIn = await start();
    const row = `GET ${path(await addressOf(standIn))} HTTP/1.1`;
    expect(await knock(standIn, [row, "Upgrade: h2c"])).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("finds nobody while everything is down", async () => {
    const standIn = await start();
    const address = await addressOf(standIn);
    standIn.control.down(true);
    expect(await knock(standIn, handshake(path(address)))).toBe("");
  });
});
