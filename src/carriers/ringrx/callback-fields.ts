/** What RingRx says of a text in a callback. Fields may be called by any of their usual names. */
import { readTime } from "../../lib/read-time.ts";
import { type Payload, readPayload } from "./payload.ts";

/** The first is how the payload of our guide calls it. */
const names = {
  type: ["type", "message_type", "callback_type"],
  id: ["id", "sms_id", "message_id", "uuid"],
  from: ["from", "from_number", "sender", "caller", "source", "src"],
  to: ["to", "to_number", "recipient", "destination", "number", "phone_number", "did", "dst"],
  time: ["time", "created_at", "received_at", "timestamp", "date"],
  media: ["media", "media_count", "num_media", "attachments", "mms"],
  text: ["text", "message", "body", "content", "transcript"],
} as const;

export type FieldName = keyof typeof names;
export const fieldNames = Object.keys(names) as readonly FieldName[];

export interface Field {
  /** How the payload calls it. */
  readonly name: string;
  readonly value: string;
  /** A token that RingRx did not replace: it has none of that name. */
  readonly isToken: boolean;
}

export type Fields = Readonly<Record<FieldName, Field | null>>;

/** Those that are there; null where nothing can be read. */
export function readFields(request: Parameters<typeof readPayload>[0]): Fields | null {
  const payload = readPayload(request);
  if (payload === null) return null;
  return Object.fromEntries(fieldNames.map((field) => [field, fieldIn(payload, field)])) as Fields;
}

/** Whether nothing stands behind the text: only then can any words be read, where RingRx does not write them as the payload wants it. */
export function isTextLast(request: Parameters<typeof readPayload>[0]): boolean {
  const last = [...(readPayload(request)?.keys() ?? [])].at(-1);
  return last !== undefined && isText(last);
}

const isText = (name: string) => names.text.some((one) => one === name);

/**
 * What stands before the text leads, whatever it is called: what stands behind it may be of whoever wrote the text, where RingRx does not
 * write it as the payload wants it.
 */
function fieldIn(payload: Payload, field: FieldName): Field | null {
  const there = [...payload.keys()];
  const before = new Set(there.slice(0, Math.max(0, there.findIndex(isText))));
  const rank = (name: string) => (before.has(name) ? 0 : 1);
  for (const name of names[field].toSorted((one, other) => rank(one) - rank(other))) {
    const value = asWords(field, payload.get(name));
    if (value !== null) return { name, value, isToken: isToken(field, value) };
  }
  // Of a picture alone there may be no words at all.
  const wordless =
    field === "text" ? there.find((name) => isText(name) && payload.get(name) === null) : undefined;
  return wordless === undefined ? null : { name: wordless, value: "", isToken: false };
}

function asWords(field: FieldName, given: unknown): string | null {
  if (Array.isArray(given) && field === "media") return String(given.length);
  const value = Array.isArray(given) && given.length === 1 ? given[0] : given;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}

const anyToken = /^(\{.*\}|\$\{.*\}|\[.*\]|%.*%|<.*>)$/s;
/** A customer may well write something in brackets. */
const ownToken = /^\{\{\s*\w+\s*\}\}$/;

function isToken(field: FieldName, value: string): boolean {
  return (field === "text" ? ownToken : anyToken).test(value.trim());
}

/** How programs write that there is nothing. */
const nothing = /^(null|nil|none|undefined)$/i;

/** What it says, where it is there and says something. */
export function wordsIn(fields: Fields, field: FieldName): string {
  const found = fields[field];
  const words = found === null || found.isToken ? "" : found.value.trim();
  return field !== "text" && nothing.test(words) ? "" : words;
}

/** The other types of callbacks. A word that is not known may well be one for texts. */
const otherTypes = /^(voice.?mail|fax|cdr|recording|outreach|call(?!.?back)|on.?call)/;

/** Whether it tells of something else than a text: a voicemail, a fax. */
export function isOtherType(fields: Fields): boolean {
  return otherTypes.test(wordsIn(fields, "type").toLowerCase());
}

/** Null where it is not said, or without saying by whose clock. */
export function timeIn(fields: Fields): Date | null {
  const value = wordsIn(fields, "time");
  const isExact = /^\d+(\.\d+)?$/.test(value) || /(Z|[+-]\d\d:?\d\d)$/i.test(value);
  return isExact ? readTime(value) : null;
}

/** Something came with it that RingRx can't hand on; of a text without words nothing else can be meant. */
export function hadMedia(fields: Fields): boolean {
  const said = wordsIn(fields, "media").toLowerCase();
  return !["", "0", "false", "no", "[]"].includes(said) || wordsIn(fields, "text") === "";
}
