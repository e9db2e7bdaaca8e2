import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { refuse } from "../webhook-reply.ts";
import { messageNamed } from "./callback.ts";
import { readMessageId, readReport, statusIn } from "./message-status.ts";
import { signatureTrouble } from "./signature.ts";
import { readErrors } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";
import { readText } from "./text-event.ts";

const event = z.object({
  data: z.object({ event_type: z.string(), payload: z.unknown().optional() }),
  meta: z
    .object({ delivered_to: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** Verifies and reads what Telnyx posted. Never throws: the reply says what was wrong. */
export function readWebhook(
  settings: ResolvedTelnyxSettings,
  keys: readonly KeyObject[],
  request: WebhookRequest,
): WebhookResult {
  if (request.method !== "POST") return refuse(405, "Only POST is understood here", { allow: "POST" });
  if (request.body.length > largestBody) return refuse(413, "Too large");
  const trouble = signatureTrouble(keys, request, settings.now());
  return trouble === null ? readEvent(request) : refuse(403, trouble);
}

/**
 * Of what is Telnyx's. What it is about, its own words say, whichever address it came to: an event that comes again, under its own id or another,
 * is about the same message.
 */
export function readEvent(request: WebhookRequest): WebhookResult {
  const { data, meta } = parseEvent(request.body) ?? {};
  if (data === undefined) return refuse(400, "Not an event of Telnyx's messaging API, version 2");
  switch (data.event_type) {
    case "message.received": {
      const text = readText(data.payload);
      return typeof text === "string" ? refuse(400, text) : accept([text]);
    }
    case "message.sent":
    case "message.finalized":
      return readStatus(data.payload, request.rawUrl, meta?.delivered_to);
    default:
      // A kind that Telnyx may add one day is no reason to make it try again.
      return accept([]);
  }
}

const sent = z.object({ id: z.unknown().optional(), webhook_url: z.string().nullish().catch(null) });

/** Whose report it is, what was signed says: the address that it came to was not. */
function readStatus(payload: unknown, rawUrl: string, deliveredTo: string | null | undefined): WebhookResult {
  const message = sent.safeParse(payload).data;
  const carrierMessageId = readMessageId(message?.id);
  const messageId = messageNamed(message?.webhook_url) ?? messageNamed(deliveredTo);
  if (carrierMessageId === null && messageId === null) return refuse(400, "id is missing or malformed");
  const asked = messageNamed(`https://here.invalid${rawUrl}`);
  if (asked !== null && messageId !== null && asked !== messageId)
    return refuse(403, "Signed for another message");
  const report = readReport(statusIn(payload) ?? "", readErrors(payload)[0] ?? null);
  return accept(report === null ? [] : [{ kind: "status", carrierMessageId, messageId, ...report }]);
}

function parseEvent(body: Buffer): z.infer<typeof event> | null {
  try {
    return event.safeParse(JSON.parse(body.toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}

function accept(events: readonly CarrierEvent[]): WebhookResult {
  return { reply: { status: 204, headers: {}, body: "" }, events };
}
