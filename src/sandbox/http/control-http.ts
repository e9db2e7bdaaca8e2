import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { TextSpec } from "../types/messages.ts";
import type { PhoneSpec } from "../types/numbers.ts";
import type { HttpControl, LineSpec } from "./types/control.ts";
import type { HttpMisbehaviour, HttpOutcomeSpec } from "./types/misbehaviour.ts";

/** The same verbs as in `HttpControl`. */
const routes: Readonly<Record<string, ControlHandler<HttpControl>>> = {
  "GET state": (control) => control.state(),
  "GET messages": (control) => control.messages(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "GET media": (control, _body, id) => control.media(id),
  "GET phones": (control, _body, number) => control.phone(number),
  "POST lines": (control, body) => control.addLine(need<LineSpec>(body, "number")),
  "POST phones": (control, body) => control.addPhone(need<PhoneSpec>(body, "number")),
  "POST text": async (control, body) => ({
    id: await control.text(need<TextSpec>(body, "from", "to", "body")),
  }),
  "POST texts": async (control, body) => ({
    ids: await control.textTogether(need<{ texts: readonly TextSpec[] }>(body, "texts").texts),
  }),
  "POST callback": async (control, body) => {
    const { kind, body: sent } = need<{ kind: "inbound" | "status"; body: string }>(body, "kind", "body");
    return { status: await control.post(kind, sent) };
  },
  "POST outcomes": (control, body) => control.setOutcome(need<HttpOutcomeSpec>(body, "outcome")),
  "POST misbehave": (control, body) => control.misbehave(need<HttpMisbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST secret": (control, body) => control.rotateSecret(need<{ secret: string }>(body, "secret").secret),
  "POST token": (control, body) => control.rotateToken(need<{ token: string }>(body, "token").token),
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
  "POST idle": (control) => control.idle(),
};

/** Answers `/_control/...`; a stream's data is an `HttpEvent`. */
export function answerHttpControl(
  control: HttpControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return answerControl(routes, control, incoming, response);
}
