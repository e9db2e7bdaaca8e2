/** A carrier's own list of who does not want to be texted. */
import type { Address, CarrierCursor, E164, LoginName } from "../../domain/ids.ts";
import type { ConsentSource } from "../../domain/opt-out-ledger.ts";

/** One that is only read: what a page says keeps texts back. That somebody no longer stands in it says nothing. */
export interface ConsentList {
  /**
   * What changed in it since the cursor was given; all of it without one, a part at a time. May repeat what is known. May throw
   * `CarrierError`; the caller asks again with the cursor it had.
   *
   * @param by null: the carrier knows no logins.
   */
  list(by: LoginName | null, cursor: CarrierCursor | null): Promise<ConsentPage>;
}

/** One that is kept the same as ours: it takes entries. */
export interface CarrierConsents extends ConsentList {
  /** All that it says of one contact. May throw `CarrierError`. */
  of(contact: Address, by: LoginName | null): Promise<readonly Consent[]>;
  /** Makes it so there, and sees that it is. May throw `CarrierError`; may be repeated. */
  put(consent: Pick<Consent, "line" | "contact" | "state">, by: LoginName | null): Promise<ConsentOutcome>;
}

export interface ConsentPage {
  readonly consents: readonly Consent[];
  readonly next: CarrierCursor;
  /** There is more to be had with `next` at once; absent: that was all. */
  readonly more?: boolean;
}

export interface Consent {
  /** Null: for all numbers of the account. */
  readonly line: E164 | null;
  readonly contact: Address;
  readonly state: "out" | "in";
  readonly source: ConsentSource;
  /** When it came to be so; null: it does not say. */
  readonly at: Date | null;
}

/** A refusal is for good: the same would be refused again. Its sentence says why, and what to do. */
export type ConsentOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string };
