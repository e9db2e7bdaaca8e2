import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import type { AttemptResult, Outgoing, Retry, Transport } from "./delivery-office.ts";
import type { Wire } from "./wire.ts";
import { tell, type World } from "./workspace.ts";

/** Slack lets an app hold ten. */
const MAX_SOCKETS = 10;
const TYPES = { event: "events_api", interactive: "interactive", command: "slash_commands" } as const;
/** How long a socket lives after it was told to reconnect. */
const GRACE_MS = 10_000;
/** Bytes of a message; a longer one ends its socket. */
const MAX_MESSAGE = 16 * 1024 * 1024;

interface AppSocket {
  id: number;
  link: WebSocket;
  /** After a `disconnect` frame nothing new is sent. */
  isRetiring: boolean;
  waiting: Map<string, (result: AttemptResult) => void>;
  pings: NodeJS.Timeout | null;
}

/** The sockets of Socket Mode. */
export interface SocketHub {
  readonly world: World;
  readonly server: WebSocketServer;
  readonly sockets: AppSocket[];
  readonly tickets: Set<string>;
  refusing: boolean;
  lastId: number;
}

export function createSocketHub(world: World): SocketHub {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  return { world, server, sockets: [], tickets: new Set(), refusing: false, lastId: 0 };
}

/** The URL that `apps.connections.open` answers; good for one connection. */
export function newSocketUrl(hub: SocketHub): string {
  const ticket = hub.world.mint.hex(32);
  hub.tickets.add(ticket);
  return `${hub.world.url.replace(/^http/, "ws")}/link/?ticket=${ticket}&app_id=${hub.world.appId}`;
}

function debugInfo(): Wire {
  return { host: "applink-sandbox", build_number: 1, approximate_connection_time: 18_060 };
}

function hello(hub: SocketHub): Wire {
  return {
    type: "hello",
    num_connections: hub.sockets.length,
    debug_info: debugInfo(),
    connection_info: { app_id: hub.world.appId },
  };
}

function parsedAck(text: string): Wire | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Wire) : null;
  } catch {
    return null;
  }
}

function onAck(socket: AppSocket, text: string): void {
  const ack = parsedAck(text);
  const settle = socket.waiting.get(String(ack?.envelope_id));
  if (ack === null || settle === undefined) return;
  socket.waiting.delete(String(ack.envelope_id));
  const payload = ack.payload as Wire | undefined;
  const empty = payload === undefined || Object.keys(payload).length === 0;
  settle({ ok: true, socket: socket.id, answer: empty ? undefined : payload });
}

/** Once, however it ended. */
function onGone(hub: SocketHub, socket: AppSocket): void {
  const index = hub.sockets.indexOf(socket);
  if (index === -1) return;
  hub.sockets.splice(index, 1);
  if (socket.pings !== null) clearInterval(socket.pings);
  for (const settle of socket.waiting.values())
    settle({ ok: false, reason: "connection_failed", socket: socket.id });
  socket.waiting.clear();
  tell(hub.world, () => ({ type: "socket_closed", socket: socket.id, open: hub.sockets.length }));
}

/** Breaks the connection without a word; it is gone at once. */
function cut(hub: SocketHub, socket: AppSocket): void {
  socket.link.terminate();
  onGone(hub, socket);
}

function startPings(hub: SocketHub, socket: AppSocket): void {
  const every = hub.world.settings.pingEveryMs;
  if (every <= 0) return;
  socket.link.ping();
  socket.pings = setInterval(() => socket.link.ping(), every);
  socket.pings.unref();
}

function admit(hub: SocketHub, socket: AppSocket): void {
  if (hub.sockets.length >= MAX_SOCKETS) {
    disconnectFrame(socket, "too_many_websockets");
    socket.link.close(1000);
    return;
  }
  hub.sockets.push(socket);
  socket.link.send(JSON.stringify(hello(hub)));
  startPings(hub, socket);
  tell(hub.world, () => ({ type: "socket_opened", socket: socket.id, open: hub.sockets.length }));
}

