import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { exactJson } from "../exact-json.ts";
import { notFound, type RcAnswer, type RcRequest, refuse } from "./api.ts";
import type { RcMisbehaviours } from "./misbehaviours.ts";
import type { Rates } from "./rates.ts";
import { answerRoute, type FindRoute, type Route } from "./routes.ts";
import type { Tokens } from "./tokens.ts";
import type { RcCallView } from "./types/activity.ts";
import type { RcCall, RcMisbehaviour } from "./types/misbehaviour.ts";
import { iso, type World } from "./world.ts";

export interface ServeSettings {
  readonly world: World;
  readonly tokens: Tokens;
  readonly rates: Rates;
  readonly findRoute: FindRoute;
  readonly misbehaviours: RcMisbehaviours;
  readonly isDown: () => boolean;
  /** Before each call. */
  readonly before: () => void;
  readonly called: (call: RcCallView) => void;
}

interface Answered {
  /** Null: the connection is cut instead of answered. */
  readonly sent: RcAnswer | null;
  readonly garbled: string | null;
  readonly extension: string | null;
}

/** Answers the API over HTTP, wrongly where it was told to. */
export function createServe(settings: ServeSettings) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const { sent, garbled, extension } = await answerRequest(settings, request);
    settings.called({
      at: iso(settings.world.now()),
      method: request.method,
      path: incoming.url ?? "/",
      extension,
      sent: sentOf(request),
      status: sent?.status ?? 0,
      code: sent?.code ?? null,
    });
    if (sent === null) incoming.socket.destroy();
    else write(response, sent, garbled);
  };
}

async function answerRequest(settings: ServeSettings, request: RcRequest): Promise<Answered> {
  const { misbehaviours, tokens, world, rates } = settings;
  const nothing = { garbled: null, extension: null };
  if (settings.isDown()) return { sent: null, ...nothing };
  settings.before();
  const [root, family] = request.path;
  if (root === "restapi" && family === "oauth" && request.path[2] !== "wstoken")
    return wrongly(misbehaviours, "token", null, () => tokens.answer(request));
  const login = tokens.callerOf(tokenOf(request));
  if ("status" in login) return { sent: login, ...nothing };
  const caller = world.extension(login.extension);
  const route = settings.findRoute(request.method, request.path, caller);
  if (route === null) return { sent: notFound(), garbled: null, extension: caller.id };
  return wrongly(misbehaviours, route.call, caller.id, async () => {
    const limited = rates.take(caller.id, route.group);
    const answer = limited ?? (await answerRoute(route, world.lacksScopes, { ...request, caller }));
    return withRates(rates, caller.id, route, answer);
  });
}

function withRates(rates: Rates, user: string, { group }: Route, answer: RcAnswer): RcAnswer {
  return { ...answer, headers: { ...rates.headers(user, group), ...answer.headers } };
}

async function wrongly(
  misbehaviours: RcMisbehaviours,
  call: RcCall,
  extension: string | null,
  answer: () => RcAnswer | Promise<RcAnswer>,
): Promise<Answered> {
  const cut: Answered = { sent: null, garbled: null, extension };
  const wrong = misbehaviours.take(call);
  if (wrong?.kind === "fail")
    return wrong.status === 0 ? cut : { sent: failed(wrong.status ?? 500), garbled: null, extension };
  if (wrong?.kind === "hang") {
    await misbehaviours.kept();
    return cut;
  }
  const sent = await answer();
  await beLate(misbehaviours, wrong);
  if (wrong?.kind === "dropAnswer") return cut;
  if (wrong?.kind !== "garble") return { sent, garbled: null, extension };
  return { sent: { ...sent, status: wrong.status ?? sent.status }, garbled: wrong.body ?? "", extension };
}

async function beLate(misbehaviours: RcMisbehaviours, wrong: RcMisbehaviour | null): Promise<void> {
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
  if (wrong?.kind === "hold") await misbehaviours.kept();
}

function failed(status: number): RcAnswer {
  return refuse(status, status === 503 ? "CMN-211" : "CMN-203", "Internal server error");
}

function write(response: ServerResponse, answer: RcAnswer, garbled: string | null): void {
  const { status, headers, body, content } = answer;
  const sent = garbled ?? content ?? (body === undefined ? undefined : exactJson(body));
  response.writeHead(status, {
    ...(body === undefined ? {} : { "content-type": "application/json;charset=utf-8" }),
    ...headers,
  });
  response.end(sent);
}

function tokenOf({ headers, query }: RcRequest): string | null {
  return /^bearer (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? query.get("access_token");
}

function sentOf({ json, raw, path }: RcRequest): unknown {
  // What lets in is not kept.
  if (raw.length === 0 || path[1] === "oauth") return null;
  return json ?? raw.toString("utf8").slice(0, 2_000);
}

async function readRequest(incoming: IncomingMessage): Promise<RcRequest> {
  const url = new URL(incoming.url ?? "/", "http://stand-in");
  const raw = await buffer(incoming);
  const pieces = url.pathname.split("/").slice(1).map(decoded);
  return {
    method: incoming.method ?? "GET",
    // RingCentral does not mind a slash at the end.
    path: pieces.at(-1) === "" ? pieces.slice(0, -1) : pieces,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    raw,
    json: parsed(raw),
  };
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return undefined;
  }
}
