/** The sandbox's CRMs were built from the same documents by themselves: what is logged to them has to stand there, too. */
import { Agent } from "undici";
import type { Crm } from "../../src/bridge/contracts/crm.ts";
import { contactIdOf } from "../../src/crm/app-connect/contact-id.ts";
import { crmDefinitions } from "../../src/crm/index.ts";
import type { CrmContactId } from "../../src/domain/ids.ts";
import { createCall } from "../../src/lib/call.ts";
import { appConnect } from "../../src/sandbox/app-connect/app-connect.ts";
import { startCrm } from "../../src/sandbox/crm/start-crm.ts";
import type { CrmCall, CrmMisbehaviour } from "../../src/sandbox/crm/types/misbehaviour.ts";
import type { CrmVendorDefinition } from "../../src/sandbox/crm/vendor.ts";
import { hubspot } from "../../src/sandbox/hubspot/hubspot.ts";
import { pipedrive } from "../../src/sandbox/pipedrive/pipedrive.ts";
import { salesforce, salesforceOf } from "../../src/sandbox/salesforce/salesforce.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "./crm-contract.ts";
import { nobodysAddress } from "./http-fake.ts";
import { createMemoryKeeping } from "./memory-keeping.ts";

const call = createCall(new Agent());
const fates: Readonly<Record<Fate, Omit<CrmMisbehaviour, "match">>> = {
  busy: { kind: "fail", status: 429 },
  broken: { kind: "fail", status: 500 },
  lost: { kind: "dropAnswer" },
  hangs: { kind: "hold" },
  garbled: { kind: "garble", body: "<html>Are you at home?</html>" },
  invalid: { kind: "fail", status: 400 },
  forbidden: { kind: "fail", status: 403 },
};

interface Peculiar {
  /** Where it is, in the environment, and what lets in. */
  readonly address: string;
  readonly secret: string;
  /** Its own id of a contact is so in ours. */
  readonly idOf?: (id: string) => string;
  readonly listsUsers?: boolean;
}

async function createWorld(definition: CrmVendorDefinition, peculiar: Peculiar): Promise<CrmWorld> {
  const { address, secret, idOf = (id) => id, listsUsers = true } = peculiar;
  const standIn = await startCrm(definition, { limits: "off", lagMs: 0 });
  const nobody = await nobodysAddress();
  const { control, environment } = standIn;
  const { keeping } = createMemoryKeeping();
  const crmWith = (change: Readonly<Record<string, string>>, kept = keeping, timeoutMs?: number): Crm => {
    const own = crmDefinitions.find(({ name }) => name === definition.name);
    if (own === undefined) throw new Error(`there is no CRM ${definition.name}`);
    return own.create(own.configure({ ...environment, ...change }), {
      call: (url, request) => call(url, { ...request, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
      now: Date.now,
      keeping: kept,
    });
  };
  const next = (calls: readonly CrmCall[], fate: Fate) => {
    for (const match of calls) control.misbehave({ match, ...fates[fate] });
  };
  const user = control.addUser({ name: "Ana Reyes", email: "Ana@example.com" });
  const known = new Map<string, string>();
  const asOurs = (id: string | null) => (known.get(id ?? "") ?? id) as CrmContactId;
  return {
    crm: crmWith({}),
    user: listsUsers ? { id: user, email: "ana@example.com" } : null,
    put({ name, phones: [first = ""], company }) {
      const number = known.size % 2 === 0 ? { mobile: first } : { phone: first };
      const more = { ...number, ...(company && { company }) };
      const { id } = control.putContact({ name, ...more });
      known.set(id, idOf(id));
      return asOurs(id);
    },
    removeContact: (id) => control.deleteContact([...known].find(([, ours]) => ours === id)?.[0] ?? id),
    removeLog: (reference) => control.deleteRecord(reference.split("/")[0] ?? ""),
    logs: () => control.records().map(({ contact, body }) => ({ contact: asOurs(contact), words: body })),
    contacts: () => control.contacts().length,
    next: (fate) => next(["createContact", "createRecord"], fate),
    nextQuestion: (fate) => next(["search"], fate),
    variant(kind) {
      if (kind === "hasty") return crmWith({}, keeping, 250);
      const change = kind === "unreachable" ? { [address]: nobody } : { [secret]: "a.b.c" };
      return crmWith(change, createMemoryKeeping().keeping);
    },
    stop: standIn.stop,
  };
}

describeCrmContract("HubSpot in the sandbox", () =>
  createWorld(hubspot, { address: "HUBSPOT_API_URL", secret: "HUBSPOT_ACCESS_TOKEN" }),
);
const inSalesforce = { address: "SALESFORCE_LOGIN_URL", secret: "SALESFORCE_REFRESH_TOKEN" };
describeCrmContract("Salesforce in the sandbox", () => createWorld(salesforce, inSalesforce));
describeCrmContract(
  "Salesforce with an external id in the sandbox",
  () => createWorld(salesforceOf({ externalId: true }), inSalesforce),
  { lists: true },
);
describeCrmContract("Pipedrive in the sandbox", () =>
  createWorld(pipedrive, { address: "PIPEDRIVE_API_URL", secret: "PIPEDRIVE_API_TOKEN" }),
);
describeCrmContract(
  "App Connect in the sandbox",
  () =>
    createWorld(appConnect, {
      address: "APP_CONNECT_URL",
      secret: "APP_CONNECT_TOKEN",
      idOf: (id) => contactIdOf(Number(id)),
      listsUsers: false,
    }),
  { deleting: true, notations: true, owners: true, limit: true, lists: true, keys: true },
);
