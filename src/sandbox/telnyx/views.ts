/** What the stand-in knows, as its control shows it: in the words of all carriers' stand-ins. */
import { countSegments } from "../segments.ts";
import type { MessageView } from "../types/messages.ts";
import type { PhoneView } from "../types/numbers.ts";
import type { LineView, OptOutView, ProfileView } from "./types/account.ts";
import type { DeliveryStatus } from "./types/messages.ts";
import type { Line, Message, OptOut, Phone, Profile, World } from "./world.ts";

const plainStatus: Readonly<Record<DeliveryStatus, MessageView["status"]>> = {
  queued: "queued",
  sent: "sent",
  delivered: "delivered",
  delivery_unconfirmed: "sent",
  delivery_failed: "undelivered",
  sending_failed: "failed",
  expired: "failed",
};

export function viewMessage(message: Message): MessageView {
  const { id, direction, from, to, others, text, media, status, errors, arrived, createdAt, sentAt } =
    message;
  const isInbound = direction === "inbound";
  const ownAnswer = message.autoresponse === null ? "outbound-api" : "outbound-reply";
  const types = media.map(({ contentType }) => contentType);
  return {
    sid: id,
    direction: isInbound ? "inbound" : ownAnswer,
    from,
    to,
    ...(others.length > 0 ? { recipients: [to, ...others] } : {}),
    body: text,
    media: types.length,
    ...(types.length > 0 ? { mediaTypes: types } : {}),
    segments: countSegments(text),
    status: isInbound ? "received" : plainStatus[status],
    errorCode: errors[0]?.code ?? null,
    arrived,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}

export function viewPhone(world: World, phone: Phone): PhoneView {
  return { ...viewPhoneBriefly(world, phone), messages: phone.messages.map(viewMessage) };
}

/** A phone that stopped one number has stopped all of that profile. */
export function viewPhoneBriefly(world: World, { number, name, kind }: Phone): Omit<PhoneView, "messages"> {
  const stopped = [...world.lines.values()]
    .filter(({ profile }) => world.optOutOf(profile, number) !== undefined)
    .map((line) => line.number);
  return { number, name, kind, stopped };
}

export function viewLine({ number, name, sms, mms, profile }: Line): LineView {
  return { number, name, smsUrl: profile?.webhookUrl ?? null, sms, mms, profile: profile?.id ?? null };
}

export function viewProfile({ id, name, webhookUrl, failoverUrl, enabled }: Profile): ProfileView {
  return { id, name, webhookUrl, failoverUrl, enabled };
}

export function viewOptOut({ profile, from, to, keyword, createdAt }: OptOut): OptOutView {
  return { profile: profile.id, from, to, keyword, createdAt: createdAt.toISOString() };
}
