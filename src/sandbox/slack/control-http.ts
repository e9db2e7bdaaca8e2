import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { RefusedByClient } from "./refusals.ts";
import { parseObject } from "./request-body.ts";
import type { SlackControl } from "./types/control.ts";
import type { Wire } from "./wire.ts";

/** Operations whose in-process form takes words instead of one object: the names of their JSON fields, in order. */
const POSITIONAL: Record<string, readonly string[]> = {
  directMessage: ["user"],
  groupDirectMessage: ["users"],
  setScopes: ["scopes"],
  reload: ["user"],
  messages: ["channel"],
  thread: ["channel", "ts"],
  message: ["channel", "ts"],
  ephemerals: ["user"],
  files: ["channel"],
  views: ["user"],
  home: ["user"],
  notifications: ["user"],
  followers: ["channel", "ts"],
  badges: ["user"],
  calls: ["method"],
  deliveries: ["type"],
  requestCount: ["method"],
  sockets: [],
  state: [],
  clearLogs: [],
  idle: [],
  verifyUrl: [],
  release: ["order"],
  cutSockets: [],
  refreshSockets: ["reason"],
  refuseSockets: ["on"],
  down: ["on"],
  clearMisbehaviour: [],
};

type Operation = (...args: unknown[]) => unknown;

function operationOf(control: SlackControl, name: string): Operation | null {
  if (name === "subscribe" || !Object.hasOwn(control, name)) return null;
  // The JSON of a request becomes the argument of one of the control's functions; they check what they need.
  return control[name as keyof SlackControl] as Operation;
}

function argumentsFor(name: string, body: Wire): unknown[] {
  const fields = POSITIONAL[name];
  return fields === undefined ? [body] : fields.map((field) => body[field]);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body ?? null));
}

/** Server-sent events: one `data:` line of JSON per activity. */
function stream(control: SlackControl, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": listening\n\n");
  const stop = control.subscribe((activity) => {
    response.write(`event: ${activity.type}\ndata: ${JSON.stringify(activity)}\n\n`);
  });
  request.socket.on("close", stop);
}

async function operate(
  control: SlackControl,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const operation = operationOf(control, name);
  const body = parseObject(await text(request));
  if (operation === null)
    return answer(response, 404, { error: "unknown_operation", message: `There is no ${name}.` });
  if (body === null)
    return answer(response, 400, { error: "invalid_json", message: "The body must be a JSON object." });
  try {
    return answer(response, 200, await operation(...argumentsFor(name, body)));
  } catch (error) {
    if (error instanceof RefusedByClient)
      return answer(response, 400, { error: error.code, message: error.message });
    return answer(response, 400, { error: "bad_argument", message: String(error) });
  }
}

/** `POST /_control/<operation>` with JSON, `GET /_control/state`, `GET /_control/stream`. */
export async function answerControl(
  control: SlackControl,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (path === "stream") stream(control, request, response);
  else if (path === "state") answer(response, 200, control.state());
  else if (request.method === "POST") await operate(control, path, request, response);
  else answer(response, 405, { error: "method_not_allowed", message: "Use POST." });
}
