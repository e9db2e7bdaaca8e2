import type { Crm } from "../../bridge/contracts/crm.ts";
import { createContact } from "./create-contact.ts";
import { findContacts } from "./find-contacts.ts";
import { findLog } from "./find-log.ts";
import { createHubspotApi, type HubspotSettings } from "./hubspot-api.ts";
import { listAssociations } from "./list-associations.ts";
import { listUsers } from "./list-users.ts";
import { createPortal } from "./portal.ts";
import { verifyAccount } from "./verify-account.ts";
import { longestBody, writeLog } from "./write-log.ts";

/** Logs are communications of the channel SMS, on the contact's timeline. */
export function createHubspotCrm(settings: HubspotSettings): Crm {
  const api = createHubspotApi(settings);
  const portal = createPortal(api);
  return {
    name: "hubspot",
    title: "HubSpot",
    capabilities: {
      form: "html",
      maxBody: longestBody,
      contactTypes: [],
      createsContacts: true,
      searchesNames: true,
      everyNumberKnown: false,
    },
    findContacts: (by) => findContacts(api, by),
    createContact: (contact) => createContact(api, contact),
    writeLog: (log, existing) => writeLog({ api, portal }, log, existing),
    findLog: (key, part, contact) => findLog({ api, portal }, key, part, contact),
    listAssociations: (contact) => listAssociations(api, contact),
    listUsers: () => listUsers(api),
    freeIn: api.freeIn,
    verify: () => verifyAccount(api),
  };
}
