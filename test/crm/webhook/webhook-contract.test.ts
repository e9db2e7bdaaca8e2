import { Agent } from "undici";
import { createWebhookCrm } from "../../../src/crm/webhook/webhook-crm.ts";
import type { CrmContactId } from "../../../src/domain/ids.ts";
import { createCall } from "../../../src/lib/call.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { type FakeFate, nobodysAddress } from "../http-fake.ts";
import { createReceiver } from "./receiver.ts";

// Whether credentials work shows with the first record.
describeCrmContract("A webhook", createWebhookWorld, {
  deleting: true,
  credentials: true,
  garbled: true,
  strangers: true,
  creating: true,
  names: true,
  owners: true,
  lists: true,
});

const call = createCall(new Agent());
const key = Buffer.alloc(32, 7);
const echo = { error: "the tulips are on the balcony for (202) 555-0143" };

const fates: Record<Fate, FakeFate> = {
  busy: { status: 429, headers: { "retry-after": "3" }, body: echo },
  broken: { status: 503, body: echo },
  lost: "lost",
  hangs: "hangs",
  garbled: "garbled",
  invalid: { status: 422, body: echo },
  forbidden: { status: 403, body: echo },
};

async function createWebhookWorld(): Promise<CrmWorld> {
  const receiver = await createReceiver(`whsec_${key.toString("base64")}`);
  const nobody = await nobodysAddress();
  const crmWith = (change: object) =>
    createWebhookCrm({
      url: `${receiver.http.url}/in?key=k`,
      secrets: [key],
      call,
      now: Date.now,
      ...change,
    });
  return {
    crm: crmWith({}),
    user: null,
    put: ({ phones: [phone = ""] }) => phone as CrmContactId,
    removeContact: () => {},
    removeLog: () => {},
    logs: () =>
      [...receiver.records.values()].map(({ data }) => ({
        contact: data.contact.address as CrmContactId,
        words: `${data.text}`,
      })),
    contacts: () => 0,
    next: (fate) => receiver.http.next(fates[fate]),
    nextQuestion: (fate) => receiver.http.next(fates[fate]),
    variant(kind) {
      if (kind === "hasty") return crmWith({ timeoutMs: 250 });
      return kind === "unreachable" ? crmWith({ url: nobody }) : null;
    },
    stop: receiver.http.stop,
  };
}
