import { z } from "zod";
import type { CarrierFailure, ReportedState } from "../../bridge/contracts/carrier-events.ts";
import type { CarrierMessageId } from "../../domain/ids.ts";
import { describeError, describeFailure } from "./failures.ts";
import type { TelnyxError } from "./telnyx-api.ts";

const states: ReadonlyMap<string, ReportedState> = new Map([
  ["scheduled", "accepted"],
  ["queued", "accepted"],
  ["sending", "accepted"],
  ["sent", "sent"],
  // It left, and no more will be heard of it: that is not to say that it arrived, or that it did not.
  ["delivery_unconfirmed", "sent"],
  ["delivered", "delivered"],
  ["expired", "failed"],
  ["cancelled", "failed"],
  ["sending_failed", "failed"],
  ["delivery_failed", "failed"],
]);

export interface Report {
  readonly state: ReportedState;
  readonly failure: CarrierFailure | null;
}

/** Telnyx's word for a text's state, and its first error, as the bridge knows them. Null for words of inbound texts and unknown ones. */
export function readReport(status: string, error: TelnyxError | null): Report | null {
  const word = status.toLowerCase();
  const state = states.get(word);
  if (state === undefined) return null;
  if (state !== "failed") return { state, failure: null };
  return { state, failure: error === null ? describeFailure(word) : describeError(error) };
}

const recipients = z.object({ to: z.array(z.object({ status: z.string().nullish() })) });

/** The state of a text to one: a list all the same. Null where it does not say. */
export function statusIn(message: unknown): string | null {
  return recipients.safeParse(message).data?.to.find(({ status }) => status != null)?.status ?? null;
}

/** Mints Telnyx's message id; null for what can't be one. */
export function readMessageId(raw: unknown): CarrierMessageId | null {
  return typeof raw === "string" && /^[A-Za-z0-9-]{2,64}$/.test(raw) ? (raw as CarrierMessageId) : null;
}
