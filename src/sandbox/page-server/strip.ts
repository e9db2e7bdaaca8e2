/**
 * The strip: everything that passes between the app and the outside, newest first, one line of plain words each,
 * with the raw request and answer kept for whoever opens it.
 */
import type { CrmCallView } from "../crm/types/control.ts";
import type { RawExchange, StripLine } from "../page-api.ts";
import type { RcEvent } from "../ringcentral/types/activity.ts";
import type { Activity, CallRecord, DeliveryRecord } from "../slack/types/activity.ts";
import type { ApiCallView, DeliveryView, StandInEvent } from "../twilio/types/activity.ts";
import type { MessageView } from "../twilio/types/messages.ts";
import { crmCallWords } from "./crm-words.ts";
import type { Names } from "./names.ts";
import { hintLine, ringCentralCallLine, type Told } from "./ringcentral-lines.ts";
import { callWords, contents, deliveryWords, quoted } from "./words.ts";

export interface Strip {
  /** Newest first. */
  lines(): readonly StripLine[];
  raw(id: string): RawExchange | null;
  /** The line that this makes or changes; null when it is not worth one. */
  hearSlack(activity: Activity): StripLine | null;
  hearTwilio(event: StandInEvent): StripLine | null;
  hearRingCentral(event: RcEvent): StripLine | null;
  hearCrm(call: CrmCallView): StripLine | null;
  clear(): void;
}

const KEEP = 400;

export function createStrip(names: Names, now: () => number): Strip {
  const lines = new Map<string, StripLine>();
  const raws = new Map<string, RawExchange>();

  function write(told: Told | null): StripLine | null {
    if (told === null) return null;
    const { raw, ...rest } = told;
    const line: StripLine = { ...rest, at: lines.get(told.id)?.at ?? now(), hasRaw: raw !== undefined };
    lines.set(line.id, line);
    if (raw !== undefined) raws.set(line.id, raw);
    const [oldest] = lines.size > KEEP ? lines.keys() : [];
    if (oldest !== undefined) {
      lines.delete(oldest);
      raws.delete(oldest);
    }
    return line;
  }

  return {
    lines: () => [...lines.values()].reverse(),
    raw: (id) => raws.get(id) ?? null,
    hearSlack: (activity) => write(slackLine(names, activity)),
    hearTwilio: (event) => write(twilioLine(names, event)),
    hearRingCentral: (event) => write(ringCentralLine(names, event)),
    hearCrm: (call) => write(crmLine(names, call)),
    clear() {
      lines.clear();
      raws.clear();
    },
  };
}

function slackLine(names: Names, activity: Activity): Told | null {
  if (activity.type === "call") return callLine(names, activity.call);
  if (activity.type === "delivery") return deliveryLine(names, activity.delivery);
  if (activity.type !== "socket_opened" && activity.type !== "socket_closed") return null;
  const opened = activity.type === "socket_opened";
  return {
    id: `socket-${activity.type}-${activity.socket}`,
    kind: "socket",
    words: opened ? "Threadline has a socket to Slack" : "A socket to Slack is cut",
    tone: opened ? "good" : "bad",
  };
}

function callLine(names: Names, call: CallRecord): Told {
  const failed = call.answer.ok !== true;
  const words = callWords(names, call.method, call.args, call.answer);
  return {
    id: `call-${call.seq}`,
    kind: "slack",
    words: callSentence(call, failed, words),
    tone: failed || !call.answered ? "bad" : words === null ? "quiet" : "good",
    raw: {
      request: `POST /api/${call.method}\n\n${json(call.args)}`,
      answer: call.answered
        ? `HTTP ${call.status}, after ${call.ms} ms\n\n${json(call.answer)}`
        : `Never sent: the connection broke.\nIt would have been:\n\n${json(call.answer)}`,
    },
  };
}

function callSentence(call: CallRecord, failed: boolean, words: string | null): string {
  if (failed) return `Slack refuses ${call.method}: ${String(call.answer.error ?? `HTTP ${call.status}`)}`;
  if (!call.answered) return `${words ?? call.method}, but Slack's answer is lost`;
  return words ?? `Looked something up in Slack (${call.method})`;
}

const DELIVERY_ENDS: Readonly<Record<DeliveryRecord["state"], string>> = {
  waiting: "on its way to Threadline",
  held: "held back",
  delivered: "verified, stored",
  given_up: "Threadline did not take it",
};

/** What is only asked while somebody types is answered, and nothing of it kept. */
function endOf({ type, state }: DeliveryRecord): string {
  return type === "block_suggestion" && state === "delivered" ? "answered" : DELIVERY_ENDS[state];
}

function deliveryLine(names: Names, delivery: DeliveryRecord): Told | null {
  const words = deliveryWords(names, delivery);
  if (words === null) return null;
  const { state } = delivery;
  return {
    id: `delivery-${delivery.seq}`,
    kind: "slack",
    words: `${words}: ${endOf(delivery)}`,
    tone: state === "delivered" ? "good" : state === "given_up" ? "bad" : "waiting",
    raw: {
      request: `${delivery.type} ${delivery.id}\n\n${json(delivery.body)}`,
      answer: json(delivery.attempts),
    },
  };
}

