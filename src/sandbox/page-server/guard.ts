/**
 * Who may talk to the page's server: a browser that was sent to this very address. A foreign site can neither post here
 * (cross-site), nor read by pointing its own name at us (DNS rebinding).
 */
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** `host`: what the server listens on. Null when the request is welcome. */
export function refusalOf(host: string, method: string, headers: IncomingHttpHeaders): Refusal | null {
  const named = headers.host ?? "";
  if (!isOurName(host, named)) return { status: 403, reason: "This server does not go by that name." };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${named}`)
    return { status: 403, reason: "Requests from other sites are refused." };
  const site = headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site")
    return { status: 403, reason: "Requests from other sites are refused." };
  if (method === "POST" && !/^application\/json\b/.test(headers["content-type"] ?? ""))
    return { status: 415, reason: "Acts are posted as JSON." };
  return null;
}

/** Beyond loopback an address is fine, whichever it is: rebinding needs a name. */
function isOurName(host: string, named: string): boolean {
  const name = named.replace(/:\d+$/, "").toLowerCase();
  if (LOOPBACK_NAMES.has(name) || name === host.toLowerCase()) return true;
  return !isLoopback(host) && isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** On every answer. Nothing from elsewhere is loaded, nothing inline runs, nobody frames the page. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};
