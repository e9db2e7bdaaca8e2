import type { CrmContactId } from "../../../src/domain/ids.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { type FakeFate, type FakeRequest, nobodysAddress } from "../http-fake.ts";
import { createMemoryKeeping } from "../memory-keeping.ts";
import { createSalesforceFake, refusal } from "./salesforce-fake.ts";
import { salesforceWith } from "./salesforce-with.ts";

const fates: Readonly<Record<Fate, FakeFate>> = {
  busy: refusal(403, "REQUEST_LIMIT_EXCEEDED"),
  broken: refusal(500, "UNKNOWN_EXCEPTION"),
  invalid: refusal(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
  forbidden: refusal(400, "INSUFFICIENT_ACCESS_OR_READONLY"),
  lost: "lost",
  hangs: "hangs",
  garbled: "garbled",
};

async function createWorld(externalId: string | null): Promise<CrmWorld> {
  const fake = await createSalesforceFake();
  const nobody = await nobodysAddress();
  const ana = fake.add("User", {
    Name: "Ana Reyes",
    Email: "Ana@Flowers.example",
    IsActive: true,
    UserType: "Standard",
  });
  if (externalId !== null) fake.customFields.push({ name: externalId, externalId: true, length: 255 });
  const variables: Record<string, string> = externalId === null ? {} : { SALESFORCE_EXTERNAL_ID: externalId };
  // One and the same house: a start of it uses no token up.
  const { keeping } = createMemoryKeeping();
  const isOAuth = ({ path }: FakeRequest) => path === "/services/oauth2/token";
  const changes = (request: FakeRequest) => request.method !== "GET" && !isOAuth(request);
  const remove = (id: string | undefined) => {
    for (const row of fake.rows) row.isDeleted ||= row.Id === id;
  };
  return {
    crm: salesforceWith(fake.url, { variables, keeping }),
    user: { id: ana.Id, email: "ana@flowers.example" },
    put: ({ name, phones: [Phone], company }) => {
      const Account = company === undefined ? null : { Name: company };
      return fake.add("Contact", { Name: name, Phone, Account }).Id as CrmContactId;
    },
    removeContact: remove,
    removeLog: (reference) => remove(reference.split("/")[0]),
    logs: () =>
      fake.rows
        .filter(({ type, isDeleted }) => type === "Task" && !isDeleted)
        .map(({ fields }) => ({ contact: fields.WhoId as CrmContactId, words: String(fields.Description) })),
    contacts: () => fake.rows.filter(({ type }) => type === "Contact").length,
    next: (fate) => fake.next(fates[fate], changes),
    nextQuestion: (fate) => fake.next(fates[fate], (request) => !changes(request) && !isOAuth(request)),
    variant: (kind) => {
      if (kind === "hasty") return salesforceWith(fake.url, { variables, keeping, timeoutMs: 200 });
      if (kind === "unreachable") return salesforceWith(nobody, { variables });
      return salesforceWith(fake.url, { variables: { ...variables, SALESFORCE_REFRESH_TOKEN: "another" } });
    },
    stop: () => fake.stop(),
  };
}

describeCrmContract("salesforce", () => createWorld(null));
describeCrmContract("salesforce with an external id", () => createWorld("Threadline_Key__c"), {
  lists: true,
});
