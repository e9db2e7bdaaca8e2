import { CarrierError } from "../../domain/errors.ts";
import { headerOf, type OutgoingRequest } from "../../lib/call.ts";
import { type Answered, askOnce, type Silence } from "../ask-once.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

export type ApiAnswer =
  /** `code`: Twilio's error number where it gave one. */
  (Answered & { readonly code: string | null }) | Silence;

export interface TwilioApi {
  /** One POST, never repeated. Does not throw. `path` is below the account: `/Messages.json`. */
  post(path: string, form: URLSearchParams): Promise<ApiAnswer>;
  /** One GET. Does not throw. */
  get(path: string): Promise<ApiAnswer>;
  /** One GET of a path as Twilio itself names it (`next_page_uri`), JSON or nothing: throws `CarrierError` for the rest. */
  read(uri: string): Promise<unknown>;
  /** How far Twilio's clock is ahead of ours, as its last answer told; 0 before. Milliseconds, exact to a few seconds. */
  ahead(): number;
  /** What lets in, for a file that lies there: never sent elsewhere. */
  readonly authorization: string;
  /** The account's own path, for `read`. */
  readonly accountUri: string;
  /** Where the API lives, without a slash at the end. */
  readonly baseUrl: string;
}

/** Calls Twilio's REST API with the first auth token. */
export function createTwilioApi(settings: ResolvedTwilioSettings): TwilioApi {
  const accountUri = `/2010-04-01/Accounts/${encodeURIComponent(settings.accountSid)}`;
  let ahead = 0;
  const heard = (answer: ApiAnswer): ApiAnswer => {
    const at = answer.kind === "answer" ? Date.parse(headerOf(answer, "date") ?? "") : Number.NaN;
    if (!Number.isNaN(at)) ahead = at - settings.now();
    return answer;
  };
  const get = async (uri: string) => heard(await ask(settings, uri, { method: "GET" }));
  return {
    accountUri,
    ahead: () => ahead,
    authorization: authorization(settings),
    baseUrl: settings.apiUrl,
    get: (path) => get(accountUri + path),
    post: (path, form) =>
      ask(settings, accountUri + path, {
        method: "POST",
        body: form.toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
    read: async (uri) => {
      // The credentials go with the request: never to an address that an answer chose.
      if (!uri.startsWith("/2010-04-01/")) throw unreadable("a page address outside the API");
      return jsonOf(await get(uri));
    },
  };
}

type Asked = Pick<OutgoingRequest, "method" | "headers" | "body">;

async function ask(settings: ResolvedTwilioSettings, uri: string, asked: Asked): Promise<ApiAnswer> {
  const headers = { ...asked.headers, accept: "application/json", authorization: authorization(settings) };
  const answer = await askOnce(settings, settings.apiUrl + uri, { ...asked, headers });
  return answer.kind === "silence" ? answer : { ...answer, code: codeOf(answer.json) };
}

function authorization(settings: ResolvedTwilioSettings): string {
  const [token = ""] = settings.authTokens;
  return `Basic ${Buffer.from(`${settings.accountSid}:${token}`).toString("base64")}`;
}

/** An answer's JSON, or the failure thrown. */
function jsonOf(answer: ApiAnswer): unknown {
  if (answer.kind === "silence") {
    const failure = { kind: "unreachable", retryable: true, certain: answer.certain };
    throw new CarrierError(`Twilio did not answer (${answer.reason})`, failure);
  }
  if (answer.status === 200 && answer.json !== null) return answer.json;
  if (answer.status < 300) throw unreadable("an answer that can't be read");
  throw new CarrierError(`Twilio refused the request (HTTP ${answer.status}, ${answer.code ?? "no code"})`, {
    kind: answer.code ?? `http-${answer.status}`,
    retryable: answer.status === 429 || answer.status >= 500,
    certain: answer.status < 500,
    ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }),
  });
}

/** Twilio answered something that makes no sense. */
export function unreadable(what: string): CarrierError {
  return new CarrierError(`Twilio gave ${what}`, { kind: "unreadable", retryable: true, certain: false });
}

function codeOf(json: unknown): string | null {
  if (typeof json !== "object" || json === null || !("code" in json)) return null;
  return typeof json.code === "number" || typeof json.code === "string" ? String(json.code) : null;
}
