import { randomUUID } from "node:crypto";
import type { MessageDirection, MessageStatus, MessageView } from "../types/messages.ts";
import type { NumberSpec, NumberView, PhoneKind, PhoneSpec, PhoneView } from "../types/numbers.ts";

/** A message as the stand-in keeps it. */
export interface Message {
  /** Its place in the order of creation. */
  readonly seq: number;
  readonly sid: string;
  readonly direction: MessageDirection;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  media: readonly StoredMedia[];
  /** Where what goes along is to be fetched, once it is the message's turn. */
  readonly mediaUrls: readonly string[];
  readonly segments: number;
  readonly statusCallback: string | null;
  readonly createdAt: Date;
  status: MessageStatus;
  errorCode: number | null;
  arrived: boolean;
  sentAt: Date | null;
  updatedAt: Date;
}

export interface StoredMedia {
  readonly sid: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Where the webhook says that it is, in place of here. */
  readonly url: string | null;
}

export interface Phone {
  readonly number: string;
  name: string;
  kind: PhoneKind;
  readonly messages: Message[];
}

export type NewMessage = Omit<
  Message,
  "seq" | "sid" | "createdAt" | "updatedAt" | "errorCode" | "arrived" | "sentAt" | "mediaUrls"
> &
  Partial<Pick<Message, "mediaUrls">>;

/** Who exists and what was said. Every look-up is by key. */
export interface World {
  readonly numbers: ReadonlyMap<string, NumberView>;
  readonly phones: ReadonlyMap<string, Phone>;
  addNumber(spec: NumberSpec): NumberView;
  addPhone(spec: PhoneSpec): Phone;
  /** The phone of that number; a new mobile when there is none. */
  phone(number: string): Phone;
  addMessage(message: NewMessage): Message;
  message(sid: string): Message | undefined;
  /** Messages between, to or from, in the order of creation. */
  select(filter: { readonly to: string | null; readonly from: string | null }): readonly Message[];
  /** Whether this phone has stopped this number. */
  hasStopped(phone: string, number: string): boolean;
  setStopped(phone: string, number: string, stopped: boolean): void;
  stoppedBy(phone: string): string[];
}

/** Makes an empty one. */
export function createWorld(now: () => Date): World {
  const numbers = new Map<string, NumberView>();
  const phones = new Map<string, Phone>();
  const stopped = new Map<string, Set<string>>();
  const bySid = new Map<string, Message>();
  const lists = createLists();

  const addPhone = (spec: PhoneSpec): Phone => {
    const known = phones.get(spec.number);
    const phone = known ?? { number: spec.number, name: spec.number, kind: "mobile", messages: [] };
    phone.name = spec.name ?? phone.name;
    phone.kind = spec.kind ?? phone.kind;
    phones.set(spec.number, phone);
    return phone;
  };
  const phoneOf = (number: string) => phones.get(number) ?? addPhone({ number });
  return {
    numbers,
    phones,
    addPhone,
    phone: phoneOf,
    addNumber(spec) {
      const view = {
        number: spec.number,
        name: spec.name ?? spec.number,
        smsUrl: spec.smsUrl ?? null,
        sms: spec.sms ?? true,
        mms: spec.mms ?? spec.sms ?? true,
      };
      numbers.set(spec.number, view);
      return view;
    },
    addMessage(given) {
      const at = now();
      const mediaUrls = given.mediaUrls ?? [];
      const sid = newSid(given.media.length + mediaUrls.length > 0 ? "MM" : "SM");
      const rest = { mediaUrls, errorCode: null, arrived: given.direction === "inbound", sentAt: null };
      const message: Message = { ...given, ...rest, seq: bySid.size, sid, createdAt: at, updatedAt: at };
      bySid.set(sid, message);
      lists.add(message);
      phoneOf(given.direction === "inbound" ? given.from : given.to).messages.push(message);
      return message;
    },
    message: (sid) => bySid.get(sid),
    select: lists.select,
    hasStopped: (phone, number) => stopped.get(phone)?.has(number) ?? false,
    setStopped(phone, number, isStopped) {
      const set = stopped.get(phone) ?? new Set();
      if (isStopped) set.add(number);
      else set.delete(number);
      stopped.set(phone, set);
    },
    stoppedBy: (phone) => [...(stopped.get(phone) ?? [])],
  };
}

interface Lists {
  add(message: Message): void;
  select: World["select"];
}

function createLists(): Lists {
  const lists = new Map<string, Message[]>();
  const push = (key: string, message: Message) => {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [message]);
    else list.push(message);
  };
  return {
    add(message) {
      push(keyOf(null, null), message);
      push(keyOf(message.to, null), message);
      push(keyOf(null, message.from), message);
      push(keyOf(message.to, message.from), message);
    },
    select: ({ to, from }) => lists.get(keyOf(to, from)) ?? [],
  };
}

function keyOf(to: string | null, from: string | null): string {
  return `${from ?? "*"}>${to ?? "*"}`;
}

/** A SID of Twilio's form: two letters and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  return prefix + randomUUID().replaceAll("-", "");
}

export function viewMessage(message: Message): MessageView {
  const { sid, direction, from, to, body, segments, status, errorCode, arrived } = message;
  const createdAt = message.createdAt.toISOString();
  const sentAt = message.sentAt?.toISOString() ?? null;
  const media = message.media.length;
  const rest = { segments, status, errorCode, arrived, createdAt, sentAt };
  const types = message.media.map(({ contentType }) => contentType);
  return { sid, direction, from, to, body, media, ...rest, ...(media > 0 ? { mediaTypes: types } : {}) };
}

export function viewPhone(world: World, phone: Phone): PhoneView {
  return { ...viewPhoneBriefly(world, phone), messages: phone.messages.map(viewMessage) };
}

export function viewPhoneBriefly(world: World, phone: Phone): Omit<PhoneView, "messages"> {
  const { number, name, kind } = phone;
  return { number, name, kind, stopped: world.stoppedBy(number) };
}
