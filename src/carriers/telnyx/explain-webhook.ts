/** How a captured request would be read, for whoever sets Telnyx up: whose it is, and what stands in it. No words of a customer. */
import type { KeyObject } from "node:crypto";
import type { WebhookExplained, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { valueAt } from "../../lib/json-pointer.ts";
import { readEvent } from "./read-webhook.ts";
import { type SignatureTrouble, signatureTrouble } from "./signature.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

/** Never throws. */
export function explainWebhook(
  settings: ResolvedTelnyxSettings,
  keys: readonly KeyObject[],
  request: WebhookRequest,
): WebhookExplained {
  const trouble = signatureTrouble(keys, request, settings.now());
  const { reply, events } = readEvent(request);
  const malformed = reply.status >= 400 ? [`${reply.body}.`] : [];
  return {
    unproven: trouble === null ? null : whyUnproven[trouble],
    sentences: [...found(request.body), ...malformed],
    events,
  };
}

const whyUnproven: Readonly<Record<SignatureTrouble, string>> = {
  "Not signed by Telnyx":
    "It lacks the header Telnyx-Signature-Ed25519 or Telnyx-Timestamp. Telnyx sends both: capture the request with all its headers.",
  "Wrong signature":
    "Its signature is not made with the key in TELNYX_PUBLIC_KEY over this body. Copy the public key again from API Keys in the Telnyx portal; a body that was changed when it was captured can't prove it either.",
  "Signed too long ago, or by a clock that is ahead":
    "Its signature is right, but holds for five minutes only, before and after. Save a request as soon as it comes; where new ones are refused as well, this host's clock is off.",
};

const always = ["/data/event_type", "/data/payload/id"];
const ofText = [
  "/data/payload/from/phone_number",
  "/data/payload/to/0/phone_number",
  "/data/payload/text",
  "/data/payload/media",
];
const ofReport = ["/data/payload/to/0/status", "/data/payload/errors/0/code"];

function found(body: Buffer): string[] {
  const json = parsed(body);
  if (json === undefined) return ["Its body is no JSON."];
  const pointers = valueAt(json, always[0] ?? "") === "message.received" ? ofText : ofReport;
  return [...always, ...pointers].flatMap((pointer) => {
    const value = valueAt(json, pointer);
    if (value === undefined || value === null)
      return pointer.endsWith("/code") ? [] : [`${pointer}: nothing.`];
    if (Array.isArray(value)) return [`${pointer}: ${value.length}.`];
    if (pointer.endsWith("/text")) return [`${pointer}: ${[...String(value)].length} characters.`];
    return [`${pointer}: ${JSON.stringify(value).slice(0, 60)}.`];
  });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
