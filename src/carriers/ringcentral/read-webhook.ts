import type { WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import { parseExactJson } from "../../lib/exact-json.ts";
import { isRecord } from "../../lib/json.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { isOneOf } from "../equal-secrets.ts";
import { mediaTypeOf, refuse } from "../webhook-reply.ts";
import type { Extensions } from "./extensions.ts";
import { readEnvelope } from "./read-envelope.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { webhookSecret } from "./webhook-address.ts";

const json = { "content-type": "application/json" };
/** It wants the whole answer within 1,024 bytes. */
const handshakeToken = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads what was posted. RingCentral signs nothing: whoever knows the secret in our address, or sends the token that was given with the
 * subscription, is taken for it. Never throws: the reply says what was wrong.
 */
export function createReadWebhook(
  settings: ResolvedRingCentralSettings,
  extensions: Extensions,
): (request: WebhookRequest) => WebhookResult {
  const secret = webhookSecret(settings);
  return (request) => {
    if (request.method !== "POST") return refuse(405, "Only POST is understood here", { allow: "POST" });
    if (request.body.length > largestBody) return refuse(413, "Too large");
    if (request.body.length === 0 && headerOf(request, "validation-token") !== null)
      return shakeHands(request);
    if (!isProven(settings, secret, request)) return refuse(403, "Neither its address nor its token is ours");
    if (mediaTypeOf(request) !== "application/json") return refuse(415, "Not JSON");
    const envelope = parseExactJson(request.body.toString("utf8"));
    if (!isRecord(envelope)) return refuse(400, "Not a JSON object");
    return {
      reply: { status: 200, headers: json, body: "{}" },
      events: readEnvelope(settings, extensions, envelope),
    };
  };
}

/** RingCentral asks once whether somebody is here. It tells nothing, so it proves nothing. */
function shakeHands(request: WebhookRequest): WebhookResult {
  const token = headerOf(request, "validation-token") ?? "";
  if (!handshakeToken.test(token)) return refuse(400, "Validation-Token is malformed");
  return { reply: { status: 200, headers: { ...json, "validation-token": token }, body: "" }, events: [] };
}

/** Its own pages disagree about the header in which the token comes. */
function isProven(
  { verificationTokens }: ResolvedRingCentralSettings,
  secret: string,
  request: WebhookRequest,
): boolean {
  const shown = [headerOf(request, "verification-token"), headerOf(request, "validation-token")];
  const proofs = [
    isOneOf(request.secret ?? "", [secret]),
    ...shown.map((one) => isOneOf(one ?? "", verificationTokens)),
  ];
  return proofs.includes(true);
}

function headerOf({ headers }: WebhookRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}