function goodTicket(hub: SocketHub, request: IncomingMessage): boolean {
  const [pathname = "", query] = (request.url ?? "/").split("?", 2);
  return pathname.startsWith("/link") && hub.tickets.delete(new URLSearchParams(query).get("ticket") ?? "");
}

function refuse(stream: Duplex): void {
  // The app may have gone meanwhile, or never close its half.
  stream.on("error", () => {});
  stream.once("finish", () => stream.destroy());
  stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

function take(hub: SocketHub, link: WebSocket): void {
  hub.lastId += 1;
  const socket: AppSocket = { id: hub.lastId, link, isRetiring: false, waiting: new Map(), pings: null };
  link.on("message", (data, isBinary) => {
    if (isBinary) link.close(1003, "Only text is understood.");
    else onAck(socket, String(data));
  });
  // A breach of the protocol: the package answers it with its close code.
  link.on("error", () => {});
  link.on("close", () => onGone(hub, socket));
  admit(hub, socket);
}

/** Takes an `upgrade` request of the server. */
export function takeSocket(hub: SocketHub, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  if (hub.world.isDown) stream.destroy();
  else if (hub.refusing || !goodTicket(hub, request)) refuse(stream);
  else hub.server.handleUpgrade(request, stream, head, (link) => take(hub, link));
}

function disconnectFrame(socket: AppSocket, reason: string): void {
  socket.link.send(JSON.stringify({ type: "disconnect", reason, debug_info: debugInfo() }));
}

/** Tells every socket to reconnect; a `warning` only announces it. */
export function refreshAll(hub: SocketHub, reason: string): void {
  for (const socket of [...hub.sockets]) {
    disconnectFrame(socket, reason);
    if (reason === "warning") continue;
    socket.isRetiring = true;
    setTimeout(() => cut(hub, socket), GRACE_MS).unref();
  }
}

/** Breaks every connection without a word. */
export function cutAll(hub: SocketHub): void {
  for (const socket of [...hub.sockets]) cut(hub, socket);
}

/** Says goodbye to every socket, also to one that was refused its place; breaks those that don't answer in time. */
export async function closeAll(hub: SocketHub, withinMs: number): Promise<void> {
  const { clients } = hub.server;
  const closed = Promise.allSettled([...clients].map((link) => once(link, "close")));
  for (const link of clients) link.close(1001);
  await Promise.race([closed, sleep(withinMs, null, { ref: false })]);
  cutAll(hub);
  for (const link of clients) link.terminate();
}

/** Any of them: Slack promises no pattern. What one did not acknowledge goes to another one, where there is one. */
function pick(hub: SocketHub, silent: number | undefined): AppSocket | undefined {
  const ready = hub.sockets.filter(
    (socket) => !socket.isRetiring && socket.link.readyState === WebSocket.OPEN,
  );
  const others = ready.filter(({ id }) => id !== silent);
  return hub.world.mint.pick(others.length > 0 ? others : ready);
}

function envelopeText(outgoing: Outgoing, id: string, retry: Retry | null): string {
  const isEvent = outgoing.kind === "event";
  const retryFields = { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? "" };
  return JSON.stringify({
    envelope_id: id,
    payload: outgoing.body,
    type: TYPES[outgoing.kind],
    accepts_response_payload: !isEvent,
    ...(isEvent ? retryFields : {}),
  });
}

/** Delivery through one of the open sockets; the ack by envelope id is the answer. */
export function createSocketTransport(hub: SocketHub): Transport {
  return (outgoing, retry, breakAfter) =>
    new Promise((resolve) => {
      const socket = pick(hub, retry?.silent);
      if (socket === undefined) {
        resolve({ ok: false, reason: "no_socket" });
        return;
      }
      const id = hub.world.mint.uuid();
      const timer = setTimeout(() => {
        socket.waiting.delete(id);
        resolve({ ok: false, reason: "timeout", socket: socket.id });
      }, hub.world.settings.answerWithinMs);
      socket.waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(breakAfter ? { ok: false, reason: "connection_failed", socket: socket.id } : result);
        if (breakAfter) cut(hub, socket);
      });
      socket.link.send(envelopeText(outgoing, id, retry));
    });
}
