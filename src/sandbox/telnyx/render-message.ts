/** Messages as Telnyx's API and its webhooks write them. */
import { createHash } from "node:crypto";
import { countSegments, isGsm } from "../segments.ts";
import type { Message, StoredMedia } from "./world.ts";

const ORGANIZATION = "00000000-0000-4000-8000-000000000001";

export function renderMessage(url: string, message: Message): object {
  return message.direction === "inbound" ? renderInbound(url, message) : renderOutbound(message);
}

/** ISO 8601 with an offset, never with a Z. */
export function renderTime(date: Date): string {
  return date.toISOString().replace("Z", "+00:00");
}

function renderOutbound(message: Message): object {
  const number = { carrier: "TELNYX LLC", line_type: "VoIP" };
  return {
    ...renderCommon(message),
    from: { phone_number: message.from, ...number },
    to: [{ phone_number: message.to, status: message.status, carrier: "A CARRIER", line_type: "Wireless" }],
    text: message.text,
    media: message.mediaUrls.map((url) => ({ url, content_type: null, sha256: null, size: null })),
    webhook_url: message.webhookUrl,
    webhook_failover_url: message.failoverUrl,
    valid_until: null,
    smart_encoding_applied: false,
  };
}

function renderInbound(url: string, message: Message): object {
  const channel = contentOf(url, message);
  return {
    ...renderCommon(message),
    from: {
      phone_number: message.from,
      carrier: "A CARRIER",
      line_type: "Wireless",
      status: "webhook_delivered",
    },
    to: [
      {
        phone_number: message.to,
        status: "webhook_delivered",
        carrier: "TELNYX LLC",
        line_type: "VoIP",
      },
    ],
    cc: message.others.map((number) => ({
      phone_number: number,
      status: "delivered",
      carrier: "A CARRIER",
      line_type: "Wireless",
    })),
    ...channel,
    ...(message.autoresponse === null ? {} : { autoresponse_type: message.autoresponse }),
  };
}

/** Texts have `text`; what came by another app has a `body` in its place, and another `to`. */
function contentOf(url: string, message: Message): object {
  const { channel, id, from, to, text } = message;
  if (channel === "WHATSAPP")
    return { to, media: [], body: { type: "text", id, from, text: { body: text } } };
  if (channel === "RCS")
    return { to: [{ agent_id: `agent_${to.slice(1)}`, agent_name: "An agent" }], media: [], body: { text } };
  return { text, media: message.media.map((one) => renderMedia(url, one)) };
}

function renderMedia(url: string, { key, contentType, content, url: elsewhere }: StoredMedia): object {
  return {
    url: elsewhere ?? `${url}/_media/${key}`,
    content_type: contentType,
    hash_sha256: createHash("sha256").update(content).digest("hex"),
    size: content.length,
  };
}

function renderCommon(message: Message): object {
  const { id, direction, channel, profile, text, errors, createdAt, sentAt, completedAt } = message;
  const parts = countSegments(text);
  return {
    record_type: "message",
    id,
    direction,
    type: channel,
    messaging_profile_id: profile?.id ?? null,
    organization_id: ORGANIZATION,
    cc: [],
    subject: null,
    encoding: isGsm(text) ? "GSM-7" : "UCS-2",
    parts,
    tags: [],
    cost: { amount: (parts * 0.004).toFixed(4), currency: "USD" },
    errors,
    received_at: renderTime(createdAt),
    sent_at: sentAt === null ? null : renderTime(sentAt),
    completed_at: completedAt === null ? null : renderTime(completedAt),
  };
}
