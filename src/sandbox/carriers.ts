/** The carriers of the sandbox: the only place that knows them all. A new one is a folder beside this file, and a line here. */
import type { CommonOptions, PlayedCarrier, SandboxCarrier } from "./define-carrier.ts";
import { http } from "./http/http.ts";
import { ringcentral } from "./ringcentral/ringcentral.ts";
import { ringrx } from "./ringrx/ringrx.ts";
import { telnyx } from "./telnyx/telnyx.ts";
import { twilio } from "./twilio/twilio.ts";

/** By the word in the directory's `carrier:`. */
const carriers = {
  twilio,
  ringcentral,
  ringrx,
  telnyx,
  http,
};
export type CarrierName = keyof typeof carriers;

export const carrierNames = Object.keys(carriers) as readonly CarrierName[];

type OptionsOf<C> = C extends SandboxCarrier<infer Options, infer _> ? Options : never;
type StandInOf<C> = C extends SandboxCarrier<infer _, infer StandIn> ? StandIn : never;

/** What is set of each alone. */
export type OwnOptions = { readonly [Name in CarrierName]?: OptionsOf<(typeof carriers)[Name]> };
/** Reading one that has not started throws. */
export type StandIns = { readonly [Name in CarrierName]: StandInOf<(typeof carriers)[Name]> };

export interface StartedCarriers {
  readonly standIns: StandIns;
  readonly played: ReadonlyMap<CarrierName, PlayedCarrier>;
}

export function carrierTitle(name: CarrierName): string {
  return carriers[name].title;
}

export function isCarrierName(name: string): name is CarrierName {
  return Object.hasOwn(carriers, name);
}

/** Starts these. @param common set for all of them */
export async function startCarriers(
  names: readonly CarrierName[],
  common: CommonOptions,
  own: OwnOptions,
): Promise<StartedCarriers> {
  const played = new Map<CarrierName, PlayedCarrier>();
  const standIns = new Map<CarrierName, unknown>();
  for (const name of names) {
    const { start } = carriers[name] as SandboxCarrier<object, never>;
    const started = await start(common, own[name] ?? {});
    standIns.set(name, started.standIn);
    played.set(name, started.played);
  }
  return { played, standIns: byName(standIns) };
}

function byName(standIns: ReadonlyMap<CarrierName, unknown>): StandIns {
  const read = (name: CarrierName) => {
    const found = standIns.get(name);
    if (found !== undefined) return found;
    throw new Error(`${carrierTitle(name)} has not started here: give startSandbox { ${name}: {} }.`);
  };
  const properties = carrierNames.map((name) => [name, { get: () => read(name) }] as const);
  return Object.defineProperties({}, Object.fromEntries(properties)) as StandIns;
}
