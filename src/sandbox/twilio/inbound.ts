import { padded } from "../padded.ts";
import { countSegments } from "../segments.ts";
import type { TextSpec } from "../types/messages.ts";
import { type Message, newSid, type World } from "./world.ts";

/** The words that Twilio acts on by itself when they are all there is in a text. */
const STOP = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]);
const START = new Set(["START", "YES", "UNSTOP"]);
const HELP = new Set(["HELP", "INFO"]);

/** Stores what a phone texts. Throws when the number is not the account's. */
export function addInbound(world: World, spec: TextSpec): Message {
  if (!world.numbers.has(spec.to))
    throw new Error(`${spec.to} is not one of the account's numbers; add it first.`);
  return world.addMessage({
    direction: "inbound",
    from: spec.from,
    to: spec.to,
    body: spec.body,
    media: (spec.media ?? []).map(({ contentType, base64, size, url }) => ({
      sid: newSid("ME"),
      contentType,
      content: padded(Buffer.from(base64, "base64"), size),
      url: url ?? null,
    })),
    segments: countSegments(spec.body),
    statusCallback: null,
    status: "received",
  });
}

/** Opens or closes the pair of phone and number as the words say, and answers them; null for all other texts. */
export function applyKeyword(world: World, { from, to, body }: Message): string | null {
  const word = body.trim().toUpperCase();
  const isStopped = world.hasStopped(from, to);
  if (STOP.has(word) && !isStopped) {
    world.setStopped(from, to, true);
    return "You will get no more texts from this number. Send START to get them again.";
  }
  if (START.has(word) && isStopped) {
    world.setStopped(from, to, false);
    return "You will get texts from this number again. Send STOP to end them.";
  }
  return HELP.has(word) && !isStopped ? "Send STOP to get no more texts from this number." : null;
}

/** The form that Twilio posts for an inbound text. */
export function inboundParams(
  accountSid: string,
  mediaUrl: string,
  message: Message,
): Record<string, string> {
  const params: Record<string, string> = {
    ToCountry: "US",
    FromCountry: "US",
    MessageSid: message.sid,
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: "received",
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    From: message.from,
    To: message.to,
    Body: message.body,
    NumSegments: String(message.segments),
    NumMedia: String(message.media.length),
  };
  for (const [index, media] of message.media.entries()) {
    params[`MediaUrl${index}`] = media.url ?? `${mediaUrl}/Messages/${message.sid}/Media/${media.sid}`;
    params[`MediaContentType${index}`] = media.contentType;
  }
  return params;
}

/** The form that Twilio posts when a message's status changes. */
export function statusParams(accountSid: string, message: Message): Record<string, string> {
  return {
    ApiVersion: "2010-04-01",
    AccountSid: accountSid,
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: message.status,
    SmsStatus: message.status,
    From: message.from,
    To: message.to,
    ...(message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) }),
  };
}
