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
}

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
    logger: quietLogger(options.log),
    installerOptions: { clientOptions: webOptions(options) },
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
 * process; it gets the shape of one.
 */
function guardFrames(client: Client, retiring: () => void, log: Log): void {
  const [original] = client.listeners("ws_message") as Frame[];
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: string | ArrayBuffer, isBinary: boolean) => {
    const frame = parse(data, isBinary);
    if (frame !== null && stringIn(frame, "type") === "disconnect") return retiring();
    original?.(frame === null ? data : JSON.stringify(withEvent(frame)), isBinary).catch((error: unknown) =>
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

function withEvent(frame: Record<string, unknown>): Record<string, unknown> {
  const { payload } = frame;
  if (frame.type !== "events_api" || !isRecord(payload) || isRecord(payload.event)) return frame;
  return { ...frame, payload: { ...payload, event: { type: payload.type ?? "unknown" } } };
}
