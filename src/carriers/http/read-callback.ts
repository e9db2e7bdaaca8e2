/** What a callback holds, item by item. Whether it is the carrier's is not asked here. */
import type { WebhookKind, WebhookRequest, WebhookResult } from "../../bridge/contracts/carrier.ts";
import type { StatusEvent, TextEvent } from "../../bridge/contracts/carrier-events.ts";
import type { CallbackReading, HttpCarrier } from "../../domain/http-carrier.ts";
import type { MessageId } from "../../domain/ids.ts";
import { valueAt, wordAt } from "../../lib/json-pointer.ts";
import { readBodyOf } from "../callback-body.ts";
import { refuse } from "../webhook-reply.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { readStatus } from "./read-report.ts";
import { readText } from "./read-text.ts";
import { messageIdFrom } from "./report-address.ts";
import type { Unreadable } from "./unreadable.ts";

/** `passed`: it is none of those that are read. `nothing`: its word says nothing. */
type ItemOutcome =
  | TextEvent
  | StatusEvent
  | Unreadable
  | { readonly kind: "passed" }
  | { readonly kind: "nothing" };

export interface ReadItem {
  readonly item: unknown;
  /** As what it was read. */
  readonly as: WebhookKind;
  readonly outcome: ItemOutcome;
}

export interface ReadCallback {
  readonly items: readonly ReadItem[];
  /** It is a list, by its description. */
  readonly isList: boolean;
}

/** Of a carrier that tells no reports, nothing comes of one. */
export function readCallback(
  settings: ResolvedHttpSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): ReadCallback | { readonly refused: WebhookResult } {
  const carrier = settings.description;
  const own = readAs(settings, kind, request);
  if (isAbout(own)) return own;
  // Some carriers know one address for all that they tell.
  const otherKind = kind === "inbound" ? "status" : "inbound";
  if ((readingOf(carrier, otherKind)?.only.length ?? 0) === 0) return own;
  const other = readAs(settings, otherKind, request);
  return isAbout(other) ? other : own;
}

/** Whether anything in it is what the reading is for. */
function isAbout(read: ReadCallback | { readonly refused: WebhookResult }): boolean {
  return "items" in read && read.items.some(({ outcome }) => outcome.kind !== "passed");
}

/** Null for reports of a carrier that tells none. */
export function readingOf({ inbound, reports }: HttpCarrier, kind: WebhookKind): CallbackReading | null {
  return kind === "inbound" ? inbound : reports;
}

function readAs(
  settings: ResolvedHttpSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): ReadCallback | { readonly refused: WebhookResult } {
  const carrier = settings.description;
  const reading = readingOf(carrier, kind);
  if (reading === null) return { items: [], isList: false };
  const body = readBodyOf(reading.body, request);
  if ("refused" in body) return body;
  const found = reading.each === null ? body.document : valueAt(body.document, reading.each);
  if (found === undefined) return { refused: refuse(400, `There is no list at ${reading.each}`) };
  const items = reading.each === null ? [found] : listOf(found);
  // Of several, the address can't name all.
  const addressed = items.length === 1 ? messageIdFrom(settings, request.rawUrl) : null;
  const read = items.map((item) => ({ item, as: kind, outcome: outcomeOf(carrier, kind, item, addressed) }));
  return { items: read, isList: reading.each !== null };
}

/** One item may stand for itself; null is how some write an empty list. */
function listOf(found: unknown): readonly unknown[] {
  if (found === null) return [];
  return Array.isArray(found) ? found : [found];
}

function outcomeOf(
  carrier: HttpCarrier,
  kind: WebhookKind,
  item: unknown,
  addressed: MessageId | null,
): ItemOutcome {
  const { inbound, reports } = carrier;
  if (kind === "inbound") return isMeant(inbound, item) ? readText(carrier, item) : { kind: "passed" };
  if (reports === null || !isMeant(reports, item)) return { kind: "passed" };
  return readStatus(carrier, reports, item, addressed) ?? { kind: "nothing" };
}

function isMeant({ only }: CallbackReading, item: unknown): boolean {
  return only.every(({ at, words }) => {
    const word = wordAt(item, at)?.trim().toLowerCase();
    return word !== undefined && words.some((one) => one.toLowerCase() === word);
  });
}
