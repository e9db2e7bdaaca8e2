/** An App Connect connector server, which opens every CRM that has such a connector. */
import type { Crm } from "../../bridge/contracts/crm.ts";
import { secret, variable, webAddress } from "../../lib/environment-fields.ts";
import { type CrmSurroundings, defineCrm, type Given } from "../define-crm.ts";
import { createAppConnectApi } from "./app-connect-api.ts";
import type { AppConnectSettings } from "./app-connect-settings.ts";
import { createContact } from "./create-contact.ts";
import { findContacts } from "./find-contacts.ts";
import { verifyServer } from "./verify-server.ts";
import { writeLog } from "./write-log.ts";

const named = { name: "app-connect", title: "App Connect" } as const;

export const appConnect = defineCrm({
  ...named,
  variables: {
    APP_CONNECT_URL: webAddress("https://crm.example.com"),
    APP_CONNECT_TOKEN: secret(),
    APP_CONNECT_CONTACT_TYPES: variable([], readTypes),
  },
  missing,
  configure: (env) => ({
    url: env.APP_CONNECT_URL ?? "",
    token: env.APP_CONNECT_TOKEN ?? "",
    contactTypes: env.APP_CONNECT_CONTACT_TYPES,
  }),
  create: (settings, surroundings) => createAppConnectCrm(settings, surroundings),
});

function createAppConnectCrm(settings: AppConnectSettings, surroundings: CrmSurroundings): Crm {
  const api = createAppConnectApi(settings, surroundings);
  return {
    ...named,
    capabilities: {
      form: "own",
      // The server renders it, for a CRM that we do not know.
      maxBody: Number.POSITIVE_INFINITY,
      contactTypes: settings.contactTypes,
      createsContacts: true,
      searchesNames: true,
      everyNumberKnown: false,
    },
    findContacts: (by) => findContacts(api, by),
    createContact: (contact) => createContact(api, contact),
    writeLog: (log, existing) => writeLog(api, log, existing),
    // Nothing there can be looked at. Nor does it make a key once: it looks for the key in its own table, has the CRM behind it make the
    // record, and only then keeps the key. Who asks twice meanwhile, or after it ended in between, has two records.
    findLog: async () => ({ kind: "absent" }),
    verify: () => verifyServer(settings, api),
  };
}

function missing(given: Given): string[] {
  const problems: string[] = [];
  if (given.APP_CONNECT_URL === undefined)
    problems.push("APP_CONNECT_URL is missing; set it to the address of your App Connect connector server.");
  if (given.APP_CONNECT_TOKEN === undefined)
    problems.push(
      "APP_CONNECT_TOKEN is missing; log in to the CRM in App Connect, and copy the token (JWT) of that session.",
    );
  return problems;
}

function readTypes(text: string) {
  const value = text.split(",").map((type) => ({ value: type.trim(), name: type.trim() }));
  return value.every((type) => type.value !== "")
    ? { value }
    : { problem: "must be the connector's kinds of contacts separated by commas, such as Contact,Lead." };
}
