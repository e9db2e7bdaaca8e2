import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { acceptWebSocket, type WebSocketConnection } from "../../lib/web-socket-server.ts";
import type { AttemptResult, Outgoing, Retry, Transport } from "./delivery-office.ts";
import type { Wire } from "./wire.ts";
import { tell, type World } from "./workspace.ts";

/** Slack lets an app hold ten. */
const MAX_SOCKETS = 10;
const TYPES = { event: "events_api", interactive: "interactive", command: "slash_commands" } as const;
/** How long a socket lives after it was told to reconnect. */
const GRACE_MS = 10_000;

interface AppSocket {
  id: number;
  connection: WebSocketConnection;
  openedAt: number;
  /** After a `disconnect` frame nothing new is sent. */
  isRetiring: boolean;
  waiting: Map<string, (result: AttemptResult) => void>;
  pings: NodeJS.Timeout | null;
}

/** The sockets of Socket Mode. */
export interface SocketHub {
  readonly world: World;
  readonly sockets: AppSocket[];
  readonly tickets: Set<string>;
  refusing: boolean;
  lastId: number;
  next: number;
}

export function createSocketHub(world: World): SocketHub {
  return { world, sockets: [], tickets: new Set(), refusing: false, lastId: 0, next: 0 };
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

function onGone(hub: SocketHub, socket: AppSocket): void {
  const index = hub.sockets.indexOf(socket);
  if (index >= 0) hub.sockets.splice(index, 1);
  if (socket.pings !== null) clearInterval(socket.pings);
  for (const settle of socket.waiting.values())
    settle({ ok: false, reason: "connection_failed", socket: socket.id });
  socket.waiting.clear();
  tell(hub.world, () => ({ type: "socket_closed", socket: socket.id, open: hub.sockets.length }));
}

function startPings(hub: SocketHub, socket: AppSocket): void {
  const every = hub.world.settings.pingEveryMs;
  if (every <= 0) return;
  socket.connection.ping();
  socket.pings = setInterval(() => socket.connection.ping(), every);
  socket.pings.unref();
}

function admit(hub: SocketHub, socket: AppSocket): void {
  if (hub.sockets.length >= MAX_SOCKETS) {
    disconnectFrame(socket, "too_many_websockets");
    socket.connection.close(1000);
    return;
  }
  hub.sockets.push(socket);
  socket.connection.send(JSON.stringify(hello(hub)));
  startPings(hub, socket);
  tell(hub.world, () => ({ type: "socket_opened", socket: socket.id, open: hub.sockets.length }));
}

function goodTicket(hub: SocketHub, request: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  return pathname.startsWith("/link") && hub.tickets.delete(searchParams.get("ticket") ?? "");
}

/** Takes an `upgrade` request of the server. */
export function takeSocket(hub: SocketHub, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  if (hub.world.isDown || hub.refusing || !goodTicket(hub, request)) {
    if (hub.world.isDown) stream.destroy();
    else stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return;
  }
  hub.lastId += 1;
  const waiting: AppSocket["waiting"] = new Map();
  let socket: AppSocket | null = null;
  const connection = acceptWebSocket(request, stream, head, {
    onText: (text) => {
      if (socket !== null) onAck(socket, text);
    },
    onClose: () => {
      if (socket !== null) onGone(hub, socket);
    },
  });
  if (connection === null) return;
  socket = { id: hub.lastId, connection, openedAt: hub.world.now(), isRetiring: false, waiting, pings: null };
  admit(hub, socket);
}

function disconnectFrame(socket: AppSocket, reason: string): void {
  socket.connection.send(JSON.stringify({ type: "disconnect", reason, debug_info: debugInfo() }));
}

/** Tells every socket to reconnect; a `warning` only announces it. */
export function refreshAll(hub: SocketHub, reason: string): void {
  for (const socket of [...hub.sockets]) {
    disconnectFrame(socket, reason);
    if (reason === "warning") continue;
    socket.isRetiring = true;
    setTimeout(() => socket.connection.destroy(), GRACE_MS).unref();
  }
}

/** Breaks every connection without a word. */
export function cutAll(hub: SocketHub): void {
  for (const socket of [...hub.sockets]) socket.connection.destroy();
}

/** Says goodbye to every socket; breaks those that don't answer in time. */
export async function closeAll(hub: SocketHub, withinMs: number): Promise<void> {
  for (const socket of hub.sockets) socket.connection.close(1001);
  const deadline = Date.now() + withinMs;
  while (hub.sockets.length > 0 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 2));
  cutAll(hub);
}

function pick(hub: SocketHub): AppSocket | undefined {
  const ready = hub.sockets.filter((socket) => !socket.isRetiring && socket.connection.isOpen);
  hub.next += 1;
  return ready[hub.next % Math.max(1, ready.length)];
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
      const socket = pick(hub);
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
        if (breakAfter) socket.connection.destroy();
      });
      socket.connection.send(envelopeText(outgoing, id, retry));
    });
}
