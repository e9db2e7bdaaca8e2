import type { WebhookExplained, WebhookKind, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import type { CallbackReading, HttpCarrier, Pointer } from "../../domain/http-carrier.ts";
import { maskPhone } from "../../domain/phone.ts";
import { valueAt } from "../../lib/json-pointer.ts";
import { doubtOf } from "../callback-proof.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { type ReadItem, readCallback, readingOf } from "./read-callback.ts";
import { eventsOf } from "./read-webhook.ts";

const longestShown = 40;

/** The contract's `explainWebhook`: what stands at each pointer of the description, and what would come of it. */
export function explainWebhook(
  settings: ResolvedHttpSettings,
  kind: WebhookKind,
  request: WebhookRequest,
): WebhookExplained {
  const { description } = settings;
  const unproven = doubtOf(description.proof, settings, request)?.sentence ?? null;
  const method =
    request.method === "POST" ? [] : [`It was made by ${request.method}; only POST is understood here.`];
  const read = readCallback(description, kind, request);
  if ("refused" in read) {
    const { status, body } = read.refused.reply;
    return { unproven, sentences: [...method, `It would be answered with ${status}: ${body}.`], events: [] };
  }
  const sentences = read.items.flatMap((item, index) => {
    const which = read.isList ? `Item ${index + 1} of ${read.items.length}: ` : "";
    return [...pointersOf(description, item), outcomeOf(description, item)].map(
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

function emptiness({ title }: HttpCarrier, kind: WebhookKind, items: readonly ReadItem[]): string[] {
  if (items.length > 0) return [];
  return kind === "status"
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
  const named: Record<string, Pointer | null> =
    as === "inbound"
      ? { id, from, to, text, at, media: media?.at ?? null }
      : reports === null
        ? {}
        : { id: reports.id, our_id: reports.ourId, status: reports.status, error: reports.error };
  return Object.entries(named).flatMap(([name, pointer]) =>
    pointer === null ? [] : [[name, pointer] as const],
  );
}

/** As JSON writes it, cut; of what a customer wrote, its length alone. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function outcomeOf(description: HttpCarrier, { as, outcome }: ReadItem): string {
  switch (outcome.kind) {
    case "missing":
      return `It can't be read: ${outcome.missing}.`;
    case "passed":
      return `Nothing comes of it: it is none of those that are read (${onlyOf(readingOf(description, as))}).`;
    case "nothing":
      return "Nothing comes of it: its status is none of the words of the description.";
    case "status": {
      const why = outcome.failure === null ? "" : ` (${outcome.failure.sentence})`;
      return `It says that a text of ours is ${outcome.state}${why}.`;
    }
    case "text": {
      const { from, to, body, media, receivedAt } = outcome;
      const files = media.length === 0 ? "" : `, with ${media.length} files`;
      const when = receivedAt === null ? "" : `, of ${receivedAt.toISOString()}`;
      return `It is a text of ${body.length} characters${files} from ${maskPhone(from)} to ${maskPhone(to)}${when}.`;
    }
  }
}

function onlyOf(reading: CallbackReading | null): string {
  return (reading?.only ?? []).map(({ at, words }) => `${at} holds ${words.join(" or ")}`).join(", and ");
}
