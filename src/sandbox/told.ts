/** What the page's strip says of the phones, whichever carrier is between them and the app. */
import type { RawExchange, StripLine } from "./page-api.ts";
import type { MessageView } from "./types/messages.ts";

/** A line before it has its time. */
export type Told = Omit<StripLine, "at" | "hasRaw"> & { readonly raw?: RawExchange };

export interface NamePhone {
  /** `Maria Lopez`, or the number of a phone without a name. */
  phone(number: string): string;
}

/** A text, by what its phone has of it. */
export function tellText(names: NamePhone, sms: MessageView): Told | null {
  const { sid, direction, status } = sms;
  const raw = { request: asJson(sms), answer: "" };
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

/** How the app asked for a text to be sent, and what it was answered. `code`: why not; null where there is none. */
export function tellSend(
  name: string,
  status: number,
  code: number | string | null,
): Pick<Told, "words" | "tone"> {
  if (status === 0) return { words: `Sending to ${name}: the carrier's answer is lost`, tone: "bad" };
  if (status < 400) return { words: `Sent: the carrier accepted the text to ${name}`, tone: "good" };
  return { words: `The carrier refuses the text to ${name} (${code ?? status})`, tone: "bad" };
}

/** How a webhook of the carrier ended. `what`: whose, and of what. `last`: the status of the last try; null: no answer. */
export function tellWebhook(
  what: string,
  state: "waiting" | "held" | "delivered" | "failed",
  last: number | null | undefined,
): Pick<Told, "words" | "tone"> {
  if (state === "held") return { words: `${what}: held back`, tone: "waiting" };
  if (state === "waiting") return { words: `${what}: on its way`, tone: "waiting" };
  if (last === null || last === undefined)
    return { words: `${what}: no answer from Threadline`, tone: "bad" };
  if (last < 300) return { words: `${what}: verified, stored`, tone: "good" };
  return { words: `${what}: refused by Threadline (${last})`, tone: "bad" };
}

/** What came back over HTTP, for whoever opens the line. `status`: 0 when the connection was cut. */
export function answerSaid(status: number, code: number | string | null): string {
  return status === 0
    ? "None: the connection was cut."
    : `HTTP ${status}${code === null ? "" : `, error ${code}`}`;
}

/** The first words of a text, on one line. */
export function quoted(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return `“${flat.length > 40 ? `${flat.slice(0, 39)}…` : flat}”`;
}

/** What is in a message: its first words, and how many pictures and files. */
export function contents(quote: string, files: number): string {
  if (files === 0) return quote;
  const what = files === 1 ? "a file" : `${files} files`;
  return quote === quoted("") ? what : `${quote} and ${what}`;
}

export function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
