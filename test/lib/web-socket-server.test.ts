import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import fc from "fast-check";
import { WebSocket } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { decodeFrame, encodeFrame, FrameError } from "../../src/lib/web-socket-frames.ts";
import { acceptWebSocket, type WebSocketConnection } from "../../src/lib/web-socket-server.ts";

interface Echo {
  url: string;
  port: number;
  texts: string[];
  closes: number[];
  pongs: number;
  connections: WebSocketConnection[];
}

async function startEcho(): Promise<Echo> {
  const server: Server = createServer();
  const echo: Echo = { url: "", port: 0, texts: [], closes: [], pongs: 0, connections: [] };
  server.on("upgrade", (request, socket, head) => {
    const connection = acceptWebSocket(request, socket, head, {
      onText: (text) => {
        echo.texts.push(text);
        connection?.send(text);
      },
      onPong: () => {
        echo.pongs += 1;
      },
      onClose: (code) => echo.closes.push(code),
    });
    if (connection !== null) echo.connections.push(connection);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const connection of echo.connections) connection.destroy();
    server.close();
  });
  echo.port = (server.address() as AddressInfo).port;
  echo.url = `ws://127.0.0.1:${echo.port}/`;
  return echo;
}

function nextEvent(
  socket: WebSocket,
  type: "open" | "message" | "close",
): Promise<{ data?: unknown; code?: number }> {
  return new Promise((resolve) =>
    socket.addEventListener(type, (event) => resolve(event as { data?: unknown }), { once: true }),
  );
}

async function openSocket(echo: Echo): Promise<WebSocket> {
  const socket = new WebSocket(echo.url);
  await nextEvent(socket, "open");
  return socket;
}

function masked(opcode: number, payload: Buffer, final = true): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const body = Buffer.from(payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0)));
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, ...length]), mask, body]);
}

/** A client that speaks bytes; collects what the server sends after the handshake. */
async function rawClient(
  echo: Echo,
): Promise<{ socket: Socket; received: () => Buffer; ended: Promise<void> }> {
  const socket = connect(echo.port, "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
  });
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  socket.on("error", () => {});
  const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const lines = ["GET / HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade"];
  lines.push("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  await expect.poll(() => bytes.includes("\r\n\r\n")).toBe(true);
  const start = bytes.indexOf("\r\n\r\n") + 4;
  expect(bytes.toString()).toContain("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  return { socket, received: () => bytes.subarray(start), ended };
}

describe("a WebSocket server", () => {
  it("exchanges texts of any length with a client that it did not write", async () => {
    const echo = await startEcho();
    const socket = await openSocket(echo);
    for (const text of [
      "",
      "hé 😀",
      "x".repeat(125),
      "x".repeat(126),
      "x".repeat(65_535),
      "x".repeat(70_000),
    ]) {
      const answer = nextEvent(socket, "message");
      socket.send(text);
      expect((await answer).data).toBe(text);
    }
    socket.close();
  });

  it("pings, and hears the pong", async () => {
    const echo = await startEcho();
    const socket = await openSocket(echo);
    echo.connections[0]?.ping();
    await expect.poll(() => echo.pongs).toBe(1);
    socket.close();
  });

  it("closes when asked by either side, with the code", async () => {
    const echo = await startEcho();
    const first = await openSocket(echo);
    first.close(4001);
    await expect.poll(() => echo.closes).toEqual([4001]);
    const second = await openSocket(echo);
    const closed = nextEvent(second, "close");
    echo.connections[1]?.close(1001, "going");
    expect((await closed).code).toBe(1001);
    expect(echo.connections[1]?.send("late")).toBe(false);
  });

  it("tells a broken connection from a closed one", async () => {
    const echo = await startEcho();
    const { socket } = await rawClient(echo);
    socket.destroy();
    await expect.poll(() => echo.closes).toEqual([1006]);
  });

  it("puts fragments together, with a ping between them answered", async () => {
    const echo = await startEcho();
    const { socket, received } = await rawClient(echo);
    const parts = [
      masked(1, Buffer.from("he"), false),
      masked(9, Buffer.from("p")),
      masked(0, Buffer.from("llo")),
    ];
    for (const byte of Buffer.concat(parts)) socket.write(Buffer.from([byte]));
    await expect.poll(() => echo.texts).toEqual(["hello"]);
    const expected = Buffer.concat([
      encodeFrame("pong", Buffer.from("p")),
      encodeFrame("text", Buffer.from("hello")),
    ]);
    await expect.poll(() => received().equals(expected)).toBe(true);
  });

  it.each([
    ["an unmasked frame", Buffer.from([0x81, 0x01, 0x78]), 1002],
    ["a binary message", masked(2, Buffer.from("x")), 1003],
    ["text that is not UTF-8", masked(1, Buffer.from([0xff, 0xfe])), 1007],
    ["a continuation of nothing", masked(0, Buffer.from("x")), 1002],
    ["an unknown opcode", masked(3, Buffer.from("x")), 1002],
    ["a ping in fragments", masked(9, Buffer.from("x"), false), 1002],
    ["a payload beyond all bounds", Buffer.from([0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ])("closes on %s", async (_name, bytes, code) => {
    const echo = await startEcho();
    const { socket, received } = await rawClient(echo);
    socket.write(bytes);
    await expect.poll(() => received().length).toBeGreaterThan(3);
    expect(received().readUInt16BE(2)).toBe(code);
    expect(echo.texts).toEqual([]);
  });

  it("refuses an upgrade that is no WebSocket handshake", async () => {
    const echo = await startEcho();
    const answer = new Promise<string>((resolve) => {
      const socket = connect(echo.port, "127.0.0.1");
      socket.on("data", (chunk) => resolve(chunk.toString()));
      socket.write("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    });
    expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("a frame", () => {
  it("is read back whole from any payload, and waits for every missing byte", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, final) => {
        const frame = masked(1, Buffer.from(bytes), final);
        const decoded = decodeFrame(Buffer.concat([frame, Buffer.from("rest")]), 1000);
        expect(decoded?.size).toBe(frame.length);
        expect(decoded?.frame).toEqual({ opcode: "text", final, payload: Buffer.from(bytes) });
        expect(decodeFrame(frame.subarray(0, frame.length - 1), 1000)).toBeNull();
      }),
    );
  });

  it("above the allowed size is refused before it has arrived", () => {
    expect(() => decodeFrame(masked(1, Buffer.alloc(200)).subarray(0, 8), 100)).toThrow(FrameError);
  });
});
