/** Which carrier a captured request is for, and as what: by its path, or by what was said beside it. */
import type { WebhookKind, WebhookRequest } from "../../bridge/contracts/carrier.ts";
import { AppError } from "../../domain/errors.ts";
import { webhookAddress } from "../../domain/webhook-address.ts";
import type { Capture } from "./read-capture.ts";

export interface WhoseCallback {
  readonly carrier: string;
  readonly kind: WebhookKind;
  /** As the carrier would get it. */
  readonly request: WebhookRequest;
  /** Whether its path is one of ours; `none`: it is a body alone. */
  readonly path: "ours" | "other" | "none";
}

export interface Known {
  /** Of all carriers. */
  readonly names: readonly string[];
  /** Those among them that the directory describes: of a single one, people also say `http`. */
  readonly described: readonly string[];
  /** What PUBLIC_URL holds behind its host; `/` where that is nothing. */
  readonly basePath: string;
}

/** @throws AppError where nobody can say it, or what was said is another than the path says. */
export function whoseCallback(
  { method, target, headers, body }: Capture,
  said: { readonly carrier?: string; readonly kind?: WebhookKind },
  { names, described, basePath }: Known,
): WhoseCallback {
  const [only, ...more] = described;
  const isOnly = said.carrier === "http" && !names.includes("http") && more.length === 0;
  const named = isOnly ? (only ?? said.carrier) : said.carrier;
  const [whole = "", ...query] = (target ?? "").split("?");
  // A proxy takes it away before it passes the request on.
  const base = basePath.replace(/\/$/, "");
  const path = whole.startsWith(`${base}/webhooks/`) ? whole.slice(base.length) : whole;
  const address = webhookAddress(path);
  const carrier = address?.carrier ?? named;
  if (carrier === undefined)
    throw refused(`${target === null ? "It holds a body alone." : elsewhere} ${sayWhose}`);
  if (named !== undefined && named !== carrier)
    throw refused(`Its path is one of ${carrier}'s, and --carrier says ${named}. Leave --carrier out.`);
  if (!names.includes(carrier))
    throw refused(`There is no carrier "${carrier}" here. There are: ${names.join(", ")}.`);
  if (address !== null && said.kind !== undefined && said.kind !== address.kind)
    throw refused(`Its path is for ${address.kind}, and --kind says ${said.kind}. Leave --kind out.`);
  const kind = address?.kind ?? said.kind ?? "inbound";
  const behind = query.length === 0 ? "" : `?${query.join("?")}`;
  const rawUrl = `${address === null ? `/webhooks/${carrier}/${kind}` : path}${behind}`;
  const secret = address?.secret === undefined ? {} : { secret: address.secret };
  return {
    carrier,
    kind,
    path: address !== null ? "ours" : target === null ? "none" : "other",
    request: { method, rawUrl, headers: target === null ? typeOf(body) : headers, body, ...secret },
  };
}

const elsewhere =
  "Its path is none of Threadline's, which are /webhooks/NAME/inbound and /webhooks/NAME/status.";
const sayWhose =
  "Say whose it is: threadline doctor --callback FILE --carrier NAME, and --kind status if it tells what became of a text.";

/** What a carrier would have said of it. */
function typeOf(body: Buffer): Readonly<Record<string, string>> {
  const isJson = /^\s*[[{]/.test(body.toString("latin1", 0, 100));
  return { "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded" };
}

function refused(sentence: string): AppError {
  return new AppError("refused", sentence);
}
