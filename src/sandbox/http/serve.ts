import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { exactJson } from "../exact-json.ts";
import { type ApiAnswer, type ApiRequest, matchOf, refuse } from "./api.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import type { HttpCallView } from "./types/control.ts";
import type { HttpMisbehaviour } from "./types/misbehaviour.ts";

export interface ServeSettings {
  readonly api: (request: ApiRequest) => ApiAnswer;
  readonly misbehaviours: Misbehaviours;
  readonly isDown: () => boolean;
  readonly now: () => number;
  readonly called: (call: HttpCallView) => void;
}

/** Answers the API over HTTP, wrongly where it was told to. */
export function createServe(settings: ServeSettings) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const match = settings.isDown() ? null : matchOf(request);
    const wrong = match === null ? null : settings.misbehaviours.take(match);
    const answer = settings.isDown() ? null : await answerWrongly(settings, request, wrong);
    settings.called({
      at: new Date(settings.now()).toISOString(),
      method: request.method,
      path: request.path,
      sent: request.body ?? null,
      status: answer?.status ?? 0,
      code: answer?.code ?? null,
    });
    if (answer === null) incoming.socket.destroy();
    else if (wrong?.kind === "garble")
      response.writeHead(wrong.status ?? answer.status).end(wrong.body ?? "");
    else write(response, answer);
  };
}

/** Null: the connection is cut instead of answered. */
async function answerWrongly(
  { api, misbehaviours }: ServeSettings,
  request: ApiRequest,
  wrong: HttpMisbehaviour | null,
): Promise<ApiAnswer | null> {
  const released = () => new Promise<void>((resolve) => misbehaviours.keep(resolve));
  if (wrong?.kind === "fail") return wrong.status === 0 ? null : refuse(wrong.status ?? 500, "internal");
  if (wrong?.kind === "hang") {
    await released();
    return null;
  }
  const answer = api(request);
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
  if (wrong?.kind === "hold") await released();
  return wrong?.kind === "dropAnswer" ? null : answer;
}

function write(response: ServerResponse, { status, headers, body, content }: ApiAnswer): void {
  const type = content?.type ?? "application/json";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(content?.bytes ?? exactJson(body));
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const { pathname } = new URL(incoming.url ?? "/", "http://stand-in");
  const { authorization } = incoming.headers;
  const body = parsed(await text(incoming));
  return { method: incoming.method ?? "GET", path: pathname, authorization, body };
}

function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}
