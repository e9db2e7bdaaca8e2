/** The server's half of a WebSocket (RFC 6455): handshake, text messages, pings and the closing handshake. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { decodeFrame, encodeFrame, type Frame, FrameError } from "./web-socket-frames.ts";

const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_MESSAGE = 16 * 1024 * 1024;
/** How long the peer may take to answer our close frame. */
const CLOSE_WITHIN_MS = 2_000;

export interface WebSocketHandlers {
  onText(text: string): void;
  onPong?(): void;
  /** Once, however it ended; 1006 when there was no close frame. */
  onClose(code: number): void;
}

export interface WebSocketConnection {
  /** False when the socket is closing or gone; the text then went nowhere. */
  send(text: string): boolean;
  ping(): void;
  /** Begins the closing handshake. */
  close(code?: number, reason?: string): void;
  /** Breaks the connection without a word. */
  destroy(): void;
  readonly isOpen: boolean;
}

interface Link {
  readonly socket: Duplex;
  readonly handlers: WebSocketHandlers;
  buffer: Buffer;
  fragments: Buffer[];
  state: "open" | "closing" | "closed";
  closeCode: number;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function isHandshake(request: IncomingMessage): boolean {
  const { upgrade, "sec-websocket-version": version, "sec-websocket-key": key } = request.headers;
  return (
    request.method === "GET" &&
    upgrade?.toLowerCase() === "websocket" &&
    version === "13" &&
    key !== undefined
  );
}

function answerHandshake(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers["sec-websocket-key"]}${KEY_SUFFIX}`;
  const accept = createHash("sha1").update(key).digest("base64");
  const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`);
}

function sendClose(link: Link, code: number, reason: string): void {
  if (link.state !== "open") return;
  link.state = "closing";
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  link.socket.write(encodeFrame("close", Buffer.concat([payload, Buffer.from(reason)])));
  setTimeout(() => link.socket.destroy(), CLOSE_WITHIN_MS).unref();
}

function onCloseFrame(link: Link, frame: Frame): void {
  link.closeCode = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005;
  sendClose(link, link.closeCode === 1005 ? 1000 : link.closeCode, "");
  link.socket.end();
}

function textOf(parts: Buffer[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new FrameError(1007, "Text must be UTF-8.");
  }
}

function onData(link: Link, frame: Frame): void {
  const continues = frame.opcode === "continuation";
  if (continues !== link.fragments.length > 0) throw new FrameError(1002, "A fragment is out of place.");
  link.fragments.push(frame.payload);
  const size = link.fragments.reduce((sum, part) => sum + part.length, 0);
  if (size > MAX_MESSAGE) throw new FrameError(1009, "The message is too big.");
  if (!frame.final) return;
  const parts = link.fragments;
  link.fragments = [];
  link.handlers.onText(textOf(parts));
}

function onFrame(link: Link, frame: Frame): void {
  switch (frame.opcode) {
    case "ping":
      if (link.state === "open") link.socket.write(encodeFrame("pong", frame.payload));
      return;
    case "pong":
      link.handlers.onPong?.();
      return;
    case "close":
      onCloseFrame(link, frame);
      return;
    case "binary":
      throw new FrameError(1003, "Only text is understood.");
    default:
      onData(link, frame);
  }
}

function readFrames(link: Link, chunk: Buffer): void {
  link.buffer = link.buffer.length === 0 ? chunk : Buffer.concat([link.buffer, chunk]);
  try {
    for (;;) {
      const decoded = decodeFrame(link.buffer, MAX_MESSAGE);
      if (decoded === null) return;
      link.buffer = link.buffer.subarray(decoded.size);
      onFrame(link, decoded.frame);
    }
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    link.buffer = Buffer.alloc(0);
    sendClose(link, error.closeCode, error.message);
  }
}

function finish(link: Link): void {
  if (link.state === "closed") return;
  link.state = "closed";
  link.handlers.onClose(link.closeCode);
}

function connectionOf(link: Link): WebSocketConnection {
  return {
    send: (text) => {
      if (link.state !== "open") return false;
      link.socket.write(encodeFrame("text", Buffer.from(text)));
      return true;
    },
    ping: () => {
      if (link.state === "open") link.socket.write(encodeFrame("ping", Buffer.from("Ping")));
    },
    close: (code = 1000, reason = "") => sendClose(link, code, reason),
    destroy: () => {
      link.socket.destroy();
      finish(link);
    },
    get isOpen() {
      return link.state === "open";
    },
  };
}

/**
 * Answers an `upgrade` request of node:http. Null when it was no WebSocket handshake (it then got a 400).
 * Subprotocols and extensions are not negotiated.
 */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  handlers: WebSocketHandlers,
): WebSocketConnection | null {
  socket.on("error", () => socket.destroy());
  if (!isHandshake(request)) {
    refuse(socket, "400 Bad Request");
    return null;
  }
  const link: Link = {
    socket,
    handlers,
    buffer: Buffer.alloc(0),
    fragments: [],
    state: "open",
    closeCode: 1006,
  };
  socket.on("data", (chunk: Buffer) => readFrames(link, chunk));
  socket.on("end", () => socket.end());
  socket.on("close", () => finish(link));
  answerHandshake(request, socket);
  if (head.length > 0) readFrames(link, head);
  return connectionOf(link);
}
