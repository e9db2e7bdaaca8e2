import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { type Rules, ruleForCall } from "./misbehaviour.ts";
import type { RateBook } from "./rates.ts";
import { parseFields } from "./request-body.ts";
import type { SocketHub } from "./socket-transport.ts";
import type { CallRecord } from "./types/activity.ts";
import type { Misbehaviour } from "./types/misbehaviour.ts";
import { type ApiAnswer, callMethod, rateLimited } from "./web-api/call.ts";
import type { Wire } from "./wire.ts";
import { remember, tell, type World } from "./workspace.ts";

/** What answering a call takes. */
export interface ApiDesk {
  readonly world: World;
  readonly hub: SocketHub;
  readonly rules: Rules;
  readonly rates: RateBook;
}

function bearer(request: IncomingMessage): string | null {
  const header = request.headers.authorization ?? "";
  return header.startsWith("Bearer ") ? header.slice("Bearer ".length) : null;
}

async function argumentsOf(request: IncomingMessage, query: string): Promise<Wire | null> {
  const body = await buffer(request);
  const fields = await parseFields(request.headers["content-type"] ?? "", body);
  if (fields === null) return null;
  const token = bearer(request);
  return {
    ...(query === "" ? {} : Object.fromEntries(new URLSearchParams(query))),
    ...fields,
    ...(token === null ? {} : { token }),
  };
}

/** The answer of a rule that keeps the call from acting; null when it may act. */
function ruledOut(rule: Misbehaviour | null): ApiAnswer | null {
  if (rule?.kind === "rateLimit") return rateLimited(rule.retryAfter ?? 1);
  if (rule?.kind !== "fail") return null;
  if (rule.error !== undefined) {
    return { status: rule.status ?? 200, headers: {}, body: { ok: false, error: rule.error } };
  }
  return { status: rule.status ?? 500, headers: {}, body: { ok: false, error: "internal_error" } };
}

function record(
  world: World,
  method: string,
  args: Wire,
  answer: ApiAnswer,
  answered: boolean,
  startedAt: number,
): void {
  const { token, ...shown } = args;
  world.callSeq += 1;
  const call: CallRecord = {
    seq: world.callSeq,
    at: startedAt,
    method,
    args: shown,
    status: answer.status,
    answer: answer.body,
    answered,
    ms: world.now() - startedAt,
  };
  remember(world.calls, call, world.settings.keepLog);
  tell(world, () => ({ type: "call", call }));
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
}

/** One Web API request, misbehaviour included. */
export async function answerCall(
  desk: ApiDesk,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
  query: string,
): Promise<void> {
  const { world } = desk;
  const args = await argumentsOf(request, query);
  const startedAt = world.now();
  world.callCounts.set(method, (world.callCounts.get(method) ?? 0) + 1);
  if (args === null) {
    send(response, { status: 200, headers: {}, body: { ok: false, error: "invalid_json" } });
    return;
  }
  const rule = ruleForCall(desk.rules, method, typeof args.channel === "string" ? args.channel : null);
  if (rule?.kind === "delay" && rule.when !== "after") await sleep(rule.ms ?? 0);
  if (world.isDown) {
    request.socket.destroy();
    return;
  }
  const answer = ruledOut(rule) ?? callMethod(world, desk.hub, desk.rates, method, args);
  const answered = rule?.kind !== "dropAnswer" && rule?.kind !== "garble";
  record(world, method, args, answer, answered, startedAt);
  if (rule?.kind === "delay" && rule.when === "after") await sleep(rule.ms ?? 0);
  if (answered) send(response, answer);
  else if (rule?.kind === "garble") response.end(rule.body ?? "");
  else request.socket.destroy();
}
