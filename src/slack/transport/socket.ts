/** One socket of Socket Mode, from its opening to its end. It never reconnects: `sockets.ts` opens the next one. */
import { type App, type ReceiverEvent, SocketModeReceiver } from "@slack/bolt";
import type { Dispatcher } from "undici";
import type { Log } from "../../bridge/contracts/log.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import { quietLogger, webOptions } from "./client.ts";

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly dispatcher: Dispatcher;
  readonly take: (event: ReceiverEvent) => Promise<void>;
  readonly log: Log;
  /** Absent: as long as is good in the world outside. Milliseconds. */
  readonly pongWithinMs?: number;
}

/**
 * How long a peer may leave pings unanswered. A process that other work keeps from its turn for seconds looks at the time before it reads the
 * answer that has long come, and would hang up on a healthy peer: the client's own 5 s are too few. Milliseconds.
 */
const pongWithin = 20_000;

export interface Socket {
  /** Slack greets us. Throws what Slack or the network said. */
  open(): Promise<void>;
  /** Resolves when it is closed. */
  close(): Promise<void>;
}

export interface SocketEvents {
  /** Slack wants this socket replaced. It works on until `close`. */
  readonly retiring: () => void;
  /** It is gone, whoever ended it. */
  readonly closed: () => void;
}

type Client = SocketModeReceiver["client"];
type Frame = (data: string | ArrayBuffer, isBinary: boolean) => Promise<void>;

export function createSocket(options: SocketOptions, events: SocketEvents): Socket {
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    dispatcher: options.dispatcher,
    // Its own reconnecting waits 5 s after every disconnect, and ends the process when one call fails meanwhile.
    autoReconnectEnabled: false,
    clientPingTimeout: options.pongWithinMs ?? pongWithin,
    logger: quietLogger(options.log),
    installerOptions: { clientOptions: webOptions(options) },
    // Who takes has logged it; unacknowledged, it comes again.
    processEventErrorHandler: async () => false,
  });
  receiver.init({ processEvent: options.take } as App);
  const { client } = receiver;
  guardFrames(client, events.retiring, options.log);
  client.on("disconnected", events.closed);
  return {
    open: async () => {
      await client.start();
    },
    close: () => client.disconnect(),
  };
}

/**
 * Stands before the client's own reading of frames. A `disconnect` frame is kept from it, since it would close at once
 * what can still serve until the next socket stands. A delivery without an event (`app_rate_limited`) would end the
 * process; it gets the shape of one, as does what is no record at all. An event is announced under its own name, which must not be
 * one by which the client talks to itself.
 */
function guardFrames(client: Client, retiring: () => void, log: Log): void {
  const [original] = client.listeners("ws_message") as Frame[];
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: string | ArrayBuffer, isBinary: boolean) => {
    const frame = parse(data, isBinary);
    if (frame !== null && stringIn(frame, "type") === "disconnect") return retiring();
    const isTheirs = (name: string) => name === "error" || client.listenerCount(name) > 0;
    const read = frame === null ? data : JSON.stringify(withEvent(frame, isTheirs));
    original?.(read, isBinary).catch((error: unknown) =>
      log.error({ err: error }, "Slack: a socket frame could not be read"),
    );
  });
}

function parse(data: string | ArrayBuffer, isBinary: boolean): Record<string, unknown> | null {
  if (isBinary || typeof data !== "string") return null;
  try {
    const frame: unknown = JSON.parse(data);
    return isRecord(frame) ? { ...frame } : null;
  } catch {
    return null;
  }
}

/** What Slack delivers; the rest of its frames concern the connection. */
const deliveries = new Set(["events_api", "interactive", "slash_commands"]);

function withEvent(
  frame: Record<string, unknown>,
  isTheirs: (name: string) => boolean,
): Record<string, unknown> {
  const type = stringIn(frame, "type") ?? "";
  if (!deliveries.has(type)) return type === "hello" ? frame : { ...frame, type: "unknown" };
  const payload = isRecord(frame.payload) ? frame.payload : {};
  if (type !== "events_api") return { ...frame, payload };
  const event = isRecord(payload.event) ? payload.event : { type: payload.type };
  const name = stringIn(event, "type") ?? "";
  const named = name === "" || isTheirs(name) ? { ...event, type: "unknown" } : event;
  return { ...frame, payload: { ...payload, event: named } };
}
