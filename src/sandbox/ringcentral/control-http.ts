import type { IncomingMessage, ServerResponse } from "node:http";
import { answerControl, type ControlHandler, need } from "../control-over-http.ts";
import type { TextSpec } from "../types/messages.ts";
import type { PhoneSpec } from "../types/numbers.ts";
import type { RateGroup } from "./rates.ts";
import type { ConsentSpec, ExtensionSpec, LineSpec, LoginSpec, TemplateSpec } from "./types/account.ts";
import type { RingCentralControl } from "./types/control.ts";
import type { ElsewhereSpec } from "./types/messages.ts";
import type { RcMisbehaviour, RcOutcomeSpec } from "./types/misbehaviour.ts";

/** The same verbs as in `RingCentralControl`; what is wrong is answered with 400 and a sentence. */
const routes: Readonly<Record<string, ControlHandler<RingCentralControl>>> = {
  "GET state": (control) => control.state(),
  "GET phones": (control, _body, number) => control.phone(number),
  "GET media": (control, _body, id) => control.media(id),
  "GET messages": (control) => control.messages(),
  "GET threads": (control) => control.threads(),
  "GET templates": (control) => control.templates(),
  "GET logins": (control) => control.logins(),
  "GET consents": (control) => control.consents(),
  "GET subscriptions": (control) => control.subscriptions(),
  "GET calls": (control) => control.calls(),
  "GET deliveries": (control) => control.deliveries(),
  "POST extensions": (control, body) => control.addExtension(need<ExtensionSpec>(body, "number", "name")),
  "POST lines": (control, body) => control.addLine(need<LineSpec>(body, "number", "extension")),
  "POST logins": (control, body) => control.addLogin(need<LoginSpec>(body, "name", "extension")),
  "POST phones": (control, body) => control.addPhone(need<PhoneSpec>(body, "number")),
  "POST text": async (control, body) => ({
    id: await control.text(need<TextSpec>(body, "from", "to", "body")),
  }),
  "POST elsewhere": async (control, body) => ({
    id: await control.sendElsewhere(need<ElsewhereSpec>(body, "extension", "from", "to", "body")),
  }),
  "POST assign": (control, body, thread) => {
    const { assignee, by } = need<{ assignee: string | null; by: string }>(body, "assignee", "by");
    return control.assign(thread, assignee, by);
  },
  "POST resolve": (control, body, thread) => control.resolve(thread, need<{ by: string }>(body, "by").by),
  "POST notes": async (control, body, thread) => {
    const { text: words, by } = need<{ text: string; by: string }>(body, "text", "by");
    return { id: await control.note(thread, words, by) };
  },
  "POST autoresolve": (control, _body, thread) => control.autoresolve(thread === "" ? undefined : thread),
  "DELETE threads": (control, _body, thread) => control.deleteThread(thread),
  "DELETE messages": (control, _body, id) => control.deleteMessage(id),
  "POST templates": (control, body) => control.putTemplate(need<TemplateSpec>(body, "name", "text")),
  "DELETE templates": (control, _body, id) => control.deleteTemplate(id),
  "POST consents": (control, body) => control.setConsent(need<ConsentSpec>(body, "from", "to", "status")),
  "POST coverage": (control, body) =>
    control.consentCoverage(need<{ rule: "optional" | "required" | "refused" }>(body, "rule").rule),
  "POST token-header": (control, body) =>
    control.setTokenHeader(need<{ name: "verification-token" | "validation-token" }>(body, "name").name),
  "POST drop": (control, body) => control.drop(need<{ count: number | null }>(body, "count").count),
  "POST blacklist": (control, _body, id) => control.blacklist(id === "" ? undefined : id),
  "POST penalty": (control, body) => {
    const { extension, group } = need<{ extension: string; group: RateGroup }>(body, "extension", "group");
    control.penalty(extension, group);
  },
  "POST expire-sync": (control) => control.expireSyncTokens(),
  "POST expire": (control) => control.expireTokens(),
  "POST revoke": (control, body) => {
    const { login, on } = need<{ login: string; on: boolean }>(body, "login", "on");
    control.revoke(login, on);
  },
  "POST forbid": (control, body) => {
    const { extension, permission, on } = need<{ extension: string; permission: string; on: boolean }>(
      body,
      "extension",
      "permission",
      "on",
    );
    control.forbid(extension, permission, on);
  },
  "POST forbid-scope": (control, body) => {
    const { scope, on } = need<{ scope: string; on: boolean }>(body, "scope", "on");
    control.forbidScope(scope, on);
  },
  "POST message-threads": (control, body) => control.setMessageThreads(need<{ on: boolean }>(body, "on").on),
  "POST cut": (control, body) => control.cutSockets((body as { lose?: boolean }).lose === true),
  "POST end": (control) => control.endSockets(),
  "POST outcomes": (control, body) => control.setOutcome(need<RcOutcomeSpec>(body, "outcome")),
  "POST misbehave": (control, body) => control.misbehave(need<RcMisbehaviour>(body, "match", "kind")),
  "POST down": (control, body) => control.down(need<{ on: boolean }>(body, "on").on),
  "POST clear": (control) => control.clearMisbehaviour(),
  "POST release": (control) => control.release(),
  "POST clock": (control, body) => control.pass(need<{ ms: number }>(body, "ms").ms),
  "POST idle": (control) => control.idle(),
};

/** Answers `/_control/...`. */
export function answerRcControl(
  control: RingCentralControl,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return answerControl(routes, control, incoming, response);
}
