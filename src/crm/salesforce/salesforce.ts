/** Salesforce: a record is a completed task of the contact or lead. */
import { createPrivateKey } from "node:crypto";
import type { Crm } from "../../bridge/contracts/crm.ts";
import { plainText, secret, variable, webAddress } from "../../lib/environment-fields.ts";
import { type CrmSurroundings, defineCrm, type Given } from "../define-crm.ts";
import { keyMarkerRoom } from "../key-marker.ts";
import { createSparingChecks } from "../sparing-checks.ts";
import { createPerson } from "./create-person.ts";
import { findPeople } from "./find-people.ts";
import { findTask } from "./find-task.ts";
import { listRelated } from "./list-related.ts";
import { listUsers } from "./list-users.ts";
import { createSalesforceApi } from "./salesforce-api.ts";
import type { SalesforceEntry, SalesforceSettings } from "./salesforce-settings.ts";
import { verifyOrg, verifyRights } from "./verify-org.ts";
import { writeTask } from "./write-task.ts";

const named = { name: "salesforce", title: "Salesforce" } as const;

/** A task's description. */
const longestDescription = 32_000;

export const salesforce = defineCrm({
  ...named,
  variables: {
    SALESFORCE_LOGIN_URL: webAddress("https://login.salesforce.com"),
    SALESFORCE_CLIENT_ID: secret(),
    SALESFORCE_CLIENT_SECRET: secret(),
    SALESFORCE_PRIVATE_KEY: variable(null, readPrivateKey),
    SALESFORCE_USERNAME: plainText(null),
    SALESFORCE_REFRESH_TOKEN: secret(),
    SALESFORCE_API_VERSION: variable("62.0", readVersion),
    SALESFORCE_EXTERNAL_ID: variable(null, readFieldName),
  },
  missing,
  configure: (env) => ({
    loginUrl: env.SALESFORCE_LOGIN_URL ?? "https://login.salesforce.com",
    clientId: env.SALESFORCE_CLIENT_ID ?? "",
    clientSecret: env.SALESFORCE_CLIENT_SECRET,
    entry: entryOf(env.SALESFORCE_PRIVATE_KEY, env.SALESFORCE_USERNAME, env.SALESFORCE_REFRESH_TOKEN),
    apiVersion: env.SALESFORCE_API_VERSION,
    externalId: env.SALESFORCE_EXTERNAL_ID,
  }),
  create: (settings, surroundings) => createSalesforceCrm(settings, surroundings),
});

function createSalesforceCrm(settings: SalesforceSettings, surroundings: CrmSurroundings): Crm {
  const api = createSalesforceApi(settings, surroundings);
  const { externalId } = settings;
  const rights = createSparingChecks(surroundings.now, () => verifyRights(settings, api));
  return {
    ...named,
    capabilities: {
      form: "text",
      maxBody: longestDescription - keyMarkerRoom,
      contactTypes: [
        { value: "Contact", name: "Contact" },
        { value: "Lead", name: "Lead" },
      ],
      createsContacts: true,
      searchesNames: true,
      everyNumberKnown: false,
    },
    findContacts: (by) => findPeople(api, by),
    createContact: (contact) => createPerson(api, contact),
    writeLog: (log, existing) => writeTask(api, externalId, log, existing),
    // By its key it is made once, however often it is written.
    ...(externalId === null
      ? { findLog: (key, part, contact) => findTask(api, { key, part, contact }) }
      : {}),
    listAssociations: (contact) => listRelated(api, contact),
    listUsers: () => listUsers(api),
    freeIn: api.freeIn,
    verify: () => verifyOrg(settings, api, rights),
  } satisfies Crm;
}

/** With both, the key: it lets in as often as one likes. */
function entryOf(
  privateKey: string | null,
  username: string | null,
  refreshToken: string | null,
): SalesforceEntry {
  if (privateKey !== null && username !== null) return { kind: "signed", privateKey, username };
  return { kind: "refreshed", refreshToken: refreshToken ?? "" };
}

function missing(given: Given): string[] {
  const problems: string[] = [];
  if (given.SALESFORCE_CLIENT_ID === undefined)
    problems.push(
      "SALESFORCE_CLIENT_ID is missing; copy the consumer key of the app that you made for Threadline in Salesforce.",
    );
  if (given.SALESFORCE_PRIVATE_KEY === undefined && given.SALESFORCE_REFRESH_TOKEN === undefined)
    problems.push(
      "SALESFORCE_REFRESH_TOKEN (or SALESFORCE_PRIVATE_KEY with SALESFORCE_USERNAME) is missing; set one of the two, as docs/crm.md says.",
    );
  if (given.SALESFORCE_PRIVATE_KEY !== undefined && given.SALESFORCE_USERNAME === undefined)
    problems.push(
      "SALESFORCE_USERNAME is missing; set it to the login name of the user in whose name SALESFORCE_PRIVATE_KEY lets us in.",
    );
  return problems;
}

/** As it lies in its file, or on one row: with \n between its rows, or in base64 as a whole. */
function readPrivateKey(text: string) {
  const problem =
    "must be an RSA private key in PEM form, on one row with \\n between its rows, or the whole file in base64.";
  const pem = text.includes("-----BEGIN")
    ? text.replaceAll("\\n", "\n")
    : Buffer.from(text, "base64").toString();
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa" ? { value: pem } : { problem };
  } catch {
    return { problem };
  }
}

/** Older ones do not say which task they wrote. */
const oldestVersion = 46;

function readVersion(text: string) {
  const [, number = "0"] = /^v?(\d{2,3})(\.0)?$/.exec(text) ?? [];
  return Number(number) < oldestVersion
    ? { problem: `must be a version of its API from ${oldestVersion}.0 on, such as 62.0.` }
    : { value: `${number}.0` };
}

function readFieldName(text: string) {
  return /^[A-Za-z]\w*__c$/.test(text)
    ? { value: text }
    : { problem: "must be the API name of a custom field of tasks, such as Threadline_Key__c." };
}
