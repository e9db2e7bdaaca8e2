/** The sandbox's HubSpot was built from the same documents by itself: what is logged to it has to stand there, too. */
import { Agent } from "undici";
import { createHubspotCrm } from "../../../src/crm/hubspot/hubspot-crm.ts";
import type { CrmContactId } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { startCrm } from "../../../src/sandbox/crm/start-crm.ts";
import type { CrmCall, CrmMisbehaviour } from "../../../src/sandbox/crm/types/misbehaviour.ts";
import { hubspot } from "../../../src/sandbox/hubspot/hubspot.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { nobodysAddress } from "../http-fake.ts";

describeCrmContract("HubSpot in the sandbox", createSandboxWorld);

const call = createCall(new Agent());

const fates: Record<Fate, Omit<CrmMisbehaviour, "match">> = {
  busy: { kind: "fail", status: 429 },
  broken: { kind: "fail", status: 500 },
  lost: { kind: "dropAnswer" },
  hangs: { kind: "hold" },
  garbled: { kind: "garble", body: "<html>Are you at home?</html>" },
  invalid: { kind: "fail", status: 400 },
  forbidden: { kind: "fail", status: 403 },
};

async function createSandboxWorld(): Promise<CrmWorld> {
  const crm = await startCrm(hubspot, { limits: "off", lagMs: 0 });
  const nobody = await nobodysAddress();
  const { control } = crm;
  const { HUBSPOT_ACCESS_TOKEN: accessToken = "", HUBSPOT_API_URL: apiUrl = "" } = crm.environment;
  const crmWith = (change: object) =>
    createHubspotCrm({ accessToken, apiUrl, call, now: Date.now, ...change });
  const next = (calls: readonly CrmCall[], fate: Fate) => {
    for (const match of calls) control.misbehave({ match, ...fates[fate] });
  };
  const user = control.addUser({ name: "Ana Reyes", email: "Ana@example.com" });
  let count = 0;
  return {
    crm: crmWith({}),
    user: { id: user, email: "ana@example.com" },
    put({ name, phones: [first = "", second], company }) {
      count += 1;
      const phones = count % 2 === 0 ? { mobile: first } : { phone: first };
      const more = { ...(second && { mobile: second }), ...(company && { company }) };
      return control.putContact({ name, ...phones, ...more }).id as CrmContactId;
    },
    removeContact: (id) => control.deleteContact(id),
    removeLog: (reference) => control.deleteRecord(reference),
    logs: () =>
      control.records().map(({ contact, body }) => ({ contact: contact as CrmContactId, words: body })),
    contacts: () => control.contacts().length,
    next: (fate) => next(["createContact", "createRecord"], fate),
    nextQuestion: (fate) => next(["search"], fate),
    variant(kind) {
      if (kind === "hasty") return crmWith({ timeoutMs: 250 });
      return crmWith(kind === "unreachable" ? { apiUrl: nobody } : { accessToken: "wrong" });
    },
    stop: crm.stop,
  };
}
