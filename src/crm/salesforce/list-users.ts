import { z } from "zod";
import type { CrmUser } from "../../bridge/contracts/crm.ts";
import type { SalesforceApi } from "./salesforce-api.ts";

const user = z.object({ Id: z.string(), Name: z.string().nullish(), Email: z.string().nullish() });

/** Those who are active and work there: customers and partners who log in own no tasks. Throws `CrmError`. */
export async function listUsers(api: SalesforceApi): Promise<CrmUser[]> {
  const soql = "SELECT Id, Name, Email FROM User WHERE IsActive = true AND UserType = 'Standard' LIMIT 2000";
  return (await api.query(soql, user)).map(({ Id, Name, Email }) => ({
    id: Id,
    name: Name ?? "",
    email: Email?.toLowerCase() ?? null,
  }));
}
