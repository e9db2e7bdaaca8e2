import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { type RestAnswer, type RestRequest, renderError } from "./rest-api.ts";
import type { TelnyxCallView } from "./types/activity.ts";
import type { TelnyxMatch, TelnyxMisbehaviour } from "./types/misbehaviour.ts";

export interface RestServerSettings {
  readonly api: (request: RestRequest) => RestAnswer;
  readonly misbehaviours: Misbehaviours;
  readonly log: Log<TelnyxCallView>;
  readonly now: () => Date;
  readonly isDown: () => boolean;
  readonly called: (call: TelnyxCallView) => void;
}

/** Answers the API's requests over HTTP, wrongly where it was told to. */
export function createRestServer(settings: RestServerSettings) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const answer = await answerRequest(settings, request);
    const { method, path } = request;
    const { status, code } = answer ?? { status: 0, code: null };
    const call = { at: settings.now().toISOString(), method, path, params: paramsOf(request), status, code };
    settings.log.add(call);
    settings.called(call);
    if (answer === null) incoming.socket.destroy();
    else {
      const date = settings.now().toUTCString();
      response.writeHead(answer.status, { date, ...answer.headers }).end(answer.body);
    }
  };
}

/** Null: the connection is cut instead of answered. */
async function answerRequest(settings: RestServerSettings, request: RestRequest): Promise<RestAnswer | null> {
  if (settings.isDown()) return null;
  const match = matchOf(request);
  const wrong = match === null ? null : settings.misbehaviours.take(match);
  if (wrong?.kind === "fail") return failure(wrong.status ?? 500);
  const answer = settings.api(request);
  await beLate(settings.misbehaviours, wrong);
  if (wrong?.kind === "garble")
    return { status: wrong.status ?? answer.status, headers: {}, body: wrong.body ?? "", code: null };
  return wrong?.kind === "dropAnswer" ? null : answer;
}

function failure(status: number): RestAnswer | null {
  if (status === 0) return null;
  return renderError({ code: status === 429 ? "10011" : "10007", status });
}

async function beLate(misbehaviours: Misbehaviours, wrong: TelnyxMisbehaviour | null): Promise<void> {
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1_000, null, { ref: false });
  if (wrong?.kind === "hold") await new Promise<void>((resolve) => misbehaviours.keep(resolve));
}

function matchOf({ method, path }: RestRequest): TelnyxMatch | null {
  if (method === "POST") return path === "/v2/messages" ? "send" : null;
  if (path.startsWith("/_media/")) return "media";
  if (path === "/v2/messaging_optouts") return "optouts";
  if (path === "/v2/detail_records") return "records";
  return path.startsWith("/v2/messages/") ? "retrieve" : null;
}

async function readRequest(incoming: IncomingMessage): Promise<RestRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
  return {
    method: incoming.method ?? "GET",
    path: pathname,
    query: searchParams,
    body: await text(incoming),
    contentType: incoming.headers["content-type"] ?? "",
    authorization: incoming.headers.authorization,
  };
}

/** What was asked for, for whoever looks at it later. */
function paramsOf({ method, query, body }: RestRequest): Readonly<Record<string, unknown>> {
  if (method === "GET") return Object.fromEntries(query);
  try {
    const sent: unknown = JSON.parse(body);
    return typeof sent === "object" && sent !== null ? { ...sent } : { body };
  } catch {
    return { body };
  }
}
