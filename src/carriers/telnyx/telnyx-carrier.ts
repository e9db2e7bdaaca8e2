/**
 * Telnyx's Messaging API, version 2, as a `Carrier`: signed webhooks in, plain HTTPS calls out. Keeps law 3: a send is tried once, and
 * whatever can't be told apart from "accepted, but the answer was lost" is `unknown`.
 */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import { catchUp } from "./catch-up.ts";
import { createConsents } from "./consents.ts";
import { explainWebhook } from "./explain-webhook.ts";
import { lastingFailure } from "./failures.ts";
import { fetchMedia } from "./fetch-media.ts";
import { findSent } from "./find-sent.ts";
import { answers } from "./opt-out-words.ts";
import { mediaLimits } from "./outgoing-media.ts";
import { readWebhook } from "./read-webhook.ts";
import { sendSms } from "./send-sms.ts";
import { readPublicKey } from "./signature.ts";
import { createTelnyxApi } from "./telnyx-api.ts";
import { resolveTelnyxSettings, type TelnyxSettings } from "./telnyx-settings.ts";
import { verifyAccount } from "./verify-account.ts";

/** Makes the carrier; opens no connection. */
export function createTelnyxCarrier(given: TelnyxSettings): Carrier {
  const settings = resolveTelnyxSettings(given);
  const keys = settings.publicKeys.map(readPublicKey);
  const api = createTelnyxApi(settings);
  return {
    name: "telnyx",
    capabilities: {
      // Ten parts. One with signs of other alphabets, or emoji, has less room, which Telnyx says when it is asked.
      maxText: 1530,
      // There is nowhere from where it could fetch them.
      media: settings.publicUrl === null ? null : mediaLimits,
      textsPerSecond: settings.textsPerSecond,
      answers,
    },
    answerWithin: 2_000,
    readWebhook: (_kind, request) => readWebhook(settings, keys, request),
    explainWebhook: (_kind, request) => explainWebhook(settings, keys, request),
    send: (sms) => sendSms(settings, api, sms),
    catchUp: (from) => catchUp(settings, api, from),
    findSent: (sms) => findSent(api, sms),
    fetchMedia: (media) => fetchMedia(settings, media),
    consents: createConsents(settings, api),
    lastingFailure,
    verify: (lines) =>
      verifyAccount(
        settings,
        api,
        lines.map(({ number }) => number),
      ),
  };
}
