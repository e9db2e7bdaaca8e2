import { createHash } from "node:crypto";
import type { TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { HttpCarrier, InboundMedia } from "../../domain/http-carrier.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { valueAt, wordAt } from "../../lib/json-pointer.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { readTime } from "../../lib/read-time.ts";
import { readEnds } from "../addresses.ts";
import { readNumber } from "./number-form.ts";
import type { Unreadable } from "./unreadable.ts";

/** A made-up list must not make us fetch a million files. */
const MAX_MEDIA = 50;
const longestId = 200;

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
  const carrierMessageId = id ?? digestOf([receivedAt?.toISOString() ?? at, ends.from, ends.to, body]);
  return { kind: "text", carrierMessageId, ...ends, body, media, receivedAt };
}

/** An id at the carrier; null for what can't be one. */
export function readId(word: string | null): CarrierMessageId | null {
  const id = word?.trim() ?? "";
  return id !== "" && id.length <= longestId && !/[\p{Cc}\p{Cs}]/u.test(id) ? (id as CarrierMessageId) : null;
}

/** What a text without an id is known again by, when it is told twice. */
function digestOf(facts: readonly (string | null)[]): CarrierMessageId {
  const digest = createHash("sha256").update(JSON.stringify(facts)).digest("base64url");
  return `digest-${digest.slice(0, 32)}` as CarrierMessageId;
}

/** What can be no web address is still told of where nothing is fetched: then it is only said that something came. */
function readMedia({ at, url, type, fetch }: InboundMedia, item: unknown): CarrierMedia[] {
  const value = valueAt(item, at);
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all
    .filter((one) => one !== undefined && one !== null && one !== "")
    .slice(0, MAX_MEDIA)
    .flatMap((one) => {
      const address = wordAt(one, url ?? "") ?? "";
      if (fetch !== "no" && !isWebAddress(address)) return [];
      const contentType = type === null ? null : wordAt(one, type);
      return [{ url: address, contentType: contentType ?? "application/octet-stream" }];
    });
}

function isWebAddress(text: string): boolean {
  const address = parseUrl(text);
  return address?.protocol === "https:" || address?.protocol === "http:";
}
