import type { CarrierMedia, FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import { fetchWithin, largestInbound } from "../../domain/file-limits.ts";
import type { LoginName } from "../../domain/ids.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { SafeAnswer } from "../../lib/safe-fetch.ts";
import { loginOf } from "../login-of.ts";
import type { Pass } from "./access.ts";
import { penalty } from "./exchange.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

/** RingCentral's own, those of its other platforms with it: `media.devtest.ringcentral.com`. */
const ownHost = /^(media|platform)(\.[a-z0-9-]+)?\.ringcentral\.com$/;

/** The contract's `fetchMedia`. A file counts as a question of the group Medium, like a text that leaves. */
export function createFetching(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
): (media: CarrierMedia, login?: LoginName) => Promise<FetchOutcome> {
  const trusted = [...new Set([settings.apiUrl, settings.mediaUrl].map((url) => new URL(url).origin))];
  const ask = (url: string, { token }: Pass): Promise<SafeAnswer> =>
    settings.fetchSafely(url, {
      headers: { authorization: `Bearer ${token}` },
      trusted,
      mostBytes: largestInbound,
      timeoutMs: fetchWithin,
    });

  return async ({ url }, named) => {
    const address = parseUrl(url);
    if (address === null || !(trusted.includes(address.origin) || isOwn(address)))
      return { kind: "refused", why: "elsewhere" };
    const login = loginOf(settings, named);
    if (login === null) return { kind: "refused", why: "forbidden" };
    const pass = await api.pass(login);
    if (pass.kind === "silence") return { kind: "later", afterMs: pass.retryAfterMs, reason: pass.reason };
    const wait = api.turn(login, "medium");
    if (wait > 0) return { kind: "later", afterMs: wait, reason: "a rate limit" };
    let answer = await ask(url, pass);
    if (answer.kind === "answer" && answer.status === 401 && !answer.isElsewhere) {
      const renewed = await api.renew(login, pass);
      if (renewed.kind === "silence")
        return { kind: "later", afterMs: renewed.retryAfterMs, reason: renewed.reason };
      answer = await ask(url, renewed);
    }
    if (answer.kind !== "answer") return outcomeOf(answer, null);
    const said = retryAfterOf(answer, settings.now());
    const shutFor = answer.status === 429 ? (said ?? penalty) : null;
    if (shutFor !== null) api.shut(login, "medium", shutFor);
    return outcomeOf(answer, shutFor ?? said);
  };
}

function isOwn({ protocol, hostname, port }: URL): boolean {
  return protocol === "https:" && port === "" && ownHost.test(hostname);
}

function outcomeOf(answer: SafeAnswer, afterMs: number | null): FetchOutcome {
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silence") return { kind: "later", afterMs, reason: answer.reason };
  const { status, bytes, isElsewhere } = answer;
  if (status === 200) return { kind: "fetched", bytes, contentType: headerOf(answer, "content-type") };
  if (status === 404 || status === 410) return { kind: "refused", why: "gone" };
  // A signed address that it led to and that ran out says so like this, and the next try gets a new one.
  if ((status === 401 || status === 403) && !isElsewhere) return { kind: "refused", why: "forbidden" };
  return { kind: "later", afterMs, reason: `HTTP ${status}` };
}
