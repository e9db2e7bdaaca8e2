/** The gateway for WebSockets: a token for one connection, requests and hints on it, and what is kept for who comes back in time. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { exactJson } from "../exact-json.ts";
import { asObject, type Json, ok, type RcAnswer } from "./api.ts";
import type { Extension } from "./entities.ts";
import type { Subscriptions } from "./subscriptions.ts";
import { iso, type World } from "./world.ts";

export interface SocketHub {
  newToken(caller: Extension): RcAnswer;
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Breaks all without a word. `lose`: what they had is forgotten. */
  cut(lose: boolean): void;
  /** Says good-bye to all, and why. */
  end(code: string, reason: string): void;
  /** Ends those that were idle, or there, for too long by the clock. */
  sweep(): void;
  readonly open: number;
  stop(): void;
}

export interface SocketSettings {
  readonly world: World;
  readonly url: () => string;
  readonly subscriptions: () => Subscriptions;
  readonly isDown: () => boolean;
}

/** What outlives a connection for a while. */
interface Session {
  readonly token: string;
  readonly caller: Extension;
  link: WebSocket | null;
  subscription: string | null;
  sequence: number;
  /** Told to nobody yet, as there was no connection. */
  missed: Json[];
  openedAt: number;
  activeAt: number;
  lostAt: number;
}

const TOKEN_SECONDS = 30;
const RECOVERY_SECONDS = 180;
const RECOVERY_BUFFER = 100;
const IDLE_SECONDS = 1_800;
const ABSOLUTE_SECONDS = 86_400;
const MAX_MESSAGE = 1_048_576;

