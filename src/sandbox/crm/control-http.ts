import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { CrmContactSpec, CrmDealSpec, CrmUserSpec } from "./types/contacts.ts";
import type { CrmControl } from "./types/control.ts";
import type { CrmCall, CrmMisbehaviour } from "./types/misbehaviour.ts";

/** The same verbs as in `CrmControl`. */
const routes: Readonly<Record<string, ControlHandler<CrmControl>>> = {
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

/** Answers `/_control/...`; a stream's data is a `CrmEvent`. */
export async function answerCrmControl(
  control: CrmControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await answerControl(routes, control, incoming, response);
}
