/** Pipedrive's API: what it is asked with, how often, and how its answers are read. */
import { CrmError } from "../../domain/errors.ts";
import { isRecord } from "../../lib/json.ts";
import { fixedAccess } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import { type Answered, type ApiAnswer, type AskApi, createJsonApi } from "../json-api.ts";
import { createRateLimit, type RateLimit } from "../rate-limit.ts";
import { failureOf, isDone, type Reading, readJson } from "../read-answer.ts";
import type { PipedriveSettings } from "./pipedrive-settings.ts";

/** Its window. Milliseconds. */
const WINDOW_MS = 2_000;
/** Its day's budget is spent until its own midnight, or it keeps us out for having asked too much. */
const LONG_MS = 10 * 60_000;

export const reading: Reading = {
  title: "Pipedrive",
  wordOf: (json) => (isRecord(json) ? json.code : null),
};

export interface PipedriveApi {
  readonly ask: AskApi;
  readonly freeIn: RateLimit["freeIn"];
  /** Searches have a limit of their own. */
  readonly searches: RateLimit;
}

export function createPipedriveApi(
  { apiToken, apiUrl }: PipedriveSettings,
  { call, now }: CrmSurroundings,
): PipedriveApi {
  // The smallest plan's 20, and everyone's 10 searches, with room for somebody else who uses the same token.
  const limit = createRateLimit({ times: 16, withinMs: WINDOW_MS });
  const searches = createRateLimit({ times: 8, withinMs: WINDOW_MS });
  const access = fixedAccess({ baseUrl: apiUrl, headers: { "x-api-token": apiToken } });
  const heard = (answer: Answered) => {
    const ms = holdOf(answer);
    if (ms > 0) limit.hold(ms);
  };
  return { ask: createJsonApi({ call, now, access, limit, heard }), freeIn: limit.freeIn, searches };
}

/** How long it wants to be left alone, by what an answer says of its limits. Milliseconds. */
function holdOf(answer: Answered): number {
  if (isShutOut(answer)) return LONG_MS;
  if (answer.status === 429 && numberIn(answer, "x-daily-ratelimit-token-remaining") === 0) return LONG_MS;
  const isSpent = answer.status === 429 || numberIn(answer, "x-ratelimit-remaining") === 0;
  if (!isSpent) return 0;
  const resetMs = (numberIn(answer, "x-ratelimit-reset") ?? WINDOW_MS / 1000) * 1000;
  return Math.min(Math.max(resetMs, answer.retryAfterMs ?? 0, 0), LONG_MS);
}

/** Who goes on asking after HTTP 429 is met by a page of its firewall for a while. A refusal of its own is JSON. */
export function isShutOut({ status, json }: Answered): boolean {
  return status === 403 && json === null;
}

function numberIn({ headers }: Answered, name: string): number | null {
  const value = headers[name];
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** What a question brought: what its answer holds under `data`, and where its next page begins. @throws CrmError */
export function readData(answer: ApiAnswer): { readonly data: unknown; readonly nextCursor: string | null } {
  if (answer.kind === "answer" && isShutOut(answer)) {
    const failure = { kind: "shut_out", retryable: true, certain: true, retryAfterMs: LONG_MS };
    throw new CrmError("Pipedrive keeps us out for a while (HTTP 403)", failure);
  }
  const json = readJson(reading, answer);
  if (!isRecord(json) || json.success === false) throw failureOf(reading, answer);
  const more = isRecord(json.additional_data) ? json.additional_data.next_cursor : null;
  return { data: json.data, nextCursor: typeof more === "string" && more !== "" ? more : null };
}

/** The same for what may be missing: null where it was refused, as where the token's owner may not see it. */
export function readIfAllowed(answer: ApiAnswer): unknown {
  const isRefused =
    answer.kind === "answer" && !isShutOut(answer) && answer.status >= 400 && answer.status < 500;
  return isRefused && ![401, 408, 429].includes(answer.status) ? null : readData(answer).data;
}

/** What was changed, as it is now; null where the answer does not say. */
export function changedIn(answer: ApiAnswer): Readonly<Record<string, unknown>> | null {
  if (answer.kind !== "answer" || !isDone(answer) || !isRecord(answer.json)) return null;
  const { data } = answer.json;
  return isRecord(data) && typeof data.id === "number" ? data : null;
}
