/**
 * RingRx as a `Carrier`: each login is a user of the account, and sends from that user's own number. Nothing is told of what became of a
 * text, and nothing can be looked up: a text is accepted, and where that answer was lost it stays unknown (law 3).
 */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import { createAccess } from "./access.ts";
import { explainCallback } from "./explain-callback.ts";
import { readCallback } from "./read-callback.ts";
import { type RingRxSettings, resolveRingRxSettings } from "./ringrx-settings.ts";
import { sendSms } from "./send-sms.ts";
import { verifyLogins } from "./verify-logins.ts";

/** Makes the carrier; opens no connection. */
export function createRingRxCarrier(given: RingRxSettings): Carrier {
  const settings = resolveRingRxSettings(given);
  const access = createAccess(settings);
  return {
    name: "ringrx",
    capabilities: {
      maxText: settings.maxText,
      media: null,
      textsPerSecond: settings.textsPerSecond,
      // Nothing is said of STOP in its documents: what it may do is done here as well.
      answers: () => false,
    },
    logins: settings.logins,
    readWebhook: (kind, request) => readCallback(settings, kind, request),
    explainWebhook: (kind, request) => explainCallback(settings, kind, request),
    send: (sms) => sendSms(settings, access, sms),
    verify: (lines) => verifyLogins(settings, access, lines),
  };
}
