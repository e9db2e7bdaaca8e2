import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { TextSpec } from "../types/messages.ts";
import type { PhoneSpec } from "../types/numbers.ts";
import type { AutoResponder, CallbackSpec, KeySpec, NumberSpec, UserSpec } from "./types/account.ts";
import type { RingRxControl } from "./types/control.ts";
import type { RrxMisbehaviour, RrxOutcomeSpec } from "./types/misbehaviour.ts";

/** The same verbs as in `RingRxControl`; what is wrong is answered with 400 and a sentence. */
const routes: Readonly<Record<string, ControlHandler<RingRxControl>>> = {
  "GET state": (control) => control.state(),
  "GET messages": (control) => control.messages(),
  "GET media": (control, _body, id) => control.media(id),
  "GET phones": (control, _body, number) => control.phone(number),
  "GET keys": (control) => control.keys(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "POST users": (control, body) => control.addUser(need<UserSpec>(body, "username", "extension")),
  "POST groups": (control, body) =>
    control.addGroup(need<{ extension: string }>(body, "extension").extension),
  "POST keys": (control, body) => control.addKey(need<KeySpec>(body, "name", "username")),
  "POST revoke": (control, _body, name) => control.revokeKey(name),
  "POST numbers": (control, body) => control.addNumber(need<NumberSpec>(body, "number", "smsExtension")),
  "POST callbacks": (control, body) =>
    control.putCallback(need<CallbackSpec>(body, "name", "url", "payload")),
  "POST auto-responder": (control, body, username) =>
    control.setAutoResponder(username, need<AutoResponder>(body, "on", "text")),
  "POST phones": (control, body) => control.addPhone(need<PhoneSpec>(body, "number")),
  "POST text": async (control, body) => ({
    id: await control.text(need<TextSpec>(body, "from", "to", "body")),
  }),
  "POST outcomes": (control, body) => control.setOutcome(need<RrxOutcomeSpec>(body, "outcome")),
  "POST misbehave": (control, body) => control.misbehave(need<RrxMisbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST expire-tokens": (control) => control.expireTokens(),
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
  "POST idle": (control) => control.idle(),
};

/** Answers `/_control/...`; a stream's data is an `RrxEvent`. */
export async function answerRingRxControl(
  control: RingRxControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await answerControl(routes, control, incoming, response);
}
