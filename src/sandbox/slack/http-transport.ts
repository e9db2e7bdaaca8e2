import { createHmac } from "node:crypto";
import { Agent, type Dispatcher } from "undici";
import type { AttemptResult, Outgoing, Retry, Transport } from "./delivery-office.ts";
import type { World } from "./workspace.ts";

/** Slack has many workers; this many requests to the app may be open at once. */
const AT_ONCE = 100;

interface Request {
  url: string;
  body: string;
  headers: Record<string, string>;
}

function formOf(outgoing: Outgoing): string {
  if (outgoing.kind === "interactive")
    return new URLSearchParams({ payload: JSON.stringify(outgoing.body) }).toString();
  const fields = Object.entries(outgoing.body).map(([key, value]): [string, string] => [key, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** Slack's v0 signature over `timestamp:body`. The stamp is wall-clock time, which is what receivers compare with. */
export function signedHeaders(secret: string, body: string): Record<string, string> {
  const stamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", secret).update(`v0:${stamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": stamp, "x-slack-signature": `v0=${digest}` };
}

function requestFor(world: World, outgoing: Outgoing, retry: Retry | null): Request | null {
  const { eventsUrl, interactivityUrl, signingSecret } = world.settings;
  const isEvent = outgoing.kind === "event";
  const url = isEvent ? eventsUrl : (interactivityUrl ?? eventsUrl);
  if (url === null) return null;
  const body = isEvent ? JSON.stringify(outgoing.body) : formOf(outgoing);
  const headers: Record<string, string> = {
    "content-type": isEvent ? "application/json" : "application/x-www-form-urlencoded",
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    accept: "*/*",
    ...signedHeaders(signingSecret, body),
  };
  if (retry !== null) Object.assign(headers, retryHeaders(retry));
  return { url, body, headers };
}

function retryHeaders(retry: Retry): Record<string, string> {
  return { "x-slack-retry-num": String(retry.num), "x-slack-retry-reason": retry.reason };
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function resultOf(status: number, text: string, headers: Dispatcher.ResponseData["headers"]): AttemptResult {
  const ok = status >= 200 && status < 300;
  const reason = status >= 300 && status < 400 ? "too_many_redirects" : "http_error";
  const noRetry = headers["x-slack-no-retry"] === "1";
  return { ok, status, answer: parsed(text), ...(ok ? {} : { reason }), ...(noRetry ? { noRetry } : {}) };
}

async function post(agent: Agent, request: Request, withinMs: number): Promise<AttemptResult> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    const { origin, pathname, search } = new URL(request.url);
    const answer = await agent.request({
      origin,
      path: `${pathname}${search}`,
      method: "POST",
      headers: request.headers,
      body: request.body,
      signal,
    });
    return resultOf(answer.statusCode, await answer.body.text(), answer.headers);
  } catch {
    return { ok: false, reason: signal.aborted ? "http_timeout" : "connection_failed" };
  }
}

/** At most `limit` at once; the others wait their turn. */
function createGate(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  let open = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (open >= limit) await new Promise<void>((resolve) => queue.push(resolve));
    open += 1;
    try {
      return await work();
    } finally {
      open -= 1;
      queue.shift()?.();
    }
  };
}

/** Delivery by signed HTTP requests. `close` breaks what is open. */
export function createHttpTransport(world: World): { send: Transport; close: () => Promise<void> } {
  const agent = new Agent({ connections: AT_ONCE, pipelining: 1 });
  const gate = createGate(AT_ONCE);
  const send: Transport = async (outgoing, retry, breakAfter) => {
    const request = requestFor(world, outgoing, retry);
    if (request === null) return { ok: false, reason: "no_url", noRetry: true };
    const result = await gate(() => post(agent, request, world.settings.answerWithinMs));
    return breakAfter ? { ok: false, reason: "http_timeout" } : result;
  };
  return { send, close: () => agent.destroy() };
}
