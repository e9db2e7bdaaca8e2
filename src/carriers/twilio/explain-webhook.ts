/** How a captured request would be read, for whoever sets Twilio up: whose it is, and what stands in it. No words of a customer. */
import type { WebhookExplained, WebhookKind, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { type Params, readParams, readWebhook, unprovenParams } from "./read-webhook.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

/** Never throws. */
export function explainWebhook(
  settings: ResolvedTwilioSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookExplained {
  const params = unprovenParams(request);
  const refusal = readWebhook(settings, kind, request).reply;
  const read = params === null ? null : readParams(kind, params, request.rawUrl);
  // What is malformed was proven before.
  const isUnproven = refusal.status >= 400 && refusal.status !== 400;
  const malformed = read !== null && read.reply.status >= 400 ? [`${read.reply.body}.`] : [];
  return {
    unproven: isUnproven ? whyUnproven(settings, request, refusal.body) : null,
    sentences: params === null ? ["Its body is no object of words."] : [...found(kind, params), ...malformed],
    events: read?.events ?? [],
  };
}

function whyUnproven({ publicUrl }: ResolvedTwilioSettings, request: WebhookRequest, reason: string): string {
  if (publicUrl === null)
    return "PUBLIC_URL is not set, and Twilio signs over the address: set it to the one that was typed at Twilio, without the path.";
  if (request.headers["x-twilio-signature"] === undefined)
    return "It has no header X-Twilio-Signature. Twilio always sends one: capture the request with all its headers.";
  if (reason !== "Wrong signature") return `It would be refused: ${reason}.`;
  const [path = ""] = request.rawUrl.split("?", 1);
  return `Its X-Twilio-Signature is not made with TWILIO_AUTH_TOKEN over the address ${publicUrl}${path} and this body. Compare PUBLIC_URL with the address typed at Twilio, letter by letter, and the token with the one in Twilio's console; a body that was changed when it was captured can't prove either.`;
}

const inboundFields = ["MessageSid", "From", "To", "Body", "NumMedia", "OptOutType"];
const statusFields = ["MessageSid", "MessageStatus", "ErrorCode"];

function found(kind: WebhookKind, params: Params): string[] {
  const fields = kind === "inbound" ? inboundFields : statusFields;
  return fields.flatMap((name) => {
    const value = params.get(name);
    if (value === undefined)
      return name === "OptOutType" || name === "ErrorCode" ? [] : [`${name}: nothing.`];
    return [`${name}: ${name === "Body" ? `${[...value].length} characters` : value.slice(0, 60)}`];
  });
}