export function createSocketHub(settings: SocketSettings): SocketHub {
  const { world } = settings;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  const tokens = new Map<string, { readonly caller: Extension; readonly until: number }>();
  const sessions = new Map<string, Session>();

  const open = () => [...sessions.values()].filter(({ link }) => link !== null);
  const forget = (session: Session) => {
    sessions.delete(session.token);
    if (session.subscription !== null) settings.subscriptions().forget(session.subscription);
  };
  const send = (session: Session, head: Json, body?: unknown) => {
    session.sequence += 1;
    const wsc = { token: session.token, sequence: session.sequence };
    session.link?.send(exactJson(body === undefined ? [{ ...head, wsc }] : [{ ...head, wsc }, body]));
  };
  const notify = (session: Session, envelope: Json) =>
    send(session, { type: "ServerNotification", messageId: envelope.uuid, status: 200 }, envelope);

  function push(session: Session, envelope: Json): boolean {
    if (session.link !== null) {
      notify(session, envelope);
      return true;
    }
    if (isOver(session) || session.missed.length >= RECOVERY_BUFFER) return false;
    session.missed.push(envelope);
    return true;
  }

  function isOver({ link, lostAt }: Session): boolean {
    return link === null && lostAt + RECOVERY_SECONDS * 1000 < world.now();
  }

  function admit(link: WebSocket, caller: Extension, recovering: string | null): void {
    const old = recovering === null ? undefined : sessions.get(recovering);
    const isRecovered = old !== undefined && old.link === null && old.caller.id === caller.id && !isOver(old);
    if (old !== undefined && !isRecovered && isOver(old)) forget(old);
    const session = isRecovered ? old : newSession(caller);
    sessions.set(session.token, session);
    session.link = link;
    session.openedAt = session.activeAt = world.now();
    link.on("message", (data) => hear(session, data));
    link.on("ping", () => {
      session.activeAt = world.now();
    });
    link.on("error", () => link.terminate());
    link.on("close", () => {
      if (session.link !== link) return;
      session.link = null;
      session.lostAt = world.now();
    });
    send(
      session,
      { type: "ConnectionDetails", messageId: randomUUID(), status: 200 },
      {
        creationTime: iso(world.now()),
        recoveryBufferSize: RECOVERY_BUFFER,
        recoveryTimeout: RECOVERY_SECONDS,
        idleTimeout: IDLE_SECONDS,
        absoluteTimeout: ABSOLUTE_SECONDS,
        maxActiveRequests: 10,
        ...(recovering === null ? {} : { recoveryState: isRecovered ? "Successful" : "Failed" }),
      },
    );
    for (const envelope of session.missed.splice(0)) notify(session, envelope);
  }

  function newSession(caller: Extension): Session {
    const at = world.now();
    return {
      token: randomUUID(),
      caller,
      link: null,
      subscription: null,
      sequence: 0,
      missed: [],
      openedAt: at,
      activeAt: at,
      lostAt: at,
    };
  }

  function hear(session: Session, data: RawData): void {
    session.activeAt = world.now();
    const [first, second] = frameOf(data);
    const { type, messageId, method, path } = asObject(first);
    if (type === "Heartbeat") {
      send(session, { type: "Heartbeat", messageId, status: 200 });
      return;
    }
    if (type !== "ClientRequest" || typeof path !== "string") {
      send(
        session,
        { type: "Error", messageId, status: 400 },
        { errorCode: "WSG-901", message: "Bad frame" },
      );
      return;
    }
    const answer = answerRequest(session, String(method), path, asObject(second));
    const { status, body = {} } = answer;
    send(session, { type: status < 400 ? "ClientRequest" : "Error", messageId, status, headers: {} }, body);
  }

  /** Subscribing is all that is done here. */
  function answerRequest(session: Session, method: string, path: string, body: Json): RcAnswer {
    const [id = ""] = /^\/restapi\/v1\.0\/subscription\/?([\w-]*)\/?$/.exec(path)?.slice(1) ?? ["?"];
    const subscriptions = settings.subscriptions();
    if (method === "POST" && id === "") {
      const made = subscriptions.createForSocket(session.caller, body, (envelope) => push(session, envelope));
      if (made.status >= 300) return made;
      if (session.subscription !== null) subscriptions.forget(session.subscription);
      session.subscription = String(asObject(made.body).id);
      return made;
    }
    if (method === "DELETE" && id === session.subscription) {
      subscriptions.forget(id);
      session.subscription = null;
      return ok();
    }
    return { status: 404, body: { errorCode: "CMN-102", message: "Resource is not found" } };
  }

  function end(code: string, reason: string, which: readonly Session[] = open()): void {
    for (const session of which) {
      const { link } = session;
      send(
        session,
        { type: "Error", messageId: randomUUID(), status: 403 },
        { errorCode: code, message: reason },
      );
      forget(session);
      session.link = null;
      link?.close(1000, code);
      // Whoever does not answer the good-bye is let go all the same.
      setTimeout(() => link?.terminate(), 1_000).unref();
    }
  }

  return {
    newToken(caller) {
      const token = randomUUID();
      tokens.set(token, { caller, until: world.now() + TOKEN_SECONDS * 1000 });
      const uri = `${settings.url().replace(/^http/, "ws")}/ws`;
      return ok({ uri, ws_access_token: token, expires_in: TOKEN_SECONDS }, 200);
    },
    upgrade(incoming, socket, head) {
      const url = new URL(incoming.url ?? "/", "http://stand-in");
      const token = url.searchParams.get("access_token") ?? "";
      const found = tokens.get(token);
      tokens.delete(token);
      if (settings.isDown() || found === undefined || found.until < world.now() || url.pathname !== "/ws") {
        socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(incoming, socket, head, (link) =>
        admit(link, found.caller, url.searchParams.get("wsc")),
      );
    },
    cut(lose) {
      for (const session of open()) {
        const { link } = session;
        session.link = null;
        session.lostAt = world.now();
        link?.terminate();
      }
      if (lose) for (const session of sessions.values()) forget(session);
    },
    end,
    sweep() {
      const at = world.now();
      const old = open().filter(({ openedAt }) => openedAt + ABSOLUTE_SECONDS * 1000 <= at);
      end("WSG-903", "Absolute connection timeout", old);
      const idle = open().filter(({ activeAt }) => activeAt + IDLE_SECONDS * 1000 <= at);
      end("WSG-902", "Connection was idle for too long", idle);
      for (const session of sessions.values()) if (isOver(session)) forget(session);
    },
    get open() {
      return open().length;
    },
    stop() {
      for (const { link } of sessions.values()) link?.terminate();
      server.close();
    },
  };
}

function frameOf(data: RawData): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return Array.isArray(parsed) ? (parsed as unknown[]) : [];
  } catch {
    return [];
  }
}
