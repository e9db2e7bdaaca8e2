import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { CrmContactSpec, CrmDealSpec, CrmUserSpec } from "./types/contacts.ts";
import type { CrmControl } from "./types/control.ts";
import type { CrmCall, CrmMisbehaviour } from "./types/misbehaviour.ts";

type Handler = (control: CrmControl, body: unknown, rest: string) => unknown;

/** The same verbs as in `CrmControl`; what is wrong is answered with 400 and a sentence. */
const routes: Readonly<Record<string, Handler>> = {
  "GET state": (control) => control.state(),
  "GET contacts": (control) => control.contacts(),
  "GET records": (control, _body, contact) => control.records(contact === "" ? undefined : contact),
  "GET calls": (control) => control.calls(),
  "POST contacts": (control, body) => control.putContact(need<CrmContactSpec>(body, "name")),
  "DELETE contacts": (control, _body, id) => control.deleteContact(id),
  "POST merge": (control, body) => {
    const { into, from } = need<{ into: string; from: string }>(body, "into", "from");
    control.mergeContacts(into, from);
  },
  "POST records": (control, body, id) => control.editRecord(id, need<{ body: string }>(body, "body").body),
  "DELETE records": (control, _body, id) => control.deleteRecord(id),
  "POST deals": (control, body) => ({
    id: control.addDeal(need<CrmDealSpec>(body, "kind", "name", "contact")),
  }),
  "POST users": (control, body) => ({ id: control.addUser(need<CrmUserSpec>(body, "name", "email")) }),
  "POST lag": (control, body) => control.lag(need<{ ms: number }>(body, "ms").ms),
  "POST misbehave": (control, body) => control.misbehave(need<CrmMisbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST revoke": (control, body) => control.revoke(need<{ on: boolean }>(body, "on").on),
  "POST expire": (control) => control.expire(),
  "POST forbid": (control, body) => {
    const { call, on } = need<{ call: CrmCall; on: boolean }>(body, "call", "on");
    control.forbid(call, on);
  },
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
};

/** Answers `/_control/...`. */
export async function answerCrmControl(
  control: CrmControl,
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
    answer(response, 200, handler(control, body, decodeURIComponent(rest.join("/"))) ?? { ok: true });
  } catch (thrown) {
    answer(response, 400, { error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Everything that happens, as server-sent events whose data is a `CrmEvent`. */
function stream(control: CrmControl, response: ServerResponse): void {
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
