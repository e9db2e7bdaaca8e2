import { Agent } from "undici";
import { createHubspotCrm } from "../../../src/crm/hubspot/hubspot-crm.ts";
import type { CrmContactId } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { type FakeFate, nobodysAddress } from "../http-fake.ts";
import { createFakeHubspot, error, token } from "./fake-hubspot.ts";

describeCrmContract("HubSpot", createHubspotWorld);

const call = createCall(new Agent());

const fates: Record<Fate, FakeFate> = {
  busy: error(429, "RATE_LIMITS", { policyName: "SECONDLY", errorType: "RATE_LIMIT" }),
  broken: { status: 502, body: "<html>Bad gateway: (202) 555-0143, the tulips are on the balcony</html>" },
  lost: "lost",
  hangs: "hangs",
  garbled: "garbled",
  invalid: error(400, "VALIDATION_ERROR"),
  forbidden: error(403, "MISSING_SCOPES"),
};

async function createHubspotWorld(): Promise<CrmWorld> {
  const fake = await createFakeHubspot();
  const nobody = await nobodysAddress();
  const crmWith = (change: object) =>
    createHubspotCrm({ accessToken: token, apiUrl: fake.http.url, call, now: Date.now, ...change });
  let count = 0;
  const isChange = (path: string) => /\/objects\/(contacts|communications)(\/\d+)?$/.test(path);
  return {
    crm: crmWith({}),
    user: { id: "41", email: "ana@example.com" },
    put({ name, phones, company }) {
      count += 1;
      const [firstname = "", ...rest] = name.split(" ");
      const [phone = "", mobilephone = ""] = count % 2 === 0 ? ["", ...phones] : phones;
      const properties = { firstname, lastname: rest.join(" "), phone, mobilephone, company: company ?? "" };
      fake.contacts.set(String(count), { id: String(count), properties });
      return String(count) as CrmContactId;
    },
    removeContact: (id) => void fake.contacts.delete(id),
    removeLog: (reference) => void fake.communications.delete(reference),
    logs: () =>
      [...fake.communications.values()].map(({ properties, standsOn }) => ({
        contact: standsOn.contact?.[0] as CrmContactId,
        words: properties.hs_communication_body ?? "",
      })),
    contacts: () => fake.contacts.size,
    next: (fate) => fake.http.next(fates[fate], ({ method, path }) => method !== "GET" && isChange(path)),
    nextQuestion: (fate) => fake.http.next(fates[fate]),
    variant(kind) {
      if (kind === "hasty") return crmWith({ timeoutMs: 250 });
      return crmWith(kind === "unreachable" ? { apiUrl: nobody } : { accessToken: "wrong" });
    },
    stop: fake.http.stop,
  };
}
