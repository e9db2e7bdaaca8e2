import { contactIdOf } from "../../../src/crm/app-connect/contact-id.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { type FakeFate, type FakeRequest, nobodysAddress } from "../http-fake.ts";
import { createAppConnectFake, refusal } from "./app-connect-fake.ts";
import { appConnectWith } from "./app-connect-with.ts";

const fates: Readonly<Record<Fate, FakeFate>> = {
  busy: refusal("Rate limit exceeded"),
  broken: { status: 500, body: "Internal Server Error" },
  invalid: refusal("No activity of the kind SMS for the tulips are on the balcony, +12025550143"),
  forbidden: refusal("Authorization error"),
  lost: "lost",
  hangs: "hangs",
  garbled: "garbled",
};

async function createWorld(): Promise<CrmWorld> {
  const fake = await createAppConnectFake();
  const nobody = await nobodysAddress();
  const token = fake.token(13 * 24 * 3600);
  let count = 0;
  const changes = ({ method }: FakeRequest) => method !== "GET";
  return {
    crm: appConnectWith(fake.url, token),
    user: null,
    put: ({ name, phones: [phone = null], company = null }) => {
      count += 1;
      fake.contacts.push({ id: 500 + count, name, type: "contact", phone, company });
      return contactIdOf(500 + count);
    },
    removeContact: () => undefined,
    removeLog: () => undefined,
    logs: () =>
      fake.records.map(({ contactId, body }) => ({
        contact: contactIdOf(contactId as number),
        words: body,
      })),
    contacts: () => fake.contacts.length,
    next: (fate) => fake.next(fates[fate], changes),
    nextQuestion: (fate) => fake.next(fates[fate], (request) => !changes(request)),
    variant: (kind) => {
      if (kind === "hasty") return appConnectWith(fake.url, token, { timeoutMs: 200 });
      return kind === "unreachable" ? appConnectWith(nobody, token) : appConnectWith(fake.url, `${token}x`);
    },
    stop: () => fake.stop(),
  };
}

describeCrmContract("app-connect", createWorld, {
  deleting: true,
  owners: true,
  limit: true,
  lists: true,
  keys: true,
});
