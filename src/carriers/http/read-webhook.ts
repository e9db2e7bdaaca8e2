import type { WebhookKind, WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent } from "../../bridge/contracts/carrier-events.ts";
import type { HttpCarrier } from "../../domain/http-carrier.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { disbelieve, doubtOf } from "../callback-proof.ts";
import { refuse } from "../webhook-reply.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { type ReadItem, readCallback } from "./read-callback.ts";

/** Verifies and reads what was posted. Never throws: the reply says what was wrong. */
export function readWebhook(
  settings: ResolvedHttpSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookResult {
  const { description } = settings;
  const methods = methodsOf(description);
  if (!methods.includes(request.method))
    return refuse(405, `Only ${methods.join(" and ")} is understood here`, { allow: methods.join(", ") });
  if (request.body.length > largestBody) return refuse(413, "Too large");
  const doubt = doubtOf(description.proof, settings, request);
  if (doubt !== null) return disbelieve(doubt);
  const read = readCallback(settings, kind, request);
  if ("refused" in read) return read.refused;
  if (!read.isList)
    for (const { outcome } of read.items) if (outcome.kind === "missing") return refuse(400, outcome.missing);
  const { status, contentType, body } = description.answer;
  const headers = contentType === null ? {} : { "content-type": contentType };
  return { reply: { status, headers, body }, events: eventsOf(read.items) };
}

/** By which it may come: who has all in the address asks for it with GET. */
export function methodsOf({ inbound, reports }: HttpCarrier): readonly string[] {
  return inbound.body === "query" || reports?.body === "query" ? ["POST", "GET"] : ["POST"];
}

/** Refused as a whole, a list would be posted for ever for the sake of one of its items: that one is told of, and logged. */
export function eventsOf(items: readonly ReadItem[]): CarrierEvent[] {
  return items.flatMap(({ outcome }): CarrierEvent[] => {
    switch (outcome.kind) {
      case "passed":
      case "nothing":
        return [];
      case "missing":
        return [{ kind: "unreadable", carrierMessageId: outcome.carrierMessageId }];
      default:
        return [outcome];
    }
  });
}
