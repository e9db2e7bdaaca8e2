import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { HttpCarrier } from "../../domain/http-carrier.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { wordAt } from "../../lib/json-pointer.ts";
import type { Answered, Silence } from "../ask-once.ts";
import { describeFailure, describeOwn, describeRefusal, isNoError, meaningOf } from "./failures.ts";
import { readId } from "./read-text.ts";
import { stateOf } from "./status-words.ts";

/** How long to wait after "too many" without a Retry-After, and after a connection that did not come about. */
const BUSY_MS = 2_000;
const UNREACHABLE_MS = 5_000;

/** What became of a text, as far as the description tells it from the answer (law 3). */
export function outcomeOf(
  carrier: HttpCarrier,
  answer: Answered | Silence,
  sms: Pick<OutgoingSms, "messageId">,
): SendOutcome {
  if (answer.kind === "silence") {
    if (!answer.certain) return { kind: "unknown", reason: answer.reason };
    return rejected({ ...describeOwn(carrier, "unreachable"), retryAfterMs: UNREACHABLE_MS });
  }
  const { status, json } = answer;
  const { later, refused, error } = carrier.send.answer;
  const word = error === null ? null : wordAt(json, error);
  if (status >= 200 && status < 300) return readAccepted(carrier, answer, word, sms);
  if (later.includes(status))
    return rejected({ ...describeOwn(carrier, "busy"), retryAfterMs: answer.retryAfterMs ?? BUSY_MS });
  if (refused.includes(status)) return rejected(refusalOf(carrier, status, word));
  return { kind: "unknown", reason: `HTTP ${status}` };
}

function rejected(failure: CarrierFailure): SendOutcome {
  return { kind: "rejected", failure };
}

function refusalOf(carrier: HttpCarrier, status: number, word: string | null): CarrierFailure {
  if (word !== null && meaningOf(carrier, word) !== null) return describeFailure(carrier, [word]);
  // Credentials that are wrong are the account's trouble, whatever word says so.
  if (status === 401 || status === 403 || word === null || isNoError(word))
    return describeRefusal(carrier, status);
  return describeFailure(carrier, [word]);
}

/** A carrier that gives no id says by its status alone that it took a text; its reports, where there are any, name our id. */
function readAccepted(
  carrier: HttpCarrier,
  { status, json }: Answered,
  error: string | null,
  sms: Pick<OutgoingSms, "messageId">,
): SendOutcome {
  const { id: idAt, status: statusAt, words } = carrier.send.answer;
  const word = statusAt === null ? null : wordAt(json, statusAt);
  const state = word === null ? null : stateOf(words, word);
  if (word !== null && state === "failed")
    return rejected(describeFailure(carrier, error === null ? [word] : [error, word]));
  // Some answer 200 whatever became of it, and name an error.
  if (state === null && error !== null && meaningOf(carrier, error) !== null)
    return rejected(describeFailure(carrier, [error]));
  const hasError = error !== null && !isNoError(error);
  // Some give an id to what they refuse, too: with an error that nobody described, it says nothing by itself.
  const isTold =
    idAt === null ? (statusAt === null || state !== null) && !hasError : state !== null || !hasError;
  const id = idAt === null ? (sms.messageId as string as CarrierMessageId) : readId(wordAt(json, idAt));
  if (!isTold || id === null) return { kind: "unknown", reason: `HTTP ${status} unreadable` };
  return { kind: "accepted", carrierMessageId: id, state: state ?? "accepted" };
}
