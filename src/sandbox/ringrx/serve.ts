import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { type RrxAnswer, type RrxRequest, refuse } from "./api.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { numberOf, type SendSettings, sendMessage } from "./send-message.ts";
import type { Tokens } from "./tokens.ts";
import type { UserView } from "./types/account.ts";
import type { RrxCallView } from "./types/activity.ts";
import type { RrxCall, RrxMisbehaviour } from "./types/misbehaviour.ts";

export interface ServeSettings extends SendSettings {
  readonly tokens: Tokens;
  readonly misbehaviours: Misbehaviours;
  readonly isDown: () => boolean;
  readonly called: (call: RrxCallView) => void;
}

/** Answers the API over HTTP, wrongly where it was told to. */
export function createServe(settings: ServeSettings) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const user = settings.tokens.userOf(request.authorization);
    const answer = settings.isDown() ? null : await wrongly(settings, request, user);
    settings.called({
      at: settings.world.now().toISOString(),
      method: request.method,
      path: request.path,
      query: [...request.query.keys()],
      username: user?.username ?? null,
      to: callOf(request) === "send" ? numberOf(request.param("to") ?? "") : null,
      status: answer?.status ?? 0,
    });
    if (answer === null) incoming.socket.destroy();
    else write(response, answer);
  };
}

/** Null: the connection is cut instead of answered. */
async function wrongly(
  settings: ServeSettings,
  request: RrxRequest,
  user: UserView | null,
): Promise<RrxAnswer | null> {
  const { misbehaviours } = settings;
  const call = callOf(request);
  const wrong = call === null ? null : misbehaviours.take(call);
  if (wrong?.kind === "fail") return failed(wrong);
  const answer = answerRequest(settings, request, user);
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
  if (wrong?.kind === "hold") await new Promise<void>((resolve) => misbehaviours.keep(resolve));
  if (wrong?.kind === "garble") return { status: wrong.status ?? answer.status, body: wrong.body ?? "" };
  return wrong?.kind === "dropAnswer" ? null : answer;
}

function callOf({ path }: RrxRequest): RrxCall | null {
  if (path === "/auth/token") return "token";
  return path === "/messaging/send_message" ? "send" : null;
}

function failed({ status = 500 }: RrxMisbehaviour): RrxAnswer | null {
  if (status === 0) return null;
  return refuse(status, "Something went wrong", status === 429 ? { "retry-after": "3" } : {});
}

function answerRequest(settings: ServeSettings, request: RrxRequest, user: UserView | null): RrxAnswer {
  const { method, path } = request;
  if (path === "/auth/token")
    return method === "POST" ? settings.tokens.answer(request) : refuse(405, "Method not allowed");
  if (user === null) return refuse(401, "Token is missing, invalid or expired");
  if (path === "/messaging/send_message")
    return method === "POST" ? sendMessage(settings, request, user) : refuse(405, "Method not allowed");
  if (path !== "/pbxcallbacks" || method !== "GET") return refuse(404, "Not found");
  return user.isAdmin ? listCallbacks(settings) : refuse(403, "Forbidden");
}

/** Passwords are not handed out. */
function listCallbacks({ world }: ServeSettings): RrxAnswer {
  const body = [...world.callbacks.values()].map(({ id, name, type, url, basicAuth, payload }) => ({
    id,
    name,
    callback_type: type,
    url,
    username: basicAuth?.username ?? null,
    payload,
  }));
  return { status: 200, body };
}

async function readRequest(incoming: IncomingMessage): Promise<RrxRequest> {
  const [path = "", search = ""] = (incoming.url ?? "/").split("?", 2);
  const query = new URLSearchParams(search);
  const json = objectIn(await text(incoming));
  return {
    method: incoming.method ?? "GET",
    path,
    query,
    authorization: incoming.headers.authorization,
    json,
    param: (name) => {
      const given = json?.[name];
      return typeof given === "string" ? given : query.get(name);
    },
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function write(response: ServerResponse, { status, headers, body }: RrxAnswer): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
