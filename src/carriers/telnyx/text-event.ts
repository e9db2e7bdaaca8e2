/** A text that came in, as Telnyx posts it and as it answers when it is asked for one. */
import { z } from "zod";
import type { TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { Address } from "../../domain/ids.ts";
import { parseAddress } from "../../domain/phone.ts";
import { readTime } from "../../lib/read-time.ts";
import { isOtherChannel, readEnds } from "../addresses.ts";
import { nowhere } from "./fetch-media.ts";
import { readMessageId } from "./message-status.ts";
import { readAutoresponse } from "./opt-out-words.ts";

const words = z.string().nullish().catch(null);

/** Of a text a number; of other channels a number without more, or what an RCS agent is called. */
const party = z.union([
  z.object({ phone_number: words, agent_id: words, status: words }),
  z.string().transform((phone_number) => ({ phone_number, agent_id: null, status: null })),
]);
const parties = z
  .union([z.array(party), party.transform((one) => [one])])
  .nullish()
  .catch(null);

const message = z.object({
  id: z.unknown().optional(),
  type: words,
  from: party.nullish().catch(null),
  to: parties,
  cc: parties,
  text: words,
  body: z.unknown().optional(),
  media: z.array(z.unknown()).nullish().catch(null),
  received_at: words,
  autoresponse_type: words,
});

type Message = z.infer<typeof message>;
type Party = z.infer<typeof party>;

/**
 * A sentence for what is malformed.
 * @param broughtTo the number that Telnyx's record of it names.
 */
export function readText(payload: unknown, broughtTo?: string | null): TextEvent | string {
  const read = message.safeParse(payload);
  if (!read.success) return "There is no message in it";
  const { data } = read;
  const carrierMessageId = readMessageId(data.id);
  if (carrierMessageId === null) return "id is missing or malformed";
  const line = lineOf(data, broughtTo ?? null);
  const channel = channelOf(data.type);
  const ends = readEnds(written(channel, data.from), written(channel, line));
  if (typeof ends === "string") return `${ends.toLowerCase()} is missing or malformed`;
  const others = isOtherChannel(ends.to) ? [] : othersOf(data, line, ends.from);
  const word = readAutoresponse(data.autoresponse_type);
  return {
    kind: "text",
    carrierMessageId,
    ...ends,
    ...(others.length === 0 ? {} : { others }),
    body: data.text ?? wordsOf(data.body),
    media: readMedia(data.media ?? []),
    receivedAt: readTime(data.received_at ?? ""),
    ...(word === null ? {} : { word }),
  };
}

/** In a group text, the one that it was brought to: ours. */
function lineOf({ to: given, cc }: Message, broughtTo: string | null): Party | undefined {
  const to = given ?? [];
  const named = broughtTo === null ? undefined : [...to, ...(cc ?? [])].find(isOf(broughtTo));
  return to.find(({ status }) => status === "webhook_delivered") ?? named ?? to[0];
}

function isOf(number: string) {
  return ({ phone_number }: Party): boolean => phone_number === number;
}

/** Addresses of WhatsApp and RCS look like a line's; nothing of them is for one. */
function channelOf(type: string | null | undefined): string {
  const channel = (type ?? "SMS").toLowerCase();
  return channel === "sms" || channel === "mms" ? "" : `${channel}:`;
}

function written(channel: string, one: Party | null | undefined): string {
  const address = one?.phone_number || one?.agent_id || "";
  return address === "" ? "" : channel + address;
}

function othersOf({ to, cc }: Message, line: Party | undefined, from: Address): Address[] {
  const all = [...(to ?? []), ...(cc ?? [])].map((one) => one.phone_number ?? "");
  const others = all.filter((number) => number !== line?.phone_number).map(parseAddress);
  return [...new Set(others.filter((one) => one !== null && one !== from))] as Address[];
}

const said = z.object({ text: z.union([z.string(), z.object({ body: z.string() })]) });

/** Where other channels have their words. */
function wordsOf(body: unknown): string {
  const text = said.safeParse(body).data?.text ?? "";
  return typeof text === "string" ? text : text.body;
}

const file = z.object({
  url: z
    .string()
    .regex(/^https?:\/\//i)
    .catch(nowhere),
  content_type: words,
  size: z.number().int().positive().nullish().catch(null),
});

/** One of which it is not said where it lies came all the same. */
function readMedia(listed: readonly unknown[]): CarrierMedia[] {
  return listed.map((one) => {
    const { url = nowhere, content_type: contentType, size } = file.safeParse(one).data ?? {};
    return {
      url,
      contentType: contentType || "application/octet-stream",
      ...(size == null ? {} : { size }),
    };
  });
}
