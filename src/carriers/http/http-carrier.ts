/**
 * A carrier that the directory describes, as a `Carrier`. It is told of texts and reports, and asked to send: it has no list to catch up
 * from, and none to look into. Keeps law 3: a send is tried once, and whatever can't be told apart from "accepted, but the answer was
 * lost" is `unknown`.
 */
import type { Carrier } from "../../bridge/contracts/carrier.ts";
import type { MediaLimits } from "../../bridge/contracts/carrier-media.ts";
import { explainWebhook } from "./explain-webhook.ts";
import { lastingFailure } from "./failures.ts";
import { fetchMedia } from "./fetch-media.ts";
import { type HttpSettings, type ResolvedHttpSettings, resolveHttpSettings } from "./http-settings.ts";
import { isAnswered } from "./opt-out-words.ts";
import { readWebhook } from "./read-webhook.ts";
import { sendSms } from "./send-sms.ts";
import { verifyHost } from "./verify-host.ts";

/** Makes the carrier; opens no connection. */
export function createHttpCarrier(given: HttpSettings): Carrier {
  const settings = resolveHttpSettings(given);
  const { description } = settings;
  const fetchable = description.inbound.media !== null && description.inbound.media.fetch !== "no";
  return {
    name: description.name,
    capabilities: {
      maxText: description.maxText,
      media: mediaLimits(settings),
      textsPerSecond: description.textsPerSecond,
      answers: (body) => description.answersStop && isAnswered(body),
    },
    readWebhook: (kind, request) => readWebhook(settings, kind, request),
    explainWebhook: (kind, request) => explainWebhook(settings, kind, request),
    send: (sms) => sendSms(settings, sms),
    ...(fetchable ? { fetchMedia: (media) => fetchMedia(settings, media) } : {}),
    lastingFailure: (code) => lastingFailure(description, code),
    verify: (lines) => verifyHost(settings, lines),
  };
}

/** There has to be an address from where it can fetch them. */
function mediaLimits({ description, publicUrl }: ResolvedHttpSettings): MediaLimits | null {
  const { media } = description.send;
  return media === null || publicUrl === null ? null : { ...media, byAddress: true };
}
