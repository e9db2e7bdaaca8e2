/** Slack's Web API as this product needs it: each call is tried once (trap: a blind repeat posts twice). */
import type { WebClientOptions } from "@slack/web-api";
import type { Dispatcher } from "undici";
import type { Log } from "../../bridge/contracts/log.ts";
import { createCall } from "../../lib/call.ts";
import { createFetch } from "../../lib/outgoing.ts";
import { toDeskError } from "./failure.ts";
import { encodeForm } from "./form.ts";
import type { Web } from "./methods.ts";
import { readAnswer } from "./read-answer.ts";

export interface ClientOptions {
  readonly token: string;
  /** `https://slack.com/api/` or a stand-in's address, with the slash. */
  readonly apiUrl: string;
  /** The way out, through a proxy where the site has one. */
  readonly dispatcher: Dispatcher;
  readonly log: Log;
}

/** Where Slack's own lives. */
export const slackApi = "https://slack.com/api/";

type SlackFetch = NonNullable<WebClientOptions["fetch"]>;
type SlackLogger = NonNullable<WebClientOptions["logger"]>;

/** How long one call may take before its outcome counts as unknown. Milliseconds. */
const callTimeoutMs = 15_000;

export function createClient({ token, apiUrl, dispatcher, log }: ClientOptions): Web {
  const call = createCall(dispatcher);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  async function ask(method: string, args: object): Promise<object> {
    try {
      const body = encodeForm(args);
      const answer = await call(apiUrl + method, { method: "POST", headers, body, timeoutMs: callTimeoutMs });
      return readAnswer(answer, (hint) => log.warn({ method }, `Slack: ${hint}`));
    } catch (error) {
      throw toDeskError(error);
    }
  }
  // What Slack answers has the shape that its package gives it, as far as it goes: every field may be missing.
  return ask as Web;
}

/**
 * For Bolt's own clients, which may not repeat a call either. A fresh object for each: the SDK writes into the one it
 * is given.
 */
export function webOptions(options: Omit<ClientOptions, "token">) {
  return {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    fetch: createFetch(options.dispatcher) as SlackFetch,
    logger: quietLogger(options.log),
  };
}

/**
 * The SDK's debug and info lines hold whole bodies, so they are dropped; of its warnings, what stands before
 * the first colon, quote or bracket: behind it is what they are about.
 */
export function quietLogger(log: Log): SlackLogger {
  let level = "warn" as ReturnType<SlackLogger["getLevel"]>;
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn({ from: "slack sdk" }, firstWords(parts)),
    error: (...parts) => log.warn({ from: "slack sdk" }, firstWords(parts)),
    setLevel: (wanted) => {
      level = wanted;
    },
    getLevel: () => level,
    setName: () => {},
  };
}

function firstWords(parts: unknown[]): string {
  const [first] = parts;
  return first instanceof Error ? first.name : beginningOf(String(first));
}

/** What a library says before it says what it is about. */
export function beginningOf(words: string): string {
  return (words.split(/[:("'`\n]/)[0] ?? "").slice(0, 200);
}
