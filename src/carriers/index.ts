/** The registry of carriers: the only place that knows them all. A new one is a folder beside this file, and a line here. */

import type { Carrier } from "../bridge/contracts/carrier.ts";
import type { HttpCarrier } from "../domain/http-carrier.ts";
import type { LoginName } from "../domain/ids.ts";
import { capitalized } from "../lib/capitalized.ts";
import type { CarrierDefinition, CarrierSurroundings, CarriersSettings } from "./define-carrier.ts";
import { httpCarriers } from "./http/http.ts";
import { ringCentral } from "./ringcentral/ringcentral.ts";
import { ringRx } from "./ringrx/ringrx.ts";
import { telnyx } from "./telnyx/telnyx.ts";
import { twilio } from "./twilio/twilio.ts";

export const carrierDefinitions: readonly CarrierDefinition[] = [twilio, ringCentral, ringRx, telnyx];

/** With those that a directory describes. */
export function withDescribed(
  described: readonly HttpCarrier[],
  registered: readonly CarrierDefinition[] = carrierDefinitions,
): readonly CarrierDefinition[] {
  return [...registered, ...httpCarriers(described)];
}

/** Every configured carrier, by name. Opens no connection. */
export function createCarriers(
  definitions: readonly CarrierDefinition[],
  settings: CarriersSettings,
  surroundings: CarrierSurroundings,
): ReadonlyMap<string, Carrier> {
  const carriers = new Map<string, Carrier>();
  for (const { name, create } of definitions) {
    const own = settings[name];
    if (own !== undefined) carriers.set(name, create(own, surroundings));
  }
  return carriers;
}

/** As people write it; of one that is not known any more its name is all there is. */
export function carrierTitle(definitions: readonly CarrierDefinition[], name: string): string {
  return definitions.find((one) => one.name === name)?.title ?? capitalized(name);
}

/** The logins that there are credentials for, by carrier. */
export function loginsOf(carriers: ReadonlyMap<string, Carrier>): ReadonlyMap<string, readonly LoginName[]> {
  return new Map([...carriers].map(([name, { logins = [] }]) => [name, logins]));
}
