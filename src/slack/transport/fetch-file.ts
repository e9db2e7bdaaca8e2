/** Fetches what hangs on a person's message: with the bot's token, from Slack's own hosts alone, and no further. */
import type { FetchOutcome } from "../../bridge/contracts/carrier-media.ts";
import type { AttachedFile } from "../../domain/attached-file.ts";
import { fetchWithin, largestOutbound } from "../../domain/file-limits.ts";
import { headerOf, retryAfterOf } from "../../lib/call.ts";
import type { SafeAnswer, SafeFetch } from "../../lib/safe-fetch.ts";
import { isSlackAddress } from "./answer-press.ts";
import { slackWord, toDeskError } from "./failure.ts";
import type { Web } from "./methods.ts";
import { readFiles } from "./read-files.ts";

export interface FetchFileOptions {
  readonly web: Web;
  readonly token: string;
  readonly apiUrl: string;
  readonly fetchSafely: SafeFetch;
  readonly now: () => number;
}

/** The desk's `fetchFile`. Does not throw. */
export function createFileFetcher(options: FetchFileOptions): (file: AttachedFile) => Promise<FetchOutcome> {
  const { token, apiUrl, fetchSafely, now } = options;
  return async (file) => {
    const found = file.url === null ? await askFor(options.web, file) : file;
    if ("kind" in found) return found;
    if (found.url === null) return refusedFor(found.lack);
    if (!isSlackAddress(found.url, apiUrl)) return { kind: "refused", why: "elsewhere" };
    const answer = await fetchSafely(found.url, {
      headers: { authorization: `Bearer ${token}` },
      trusted: [new URL(apiUrl).origin],
      mostBytes: largestOutbound,
      timeoutMs: fetchWithin,
    });
    return outcomeOf(answer, found, now());
  };
}

async function askFor(web: Web, { id }: AttachedFile): Promise<AttachedFile | FetchOutcome> {
  try {
    const { file } = await web("files.info", { file: id });
    const [found] = readFiles([file]);
    return found === undefined || found.lack !== null ? refusedFor(found?.lack ?? null) : found;
  } catch (error) {
    const failure = toDeskError(error);
    const { kind, retryable, retryAfterMs = null } = failure.failure;
    const word = slackWord(failure);
    if (word === "file_not_found" || word === "file_deleted") return { kind: "refused", why: "gone" };
    if (retryable || kind === "unauthorized") return { kind: "later", afterMs: retryAfterMs, reason: kind };
    return { kind: "refused", why: "forbidden" };
  }
}

/** Null: it is there, and Slack says not where. */
function refusedFor(lack: AttachedFile["lack"]): FetchOutcome {
  if (lack === "elsewhere") return { kind: "refused", why: "elsewhere" };
  return { kind: "refused", why: lack === "unread" ? "forbidden" : "gone" };
}

function outcomeOf(answer: SafeAnswer, { contentType }: AttachedFile, now: number): FetchOutcome {
  if (answer.kind === "refused") return answer;
  if (answer.kind === "silence") return { kind: "later", afterMs: null, reason: answer.reason };
  const { status, bytes, isElsewhere } = answer;
  const type = headerOf(answer, "content-type");
  // Whom it does not let in, Slack leads to its page to sign in: no file of anybody's, though a web page is asked for.
  if (status === 200 && /^text\/html/i.test(type ?? "") && (isElsewhere || contentType !== "text/html"))
    return { kind: "refused", why: "forbidden" };
  if (status === 200) return { kind: "fetched", bytes, contentType: type };
  if (status === 404 || status === 410) return { kind: "refused", why: "gone" };
  if (status === 401 || status === 403) return { kind: "refused", why: "forbidden" };
  return { kind: "later", afterMs: retryAfterOf(answer, now), reason: `HTTP ${status}` };
}
