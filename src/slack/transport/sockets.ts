/**
 * Socket Mode without gaps: when Slack retires a socket, the next one stands before the old one is let go; when one
 * breaks, the next is opened at once, then with growing pauses. Says when the connection stands and when it is lost.
 */
import { setTimeout as pause } from "node:timers/promises";
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { AppError } from "../../domain/errors.ts";
import { beginningOf } from "./client.ts";
import { fromStatus, fromWord, toDeskError } from "./failure.ts";
import { createSocket, type Socket, type SocketOptions } from "./socket.ts";

export interface Sockets {
  start(): void;
  stop(): Promise<void>;
  /** Whether any socket stands. */
  isConnected(): boolean;
  /** Why the last attempt failed; null while all is well. */
  trouble(): string | null;
}

export interface ConnectionEvents {
  readonly connected: () => void;
  readonly lost: () => void;
}

/** Slack greets within moments; a socket that stays silent is given up. */
const greetingMs = 15_000;
/** A peer that does not take part in closing is left behind. */
const closingMs = 2_000;
const firstPauseMs = 250;
const longestPauseMs = 30_000;

export function createSockets(options: SocketOptions, events: ConnectionEvents): Sockets {
  const { log } = options;
  const standing = new Set<Socket>();
  const retiring = new WeakSet<Socket>();
  const stopping = new AbortController();
  let opening: Promise<void> | null = null;
  let trouble: string | null = null;

  /** Sees to it that a new socket stands; one attempt at a time. */
  function replace(): Promise<void> {
    opening ??= openNext().finally(() => {
      opening = null;
    });
    return opening;
  }

  async function openNext(): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        return await openOne();
      } catch (error) {
        trouble = reasonOf(error);
        log.warn({ reason: trouble, attempt }, "Slack: no socket could be opened");
        await rest(pauseBefore(attempt, error));
      }
    }
  }

  async function openOne(): Promise<void> {
    const socket = createSocket(options, { retiring: () => retire(socket), closed: () => drop(socket) });
    await greeted(socket, stopping.signal);
    if (stopping.signal.aborted) return socket.close();
    trouble = null;
    standing.add(socket);
    if (standing.size === 1) events.connected();
  }

  /** Slack may say it twice; the old socket serves until the next one stands. */
  function retire(socket: Socket): void {
    if (retiring.has(socket)) return;
    retiring.add(socket);
    void replace()
      .then(() => socket.close())
      .catch(ignore);
  }

  function drop(socket: Socket): void {
    if (!standing.delete(socket) || stopping.signal.aborted) return;
    if (standing.size > 0) return;
    events.lost();
    void replace();
  }

  async function rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: stopping.signal }).catch(ignore);
  }

  return {
    start: () => void replace(),
    async stop() {
      stopping.abort();
      const closed = Promise.all([...standing].map((socket) => socket.close()));
      await Promise.race([closed, pause(closingMs, undefined, { ref: false })]);
      standing.clear();
    },
    isConnected: () => standing.size > 0,
    trouble: () => trouble,
  };
}

async function greeted(socket: Socket, stopping: AbortSignal): Promise<void> {
  const late = new AbortController();
  const tooLate = pause(greetingMs, undefined, { signal: AbortSignal.any([late.signal, stopping]) }).then(
    () => {
      throw new AppError("unavailable", "Slack did not greet in time");
    },
  );
  const opened = socket.open();
  try {
    await Promise.race([opened, tooLate]);
  } catch (error) {
    opened.catch(ignore);
    void socket.close().catch(ignore);
    throw error ?? new AppError("unavailable", "The socket closed before Slack greeted");
  } finally {
    late.abort();
    tooLate.catch(ignore);
  }
}

function pauseBefore(attempt: number, error: unknown): number {
  const grown = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
  return error instanceof WebAPIRateLimitedError ? Math.max(grown, error.retryAfter * 1000) : grown;
}

function reasonOf(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return fromWord(error.data.error).message;
  if (error instanceof AppError) return error.message;
  if (error instanceof WebAPIHTTPError) return fromStatus(error.statusCode).message;
  const isPlain = error instanceof Error && error.name === "Error" && error.cause === undefined;
  return isPlain ? beginningOf(error.message) : toDeskError(error).message;
}

function ignore(): void {}
