/** One request to RingCentral, within its pace, and what is known of what became of it. */
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { headerOf, type OutgoingRequest } from "../../lib/call.ts";
import { isRecord, listIn, stringIn } from "../../lib/json.ts";
import { askOnce, type Answered as HttpAnswered } from "../ask-once.ts";
import { isRateCode } from "./failures.ts";
import type { Group, Pace, RateHeaders, Use } from "./pace.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

export interface Answered {
  readonly kind: "answer";
  readonly status: number;
  /** RingCentral's own word where it gave one: `MSG-427`. */
  readonly code: string | null;
  /** Null where it is none, or broke off. Long ids are strings. */
  readonly json: unknown;
  readonly headers: HttpAnswered["headers"];
  /** Too much was asked: it did nothing, and the group is shut. */
  readonly isClosed: boolean;
  /** Where it is shut, or it says so itself. Milliseconds. */
  readonly retryAfterMs: number | null;
}

export interface Silence {
  readonly kind: "silence";
  /** True only where the other side can't have read a byte of it. */
  readonly certain: boolean;
  /** For the log: codes only. */
  readonly reason: string;
  /** When to come back, where that is known. Milliseconds. */
  readonly retryAfterMs: number | null;
  /** Why nothing was asked, where it is more than the network. */
  readonly failure: CarrierFailure | null;
}

export interface ApiRequest {
  readonly method: OutgoingRequest["method"];
  /** Below the API's address. */
  readonly path: string;
  /** What is undefined is left out; a list is written once for each. */
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** One of the three, or none. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly raw?: { readonly contentType: string; readonly body: Buffer };
  /** What RingCentral counts it as. */
  readonly group: Group;
  readonly use?: Use;
}

/** Does not throw. */
export type Exchange = (
  login: LoginName,
  request: ApiRequest & { readonly authorization: string },
) => Promise<Answered | Silence>;

/** How long a group is shut where it is not said. Milliseconds. */
export const penalty = 30_000;

export function createExchange(settings: ResolvedRingCentralSettings, pace: Pace): Exchange {
  return async (login, request) => {
    const wait = pace.enter(login, request.group, request.use);
    if (wait > 0)
      return { kind: "silence", certain: true, reason: "a rate limit", retryAfterMs: wait, failure: null };
    const answer = await askOnce(settings, urlOf(settings, request), outgoing(request));
    if (answer.kind === "silence") return { ...answer, retryAfterMs: null, failure: null };
    const read = readAnswer(answer);
    pace.heard(login, request.group, rateHeaders(answer));
    if (read.isClosed) pace.close(login, request.group, read.retryAfterMs ?? penalty);
    return read;
  };
}

function urlOf({ apiUrl }: ResolvedRingCentralSettings, { path, query = {} }: ApiRequest): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const one of typeof value === "string" ? [value] : (value ?? [])) params.append(key, one);
  return params.size === 0 ? apiUrl + path : `${apiUrl}${path}?${params}`;
}

function outgoing({
  method,
  json,
  form,
  raw,
  authorization,
}: ApiRequest & { readonly authorization: string }): Omit<OutgoingRequest, "timeoutMs"> {
  const headers = { accept: "application/json", authorization };
  const body = (contentType: string, content: string | Buffer) => ({
    method,
    headers: { ...headers, "content-type": contentType },
    body: content,
  });
  if (json !== undefined) return body("application/json", JSON.stringify(json));
  if (form !== undefined)
    return body("application/x-www-form-urlencoded", new URLSearchParams(form).toString());
  return raw === undefined ? { method, headers } : body(raw.contentType, raw.body);
}

function readAnswer({ status, headers, json, retryAfterMs: said }: HttpAnswered): Answered {
  const code = status >= 400 ? codeOf(json) : null;
  const isClosed = status === 429 || (code !== null && isRateCode(code));
  const retryAfterMs = isClosed ? said || penalty : said;
  return { kind: "answer", status, code, json, headers, isClosed, retryAfterMs };
}

/** `errors` is more exact where the first is only "see below"; tokens have words of OAuth's. */
function codeOf(json: unknown): string | null {
  if (!isRecord(json)) return null;
  const [first] = listIn(json, "errors");
  const own = stringIn(json, "errorCode") ?? (isRecord(first) ? stringIn(first, "errorCode") : undefined);
  const code = own ?? stringIn(json, "error");
  return code !== undefined && /^[\w-]{1,40}$/.test(code) ? code : null;
}

function rateHeaders(answer: HttpAnswered): RateHeaders {
  const number = (name: string) => {
    const header = headerOf(answer, name);
    return header !== null && /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : null;
  };
  const seconds = number("x-rate-limit-window");
  return {
    group: headerOf(answer, "x-rate-limit-group"),
    limit: number("x-rate-limit-limit"),
    remaining: number("x-rate-limit-remaining"),
    windowMs: seconds === null ? null : seconds * 1000,
  };
}
