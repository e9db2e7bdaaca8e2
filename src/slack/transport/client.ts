/** The Web API client as this product needs it: no retries of its own (trap: a blind repeat posts twice), no shared headers. */
import { WebClient } from "@slack/web-api";
import type { Dispatcher } from "undici";
import type { Log } from "../../bridge/contracts/log.ts";
import { createFetch } from "../../lib/outgoing.ts";

export interface ClientOptions {
  readonly token: string;
  /** `https://slack.com/api/` or a stand-in's address, with the slash. */
  readonly apiUrl: string;
  /** The way out, through a proxy where the site has one. */
  readonly dispatcher: Dispatcher;
  readonly log: Log;
}

type SlackFetch = NonNullable<NonNullable<ConstructorParameters<typeof WebClient>[1]>["fetch"]>;
type SlackLogger = NonNullable<NonNullable<ConstructorParameters<typeof WebClient>[1]>["logger"]>;

/** How long one call may take before its outcome counts as unknown. Milliseconds. */
const callTimeoutMs = 15_000;

export function createClient(options: ClientOptions): WebClient {
  return new WebClient(options.token, webOptions(options));
}

/** A fresh object for each client: the SDK writes into the one it is given. */
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

/** `fetch` as `lib/outgoing.ts` makes it. */
export type Fetch = ReturnType<typeof createFetch>;
