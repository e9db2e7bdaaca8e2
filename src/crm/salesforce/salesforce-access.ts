/** How Salesforce lets us in: by what a key signed, or by a refresh token. */
import { type Access, type Pass, renewedAccess } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import { createRefreshedAccess } from "./refreshed-access.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";
import { signAssertion } from "./sign-assertion.ts";
import { askForToken, passOf } from "./token-endpoint.ts";

export function createSalesforceAccess(settings: SalesforceSettings, surroundings: CrmSurroundings): Access {
  const { clientId, loginUrl, entry } = settings;
  if (entry.kind === "refreshed") return createRefreshedAccess(settings, surroundings, entry.refreshToken);
  const { privateKey, username } = entry;
  return renewedAccess(async (): Promise<Pass> => {
    const given = await askForToken(settings, surroundings, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: signAssertion({ clientId, username, loginUrl }, privateKey, surroundings.now()),
    });
    return passOf({ accessToken: given.access_token, instanceUrl: given.instance_url });
  });
}
