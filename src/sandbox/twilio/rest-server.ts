import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { Misbehaviours } from "./misbehaviours.ts";
import { type RestAnswer, type RestRequest, renderError } from "./rest-api.ts";
import type { ApiCallView } from "./types/activity.ts";
import type { Misbehaviour, MisbehaviourMatch } from "./types/misbehaviour.ts";

export interface RestServerSettings {
  readonly api: (request: RestRequest) => RestAnswer;
  readonly misbehaviours: Misbehaviours;
  readonly concurrency: number;
  readonly log: Log<ApiCallView>;
  readonly now: () => Date;
  readonly isDown: () => boolean;
  readonly called: (call: ApiCallView) => void;
}

/** Answers the API's requests over HTTP, wrongly where it was told to. */
export function createRestServer(settings: RestServerSettings) {
  let underWay = 0;
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    underWay += 1;
    try {
      const request = await readRequest(incoming);
      const answer = await answerRequest(settings, request, underWay);
      const { method, path } = request;
      const params = Object.fromEntries(method === "GET" ? request.query : request.form);
      const { status, code } = answer ?? { status: 0, code: null };
      const call = { at: settings.now().toISOString(), method, path, params, status, code };
      settings.log.add(call);
      settings.called(call);
      if (answer === null) incoming.socket.destroy();
      else
        response
          .writeHead(answer.status, { date: settings.now().toUTCString(), ...answer.headers })
          .end(answer.body);
    } finally {
      underWay -= 1;
    }
  };
}

/** Null: the connection is cut instead of answered. */
async function answerRequest(
  settings: RestServerSettings,
  request: RestRequest,
  underWay: number,
): Promise<RestAnswer | null> {
  if (settings.isDown()) return null;
  if (underWay > settings.concurrency) return renderError({ status: 429, code: 20429 });
  const match = matchOf(request);
  const wrong = match === null ? null : settings.misbehaviours.take(match);
  if (wrong?.kind === "fail") {
    return wrong.status === 0
      ? null
      : renderError({ status: wrong.status ?? 500, code: codeOf(wrong.status) });
  }
  const answer = settings.api(request);
  await beLate(settings.misbehaviours, wrong);
  if (wrong?.kind === "garble")
    return { status: wrong.status ?? answer.status, headers: {}, body: wrong.body ?? "", code: null };
  return wrong?.kind === "dropAnswer" ? null : answer;
}

async function beLate(misbehaviours: Misbehaviours, wrong: Misbehaviour | null): Promise<void> {
  if (wrong?.kind === "delay") await sleep(wrong.ms ?? 1000, null, { ref: false });
  if (wrong?.kind === "hold") await new Promise<void>((resolve) => misbehaviours.keep(resolve));
}

function matchOf({ method, path }: RestRequest): MisbehaviourMatch | null {
  if (method === "GET" && /\/Messages\/\w+\/Media\//.test(path)) return "media";
  if (!path.endsWith("/Messages.json")) return null;
  return method === "POST" ? "send" : "list";
}

function codeOf(status: number | undefined): number {
  return status === 429 ? 20429 : 20500;
}

async function readRequest(incoming: IncomingMessage): Promise<RestRequest> {
  const [path = "", query = ""] = (incoming.url ?? "/").split("?", 2);
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    form: new URLSearchParams(await text(incoming)),
    authorization: incoming.headers.authorization,
  };
}