function twilioLine(names: Names, event: StandInEvent): Told | null {
  if (event.type === "message") return smsLine(names, event.message);
  if (event.type === "delivery") return webhookLine(names, event.delivery);
  return event.type === "call" ? carrierCallLine(names, event.call) : null;
}

function ringCentralLine(names: Names, event: RcEvent): Told | null {
  if (event.type === "message") return smsLine(names, event.message);
  if (event.type === "delivery") return hintLine(event.delivery);
  return event.type === "call" ? ringCentralCallLine(names, event.call) : null;
}

function smsLine(names: Names, sms: MessageView): Told | null {
  const { sid, direction, status } = sms;
  const raw = { request: json(sms), answer: "" };
  if (direction === "inbound") {
    const words = `${names.phone(sms.from)} texts ${names.phone(sms.to)}: ${contents(quoted(sms.body), sms.media)}`;
    return { id: `sms-${sid}`, kind: "phone", words, tone: "plain", raw };
  }
  const name = names.phone(sms.to);
  const id = `sms-${sid}-${status}`;
  if (status === "delivered") {
    const words = `${name}'s phone has it: ${contents(quoted(sms.body), sms.media)}`;
    return { id, kind: "phone", words, tone: "good", raw };
  }
  if (status === "undelivered" || status === "failed")
    return { id, kind: "carrier", words: `Not delivered to ${name} (${sms.errorCode})`, tone: "bad", raw };
  if (status !== "sent") return null;
  if (sms.arrived) {
    const words = `${name}'s phone has it, and the carrier reports nothing`;
    return { id: `${id}-arrived`, kind: "carrier", words, tone: "waiting", raw };
  }
  return { id, kind: "carrier", words: `The carrier sent it on to ${name}`, tone: "plain", raw };
}

function webhookLine(names: Names, delivery: DeliveryView): Told {
  const what =
    delivery.kind === "inbound"
      ? "The carrier's webhook"
      : `The carrier's report “${delivery.params.MessageStatus ?? "?"}”`;
  return {
    id: `webhook-${delivery.token}`,
    kind: "webhook",
    ...ofWhom(names, delivery, webhookEnd(what, delivery)),
    raw: {
      request: `POST ${delivery.url}\nX-Twilio-Signature: (signed)\n\n${json(delivery.params)}`,
      answer: json(delivery.attempts),
    },
  };
}

/** Behind the rest, so that lines of one kind begin alike. */
function ofWhom(
  names: Names,
  { kind, params }: DeliveryView,
  told: Pick<Told, "words" | "tone">,
): Pick<Told, "words" | "tone"> {
  const whose = kind === "inbound" ? params.From : params.To;
  if (whose === undefined) return told;
  const what = kind === "inbound" ? `a text of ${names.phone(whose)}` : `the text to ${names.phone(whose)}`;
  return { ...told, words: `${told.words} (${what})` };
}

function webhookEnd(what: string, { state, attempts }: DeliveryView): Pick<Told, "words" | "tone"> {
  const last = attempts.at(-1);
  if (state === "held") return { words: `${what}: held back`, tone: "waiting" };
  if (state === "waiting") return { words: `${what}: on its way`, tone: "waiting" };
  if (last?.status === null || last === undefined)
    return { words: `${what}: no answer from Threadline`, tone: "bad" };
  if (last.status < 300) return { words: `${what}: verified, stored`, tone: "good" };
  return { words: `${what}: refused by Threadline (${last.status})`, tone: "bad" };
}

let callCount = 0;

function carrierCallLine(names: Names, call: ApiCallView): Told {
  callCount += 1;
  return {
    id: `carrier-${callCount}`,
    kind: "carrier",
    ...carrierCallWords(names, call),
    raw: {
      request: `${call.method} ${call.path}\n\n${json(call.params)}`,
      answer:
        call.status === 0
          ? "None: the connection was cut."
          : `HTTP ${call.status}${call.code === null ? "" : `, error ${call.code}`}`,
    },
  };
}

function carrierCallWords(names: Names, call: ApiCallView): Pick<Told, "words" | "tone"> {
  // Twilio leads from its own address to where it keeps them.
  if (/\/Media\/|^\/_media\//.test(call.path))
    return {
      words: "Fetched what came with a text",
      tone: call.status < 400 && call.status > 0 ? "quiet" : "bad",
    };
  if (call.method !== "POST")
    return { words: "Looked something up at the carrier", tone: call.status === 200 ? "quiet" : "bad" };
  const name = names.phone(call.params.To ?? "");
  if (call.status === 0) return { words: `Sending to ${name}: the carrier's answer is lost`, tone: "bad" };
  if (call.code !== null)
    return { words: `The carrier refuses the text to ${name} (${call.code})`, tone: "bad" };
  return { words: `Sent: the carrier accepted the text to ${name}`, tone: "good" };
}

function crmLine(names: Names, call: CrmCallView): Told {
  callCount += 1;
  return {
    id: `crm-${callCount}`,
    kind: "crm",
    ...crmCallWords(names, call),
    raw: {
      request: `${call.method} ${call.path}${call.sent === null ? "" : `\n\n${json(call.sent)}`}`,
      answer:
        call.status === 0 ? "None: the connection was cut." : `HTTP ${call.status}\n\n${json(call.answer)}`,
    },
  };
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
