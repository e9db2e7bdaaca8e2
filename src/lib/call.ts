/** One call to the outside: once, over a connection that is kept, and no longer than it may take. Follows no redirect. */

import type { Dispatcher } from "undici";
import { parseUrl } from "./parse-url.ts";

export interface OutgoingRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** For all of it: connecting, asking, and the whole answer. Milliseconds. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Null where it broke off behind the headers, came too late, or was too long. */
  readonly text: string | null;
}

/** @throws NoAnswer */
export type Call = (url: string, request: OutgoingRequest) => Promise<Answer>;

/** Nobody answered. Holds neither the address nor a cause: libraries' errors carry what was sent or received. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** The system's or the library's word, `timeout` for ours. */
  readonly code: string;
  /** False only where not one byte of the request has left this house. */
  readonly sent: boolean;

  constructor(code: string, sent: boolean) {
    super(`no answer (${code})`);
    this.code = code;
    this.sent = sent;
  }
}

/** A page of two hundred long messages takes a tenth of it. Bytes. */
const longestAnswer = 64 * 2 ** 20;

/** Nobody means longer; and a moment beyond all dates can't be kept. Milliseconds. */
const longestPause = 86_400_000;

/** Calls through a dispatcher, which belongs to whoever made it. */
export function createCall(dispatcher: Dispatcher): Call {
  return (url, request) =>
    new Promise((resolve, reject) => {
      const address = parseUrl(url);
      if (address === null) return reject(new NoAnswer("ERR_INVALID_URL", false));
      const options = {
        origin: address.origin,
        path: address.pathname + address.search,
        method: request.method,
        headers: { "user-agent": "undici", ...request.headers },
        body: request.body ?? null,
        // The one timer below counts for all of it.
        headersTimeout: 0,
        bodyTimeout: 0,
      };
      dispatcher.dispatch(options, createReading(request.timeoutMs, resolve, reject));
    });
}

/** Puts an answer together. Undici's own way, by a stream and an abort signal, doubles what a call costs. */
function createReading(
  timeoutMs: number,
  resolve: (answer: Answer) => void,
  reject: (error: NoAnswer) => void,
): Dispatcher.DispatchHandler {
  /** Undici hands it over right before it writes the request: until then nothing has left. */
  let controller: Dispatcher.DispatchController | null = null;
  let head: Omit<Answer, "text"> | null = null;
  const chunks: Buffer[] = [];
  let length = 0;
  let over = false;
  const timer = setTimeout(() => giveUp("timeout"), timeoutMs);

  function end(text: string | null, code: string): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    if (head === null) reject(new NoAnswer(code, controller !== null));
    else resolve({ ...head, text });
  }

  function giveUp(code: string): void {
    end(null, code);
    controller?.abort(new NoAnswer(code, true));
  }

  return {
    onRequestStart(given) {
      // It was given up while it waited for its connection.
      if (over) return given.abort(new NoAnswer("timeout", false));
      controller = given;
    },
    onResponseStart(_controller, status, headers) {
      if (status >= 200) head = { status, headers };
    },
    onResponseData(_controller, chunk) {
      if (over) return;
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestAnswer) giveUp("too long");
    },
    onResponseEnd() {
      end(Buffer.concat(chunks, length).toString(), "no status");
    },
    onResponseError(_controller, error) {
      end(null, codeOf(error));
    },
  };
}

function codeOf(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  // Which says nothing.
  return error.name === "Error" ? "no answer" : error.name;
}

/** A header of an answer, null where it has none. */
export function headerOf({ headers }: Pick<Answer, "headers">, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) ?? null;
}

/** What an answer holds as JSON; null where it is none. */
export function parsedJson({ text }: Pick<Answer, "text">): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** `Retry-After`, in seconds or as a date: a day at most. Whole milliseconds; null where it is not said. */
export function retryAfterOf(answer: Pick<Answer, "headers">, now: number): number | null {
  const header = headerOf(answer, "retry-after");
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, Math.ceil(ms)), longestPause);
}
