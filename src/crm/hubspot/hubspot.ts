/** HubSpot, as the registry knows it. */
import { secret, webAddress } from "../../lib/environment-fields.ts";
import { defineCrm } from "../define-crm.ts";
import { createHubspotCrm } from "./hubspot-crm.ts";

const variables = {
  HUBSPOT_ACCESS_TOKEN: secret(),
  HUBSPOT_API_URL: webAddress("http://127.0.0.1:8082"),
};

export const hubspot = defineCrm({
  name: "hubspot",
  title: "HubSpot",
  variables,
  missing: (given) =>
    given.HUBSPOT_ACCESS_TOKEN === undefined
      ? [
          "HUBSPOT_ACCESS_TOKEN is missing; make a private app in HubSpot (Settings, Integrations) and copy its access token.",
        ]
      : [],
  configure: (env) => ({
    accessToken: env.HUBSPOT_ACCESS_TOKEN ?? "",
    /** Without a slash at its end. Null: HubSpot's own. */
    apiUrl: env.HUBSPOT_API_URL,
  }),
  create: ({ accessToken, apiUrl }, { call, now }) =>
    createHubspotCrm({ accessToken, ...(apiUrl === null ? {} : { apiUrl }), call, now }),
});
