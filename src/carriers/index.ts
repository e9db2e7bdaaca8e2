/**
 * The registry of carriers: the only place that knows them all. A new carrier is a folder beside this file, a line in
 * `carrierNames`, a settings entry and a line in `createCarriers`.
 */

import type { Carrier } from "../bridge/contracts/carrier.ts";
import { createTwilioCarrier } from "./twilio/twilio-carrier.ts";
import type { TwilioSettings } from "./twilio/twilio-settings.ts";

/** The words that `carrier:` in the directory may use. */
export const carrierNames = ["twilio"] as const;

export type CarrierName = (typeof carrierNames)[number];

/** What each carrier needs; null for one that is not configured. */
export interface CarrierSettings {
  readonly twilio: TwilioSettings | null;
}

/** Every configured carrier, by name. Opens no connection. */
export function createCarriers(settings: CarrierSettings): ReadonlyMap<CarrierName, Carrier> {
  const carriers = new Map<CarrierName, Carrier>();
  if (settings.twilio !== null) carriers.set("twilio", createTwilioCarrier(settings.twilio));
  return carriers;
}
