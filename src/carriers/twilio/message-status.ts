import type { CarrierFailure, ReportedState } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { describeFailure } from "./failures.ts";

const states: ReadonlyMap<string, ReportedState> = new Map([
  ["accepted", "accepted"],
  ["scheduled", "accepted"],
  ["queued", "accepted"],
  ["sending", "accepted"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["partially_delivered", "delivered"],
  ["read", "delivered"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  ["canceled", "failed"],
]);

export interface Report {
  readonly state: ReportedState;
  readonly failure: CarrierFailure | null;
}

/** Twilio's word for a message's state, and its ErrorCode, as the bridge knows them. Null for words of inbound texts and unknown ones. */
export function readReport(status: string, errorCode: string | null): Report | null {
  const state = states.get(status.toLowerCase());
  if (state === undefined) return null;
  if (state !== "failed") return { state, failure: null };
  return { state, failure: describeFailure(isNoCode(errorCode) ? status.toLowerCase() : errorCode) };
}

/** Twilio writes 0 where it means none. */
function isNoCode(code: string | null): code is null {
  return code === null || /^\s*0*\s*$/.test(code);
}

/** Mints Twilio's message id, the SID; null for what can't be one. */
export function readSid(raw: unknown): CarrierMessageId | null {
  return typeof raw === "string" && /^[A-Za-z0-9]{2,64}$/.test(raw) ? (raw as CarrierMessageId) : null;
}
