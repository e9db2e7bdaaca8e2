/**
 * The strip: everything that passes between the app and the outside, newest first, one line of plain words each,
 * with the raw request and answer kept for whoever opens it.
 */
import type { CrmCallView } from "../crm/types/control.ts";
import type { RawExchange, StripLine } from "../page-api.ts";
import type { Activity, CallRecord, DeliveryRecord } from "../slack/types/activity.ts";
import { asJson, type Told } from "../told.ts";
import { crmCallWords } from "./crm-words.ts";
import type { Names } from "./names.ts";
import { callWords, deliveryWords } from "./words.ts";

export interface Strip {
  /** Newest first. */
  lines(): readonly StripLine[];
  raw(id: string): RawExchange | null;
  /** The line that this makes or changes; null when it is not worth one. */
  hearSlack(activity: Activity): StripLine | null;
  /** As the carrier in play tells it. */
  hearCarrier(told: Told | null): StripLine | null;
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
    hearCarrier: write,
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
      request: `POST /api/${call.method}\n\n${asJson(call.args)}`,
      answer: call.answered
        ? `HTTP ${call.status}, after ${call.ms} ms\n\n${asJson(call.answer)}`
        : `Never sent: the connection broke.\nIt would have been:\n\n${asJson(call.answer)}`,
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
      request: `${delivery.type} ${delivery.id}\n\n${asJson(delivery.body)}`,
      answer: asJson(delivery.attempts),
    },
  };
}

let callCount = 0;

function crmLine(names: Names, call: CrmCallView): Told {
  callCount += 1;
  return {
    id: `crm-${callCount}`,
    kind: "crm",
    ...crmCallWords(names, call),
    raw: {
      request: `${call.method} ${call.path}${call.sent === null ? "" : `\n\n${asJson(call.sent)}`}`,
      answer:
        call.status === 0 ? "None: the connection was cut." : `HTTP ${call.status}\n\n${asJson(call.answer)}`,
    },
  };
}
