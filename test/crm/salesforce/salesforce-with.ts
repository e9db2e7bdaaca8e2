import { Agent } from "undici";
import type { Crm, CrmKeeping } from "../../../src/bridge/contracts/crm.ts";
import { salesforce } from "../../../src/crm/salesforce/salesforce.ts";
import { createCall } from "../../../src/lib/call.ts";
import { createMemoryKeeping } from "../memory-keeping.ts";

const call = createCall(new Agent());

export interface SalesforceGiven {
  readonly variables?: Readonly<Record<string, string>>;
  readonly keeping?: CrmKeeping;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/** The CRM as the app makes it, let in at this address. */
export function salesforceWith(
  url: string,
  { variables, keeping, timeoutMs, now }: SalesforceGiven = {},
): Crm {
  const settings = salesforce.configure({
    SALESFORCE_LOGIN_URL: url,
    SALESFORCE_CLIENT_ID: "client-1",
    SALESFORCE_REFRESH_TOKEN: "refresh-0",
    ...variables,
  });
  return salesforce.create(settings, {
    call: (address, request) =>
      call(address, { ...request, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    now: now ?? Date.now,
    keeping: keeping ?? createMemoryKeeping().keeping,
  });
}
