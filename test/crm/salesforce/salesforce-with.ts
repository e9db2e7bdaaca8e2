import { Agent } from "undici";
import type { Crm, CrmKeeping } from "../../../src/bridge/contracts/crm.ts";
import type { Access } from "../../../src/crm/access.ts";
import type { CrmSurroundings } from "../../../src/crm/define-crm.ts";
import { salesforce } from "../../../src/crm/salesforce/salesforce.ts";
import { createSalesforceAccess } from "../../../src/crm/salesforce/salesforce-access.ts";
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
export function salesforceWith(url: string, { variables, ...given }: SalesforceGiven = {}): Crm {
  const settings = salesforce.configure({
    SALESFORCE_LOGIN_URL: url,
    SALESFORCE_CLIENT_ID: "client-1",
    SALESFORCE_REFRESH_TOKEN: "refresh-0",
    ...variables,
  });
  return salesforce.create(settings, surroundingsOf(given));
}

/** What lets it in by the same token, alone. */
export function accessWith(loginUrl: string, given: Omit<SalesforceGiven, "variables">): Access {
  const entry = { kind: "refreshed", refreshToken: "refresh-0" } as const;
  const rest = { clientSecret: null, apiVersion: "62.0", externalId: null };
  return createSalesforceAccess({ loginUrl, clientId: "client-1", entry, ...rest }, surroundingsOf(given));
}

function surroundingsOf({ keeping, timeoutMs, now }: SalesforceGiven): CrmSurroundings {
  return {
    call: (address, request) =>
      call(address, { ...request, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
    now: now ?? Date.now,
    keeping: keeping ?? createMemoryKeeping().keeping,
  };
}
