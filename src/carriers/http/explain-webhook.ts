import type { WebhookExplained, WebhookKind, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { cut } from "../../domain/cut.ts";
import type { CallbackReading, HttpCarrier, Pointer } from "../../domain/http-carrier.ts";
import { valueAt, wordAt } from "../../lib/json-pointer.ts";
import { doubtOf } from "../callback-proof.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { type ReadItem, readCallback, readingOf } from "./read-callback.ts";
import { eventsOf, methodsOf } from "./read-webhook.ts";

const LONGEST_SHOWN = 60;
const LONGEST_LISTED = 200;

/** The contract's `explainWebhook`: what stands at each pointer of the description, and what would come of it. */
export function explainWebhook(
  settings: ResolvedHttpSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookExplained {
  const { description } = settings;
  const unproven = doubtOf(description.proof, settings, request)?.sentence ?? null;
  const methods = methodsOf(description);
  const isKnown = methods.includes(request.method);
  const only = methods.join(" and ");
  const method = isKnown ? [] : [`It was made by ${request.method}; only ${only} is understood here.`];
  const read = readCallback(settings, kind, request);
  if ("refused" in read) {
    const { status, body } = read.refused.reply;
    return { unproven, sentences: [...method, `It would be answered with ${status}: ${body}.`], events: [] };
  }
  const sentences = read.items.flatMap((item, index) => {
    const which = read.isList ? `Item ${index + 1} of ${read.items.length}: ` : "";
    return [...pointersOf(description, item), ...whyNothing(description, item)].map(
      (sentence) => which + sentence,
    );
  });
  return {
    unproven,
    sentences: [...method, ...emptiness(description, kind, read.items), ...sentences],
    // One that is no list is refused as a whole.
    events: read.isList || isReadable(read.items) ? eventsOf(read.items) : [],
  };
}

function isReadable(items: readonly ReadItem[]): boolean {
  return items.every(({ outcome }) => outcome.kind !== "missing");
}

function emptiness({ title, reports }: HttpCarrier, kind: WebhookKind, items: readonly ReadItem[]): string[] {
  if (items.length > 0) return [];
  return kind === "status" && reports === null
    ? [`By its description ${title} tells no reports: nothing comes of it.`]
    : ["Its list is empty: nothing comes of it."];
}

function pointersOf(description: HttpCarrier, { item, as }: ReadItem): string[] {
  const only = (readingOf(description, as)?.only ?? []).map(({ at }) => ["only", at] as const);
  return [...only, ...namedPointers(description, as)].map(([name, at]) => {
    const value = valueAt(item, at);
    if (value === undefined || value === null) return `${name}: nothing stands at ${at}.`;
    if (name === "text" && typeof value === "string")
      return `${name}: ${[...value].length} characters stand at ${at}.`;
    return `${name}: ${shown(value)} stands at ${at}.`;
  });
}

function namedPointers(
  { inbound, reports }: HttpCarrier,
  as: WebhookKind,
): readonly (readonly [name: string, at: Pointer])[] {
  const { id, from, to, text, at, media } = inbound;
  const named: Record<string, Pointer | readonly Pointer[] | null> =
    as === "inbound"
      ? { id, from, to, text, at, media: media?.at ?? [] }
      : reports === null
        ? {}
        : { id: reports.id, our_id: reports.ourId, status: reports.status, error: reports.error };
  return Object.entries(named).flatMap(([name, pointer]) =>
    (typeof pointer === "string" ? [pointer] : (pointer ?? [])).map((at) => [name, at] as const),
  );
}

/** A single value as JSON writes it, cut. What holds others may hold a customer's words: only how they are named is shown. */
function shown(value: unknown): string {
  return typeof value === "object" ? namesIn(value) : cut(JSON.stringify(value), LONGEST_SHOWN);
}

function namesIn(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object" || value === null) return "a single value";
  return `an object with ${cut(Object.keys(value).join(", ") || "nothing in it", LONGEST_LISTED)}`;
}

/** What comes of it otherwise is told by its event. */
function whyNothing(description: HttpCarrier, { as, item, outcome }: ReadItem): string[] {
  switch (outcome.kind) {
    case "missing":
      return [`It can't be read: ${outcome.missing}. It is ${namesIn(item)}.`];
    case "passed":
      return [`Nothing comes of it: only what holds ${onlyOf(readingOf(description, as))} is read.`];
    case "nothing":
      return ["Nothing comes of it: its status is none of the words of the description."];
    case "status":
      return [];
    case "text": {
      const { at } = description.inbound;
      return outcome.receivedAt === null && at !== null && wordAt(item, at) !== null
        ? ["Its time can't be read: it is neither ISO 8601, nor seconds or milliseconds since 1970."]
        : [];
    }
  }
}

function onlyOf(reading: CallbackReading | null): string {
  return (reading?.only ?? []).map(({ at, words }) => `${words.join(" or ")} at ${at}`).join(" and ");
}
