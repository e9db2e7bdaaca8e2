/** Asks a CRM over HTTP: one request, one answer in JSON, and how sure we are of what became of it. */
import { CrmError } from "../domain/errors.ts";
import {
  type Answer,
  type Call,
  NoAnswer,
  type OutgoingRequest,
  parsedJson,
  retryAfterOf,
} from "../lib/call.ts";
import type { Access, Pass } from "./access.ts";
import type { RateLimit } from "./rate-limit.ts";

export type ApiAnswer = Answered | Silence;

export interface Answered {
  readonly kind: "answer";
  readonly status: number;
  /** Null where it is none, or broke off. */
  readonly json: unknown;
  readonly headers: Answer["headers"];
  readonly retryAfterMs: number | null;
}

export interface Silence {
  readonly kind: "silence";
  /** True only where the other side can't have read a byte of it. */
  readonly certain: boolean;
  /** For the log: codes only. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

export interface ApiRequest {
  readonly method: OutgoingRequest["method"];
  /** Below the address that the pass names, with its query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** JSON already, in its place: for what is signed. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What this kind of question has to keep to, beside what all keep to. */
  readonly limit?: RateLimit;
  /** Above what the settings say. Milliseconds. */
  readonly timeoutMs?: number;
}

/** One request; again only where a new pass was needed, since then nothing was done. Does not throw. */
export type AskApi = (request: ApiRequest) => Promise<ApiAnswer>;

export interface JsonApiSettings {
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly access: Access;
  /** What every question keeps to. */
  readonly limit?: RateLimit;
  /** Whether the pass is no good any more, so that nothing was done; HTTP 401 where it is absent. */
  readonly isPassRefused?: (answer: Answered) => boolean;
  /** How long it wants to be left alone, where it says so otherwise than by HTTP 429 and `Retry-After`. Milliseconds. */
  readonly leaveAlone?: (answer: Answered) => number | null;
  /** Hears each answer: for headers that say more than they were asked. Before it is handed on. */
  readonly heard?: (answer: Answered) => Promise<void> | void;
  /** For one request, its whole answer included. 20,000 when absent. Milliseconds. */
  readonly timeoutMs?: number;
}

export function createJsonApi(settings: JsonApiSettings): AskApi {
  const { access, isPassRefused = ({ status }) => status === 401 } = settings;
  return async (request) => {
    try {
      const waitMs = await turnOf([settings.limit, request.limit]);
      if (waitMs > 0)
        return { kind: "silence", certain: true, reason: "a limit of its own", retryAfterMs: waitMs };
      const pass = await access.pass();
      const answer = await ask(settings, request, pass);
      if (answer.kind !== "answer" || access.renew === undefined || !isPassRefused(answer)) return answer;
      return await ask(settings, request, await access.renew(pass));
    } catch (thrown) {
      return noAccess(thrown);
    }
  };
}

/** 0 once it is its turn with all of them. */
async function turnOf(limits: readonly (RateLimit | undefined)[]): Promise<number> {
  for (const limit of limits) {
    const waitMs = (await limit?.turn()) ?? 0;
    if (waitMs > 0) return waitMs;
  }
  return 0;
}

async function ask(settings: JsonApiSettings, request: ApiRequest, pass: Pass): Promise<ApiAnswer> {
  const { method, path } = request;
  const body = request.body === undefined ? request.text : JSON.stringify(request.body);
  const asked = {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      accept: "application/json",
      ...pass.headers,
      ...request.headers,
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: request.timeoutMs ?? settings.timeoutMs ?? 20_000,
  };
  let answered: Answered;
  try {
    const answer = await settings.call(pass.baseUrl + path, asked);
    const { status, headers } = answer;
    const told = { kind: "answer", status, headers, json: parsedJson(answer) } as const;
    const plain = { ...told, retryAfterMs: retryAfterOf(answer, settings.now()) };
    answered = { ...plain, retryAfterMs: settings.leaveAlone?.(plain) ?? plain.retryAfterMs };
  } catch (thrown) {
    return silenceOf(thrown);
  }
  const holdFor = answered.status === 429 ? (answered.retryAfterMs ?? 1000) : settings.leaveAlone?.(answered);
  if (holdFor) for (const limit of [settings.limit, request.limit]) limit?.hold(holdFor);
  try {
    await settings.heard?.(answered);
  } catch {
    // What was asked for may have been done.
    return { kind: "silence", certain: false, reason: "its answer could not be kept", retryAfterMs: null };
  }
  return answered;
}

function silenceOf(thrown: unknown): Silence {
  const silence = { kind: "silence", retryAfterMs: null } as const;
  if (!(thrown instanceof NoAnswer)) return { ...silence, certain: false, reason: "failed" };
  return {
    ...silence,
    certain: !thrown.sent,
    reason: thrown.code === "timeout" ? "no answer in time" : thrown.code,
  };
}

/** Without a pass nothing was asked. @param thrown what was thrown instead of giving one. */
export function noAccess(thrown: unknown): Silence {
  const failure = thrown instanceof CrmError ? thrown.failure : null;
  return {
    kind: "silence",
    certain: true,
    reason: failure === null ? "no access" : `no access: ${failure.kind}`,
    retryAfterMs: failure?.retryAfterMs ?? null,
  };
}
