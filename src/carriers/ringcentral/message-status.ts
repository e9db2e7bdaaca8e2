import type { CarrierFailure, ReportedState } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { describeFailure, knownFailures } from "./failures.ts";

const states: ReadonlyMap<string, ReportedState> = new Map([
  ["queued", "accepted"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["sendingfailed", "failed"],
  ["deliveryfailed", "failed"],
]);

export interface Report {
  readonly state: ReportedState;
  readonly failure: CarrierFailure | null;
}

/** RingCentral's word for a text's state, and its error code, as the bridge knows them. Null for words of inbound texts and unknown ones. */
export function readReport(status: string, code: string | null): Report | null {
  const state = states.get(status.toLowerCase());
  if (state === undefined) return null;
  if (state !== "failed") return { state, failure: null };
  if (code !== null && knownFailures.get(code)?.isCertain === false) return { state: "sent", failure: null };
  const word = [...knownFailures.keys()].find((known) => known.toLowerCase() === status.toLowerCase());
  return { state, failure: describeFailure(code ?? word ?? status) };
}

/** Mints RingCentral's message id: a number of many digits, or letters where it is one of the shared inbox. Null for what can't be one. */
export function readMessageId(raw: unknown): CarrierMessageId | null {
  const text = typeof raw === "number" && Number.isSafeInteger(raw) ? String(raw) : raw;
  return typeof text === "string" && /^[A-Za-z0-9-]{1,64}$/.test(text) ? (text as CarrierMessageId) : null;
}
