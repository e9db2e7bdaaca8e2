import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { PhoneSpec } from "../types/numbers.ts";
import type { LineSpec, ProfileSpec } from "./types/account.ts";
import type { TelnyxControl } from "./types/control.ts";
import type { TelnyxTextSpec } from "./types/messages.ts";
import type { TelnyxMisbehaviour, TelnyxOutcomeSpec } from "./types/misbehaviour.ts";

/** The same verbs as in `TelnyxControl`. */
const routes: Readonly<Record<string, ControlHandler<TelnyxControl>>> = {
  "GET state": (control) => control.state(),
  "GET messages": (control) => control.messages(),
  "GET optouts": (control) => control.optOuts(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "GET media": (control, _body, id) => control.media(id),
  "GET phones": (control, _body, number) => control.phone(number),
  "POST profiles": (control, body) => ({ id: control.addProfile(need<ProfileSpec>(body, "name")) }),
  "POST numbers": (control, body) => control.addNumber(need<LineSpec>(body, "number")),
  "POST phones": (control, body) => control.addPhone(need<PhoneSpec>(body, "number")),
  "POST text": async (control, body) => ({
    id: await control.text(need<TelnyxTextSpec>(body, "from", "to", "body")),
  }),
  "POST expire-media": (control) => control.expireMedia(),
  "POST outcomes": (control, body) => control.setOutcome(need<TelnyxOutcomeSpec>(body, "outcome")),
  "POST misbehave": (control, body) => control.misbehave(need<TelnyxMisbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
  "POST rotate": (control) => ({ publicKey: control.rotateKey() }),
  "POST idle": (control) => control.idle(),
};

/** Answers `/_control/...`; a stream's data is a `TelnyxEvent`. */
export async function answerTelnyxControl(
  control: TelnyxControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await answerControl(routes, control, incoming, response);
}
