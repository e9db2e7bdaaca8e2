import { randomUUID } from "node:crypto";
import type { MediaSpec, MessageView } from "../types/messages.ts";
import type { NumberView, PhoneKind, PhoneSpec, PhoneView } from "../types/numbers.ts";
import type {
  CallbackSpec,
  CallbackView,
  KeySpec,
  KeyView,
  NumberSpec,
  UserSpec,
  UserView,
} from "./types/account.ts";

/** A text as the stand-in keeps it. */
export interface Message {
  readonly id: string;
  readonly direction: "inbound" | "outbound-api" | "outbound-reply";
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly media: readonly MediaSpec[];
  readonly createdAt: Date;
  arrived: boolean;
  sentAt: Date | null;
}

export interface Phone {
  readonly number: string;
  name: string;
  kind: PhoneKind;
  readonly messages: Message[];
}

type Key = { -readonly [K in keyof KeyView]: KeyView[K] };
type User = { -readonly [K in keyof UserView]: UserView[K] };

export interface AccountNumber {
  readonly number: string;
  readonly name: string;
  readonly smsExtension: string;
}

/** Who is in the account, what it has, what was said. */
export interface World {
  now(): Date;
  readonly users: Map<string, User>;
  readonly groups: Set<string>;
  readonly keys: Map<string, Key>;
  readonly numbers: Map<string, AccountNumber>;
  readonly callbacks: Map<string, CallbackView>;
  readonly phones: Map<string, Phone>;
  readonly messages: Message[];
  addUser(spec: UserSpec): void;
  addKey(spec: KeySpec): Key;
  addNumber(spec: NumberSpec): AccountNumber;
  putCallback(spec: CallbackSpec): void;
  addPhone(spec: PhoneSpec): Phone;
  /** The phone of that number; a new mobile when there is none. */
  phone(number: string): Phone;
  addMessage(given: Omit<Message, "id" | "createdAt" | "arrived" | "sentAt">): Message;
  /** The user whom a number leads to; null: a group. @throws Error where it leads nowhere. */
  userBehind(number: AccountNumber): User | null;
}

const FIRST_ID = 48_100_231;

export function createWorld(now: () => Date): World {
  const phones = new Map<string, Phone>();
  const messages: Message[] = [];

  const addPhone = (spec: PhoneSpec): Phone => {
    const known = phones.get(spec.number);
    const phone = known ?? { number: spec.number, name: spec.number, kind: "mobile", messages: [] };
    phone.name = spec.name ?? phone.name;
    phone.kind = spec.kind ?? phone.kind;
    phones.set(spec.number, phone);
    return phone;
  };

  const world: World = {
    now,
    users: new Map(),
    groups: new Set(),
    keys: new Map(),
    numbers: new Map(),
    callbacks: new Map(),
    phones,
    messages,
    addUser(spec) {
      const { username, extension, name = username, isAdmin = false, autoResponder = null } = spec;
      const outboundNumber = spec.outboundNumber ?? null;
      world.users.set(username, { username, extension, name, outboundNumber, isAdmin, autoResponder });
    },
    addKey({ name, username, token = randomUUID(), secret = randomUUID() }) {
      if (!world.users.has(username)) throw new Error(`There is no user called ${username}.`);
      const key = { name, username, token, secret, isRevoked: false };
      world.keys.set(name, key);
      return key;
    },
    addNumber(spec) {
      const number = { name: spec.number, ...spec };
      world.userBehind(number);
      world.numbers.set(number.number, number);
      return number;
    },
    putCallback(spec) {
      const id = world.callbacks.get(spec.name)?.id ?? world.callbacks.size + 1;
      const otherwise = {
        type: "sms",
        basicAuth: null,
        contentType: "application/json",
        numbers: [],
      } as const;
      world.callbacks.set(spec.name, { ...otherwise, ...spec, id });
    },
    addPhone,
    phone: (number) => phones.get(number) ?? addPhone({ number }),
    addMessage(given) {
      const isInbound = given.direction === "inbound";
      const id = String(FIRST_ID + messages.length);
      const message: Message = { ...given, id, createdAt: now(), arrived: isInbound, sentAt: null };
      messages.push(message);
      world.phone(isInbound ? given.from : given.to).messages.push(message);
      return message;
    },
    userBehind({ smsExtension }) {
      if (world.groups.has(smsExtension)) return null;
      const user = [...world.users.values()].find(
        ({ username, extension }) => extension === smsExtension || username === smsExtension,
      );
      if (user === undefined) throw new Error(`The SMS extension ${smsExtension} leads to nobody.`);
      return user;
    },
  };
  return world;
}

export function viewMessage({ id, text, media, createdAt, sentAt, ...rest }: Message): MessageView {
  return {
    sid: id,
    direction: rest.direction,
    from: rest.from,
    to: rest.to,
    body: text,
    media: media.length,
    ...(media.length > 0 ? { mediaTypes: media.map(({ contentType }) => contentType) } : {}),
    segments: Math.max(1, Math.ceil(text.length / 153)),
    // Nobody is told more of it than this.
    status: rest.direction === "inbound" ? "received" : "sent",
    errorCode: null,
    arrived: rest.arrived,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}

export function viewPhoneBriefly({ number, name, kind }: Phone): Omit<PhoneView, "messages"> {
  return { number, name, kind, stopped: [] };
}

export function viewNumber({ number, name }: AccountNumber): NumberView {
  return { number, name, smsUrl: null, sms: true, mms: false };
}
