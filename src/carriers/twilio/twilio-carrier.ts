/**
 * Twilio's Programmable Messaging as a `Carrier`: signed webhooks in, plain HTTPS calls out. Keeps law 3: a send is tried
 * once, and whatever can't be told apart from "accepted, but the answer was lost" is `unknown`.
 */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import { catchUp } from "./catch-up.ts";
import { explainWebhook } from "./explain-webhook.ts";
import { lastingFailure } from "./failures.ts";
import { fetchMedia } from "./fetch-media.ts";
import { findSent } from "./find-sent.ts";
import { answers } from "./opt-out-words.ts";
import { mediaLimits } from "./outgoing-media.ts";
import { readWebhook } from "./read-webhook.ts";
import { sendSms } from "./send-sms.ts";
import { createTwilioApi } from "./twilio-api.ts";
import { resolveTwilioSettings, type TwilioSettings } from "./twilio-settings.ts";
import { verifyAccount } from "./verify-account.ts";

/** Makes the carrier; opens no connection. */
export function createTwilioCarrier(given: TwilioSettings): Carrier {
  const settings = resolveTwilioSettings(given);
  const api = createTwilioApi(settings);
  return {
    name: "twilio",
    capabilities: {
      maxText: 1600,
      // There is nowhere from where it could fetch them.
      media: settings.publicUrl === null ? null : mediaLimits,
      textsPerSecond: settings.textsPerSecond,
      answers,
    },
    ...(settings.pollEvery > 0 ? { pollEvery: settings.pollEvery } : {}),
    readWebhook: (kind, request) => readWebhook(settings, kind, request),
    explainWebhook: (kind, request) => explainWebhook(settings, kind, request),
    send: (sms) => sendSms(settings, api, sms),
    catchUp: (from) => catchUp(settings, api, from),
    findSent: (sms) => findSent(api, sms),
    fetchMedia: (media) => fetchMedia(settings, api, media),
    lastingFailure,
    verify: (lines) =>
      verifyAccount(
        settings,
        api,
        lines.map(({ number }) => number),
      ),
  };
}
