/** RingCentral's part of the strip: hints on their way to the app, and what the app asks. */
import type { StripLine } from "../page-api.ts";
import { isWire, listOf } from "../slack/wire.ts";
import { answerSaid, asJson, type NamePhone, type Told, tellSend, tellText } from "../told.ts";
import type { RcCallView, RcDeliveryView, RcEvent } from "./types/activity.ts";

export function tellRingCentral(names: NamePhone, event: RcEvent): Told | null {
  if (event.type === "message") return tellText(names, event.message);
  if (event.type === "delivery") return hintLine(event.delivery);
  return event.type === "call" ? callLine(names, event.call) : null;
}

const HINT_ENDS: Readonly<Record<RcDeliveryView["state"], string>> = {
  waiting: "on its way",
  held: "held back",
  delivered: "taken",
  failed: "not taken by Threadline",
  dropped: "lost on its way",
};

const tones: Readonly<Record<RcDeliveryView["state"], StripLine["tone"]>> = {
  waiting: "waiting",
  held: "waiting",
  delivered: "good",
  failed: "bad",
  dropped: "bad",
};

function hintLine({ body, event, url, state, attempts, kind }: RcDeliveryView): Told {
  const { uuid } = isWire(body) ? body : {};
  const what = kind === "inbound" ? "RingCentral's hint of a text" : "RingCentral's hint of a change";
  return {
    id: `hint-${String(uuid)}`,
    kind: "webhook",
    words: `${what}: ${HINT_ENDS[state]}`,
    tone: tones[state],
    raw: {
      request: `${url === "websocket" ? "By the WebSocket" : `POST ${url}`}\n${event}\n\n${asJson(body)}`,
      answer: asJson(attempts),
    },
  };
}

let count = 0;

function callLine(names: NamePhone, call: RcCallView): Told {
  count += 1;
  return {
    id: `ringcentral-${count}`,
    kind: "carrier",
    ...callWords(names, call),
    raw: {
      request: `${call.method} ${call.path}${call.sent === null ? "" : `\n\n${asJson(call.sent)}`}`,
      answer: answerSaid(call.status, call.code),
    },
  };
}

function callWords(names: NamePhone, call: RcCallView): Pick<Told, "words" | "tone"> {
  return isSend(call)
    ? tellSend(names.phone(recipientOf(call.sent)), call.status, call.code)
    : otherWords(call, call.status > 0 && call.status < 400);
}

function isSend({ method, path }: RcCallView): boolean {
  return method === "POST" && /\/(sms|mms|message-threads\/messages)$/.test(path);
}

function recipientOf(sent: unknown): string {
  const [first] = isWire(sent) ? listOf(sent.to) : [];
  return String(first?.phoneNumber ?? "somebody");
}

function otherWords({ method, path }: RcCallView, done: boolean): Pick<Told, "words" | "tone"> {
  const tone = done ? "quiet" : "bad";
  if (path.includes("/oauth/")) return { words: "Logged in at RingCentral", tone };
  if (path.endsWith("/assign"))
    return { words: "Assigned a thread at RingCentral", tone: done ? "good" : "bad" };
  if (path.endsWith("/resolve"))
    return { words: "Resolved a thread at RingCentral", tone: done ? "good" : "bad" };
  if (path.includes("/notes")) return { words: "Left a note at RingCentral", tone: done ? "good" : "bad" };
  if (path.includes("/subscription")) return { words: "Asked RingCentral to tell what comes", tone };
  if (method === "GET") return { words: "Looked something up at the carrier", tone };
  return { words: "Changed something at the carrier", tone };
}
