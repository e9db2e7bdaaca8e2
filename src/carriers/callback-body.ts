import type { WebhookRequest, WebhookResult } from "../bridge/contracts/carrier.ts";
import type { CallbackReading } from "../domain/http-carrier.ts";
import { parseExactJson } from "../lib/exact-json.ts";
import { formPairs, textOf } from "./callback-text.ts";
import { mediaTypeOf, refuse } from "./webhook-reply.ts";

type ReadBody = { readonly document: unknown } | { readonly refused: WebhookResult };

const formType = "application/x-www-form-urlencoded";
/** Small companies' JSON often says of itself that it is text, or nothing. */
const readAsJson = /^$|^application\/([\w.-]+\+)?json$|^text\/(json|plain)$/;

/**
 * What a callback holds, as JSON pointers walk through it. Of a form: its fields by name; one that stands several times is a list. Whole
 * numbers too long for JavaScript are strings of their digits. Refused as 415 or 400.
 */
export function readBodyOf(
  kind: CallbackReading["body"],
  request: Pick<WebhookRequest, "headers" | "body" | "rawUrl">,
): ReadBody {
  if (kind === "query") {
    const [, ...query] = request.rawUrl.split("?");
    return { document: fieldsOf(formPairs(query.join("?"))) };
  }
  const type = mediaTypeOf(request);
  const charset = charsetOf(request);
  if (kind === "form") {
    if (type !== formType) return { refused: refuse(415, "Not a form") };
    const bytes = request.body.toString("latin1").replace(/^\xef\xbb\xbf/, "");
    return { document: fieldsOf(formPairs(bytes, charset)) };
  }
  const document = parseExactJson(textOf(request.body, charset));
  // curl, and much that is made with it, calls whatever it posts a form.
  const isJson = readAsJson.test(type) || (type === formType && document !== null);
  if (!isJson) return { refused: refuse(415, "Not JSON") };
  return document === null ? { refused: refuse(400, "Not readable as JSON") } : { document };
}

/** What its header says of its signs; empty where it says nothing. */
function charsetOf({ headers }: Pick<WebhookRequest, "headers">): string {
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(`${headers["content-type"] ?? ""}`)?.[1] ?? "";
}

function fieldsOf(
  pairs: readonly (readonly [name: string, value: string])[],
): Record<string, string | string[]> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? "")]),
  );
}
