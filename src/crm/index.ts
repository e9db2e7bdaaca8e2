/** The registry of CRMs: the only place that knows them all. A new one is a folder beside this file, and a line here. */
import type { Crm } from "../bridge/contracts/crm.ts";
import { NoAnswer } from "../lib/call.ts";
import { capitalized } from "../lib/capitalized.ts";
import { appConnect } from "./app-connect/app-connect.ts";
import type { ChosenCrm, CrmDefinition, CrmSurroundings } from "./define-crm.ts";
import { hubspot } from "./hubspot/hubspot.ts";
import { local } from "./local/local.ts";
import { pipedrive } from "./pipedrive/pipedrive.ts";
import { salesforce } from "./salesforce/salesforce.ts";
import { webhook } from "./webhook/webhook.ts";

/** The first is the one that is used where none is chosen. */
export const crmDefinitions: readonly CrmDefinition[] = [
  local,
  hubspot,
  salesforce,
  pipedrive,
  webhook,
  appConnect,
];

/** The chosen one. Opens no connection. */
export function createCrm(
  definitions: readonly CrmDefinition[],
  { name, settings }: ChosenCrm,
  surroundings: CrmSurroundings,
): Crm {
  const definition = definitions.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`there is no CRM ${name}`);
  return definition.create(settings, surroundings);
}

/** As people write it, also of one that is not in use; of one that is not known any more its name is all there is. */
export function crmTitle(definitions: readonly CrmDefinition[], name: string): string {
  return definitions.find((one) => one.name === name)?.title ?? capitalized(name);
}

/** What is known of the chosen one without asking it anything. */
export function logsTo(
  definitions: readonly CrmDefinition[],
  chosen: ChosenCrm,
): Pick<Crm, "title"> & Pick<Crm["capabilities"], "contactTypes"> {
  const { title, capabilities } = createCrm(definitions, chosen, nowhere);
  return { title, contactTypes: capabilities.contactTypes };
}

const nowhere: CrmSurroundings = {
  call: () => Promise.reject(new NoAnswer("not asked", false)),
  now: () => 0,
  keeping: {
    readToken: async () => null,
    keepToken: async () => {},
    replaceToken: async () => false,
    findOwn: async () => ({ contacts: [], more: false }),
    nameOwn: () => Promise.reject(new NoAnswer("not asked", false)),
    putLog: async () => {},
  },
};
