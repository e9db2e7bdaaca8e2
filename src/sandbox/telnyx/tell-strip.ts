/** Telnyx's part of the strip: its webhooks on their way to the app, and what the app asks. */
import { answerSaid, asJson, type NamePhone, type Told, tellSend, tellText, tellWebhook } from "../told.ts";
import type { TelnyxCallView, TelnyxDeliveryView, TelnyxEvent } from "./types/activity.ts";

export function tellTelnyx(names: NamePhone, event: TelnyxEvent): Told | null {
  if (event.type === "message") return tellText(names, event.message);
  if (event.type === "delivery") return webhookLine(names, event.delivery);
  return event.type === "call" ? callLine(names, event.call) : null;
}

function webhookLine(names: NamePhone, delivery: TelnyxDeliveryView): Told {
  const { id, kind, type, from, to, status, state, urls, payload, attempts } = delivery;
  const what = kind === "inbound" ? "The carrier's webhook" : `The carrier's report “${status}”`;
  const { words, tone } = tellWebhook(what, state, attempts.at(-1)?.status);
  const whose = kind === "inbound" ? `a text of ${names.phone(from)}` : `the text to ${names.phone(to)}`;
  return {
    id: `webhook-${id}`,
    kind: "webhook",
    // Behind the rest, so that lines of one kind begin alike.
    words: `${words} (${whose})`,
    tone,
    raw: {
      request: `POST ${urls.join(", then ")}\ntelnyx-signature-ed25519: (signed)\n\n${asJson({ event_type: type, id, payload })}`,
      answer: asJson(attempts),
    },
  };
}

let callCount = 0;

function callLine(names: NamePhone, call: TelnyxCallView): Told {
  callCount += 1;
  return {
    id: `carrier-${callCount}`,
    kind: "carrier",
    ...callWords(names, call),
    raw: {
      request: `${call.method} ${call.path}\n\n${asJson(call.params)}`,
      answer: answerSaid(call.status, call.code),
    },
  };
}

function callWords(names: NamePhone, call: TelnyxCallView): Pick<Told, "words" | "tone"> {
  const tone = call.status === 200 ? "quiet" : "bad";
  if (call.path.startsWith("/_media/")) return { words: "Fetched what came with a text", tone };
  if (call.method !== "POST") return { words: "Looked something up at the carrier", tone };
  const { to } = call.params;
  return tellSend(names.phone(typeof to === "string" ? to : ""), call.status, call.code);
}
