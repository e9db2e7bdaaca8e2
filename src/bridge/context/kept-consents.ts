/** Which carriers' own lists of opt-outs are kept the same as ours. */
import type { Carrier } from "../contracts/carrier.ts";
import type { CarrierConsents, ConsentList } from "../contracts/carrier-consents.ts";

/** Null where it has none, or one that takes no entries. */
export function keptConsents(carrier: Pick<Carrier, "consents"> | undefined): CarrierConsents | null {
  const consents = carrier?.consents;
  return consents !== undefined && isKept(consents) ? consents : null;
}

function isKept(consents: CarrierConsents | ConsentList): consents is CarrierConsents {
  return "put" in consents;
}
