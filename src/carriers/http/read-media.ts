import type { CarrierMedia } from "../../bridge/contracts/carrier-media.ts";
import type { InboundMedia } from "../../domain/http-carrier.ts";
import { valueAt, wordAt } from "../../lib/json-pointer.ts";
import { parseUrl } from "../../lib/parse-url.ts";

/** A made-up list must not make us fetch a million files. */
const MAX_MEDIA = 50;

/** What came with a text. What can be fetched nowhere has no address: it is told of all the same. */
export function readMedia(reading: InboundMedia, item: unknown): CarrierMedia[] {
  const all = reading.at.flatMap((at): readonly unknown[] => {
    const value = valueAt(item, at);
    return Array.isArray(value) ? value : [value];
  });
  if (reading.fetch === "no") return namedAlone(reading, all);
  return all.slice(0, MAX_MEDIA).flatMap((one) => {
    const url = wordAt(one, reading.url ?? "") ?? "";
    if (!isWebAddress(url) && !isSomething(one)) return [];
    return [{ url: isWebAddress(url) ? url : "", contentType: typeOf(reading, one) }];
  });
}

/** Whether anything came, at an address that was misunderstood or is none. */
function isSomething(one: unknown): boolean {
  if (typeof one === "string") return !/^\s*(|null|none|false|0)\s*$/i.test(one);
  return typeof one === "object" && one !== null && !Array.isArray(one) && Object.keys(one).length > 0;
}

/** Whatever stands there says that something came. A small number says how much. */
function namedAlone(reading: InboundMedia, all: readonly unknown[]): CarrierMedia[] {
  const there = all.filter(
    (one) => one != null && !/^(|null|false)$/i.test(wordAt(one, "")?.trim() ?? "there"),
  );
  const [count] = there.length === 1 ? (/^\d{1,2}$/.exec(wordAt(there[0], "") ?? "") ?? []) : [];
  const length = Math.min(count === undefined ? there.length : Number(count), MAX_MEDIA);
  return Array.from({ length }, (_, index) => ({ url: "", contentType: typeOf(reading, there[index]) }));
}

function typeOf({ type }: InboundMedia, one: unknown): string {
  return (type === null ? null : wordAt(one, type)) ?? "application/octet-stream";
}

function isWebAddress(text: string): boolean {
  const protocol = parseUrl(text)?.protocol;
  return protocol === "https:" || protocol === "http:";
}
