import { z } from "zod";
import type { WebhookKind, WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { CarrierEvent, TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { readEnds } from "../addresses.ts";
import { messageIdIn } from "../status-address.ts";
import { mediaTypeOf, refuse } from "../webhook-reply.ts";
import { readReport, readSid } from "./message-status.ts";
import { readOptOutType } from "./opt-out-words.ts";
import { isSignedForm, isSignedJson } from "./signature.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

/** Twilio sends at most ten; a made-up count must not make us search for a million. */
const MAX_MEDIA = 50;

export type Params = ReadonlyMap<string, string>;

/** Verifies and reads what Twilio posted. Never throws: the reply says what was wrong. */
export function readWebhook(
  settings: ResolvedTwilioSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookResult {
  const params = readSigned(settings, request);
  return "reply" in params ? params : readParams(kind, params, request.rawUrl);
}

/** Of what is Twilio's. */
export function readParams(kind: WebhookKind, params: Params, rawUrl: string): WebhookResult {
  return kind === "inbound" ? readInbound(params) : readStatus(params, rawUrl);
}

/** The same parameters, whoever posted them; null for what can't be read as parameters. */
export function unprovenParams(request: WebhookRequest): Params | null {
  const text = request.body.toString("utf8");
  if (!isJson(request)) return new Map(new URLSearchParams(text));
  const parsed = parseObject(text);
  return parsed === null ? null : new Map(Object.entries(parsed));
}

function readSigned(settings: ResolvedTwilioSettings, request: WebhookRequest): Params | WebhookResult {
  if (request.method !== "POST") return refuse(405, "Only POST is understood here", { allow: "POST" });
  if (request.body.length > largestBody) return refuse(413, "Too large");
  const signature = request.headers["x-twilio-signature"];
  if (typeof signature !== "string" || signature === "") return refuse(403, "Not signed by Twilio");
  // Never the Host header: whoever forges a request chooses it.
  if (settings.publicUrl === null) return refuse(403, "No public address is configured to verify against");
  const url = settings.publicUrl + request.rawUrl;
  return isJson(request)
    ? readJson(settings, signature, url, request)
    : readForm(settings, signature, url, request);
}

function readForm(
  settings: ResolvedTwilioSettings,
  signature: string,
  url: string,
  request: WebhookRequest,
): Params | WebhookResult {
  if (mediaTypeOf(request) !== "application/x-www-form-urlencoded") return refuse(415, "Not a form");
  const pairs = new URLSearchParams(request.body.toString("utf8"));
  if (!isSignedForm(settings.authTokens, signature, url, pairs)) return refuse(403, "Wrong signature");
  return new Map(pairs);
}

function readJson(
  settings: ResolvedTwilioSettings,
  signature: string,
  url: string,
  request: WebhookRequest,
): Params | WebhookResult {
  if (!isSignedJson(settings.authTokens, signature, url, request.body)) return refuse(403, "Wrong signature");
  const parsed = parseObject(request.body.toString("utf8"));
  return parsed === null ? refuse(400, "Not a JSON object of words") : new Map(Object.entries(parsed));
}

function isJson(request: WebhookRequest): boolean {
  return mediaTypeOf(request) === "application/json";
}

function readInbound(params: Params): WebhookResult {
  const text = readText(params);
  if (typeof text === "string") return refuse(400, text);
  // An empty answer: Twilio sends nothing back to the phone.
  return {
    reply: { status: 200, headers: { "content-type": "text/xml" }, body: "<Response/>" },
    events: [text],
  };
}

function readText(params: Params): TextEvent | string {
  const carrierMessageId = readSid(params.get("MessageSid") ?? params.get("SmsSid"));
  if (carrierMessageId === null) return "MessageSid is missing or malformed";
  const ends = readEnds(params.get("From") ?? "", params.get("To") ?? "");
  if (typeof ends === "string") return `${ends} is missing or malformed`;
  const body = params.get("Body") ?? "";
  // Twilio names no time: it posts at once, and its one retry comes within 15 seconds.
  const text = { carrierMessageId, ...ends, body, media: readMedia(params), receivedAt: null };
  const word = readOptOutType(params.get("OptOutType"));
  return { kind: "text", ...text, ...(word === null ? {} : { word }) };
}

function readMedia(params: Params): CarrierMedia[] {
  const count = Math.min(Number(params.get("NumMedia") ?? 0) || 0, MAX_MEDIA);
  const media: CarrierMedia[] = [];
  for (let index = 0; index < count; index++) {
    const url = params.get(`MediaUrl${index}`);
    if (url === undefined || !/^https?:\/\//i.test(url)) continue;
    media.push({ url, contentType: params.get(`MediaContentType${index}`) ?? "application/octet-stream" });
  }
  return media;
}

function readStatus(params: Params, rawUrl: string): WebhookResult {
  const carrierMessageId = readSid(params.get("MessageSid") ?? params.get("SmsSid"));
  // The signature covers it.
  const messageId = messageIdIn(rawUrl);
  if (carrierMessageId === null && messageId === null)
    return refuse(400, "MessageSid is missing or malformed");
  const status = params.get("MessageStatus") ?? params.get("SmsStatus");
  if (status === undefined) return refuse(400, "MessageStatus is missing");
  const report = readReport(status, params.get("ErrorCode") ?? null);
  // A word that Twilio may add one day is no reason to make it try again.
  return accept(report === null ? [] : [{ kind: "status", carrierMessageId, messageId, ...report }]);
}

/** Parameters are words, as in a form: what has another type is nothing that Twilio posts. */
function parseObject(text: string): Record<string, string> | null {
  try {
    return z.record(z.string(), z.string()).safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function accept(events: readonly CarrierEvent[]): WebhookResult {
  return { reply: { status: 204, headers: {}, body: "" }, events };
}
