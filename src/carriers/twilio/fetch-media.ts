import { z } from "zod";
import type { CarrierMedia, FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import { CarrierError } from "../../domain/errors.ts";
import { fetchWithin, largestInbound } from "../../domain/file-limits.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { TwilioApi } from "./twilio-api.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

/** Twilio's own, those of its regions with it: `api.dublin.ie1.twilio.com`. */
const ownHost = /^api(\.[a-z0-9-]+){0,2}\.twilio\.com$/;

/**
 * The contract's `fetchMedia`. Twilio leads from its own address, which wants credentials, to a signed one for a few hours, which must not
 * get them.
 */
export async function fetchMedia(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  { url }: Pick<CarrierMedia, "url">,
): Promise<FetchOutcome> {
  const address = parseUrl(url);
  const set = new URL(settings.apiUrl).origin;
  if (address === null || !(address.origin === set || isOwn(address)))
    return { kind: "refused", why: "elsewhere" };
  if (address.pathname.endsWith("/Media.json")) return await fetchListed(settings, api, address);
  const answer = await settings.fetchSafely(url, {
    headers: { authorization: api.authorization },
    trusted: [set],
    mostBytes: largestInbound,
    timeoutMs: fetchWithin,
  });
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silence") return { kind: "later", afterMs: null, reason: answer.reason };
  const { status, bytes } = answer;
  if (status === 200) return { kind: "fetched", bytes, contentType: headerOf(answer, "content-type") };
  if (status === 404 || status === 410) return { kind: "refused", why: "gone" };
  // A signed address that ran out says so like this, and the next try gets a new one.
  if ((status === 401 || status === 403) && !answer.isElsewhere) return { kind: "refused", why: "forbidden" };
  const afterMs = retryAfterOf(answer, settings.now());
  return { kind: "later", afterMs, reason: `HTTP ${status}` };
}

function isOwn({ protocol, hostname, port }: URL): boolean {
  return protocol === "https:" && port === "" && ownHost.test(hostname);
}

const list = z.object({ media_list: z.array(z.object({ uri: z.string() })) });

/** What was listed without what came with it: where that is, is asked now. */
async function fetchListed(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  { pathname }: URL,
): Promise<FetchOutcome> {
  try {
    const read = list.safeParse(await api.read(pathname));
    const [first] = read.data?.media_list ?? [];
    if (read.success && first === undefined) return { kind: "refused", why: "gone" };
    if (first === undefined || !first.uri.startsWith("/"))
      return { kind: "later", afterMs: null, reason: "a list that can't be read" };
    return await fetchMedia(settings, api, { url: api.baseUrl + first.uri.replace(/\.json$/, "") });
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    if (error.failure.kind === "http-404" || error.failure.kind === "20404")
      return { kind: "refused", why: "gone" };
    return { kind: "later", afterMs: error.failure.retryAfterMs ?? null, reason: error.failure.kind };
  }
}
