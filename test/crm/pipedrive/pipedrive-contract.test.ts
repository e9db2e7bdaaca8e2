import type { CrmContactId } from "../../../src/domain/ids.ts";
import { type CrmWorld, describeCrmContract, type Fate } from "../crm-contract.ts";
import { type FakeFate, type FakeRequest, nobodysAddress } from "../http-fake.ts";
import { createPipedriveFake, personOf, refusal } from "./pipedrive-fake.ts";
import { pipedriveWith } from "./pipedrive-with.ts";

const fates: Readonly<Record<Fate, FakeFate>> = {
  busy: {
    ...refusal(429, "ERR_RATE_LIMIT"),
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "2" },
  },
  broken: refusal(500, "ERR_INTERNAL"),
  invalid: refusal(400, "ERR_BAD_REQUEST"),
  forbidden: refusal(403, "ERR_FORBIDDEN"),
  lost: "lost",
  hangs: "hangs",
  garbled: "garbled",
};

async function createWorld(): Promise<CrmWorld> {
  const fake = await createPipedriveFake();
  const nobody = await nobodysAddress();
  const user = { id: 7, name: "Ana Reyes", email: "Ana@Flowers.example", active: true };
  fake.users.push(user);
  let count = 0;
  const changes = ({ method }: FakeRequest) => method !== "GET";
  return {
    crm: pipedriveWith(fake.url),
    user: { id: "7", email: "ana@flowers.example" },
    put: ({ name, phones, company }) => {
      count += 1;
      fake.persons.push(personOf(count, { name, phones, company: company ?? null }));
      return String(count) as CrmContactId;
    },
    removeContact: (contact) => {
      for (const person of fake.persons) person.isDeleted ||= String(person.id) === contact;
    },
    removeLog: (reference) => {
      const at = fake.activities.findIndex(({ id }) => reference.startsWith(`${id}/`));
      fake.activities.splice(at, 1);
    },
    logs: () =>
      fake.activities.map(({ fields }) => ({
        contact: String((fields.participants as { person_id: number }[])[0]?.person_id) as CrmContactId,
        words: String(fields.note),
      })),
    contacts: () => fake.persons.length,
    next: (fate) => fake.next(fates[fate], changes),
    nextQuestion: (fate) => fake.next(fates[fate], (request) => !changes(request)),
    variant: (kind) =>
      pipedriveWith(kind === "unreachable" ? nobody : fake.url, {
        token: kind === "wrongCredentials" ? "another" : "pd-token",
        ...(kind === "hasty" ? { timeoutMs: 200 } : {}),
      }),
    stop: () => fake.stop(),
  };
}

describeCrmContract("pipedrive", createWorld);
