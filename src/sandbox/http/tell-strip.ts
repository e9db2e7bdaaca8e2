/** Its part of the strip: callbacks on their way to the app, and what the app asks. */
import { asObject } from "../crm/vendor.ts";
import { answerSaid, asJson, type NamePhone, type Told, tellSend, tellText, tellWebhook } from "../told.ts";
import type { HttpCallView, HttpDeliveryView, HttpEvent } from "./types/control.ts";

export function tellHttp(names: NamePhone, event: HttpEvent): Told | null {
  if (event.type === "message") return tellText(names, event.message);
  if (event.type === "delivery") return callbackLine(names, event.delivery);
  return event.type === "call" ? callLine(names, event.call) : null;
}

function callbackLine(names: NamePhone, delivery: HttpDeliveryView): Told {
  const { kind, sid, phone, url, headers, body, state, attempts } = delivery;
  const status = kind === "status" ? readStatus(body) : "";
  const what = kind === "inbound" ? "The carrier's callback" : `The carrier's report “${status}”`;
  const told = tellWebhook(what, state, attempts.at(-1)?.status);
  const name = phone === null ? null : names.phone(phone);
  const whose = kind === "inbound" ? `a text of ${name}` : `the text to ${name}`;
  const signed = Object.keys(headers).flatMap((header) =>
    header.startsWith("x-") ? [`${header}: (signed)\n`] : [],
  );
  return {
    id: `callback-${kind}-${sid}-${status}`,
    kind: "webhook",
    ...told,
    words: name === null ? told.words : `${told.words} (${whose})`,
    raw: { request: `POST ${url}\n${signed.join("")}\n${body}`, answer: asJson(attempts) },
  };
}

function readStatus(body: string): string {
  return /"status":"(\w+)"/.exec(body)?.[1] ?? "?";
}

let callCount = 0;

function callLine(names: NamePhone, call: HttpCallView): Told {
  callCount += 1;
  return {
    id: `carrier-${callCount}`,
    kind: "carrier",
    ...callWords(names, call),
    raw: {
      request: `${call.method} ${call.path}${call.sent === null ? "" : `\n\n${asJson(call.sent)}`}`,
      answer: answerSaid(call.status, call.code),
    },
  };
}

function callWords(names: NamePhone, call: HttpCallView): Pick<Told, "words" | "tone"> {
  const tone = call.status > 0 && call.status < 400 ? "quiet" : "bad";
  if (call.path.startsWith("/v1/media/")) return { words: "Fetched what came with a text", tone };
  if (call.method !== "POST") return { words: "Looked something up at the carrier", tone: "quiet" };
  return tellSend(names.phone(`+${String(asObject(call.sent).to)}`), call.status, call.code);
}
