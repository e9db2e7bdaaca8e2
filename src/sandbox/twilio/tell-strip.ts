/** Twilio's part of the strip: its webhooks on their way to the app, and what the app asks. */
import { answerSaid, asJson, type NamePhone, type Told, tellSend, tellText, tellWebhook } from "../told.ts";
import type { ApiCallView, DeliveryView, StandInEvent } from "./types/activity.ts";

export function tellTwilio(names: NamePhone, event: StandInEvent): Told | null {
  if (event.type === "message") return tellText(names, event.message);
  if (event.type === "delivery") return webhookLine(names, event.delivery);
  return event.type === "call" ? callLine(names, event.call) : null;
}

function webhookLine(names: NamePhone, delivery: DeliveryView): Told {
  const { kind, params, state, attempts } = delivery;
  const what =
    kind === "inbound" ? "The carrier's webhook" : `The carrier's report “${params.MessageStatus ?? "?"}”`;
  return {
    id: `webhook-${delivery.token}`,
    kind: "webhook",
    ...ofWhom(names, delivery, tellWebhook(what, state, attempts.at(-1)?.status)),
    raw: {
      request: `POST ${delivery.url}\nX-Twilio-Signature: (signed)\n\n${asJson(params)}`,
      answer: asJson(attempts),
    },
  };
}

/** Behind the rest, so that lines of one kind begin alike. */
function ofWhom(
  names: NamePhone,
  { kind, params }: DeliveryView,
  told: Pick<Told, "words" | "tone">,
): Pick<Told, "words" | "tone"> {
  const whose = kind === "inbound" ? params.From : params.To;
  if (whose === undefined) return told;
  const what = kind === "inbound" ? `a text of ${names.phone(whose)}` : `the text to ${names.phone(whose)}`;
  return { ...told, words: `${told.words} (${what})` };
}

let callCount = 0;

function callLine(names: NamePhone, call: ApiCallView): Told {
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

function callWords(names: NamePhone, call: ApiCallView): Pick<Told, "words" | "tone"> {
  // Twilio leads from its own address to where it keeps them.
  if (/\/Media\/|^\/_media\//.test(call.path))
    return {
      words: "Fetched what came with a text",
      tone: call.status < 400 && call.status > 0 ? "quiet" : "bad",
    };
  if (call.method !== "POST")
    return { words: "Looked something up at the carrier", tone: call.status === 200 ? "quiet" : "bad" };
  return tellSend(names.phone(call.params.To ?? ""), call.status, call.code);
}
