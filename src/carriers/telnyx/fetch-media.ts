import type { CarrierMedia, FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import { fetchWithin, largestInbound } from "../../domain/file-limits.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

/** Where Telnyx keeps files: under its own names, and in a store of Amazon's. */
const hosts = ["telnyx.com", "telnyxcloudstorage.com", "amazonaws.com"];

/** The contract's `fetchMedia`. It lies there for a while, for whoever knows the address: our key must not go along. */
export async function fetchMedia(
  settings: ResolvedTelnyxSettings,
  { url }: Pick<CarrierMedia, "url">,
): Promise<FetchOutcome> {
  const address = parseUrl(url);
  const set = new URL(settings.apiUrl).origin;
  if (address === null || !(address.origin === set || isItsOwn(settings, address)))
    return { kind: "refused", why: "elsewhere" };
  const answer = await settings.fetchSafely(url, {
    trusted: [set],
    mostBytes: largestInbound,
    timeoutMs: fetchWithin,
  });
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silence") return { kind: "later", afterMs: null, reason: answer.reason };
  const { status, bytes } = answer;
  if (status === 200) return { kind: "fetched", bytes, contentType: headerOf(answer, "content-type") };
  // A store says "forbidden" of what it no longer has, too.
  if (status === 403 || status === 404 || status === 410) return { kind: "refused", why: "gone" };
  if (status === 401) return { kind: "refused", why: "forbidden" };
  return { kind: "later", afterMs: retryAfterOf(answer, settings.now()), reason: `HTTP ${status}` };
}

function isItsOwn(
  { mediaHosts }: ResolvedTelnyxSettings,
  { protocol, hostname, port, username }: URL,
): boolean {
  const isUnder = (host: string) => hostname === host || hostname.endsWith(`.${host}`);
  return protocol === "https:" && port === "" && username === "" && [...hosts, ...mediaHosts].some(isUnder);
}
