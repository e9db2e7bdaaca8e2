/** RingRx's part of the strip: its callbacks on their way to the app, and what the app asks. */
import { answerSaid, asJson, type NamePhone, type Told, tellSend, tellText, tellWebhook } from "../told.ts";
import type { RrxCallView, RrxDeliveryView, RrxEvent } from "./types/activity.ts";

export function tellRingRx(names: NamePhone, event: RrxEvent): Told | null {
  if (event.type === "message") return tellText(names, event.message);
  if (event.type === "delivery") return callbackLine(names, event.delivery);
  return event.type === "call" ? callLine(names, event.call) : null;
}

function callbackLine(names: NamePhone, delivery: RrxDeliveryView): Told {
  const { callback, sid, from, state, attempts, url, body } = delivery;
  const told = tellWebhook("The carrier's callback", state, attempts.at(-1));
  return {
    id: `callback-${callback}-${sid}`,
    kind: "webhook",
    ...told,
    words: `${told.words} (a text of ${names.phone(from)})`,
    raw: { request: `POST ${url}\n\n${body}`, answer: asJson(attempts) },
  };
}

let callCount = 0;

function callLine(names: NamePhone, call: RrxCallView): Told {
  callCount += 1;
  const { method, path, query, status } = call;
  return {
    id: `carrier-${callCount}`,
    kind: "carrier",
    ...callWords(names, call),
    // A text stands in its query: what is in there, its phone shows.
    raw: {
      request: `${method} ${path}${query.length > 0 ? `?(${query.join(", ")})` : ""}`,
      answer: answerSaid(status, null),
    },
  };
}

function callWords(names: NamePhone, { path, status, to }: RrxCallView): Pick<Told, "words" | "tone"> {
  if (path === "/messaging/send_message") return tellSend(names.phone(to ?? ""), status, null);
  const isGood = status >= 200 && status < 300;
  if (path !== "/auth/token")
    return { words: "Looked something up at the carrier", tone: isGood ? "quiet" : "bad" };
  return isGood
    ? { words: "Let in by the carrier, by an API key", tone: "quiet" }
    : { words: "The carrier lets nobody in by this API key", tone: "bad" };
}
