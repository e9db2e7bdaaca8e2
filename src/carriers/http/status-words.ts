import type { CarrierFailure, ReportedState } from "../../bridge/contracts/carrier-events.ts";
import type { HttpCarrier, StatusWords } from "../../domain/http-carrier.ts";
import { describeFailure } from "./failures.ts";

const states: readonly ReportedState[] = ["accepted", "sent", "delivered", "failed"];

/** What the carrier's word says of a text; null for one that the description does not know. Case does not count. */
export function stateOf(words: StatusWords, word: string): ReportedState | null {
  const plain = word.trim().toLowerCase();
  return states.find((state) => words[state].includes(plain)) ?? null;
}

interface Report {
  readonly state: ReportedState;
  readonly failure: CarrierFailure | null;
}

/** A word and, where it says that a text failed, why. Null for a word that says nothing. */
export function readReport(
  carrier: HttpCarrier,
  words: StatusWords,
  word: string,
  error: string | null,
): Report | null {
  const state = stateOf(words, word);
  if (state === null) return null;
  if (state !== "failed") return { state, failure: null };
  const said = error === null ? [word] : [error, word];
  return { state, failure: describeFailure(carrier, said) };
}
