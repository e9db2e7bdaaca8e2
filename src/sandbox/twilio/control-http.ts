import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { TwilioControl } from "./types/control.ts";
import type { TextSpec } from "./types/messages.ts";
import type { Misbehaviour, OutcomeSpec } from "./types/misbehaviour.ts";
import type { NumberSpec, PhoneSpec } from "./types/numbers.ts";

type Handler = (control: TwilioControl, body: unknown, rest: string) => unknown;

/** The same verbs as in `TwilioControl`; what is wrong is answered with 400 and a sentence. */
const routes: Readonly<Record<string, Handler>> = {
  "GET state": (control) => control.state(),
  "GET messages": (control) => control.messages(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "GET phones": (control, _body, number) => control.phone(number),
  "POST numbers": (control, body) => control.addNumber(need<NumberSpec>(body, "number")),
  "POST phones": (control, body) => control.addPhone(need<PhoneSpec>(body, "number")),
  "POST text": async (control, body) => ({
    sid: await control.text(need<TextSpec>(body, "from", "to", "body")),
  }),
  "POST outcomes": (control, body) => control.setOutcome(need<OutcomeSpec>(body, "outcome")),
  "POST misbehave": (control, body) => control.misbehave(need<Misbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
  "POST idle": (control) => control.idle(),
};

/** Answers `/_control/...`. */
export async function answerControl(
  control: TwilioControl,
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

/** Everything that happens, as server-sent events whose data is a `StandInEvent`. */
function stream(control: TwilioControl, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.write(": connected\n\n");
  const stop = control.subscribe((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  response.on("close", stop);
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(value));
}

function need<T extends object>(body: unknown, ...names: readonly (keyof T & string)[]): T {
  if (typeof body !== "object" || body === null) throw new Error("The body has to be a JSON object.");
  const missing = names.filter((name) => !(name in body));
  if (missing.length > 0) throw new Error(`The body lacks ${missing.join(", ")}.`);
  return body as T;
}
