/** RingCentral's part of the strip: hints on their way to the app, and what the app asks. */
import type { RawExchange, StripLine } from "../page-api.ts";
import type { RcCallView, RcDeliveryView } from "../ringcentral/types/activity.ts";
import { isWire, listOf } from "../slack/wire.ts";
import type { Names } from "./names.ts";

/** A line before it has its time. */
export type Told = Omit<StripLine, "at" | "hasRaw"> & { readonly raw?: RawExchange };

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

export function hintLine({ body, event, url, state, attempts, kind }: RcDeliveryView): Told {
  const { uuid } = isWire(body) ? body : {};
  const what = kind === "inbound" ? "RingCentral's hint of a text" : "RingCentral's hint of a change";
  return {
    id: `hint-${String(uuid)}`,
    kind: "webhook",
    words: `${what}: ${HINT_ENDS[state]}`,
    tone: tones[state],
    raw: {
      request: `${url === "websocket" ? "By the WebSocket" : `POST ${url}`}\n${event}\n\n${json(body)}`,
      answer: json(attempts),
    },
  };
}

let count = 0;

export function ringCentralCallLine(names: Names, call: RcCallView): Told {
  count += 1;
  return {
    id: `ringcentral-${count}`,
    kind: "carrier",
    ...callWords(names, call),
    raw: {
      request: `${call.method} ${call.path}${call.sent === null ? "" : `\n\n${json(call.sent)}`}`,
      answer:
        call.status === 0
          ? "None: the connection was cut."
          : `HTTP ${call.status}${call.code === null ? "" : `, error ${call.code}`}`,
    },
  };
}

function callWords(names: Names, call: RcCallView): Pick<Told, "words" | "tone"> {
  const done = call.status > 0 && call.status < 400;
  if (!isSend(call)) return otherWords(call, done);
  const name = names.phone(recipientOf(call.sent));
  if (call.status === 0) return { words: `Sending to ${name}: the carrier's answer is lost`, tone: "bad" };
  if (!done)
    return {
      words: `The carrier refuses the text to ${name} (${call.code ?? String(call.status)})`,
      tone: "bad",
    };
  return { words: `Sent: the carrier accepted the text to ${name}`, tone: "good" };
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

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
