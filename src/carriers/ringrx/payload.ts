/**
 * What a callback holds: the fields of a payload that an administrator wrote in RingRx's portal, with its tokens replaced. Whether RingRx
 * writes what it fills in as JSON wants it, is not known: a text with a quotation mark may break the payload, or write fields of its own
 * into it. So the text stands last in the payload that we tell them to paste, and what stands before it is nobody else's.
 */
import type { WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { parseExactJson } from "../../lib/exact-json.ts";
import { isRecord } from "../../lib/json.ts";
import { mediaTypeOf } from "../webhook-reply.ts";

/** By names in lower case, in the order in which they stand there. */
export type Payload = ReadonlyMap<string, unknown>;

/** Null where it is neither JSON nor a form. */
export function readPayload({ headers, body }: Pick<WebhookRequest, "headers" | "body">): Payload | null {
  const text = body
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trim();
  const isForm = mediaTypeOf({ headers }) === "application/x-www-form-urlencoded";
  if (isForm && !text.startsWith("{")) return named([...new URLSearchParams(text)]);
  const whole = parseExactJson(text);
  // In what is no JSON, strings without end would be looked for from each quotation mark.
  const read = isRecord(whole) && !hasFieldTwice(text) ? whole : readAroundText(text);
  return read === null ? null : named(Object.entries(read));
}

/** Of several of one name the first is meant: nobody but the administrator wrote what stands before the text. */
function named(fields: readonly (readonly [string, unknown])[]): Payload {
  const payload = new Map<string, unknown>();
  for (const [name, value] of fields)
    if (!payload.has(name.toLowerCase())) payload.set(name.toLowerCase(), value);
  return payload;
}

/** Any of the names of the text, the first of them. */
const beginOfText = /"(text|message|body|content|transcript)"\s*:\s*"/i;
const endOfText = /"\s*\}$/;

/** The fields before the text, and the text as it stands between them and the end. Null where it is not of that form. */
function readAroundText(text: string): Readonly<Record<string, unknown>> | null {
  const [begin, end] = [beginOfText.exec(text), endOfText.exec(text)];
  if (begin === null || end === null || begin.index + begin[0].length > end.index) return null;
  const [whole, name = "text"] = begin;
  const before = parseExactJson(`${text.slice(0, begin.index)}"${name}":""}`);
  return isRecord(before) ? { ...before, [name]: text.slice(begin.index + whole.length, end.index) } : null;
}

const part = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs;

/** JSON's readers keep the last of two fields of one name, and say nothing. */
function hasFieldTwice(text: string): boolean {
  const names = new Set<string>();
  let depth = 0;
  for (const [found, colon] of text.matchAll(part)) {
    if (found === "{" || found === "[") depth += 1;
    else if (found === "}" || found === "]") depth -= 1;
    else if (depth === 1 && colon !== undefined) {
      const name = nameIn(found);
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}

/** However its letters are written: `\u006f` is an o. */
function nameIn(found: string): string {
  return String(JSON.parse(found.slice(0, found.lastIndexOf('"') + 1))).toLowerCase();
}
