/** What `doctor` says about the CRM: it asks it, and changes nothing there. */
import type { Crm } from "../../bridge/contracts/crm.ts";
import type { Store } from "../../bridge/contracts/store/store.ts";
import { createCrm, crmDefinitions } from "../../crm/index.ts";
import { crmKeeping } from "../../crm-keeping.ts";
import { AppError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Call } from "../../lib/call.ts";
import type { CheckedConfig } from "./check-config.ts";

interface Surroundings {
  readonly store: Store | null;
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The CRM as the app makes it; null where its configuration is incomplete. */
export function chosenCrm({ config, set }: CheckedConfig, { store, call, now }: Surroundings): Crm | null {
  if (!set.crm) return null;
  const openStore = () => {
    if (store === null) throw new AppError("unavailable", "There is no database yet.");
    return store;
  };
  const newId = () => {
    throw new Error("doctor makes nothing");
  };
  return createCrm(crmDefinitions, config.crm, { call, now, keeping: crmKeeping(openStore, { now, newId }) });
}

export async function checkCrm({ crm: chosen }: CheckedConfig, crm: Crm | null): Promise<Finding[]> {
  if (crm !== null) {
    const findings = await crm.verify();
    return findings.map((finding) => ({ ...finding, level: finding.atSetup ?? finding.level }));
  }
  return [
    {
      name: chosen?.title ?? "CRM",
      level: "warning",
      sentence: `${chosen?.title ?? "The CRM"} was not asked, because its configuration is incomplete.`,
      remedy: "Complete it, then run threadline doctor again.",
    },
  ];
}
