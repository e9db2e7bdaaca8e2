import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { TextSpec } from "../types/messages.ts";
import type { NumberSpec, PhoneSpec } from "../types/numbers.ts";
import type { TwilioControl } from "./types/control.ts";
import type { Misbehaviour, OutcomeSpec } from "./types/misbehaviour.ts";

/** The same verbs as in `TwilioControl`. */
const routes: Readonly<Record<string, ControlHandler<TwilioControl>>> = {
  "GET state": (control) => control.state(),
  "GET messages": (control) => control.messages(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "GET media": (control, _body, sid) => control.media(sid),
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

/** Answers `/_control/...`; a stream's data is a `StandInEvent`. */
export async function answerTwilioControl(
  control: TwilioControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await answerControl(routes, control, incoming, response);
}
