import { randomUUID } from "node:crypto";
import type { PhoneKind, PhoneSpec } from "../types/numbers.ts";
import type { RenderedError } from "./api-error.ts";
import type { LineSpec, ProfileSpec } from "./types/account.ts";
import type { AutoresponseType, Channel, DeliveryStatus } from "./types/messages.ts";

export interface Profile {
  readonly id: string;
  name: string;
  enabled: boolean;
  webhookUrl: string | null;
  failoverUrl: string | null;
  help: string | null;
}

/** One of the account's own numbers. */
export interface Line {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly profile: Profile | null;
  readonly sms: boolean;
  readonly mms: boolean;
}

export interface Phone {
  readonly number: string;
  name: string;
  kind: PhoneKind;
  readonly messages: Message[];
}

export interface StoredMedia {
  /** What its address ends with. */
  readonly key: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Where it is said to be, in place of here. */
  readonly url: string | null;
}

/** A message as the stand-in keeps it. */
export interface Message {
  readonly id: string;
  readonly direction: "inbound" | "outbound";
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  /** Whom it went to as well (inbound). */
  readonly others: readonly string[];
  readonly text: string;
  readonly profile: Profile | null;
  media: readonly StoredMedia[];
  /** Where what goes along is to be fetched, once it is the message's turn. */
  readonly mediaUrls: readonly string[];
  /** Where its own reports go, before those of its profile. */
  readonly webhookUrl: string | null;
  readonly failoverUrl: string | null;
  readonly usesProfileWebhooks: boolean;
  /** What Telnyx took it for (inbound); that it is its own answer (outbound). */
  readonly autoresponse: AutoresponseType | null;
  readonly createdAt: Date;
  status: DeliveryStatus;
  errors: readonly RenderedError[];
  arrived: boolean;
  sentAt: Date | null;
  completedAt: Date | null;
}

export interface OptOut {
  readonly profile: Profile;
  readonly from: string;
  readonly to: string;
  readonly keyword: string;
  readonly createdAt: Date;
}

/** What a new message is given; the rest is as it is for one that was just queued. */
export type NewMessage = Pick<Message, "direction" | "channel" | "from" | "to" | "text" | "profile"> &
  Partial<Message>;

/** Who exists and what was said. */
export interface World {
  readonly now: () => Date;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly phones: ReadonlyMap<string, Phone>;
  readonly messages: ReadonlyMap<string, Message>;
  /** @throws where there is no such profile */
  addLine(spec: LineSpec): Line;
  putProfile(spec: ProfileSpec): Profile;
  addPhone(spec: PhoneSpec): Phone;
  /** The phone of that number; a new mobile when there is none. */
  phone(number: string): Phone;
  addMessage(message: NewMessage): Message;
  /** In the order in which they came about. */
  optOuts(): readonly OptOut[];
  optOutOf(profile: Profile | null, phone: string): OptOut | undefined;
  setOptOut(profile: Profile, phone: string, optOut: OptOut | null): void;
}

const emptyProfile = { name: "", enabled: true, webhookUrl: null, failoverUrl: null, help: null };

/** Makes one with a profile of that id. */
export function createWorld(now: () => Date, firstProfile: ProfileSpec): World {
  const profiles = new Map<string, Profile>();
  const lines = new Map<string, Line>();
  const phones = new Map<string, Phone>();
  const messages = new Map<string, Message>();
  const optOuts = new Map<string, OptOut>();

  const putProfile = (spec: ProfileSpec): Profile => {
    const id = spec.id ?? randomUUID();
    const profile = profiles.get(id) ?? { ...emptyProfile, id };
    profile.name = spec.name;
    profile.enabled = spec.enabled ?? profile.enabled;
    profile.webhookUrl = spec.webhookUrl ?? profile.webhookUrl;
    profile.failoverUrl = spec.failoverUrl ?? profile.failoverUrl;
    profile.help = spec.help ?? profile.help;
    profiles.set(id, profile);
    return profile;
  };
  const first = putProfile(firstProfile);
  const profileOf = ({ profile: id }: LineSpec): Profile | null => {
    if (id === undefined) return first;
    const profile = id === null ? null : profiles.get(id);
    if (profile === undefined) throw new Error(`There is no messaging profile ${id}; add it first.`);
    return profile;
  };
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
    now,
    profiles,
    lines,
    phones,
    messages,
    putProfile,
    addPhone,
    phone: phoneOf,
    addLine(spec) {
      const sms = spec.sms ?? true;
      const line: Line = {
        id: lines.get(spec.number)?.id ?? randomUUID(),
        number: spec.number,
        name: spec.name ?? spec.number,
        profile: profileOf(spec),
        sms,
        mms: spec.mms ?? sms,
      };
      lines.set(spec.number, line);
      return line;
    },
    addMessage(given) {
      const message: Message = {
        id: randomUUID(),
        others: [],
        media: [],
        mediaUrls: [],
        webhookUrl: null,
        failoverUrl: null,
        usesProfileWebhooks: true,
        autoresponse: null,
        createdAt: now(),
        status: "queued",
        errors: [],
        arrived: given.direction === "inbound",
        sentAt: null,
        completedAt: null,
        ...given,
      };
      messages.set(message.id, message);
      phoneOf(given.direction === "inbound" ? given.from : given.to).messages.push(message);
      return message;
    },
    optOuts: () => [...optOuts.values()],
    optOutOf: (profile, phone) => (profile === null ? undefined : optOuts.get(`${profile.id} ${phone}`)),
    setOptOut(profile, phone, optOut) {
      optOuts.delete(`${profile.id} ${phone}`);
      if (optOut !== null) optOuts.set(`${profile.id} ${phone}`, optOut);
    },
  };
}
