import type { CarrierMedia, FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import { fetchWithin, largestInbound } from "../../domain/file-limits.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

/** The address of a file of which Telnyx does not say where it lies. */
export const nowhere = "";

/**
 * The contract's `fetchMedia`. The address is Telnyx's word, since its event was signed: wherever it keeps files, it is asked there, without
 * our key. It lies there for a while, for whoever knows the address.
 */
export async function fetchMedia(
  settings: ResolvedTelnyxSettings,
  { url }: Pick<CarrierMedia, "url">,
): Promise<FetchOutcome> {
  if (url === nowhere) return { kind: "refused", why: "gone" };
  const set = new URL(settings.apiUrl).origin;
  // An address without TLS is asked with it.
  const asked = url.startsWith(`${set}/`) ? url : url.replace(/^http:/i, "https:");
  const answer = await settings.fetchSafely(asked, {
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
