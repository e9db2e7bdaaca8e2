import { createHash, randomUUID } from "node:crypto";
import type { WebhookKind, WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CallbackProof } from "../../domain/http-carrier.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { parseE164 } from "../../domain/phone.ts";
import { largestBody } from "../../lib/largest-body.ts";
import { isOtherChannel, readEnds } from "../addresses.ts";
import { disbelieve, doubtOf } from "../callback-proof.ts";
import type { Doubt } from "../doubt.ts";
import { refuse } from "../webhook-reply.ts";
import { type Fields, hadMedia, isOtherType, readFields, timeIn, wordsIn } from "./callback-fields.ts";
import { country, type ResolvedRingRxSettings } from "./ringrx-settings.ts";

/** Verifies and reads what RingRx posted. Never throws: the reply says what was wrong. */
export function readCallback(
  settings: ResolvedRingRxSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookResult {
  if (request.method !== "POST") return refuse(405, "Only POST is understood here", { allow: "POST" });
  if (request.body.length > largestBody) return refuse(413, "Too large");
  const doubt = proofDoubt(settings, request);
  if (doubt !== null) return disbelieve(doubt);
  if (kind === "status") return refuse(404, "RingRx tells nothing of what became of texts");
  const fields = readFields(request);
  if (fields === null) return refuse(400, "Neither JSON nor a form");
  const taken = { status: 200, headers: {}, body: "" };
  if (isOtherType(fields)) return { reply: taken, events: [] };
  const text = readText(fields);
  return typeof text === "string" ? refuse(400, text) : { reply: taken, events: [text] };
}

/** Why it does not prove to be RingRx's; null where it does. */
export function proofDoubt(settings: ResolvedRingRxSettings, request: WebhookRequest): Doubt | null {
  const { callbackPaths, callbackUsers, callbackPasswords, publicUrl, now } = settings;
  const proof: CallbackProof = {
    ...(callbackPaths.length === 0 ? {} : { secretPath: "RINGRX_CALLBACK_PATH" }),
    ...(callbackUsers.length === 0
      ? {}
      : { basic: { username: "RINGRX_CALLBACK_USER", password: "RINGRX_CALLBACK_PASSWORD" } }),
  };
  const secrets = new Map([
    ["RINGRX_CALLBACK_PATH", callbackPaths],
    ["RINGRX_CALLBACK_USER", callbackUsers],
    ["RINGRX_CALLBACK_PASSWORD", callbackPasswords],
  ]);
  return doubtOf(proof, { secrets, publicUrl, now }, request);
}

/** The text, or a few words on what it lacks. */
export function readText(fields: Fields): TextEvent | string {
  if (fields.text === null || fields.text.isToken) return "text is missing, or its token was not replaced";
  const [from, to] = [withCountry(wordsIn(fields, "from")), withCountry(wordsIn(fields, "to"))];
  const ends = readEnds(from, to);
  if (typeof ends === "string") {
    const field = ends === "From" ? "from" : "to";
    return wordsIn(fields, field) === ""
      ? `${field} is missing, or its token was not replaced`
      : `${field} is no phone number`;
  }
  return {
    kind: "text",
    carrierMessageId: idOf(fields),
    ...ends,
    body: fields.text.value,
    media: hadMedia(fields) ? [{ url: "", contentType: "image/*" }] : [],
    receivedAt: timeIn(fields),
  };
}

function withCountry(address: string): string {
  return isOtherChannel(address) ? address : (parseE164(address, country) ?? address);
}

/**
 * A callback that comes again is the same word by word. Its id alone does not do: a token that stands for something else, the user's say,
 * would make one text of all. With neither id nor time nobody can tell a text that comes again from one that was sent again: then it is
 * shown twice, rather than never.
 */
function idOf(fields: Fields): CarrierMessageId {
  const said = (["id", "time", "from", "to", "text"] as const).map((field) => wordsIn(fields, field));
  const isTellable = said[0] !== "" || said[1] !== "";
  const hash = createHash("sha256").update(JSON.stringify(isTellable ? said : [...said, randomUUID()]));
  // What we send has RingRx's ids.
  return `in-${hash.digest("hex").slice(0, 32)}` as CarrierMessageId;
}
