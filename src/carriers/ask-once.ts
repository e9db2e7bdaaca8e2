/** One request to a company over HTTP, never repeated, and what is known of what became of it (law 3). */
import { type Answer, type Call, NoAnswer, type OutgoingRequest, retryAfterOf } from "../lib/call.ts";
import { parseExactJson } from "../lib/exact-json.ts";

export interface Answered {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: Answer["headers"];
  /** Null where it is none, or broke off. Long ids are strings. */
  readonly json: unknown;
  /** Milliseconds; null where it is not said. */
  readonly retryAfterMs: number | null;
}

export interface Silence {
  readonly kind: "silence";
  /** True only where the other side can't have read a byte of it. */
  readonly certain: boolean;
  /** For the log: codes only. */
  readonly reason: string;
}

export interface Asking {
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For the whole call, answer included. */
  readonly timeoutMs: number;
}

/** Does not throw. Once the status line came, the company answered: a body that breaks off is one that can't be read. */
export async function askOnce(
  { call, now, timeoutMs }: Asking,
  url: string,
  request: Omit<OutgoingRequest, "timeoutMs">,
): Promise<Answered | Silence> {
  try {
    const answer = await call(url, { ...request, timeoutMs });
    const { status, headers, text } = answer;
    const json = text === null ? null : parseExactJson(text);
    return { kind: "answer", status, headers, json, retryAfterMs: retryAfterOf(answer, now()) };
  } catch (thrown) {
    return silenceOf(thrown);
  }
}

function silenceOf(thrown: unknown): Silence {
  if (!(thrown instanceof NoAnswer)) return { kind: "silence", certain: false, reason: "failed" };
  const reason = thrown.code === "timeout" ? "no answer in time" : thrown.code;
  return { kind: "silence", certain: !thrown.sent, reason };
}
