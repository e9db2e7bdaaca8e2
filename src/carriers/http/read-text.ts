import { createHash } from "node:crypto";
import type { TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { HttpCarrier } from "../../domain/http-carrier.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { wordAt } from "../../lib/json-pointer.ts";
import { readTime } from "../../lib/read-time.ts";
import { readEnds } from "../addresses.ts";
import { readNumber } from "../number-form.ts";
import { readMedia } from "./read-media.ts";
import type { Unreadable } from "./unreadable.ts";

const LONGEST_ID = 200;

/** The text that a callback, or an item of its list, tells of; or what of it is missing. */
export function readText({ inbound, numbers }: HttpCarrier, item: unknown): TextEvent | Unreadable {
  const id = inbound.id === null ? null : readId(wordAt(item, inbound.id));
  const unreadable = (missing: string): Unreadable => ({ kind: "missing", missing, carrierMessageId: id });
  if (inbound.id !== null && id === null) return unreadable(`There is no id of a text at ${inbound.id}`);
  const [from, to] = [wordAt(item, inbound.from), wordAt(item, inbound.to)];
  const ends = readEnds(readNumber(numbers, from ?? ""), readNumber(numbers, to ?? ""));
  if (ends === "From") return unreadable(`There is no sender at ${inbound.from}`);
  if (ends === "To") return unreadable(`There is no recipient at ${inbound.to}`);
  const media = inbound.media === null ? [] : readMedia(inbound.media, item);
  const body = wordAt(item, inbound.text) ?? (media.length > 0 ? "" : null);
  if (body === null) return unreadable(`There is no text at ${inbound.text}`);
  const at = inbound.at === null ? null : wordAt(item, inbound.at);
  if (id === null && at === null) return unreadable(`There is no time at ${inbound.at}`);
  const receivedAt = at === null ? null : readTime(at);
  const carrierMessageId =
    id === null ? digestOf([receivedAt?.toISOString() ?? at, ends.from, ends.to, body]) : inboundId(id);
  return { kind: "text", carrierMessageId, ...ends, body, media, receivedAt };
}

/** An id at the carrier; null for what can't be one. */
export function readId(word: string | null): CarrierMessageId | null {
  const id = word?.trim() ?? "";
  return id !== "" && id.length <= LONGEST_ID && !/[\p{Cc}\p{Cs}]/u.test(id)
    ? (id as CarrierMessageId)
    : null;
}

/** A small carrier may count what comes in and what leaves by itself: 8812 may be one of each, and neither is to be taken for the other. */
function inboundId(id: CarrierMessageId): CarrierMessageId {
  return `in-${id}` as CarrierMessageId;
}

/** What a text without an id is known again by, when it is told twice. */
function digestOf(facts: readonly (string | null)[]): CarrierMessageId {
  const digest = createHash("sha256").update(JSON.stringify(facts)).digest("base64url");
  return `digest-${digest.slice(0, 32)}` as CarrierMessageId;
}
