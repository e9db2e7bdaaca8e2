/** How a captured request would be read, for whoever sets Telnyx up: whose it is, and what stands in it. No words of a customer. */
import type { KeyObject } from "node:crypto";
import { z } from "zod";
import type { WebhookExplained, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { parseEvent, readProven } from "./read-webhook.ts";
import { type SignatureTrouble, signatureTrouble } from "./signature.ts";
import { readErrors } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

/** The contract's `explainWebhook`. Never throws. */
export function explainWebhook(
  settings: ResolvedTelnyxSettings,
  keys: readonly KeyObject[],
  request: WebhookRequest,
): WebhookExplained {
  const trouble = signatureTrouble(keys, request, settings.now());
  const { reply, events } = readProven(settings, request);
  const posted = parseEvent(request.body);
  return {
    unproven: trouble === null ? null : whyUnproven[trouble],
    sentences: [
      ...(posted === null ? [] : found(posted.data.event_type, posted.data.payload)),
      ...(reply.status >= 400 ? [`${reply.body}.`] : []),
    ],
    events,
  };
}

const whyUnproven: Readonly<Record<SignatureTrouble, string>> = {
  unsigned:
    "It lacks a header telnyx-signature-ed25519 or telnyx-timestamp. Telnyx always sends both: capture the request with all its headers.",
  wrong:
    "Its signature is not made with a key in TELNYX_PUBLIC_KEY over this body. Compare the key with the public key under API Keys in the Telnyx portal; a body that was changed when it was captured can't prove it either.",
  untimely:
    "Telnyx signed it, but not within the last five minutes, so the running app would refuse it now. Of a request that was captured before that is to be expected; where fresh ones are refused, this host's clock is wrong.",
};

const words = z.string().nullish().catch(null);
const count = z.array(z.unknown()).catch([]);
const message = z.object({
  id: words,
  type: words,
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  text: words,
  media: count,
  autoresponse_type: words,
});

function found(type: string, payload: unknown): string[] {
  const { data } = message.safeParse(payload);
  if (data === undefined) return [`event_type: ${cut(type)}`];
  const { id, from, to, text, media, autoresponse_type: word } = data;
  return [
    `event_type: ${cut(type)}`,
    `id: ${id ? cut(id) : "nothing"}`,
    `type: ${data.type ? cut(data.type) : "nothing"}`,
    `from: ${partiesIn(from)}`,
    `to: ${partiesIn(to)}`,
    `text: ${text == null ? "nothing" : `${[...text].length} characters`}`,
    `media: ${media.length}`,
    ...(word ? [`autoresponse_type: ${cut(word)}`] : []),
    ...readErrors(payload).map(({ code }) => `error: ${cut(code)}`),
  ];
}

const party = z.object({ phone_number: words, status: words });

function partiesIn(listed: unknown): string {
  const all = (Array.isArray(listed) ? listed : [listed]).map((one) => {
    if (typeof one === "string") return cut(one);
    const { phone_number: number, status } = party.safeParse(one).data ?? {};
    return `${number ? cut(number) : "nothing"}${status ? ` (${cut(status)})` : ""}`;
  });
  return all.join(", ") || "nothing";
}

function cut(text: string): string {
  return text.slice(0, 60);
}
