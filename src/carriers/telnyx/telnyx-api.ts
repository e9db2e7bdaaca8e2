import { z } from "zod";
import { CarrierError } from "../../domain/errors.ts";
import { headerOf } from "../../lib/call.ts";
import { type Answered, askOnce, type Silence } from "../ask-once.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

export interface Answer extends Answered {
  /** The first that it names; null where it names none. */
  readonly error: TelnyxError | null;
}

export type ApiAnswer = Answer | Silence;

/** As in the answers of its API, and in what it posts. `title` and `detail` are its own words: they may hold numbers. */
export interface TelnyxError {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** What is asked for, by name: `page[size]`. */
export type Query = Readonly<Record<string, string>>;

export interface TelnyxApi {
  /** One POST, never repeated. Does not throw. `path` is below the version: `/messages`. */
  post(path: string, json: object): Promise<ApiAnswer>;
  /** One GET. Does not throw. */
  get(path: string, query?: Query): Promise<ApiAnswer>;
  /** One GET: JSON, or a `CarrierError` thrown. */
  read(path: string, query?: Query): Promise<unknown>;
}

/** Calls Telnyx's API, version 2. */
export function createTelnyxApi(settings: ResolvedTelnyxSettings): TelnyxApi {
  const addressOf = (path: string, query: Query = {}) => {
    const search = new URLSearchParams(query).toString();
    return `${settings.apiUrl}/v2${path}${search === "" ? "" : `?${search}`}`;
  };
  const get: TelnyxApi["get"] = (path, query) => ask(settings, addressOf(path, query), null);
  return {
    get,
    post: (path, json) => ask(settings, addressOf(path), JSON.stringify(json)),
    read: async (path, query) => jsonOf(await get(path, query)),
  };
}

async function ask(settings: ResolvedTelnyxSettings, url: string, body: string | null): Promise<ApiAnswer> {
  const headers = { accept: "application/json", authorization: `Bearer ${settings.apiKey}` };
  const answer = await askOnce(
    settings,
    url,
    body === null
      ? { method: "GET", headers }
      : { method: "POST", headers: { ...headers, "content-type": "application/json" }, body },
  );
  if (answer.kind === "silence") return answer;
  const retryAfterMs = answer.retryAfterMs ?? resetOf(answer);
  return { ...answer, retryAfterMs, error: readErrors(answer.json)[0] ?? null };
}

/** Of an answer that refuses: in how many seconds there may be more. */
function resetOf(answer: Answered): number | null {
  const seconds = Number(headerOf(answer, "x-ratelimit-reset") ?? Number.NaN);
  return answer.status === 429 && seconds >= 0 && seconds <= 3600 ? seconds * 1000 : null;
}

const words = z.string().catch("");
const errors = z.object({ errors: z.array(z.unknown()) });
/** Of a form that holds no words: it is logged. */
export const errorCode = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^[\w-]{1,40}$/));
const error = z.object({
  code: errorCode,
  title: words,
  detail: words,
});

/** What stands under `errors`, as far as it names a code. */
export function readErrors(json: unknown): TelnyxError[] {
  return (errors.safeParse(json).data?.errors ?? []).flatMap((one) => error.safeParse(one).data ?? []);
}

/** Of one that says something; else throws `CarrierError`. */
export function jsonOf(answer: ApiAnswer): unknown {
  if (answer.kind === "silence") {
    const failure = { kind: "unreachable", retryable: true, certain: answer.certain };
    throw new CarrierError(`Telnyx did not answer (${answer.reason})`, failure);
  }
  if (answer.status === 200 && answer.json !== null) return answer.json;
  if (answer.status < 300) throw unreadable("an answer that can't be read");
  const code = answer.error?.code ?? null;
  throw new Refused(
    answer.status,
    `Telnyx refused the request (HTTP ${answer.status}, ${code ?? "no code"})`,
    {
      kind: code ?? `http-${answer.status}`,
      retryable: answer.status === 429 || answer.status === 408 || answer.status >= 500,
      certain: answer.status < 500,
      ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }),
    },
  );
}

/** Of our key, our account, or what lies between us and Telnyx: whatever else is asked for, it would say the same. */
const ofAll = /^(10009|10010|200\d\d|20100)$/;

/** Whether what was thrown says that this one thing can't be had, now or later: another may. */
export function isOfOneThing(thrown: unknown): boolean {
  if (!(thrown instanceof Refused)) return false;
  const { failure, status } = thrown;
  return (
    !failure.retryable && status >= 400 && ![401, 403, 407].includes(status) && !ofAll.test(failure.kind)
  );
}

class Refused extends CarrierError {
  readonly status: number;

  constructor(status: number, message: string, failure: CarrierError["failure"]) {
    super(message, failure);
    this.status = status;
  }
}

/** Telnyx answered something that makes no sense. */
export function unreadable(what: string): CarrierError {
  return new CarrierError(`Telnyx gave ${what}`, { kind: "unreadable", retryable: true, certain: false });
}
