/** A stand-in's control over HTTP: its verbs by method and name, and everything that happens as a stream. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type ControlHandler<Control> = (control: Control, body: unknown, rest: string) => unknown;

interface Watched {
  subscribe(listener: (event: unknown) => void): () => void;
}

/** Answers `/_control/...`; what is wrong with 400 and a sentence. @param routes by method and verb: `POST down` */
export async function answerControl<Control extends Watched>(
  routes: Readonly<Record<string, ControlHandler<Control>>>,
  control: Control,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [verb = "", ...rest] = (incoming.url ?? "").slice("/_control/".length).split("/");
  if (verb === "stream") {
    stream(control, response);
    return;
  }
  const sent = await text(incoming);
  const handler = routes[`${incoming.method} ${verb}`];
  if (handler === undefined) {
    answer(response, 404, { error: `There is no ${incoming.method} /_control/${verb}.` });
    return;
  }
  try {
    const body: unknown = sent === "" ? {} : JSON.parse(sent);
    answer(response, 200, (await handler(control, body, decodeURIComponent(rest.join("/")))) ?? { ok: true });
  } catch (thrown) {
    answer(response, 400, { error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Everything that happens, as server-sent events each of them as its data. */
function stream(control: Watched, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write(": connected\n\n");
  const stop = control.subscribe((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  response.on("close", stop);
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(value));
}

/** @throws where the body lacks one of these */
export function need<T extends object>(body: unknown, ...names: readonly (keyof T & string)[]): T {
  if (typeof body !== "object" || body === null) throw new Error("The body has to be a JSON object.");
  const missing = names.filter((name) => !(name in body));
  if (missing.length > 0) throw new Error(`The body lacks ${missing.join(", ")}.`);
  return body as T;
}
