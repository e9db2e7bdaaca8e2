import type { CarrierMedia, FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import { fetchWithin, largestInbound } from "../../domain/file-limits.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { apiOrigin } from "./api-origin.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { authorizing } from "./send-request.ts";

/** The contract's `fetchMedia`. What lets in goes to the carrier's own host alone, and not on to where that leads. */
export async function fetchMedia(
  settings: ResolvedHttpSettings,
  { url }: Pick<CarrierMedia, "url">,
): Promise<FetchOutcome> {
  // Texts may be handed over elsewhere: then `url` says where files are.
  const { description } = settings;
  const own = parseUrl(description.url ?? "")?.origin ?? apiOrigin(description);
  const isOwn = own !== null && parseUrl(url)?.origin === own;
  const isKnown = description.inbound.media?.fetch === "with_headers";
  const answer = await settings.fetchSafely(url, {
    headers: isOwn && isKnown ? authorizing(settings) : {},
    trusted: own === null ? [] : [own],
    mostBytes: largestInbound,
    timeoutMs: fetchWithin,
  });
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silence") return { kind: "later", afterMs: null, reason: answer.reason };
  const { status, bytes } = answer;
  if (status === 200) return { kind: "fetched", bytes, contentType: headerOf(answer, "content-type") };
  if (status === 404 || status === 410) return { kind: "refused", why: "gone" };
  if (status === 401 || status === 403) return { kind: "refused", why: "forbidden" };
  return { kind: "later", afterMs: retryAfterOf(answer, settings.now()), reason: `HTTP ${status}` };
}
