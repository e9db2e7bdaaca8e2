/** Who exists at the carrier, and what was said. */
import { countSegments } from "../segments.ts";
import type { MessageStatus, MessageView } from "../types/messages.ts";
import type { NumberView, PhoneKind, PhoneSpec, PhoneView } from "../types/numbers.ts";
import type { LineSpec } from "./types/control.ts";

export interface StoredMedia {
  readonly id: bigint;
  readonly contentType: string;
  readonly content: Buffer;
  /** Where the callback says that it is, in place of here. */
  readonly url: string | null;
}

/** A text as the stand-in keeps it. Numbers are in E.164 here; outside they have no plus. */
export interface Message {
  readonly id: bigint;
  readonly direction: "in" | "out";
  readonly from: string;
  readonly to: string;
  readonly text: string;
  media: readonly StoredMedia[];
  /** Where what goes along is to be fetched, once it is the text's turn. */
  readonly mediaUrls: readonly string[];
  /** What its sender calls it. */
  readonly reference: string | null;
  readonly at: number;
  status: MessageStatus;
  /** The carrier's own word for how it ended. */
  word: string;
  error: string | null;
  arrived: boolean;
  sentAt: number | null;
}

interface Phone {
  readonly number: string;
  name: string;
  kind: PhoneKind;
  readonly messages: Message[];
}

export type NewMessage = Pick<Message, "direction" | "from" | "to" | "text" | "media"> &
  Partial<Pick<Message, "mediaUrls" | "reference">>;

export interface World {
  readonly now: () => number;
  readonly lines: ReadonlyMap<string, NumberView>;
  addLine(spec: LineSpec): NumberView;
  addPhone(spec: PhoneSpec): Omit<PhoneView, "messages">;
  kindOf(phone: string): PhoneKind;
  phones(): Omit<PhoneView, "messages">[];
  phone(number: string): PhoneView;
  add(message: NewMessage): Message;
  message(id: string): Message | undefined;
  messages(): readonly Message[];
  /** One that no text and no file has. */
  nextId(): bigint;
}

/** Beyond what JavaScript takes numbers for: whoever reads them carelessly reads two ids as one. */
const FIRST_ID = 9_007_199_254_740_993n;

export function createWorld(now: () => number): World {
  const lines = new Map<string, NumberView>();
  const phones = new Map<string, Phone>();
  const messages = new Map<string, Message>();
  let id = FIRST_ID;

  const phoneOf = (number: string): Phone => {
    const known = phones.get(number) ?? { number, name: number, kind: "mobile", messages: [] };
    phones.set(number, known);
    return known;
  };
  const nextId = () => id++;
  return {
    now,
    lines,
    nextId,
    addLine({ number, name = number }) {
      const view = { number, name, smsUrl: null, sms: true, mms: true };
      lines.set(number, view);
      return view;
    },
    addPhone({ number, name, kind }) {
      const phone = phoneOf(number);
      phone.name = name ?? phone.name;
      phone.kind = kind ?? phone.kind;
      return viewPhone(phone);
    },
    kindOf: (number) => phones.get(number)?.kind ?? "mobile",
    phones: () => [...phones.values()].map(viewPhone),
    phone(number) {
      const phone = phoneOf(number);
      return { ...viewPhone(phone), messages: phone.messages.map(viewMessage) };
    },
    add(given) {
      const isIn = given.direction === "in";
      const message: Message = {
        mediaUrls: [],
        reference: null,
        ...given,
        id: nextId(),
        at: now(),
        status: isIn ? "received" : "queued",
        word: "queued",
        error: null,
        arrived: isIn,
        sentAt: null,
      };
      messages.set(String(message.id), message);
      phoneOf(isIn ? message.from : message.to).messages.push(message);
      return message;
    },
    message: (key) => messages.get(key),
    messages: () => [...messages.values()],
  };
}

export function viewMessage(message: Message): MessageView {
  const { id, direction, from, to, text, media, status, error, arrived, at, sentAt } = message;
  return {
    sid: String(id),
    direction: direction === "in" ? "inbound" : "outbound-api",
    from,
    to,
    body: text,
    media: media.length,
    ...(media.length > 0 ? { mediaTypes: media.map(({ contentType }) => contentType) } : {}),
    segments: countSegments(text),
    status,
    errorCode: error,
    arrived,
    createdAt: new Date(at).toISOString(),
    sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
  };
}

function viewPhone({ number, name, kind }: Phone): Omit<PhoneView, "messages"> {
  return { number, name, kind, stopped: [] };
}
