/** A carrier's own list of who does not want to be texted. */
import type { Address, CarrierCursor, E164, LoginName } from "../../domain/ids.ts";

export interface CarrierConsents {
  /**
   * What changed in it since the cursor was given; all of it without one. May repeat what is known. May throw `CarrierError`; the caller asks
   * again with the cursor it had.
   */
  list(
    by: LoginName,
    cursor: CarrierCursor | null,
  ): Promise<{ readonly consents: readonly Consent[]; readonly next: CarrierCursor }>;
  /** Makes it so there. May throw `CarrierError`; may be repeated. */
  put(consent: Pick<Consent, "line" | "contact" | "state">, by: LoginName): Promise<ConsentOutcome>;
}

export interface Consent {
  /** Null: for all numbers of the account. */
  readonly line: E164 | null;
  readonly contact: Address;
  readonly state: "out" | "in";
  /** Who did it: the contact by a word, a company on the way, somebody through the carrier's interface. */
  readonly source: "contact" | "network" | "interface";
  readonly at: Date | null;
}

export type ConsentOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string };
