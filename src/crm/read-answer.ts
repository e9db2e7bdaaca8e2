/** What an answer of a CRM's means, where the CRM's own folder does not know better. */
import type { CrmRefusal } from "../bridge/contracts/crm.ts";
import { CrmError } from "../domain/errors.ts";
import type { Answered, ApiAnswer } from "./json-api.ts";

export interface Reading {
  /** The CRM's, as people write it. */
  readonly title: string;
  /** Its own short word for what is wrong, where its body gives one; no more than a word is ever handed on. */
  readonly wordOf?: (json: unknown) => unknown;
}

/** What a question brought. @throws CrmError where it brought nothing that can be read. */
export function readJson(reading: Reading, answer: ApiAnswer): unknown {
  if (answer.kind === "answer" && isDone(answer) && answer.json !== null) return answer.json;
  throw failureOf(reading, answer);
}

/** It answered something that makes no sense. */
export function unreadable({ title }: Reading): CrmError {
  const failure = { kind: "unreadable", retryable: true, certain: false };
  return new CrmError(`${title} gave an answer that can't be read`, failure);
}

/** Why a question brought nothing, to be thrown. */
export function failureOf(reading: Reading, answer: ApiAnswer): CrmError {
  const { title } = reading;
  const after = answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs };
  if (answer.kind === "silence") {
    const failure = { kind: "unreachable", retryable: true, certain: answer.certain, ...after };
    return new CrmError(`${title} did not answer (${answer.reason})`, failure);
  }
  if (isDone(answer)) return unreadable(reading);
  const word = wordIn(reading, answer);
  return new CrmError(
    `${title} refused the request (HTTP ${answer.status}${word === null ? "" : `, ${word}`})`,
    {
      kind: word ?? `http-${answer.status}`,
      retryable: passes(answer.status),
      certain: answer.status < 500,
      ...after,
    },
  );
}

export type NotDone = CrmRefusal | { readonly kind: "unknown"; readonly reason: string };

/**
 * What becomes of something that was to be changed and was not plainly done. What is refused for good is told by the caller, which
 * knows what was meant.
 */
export function notDone(
  reading: Reading,
  answer: ApiAnswer,
  refused: (answer: Answered) => Extract<CrmRefusal, { kind: "rejected" }>,
): NotDone {
  if (answer.kind === "silence") {
    const { certain, reason, retryAfterMs: afterMs } = answer;
    return certain ? { kind: "later", afterMs, reason } : { kind: "unknown", reason };
  }
  const { status, retryAfterMs: afterMs } = answer;
  const word = wordIn(reading, answer);
  const reason = `HTTP ${status}${word === null ? "" : ` (${word})`}`;
  if (isDone(answer)) return { kind: "unknown", reason: `${reason}, which can't be read` };
  // It may have been done, or half of it.
  if (status >= 500 || status === 408) return { kind: "unknown", reason };
  return comesAgain(status) ? { kind: "later", afterMs, reason } : refused(answer);
}

/** A sentence for people about what was refused, with the CRM's own word, which its administrator may look up. */
export function refusalSentence(reading: Reading, answer: Answered, what: string): string {
  const word = wordIn(reading, answer) ?? `HTTP ${answer.status}`;
  return `${reading.title} did not take ${what} (${word}).`;
}

export function isDone({ status }: Answered): boolean {
  return status >= 200 && status < 300;
}

/** A token is replaced, a limit passes, a proxy or a redirect is mended: nothing of it is about what was asked. */
function comesAgain(status: number): boolean {
  return status < 400 || [401, 407, 423, 425, 429].includes(status);
}

function passes(status: number): boolean {
  return status >= 500 || status === 408 || comesAgain(status);
}

/** Bodies may hold what was sent, words and numbers included: a word of letters is all that is believed. */
function wordIn({ wordOf }: Reading, { json }: Answered): string | null {
  const word = wordOf?.(json);
  return typeof word === "string" && /^[A-Za-z][A-Za-z_.-]{0,59}$/.test(word) ? word : null;
}
