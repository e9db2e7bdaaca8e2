/** `/contact` and `/custom/contact/search`. What was found by number is kept, and answered again without asking the CRM. */

import type { Person } from "../crm/entities.ts";
import { nationalDigits } from "../crm/numbers.ts";
import { asObject, type CrmAnswer, type CrmRequest, type Json } from "../crm/vendor.ts";
import { nameOf, viewPerson } from "../crm/views.ts";
import type { CrmWorld } from "../crm/world.ts";
import { failed, told } from "./tell.ts";

const createNew = { id: "createNewContact", name: "Create new contact...", isNewContact: true };

export function findContact(
  world: CrmWorld,
  kept: Map<string, readonly Json[]>,
  { query }: CrmRequest,
): CrmAnswer {
  // A plus that was not written as %2B.
  const number = (query.get("phoneNumber") ?? "").replace(" ", "+");
  const again = query.get("isForceRefreshAccountData") === "true";
  const known = again ? undefined : kept.get(number);
  if (known !== undefined) return told(true, null, { contact: known });
  const digits = nationalDigits(number);
  const found = world
    .shownPeople()
    .filter(({ phone, mobile }) =>
      [phone, mobile].some((one) => one !== null && nationalDigits(one) === digits),
    );
  const contact = [...found.map((person) => render(world, person, number)), createNew];
  if (found.length > 0) kept.set(number, contact);
  else kept.delete(number);
  return told(true, found.length > 0 ? null : "Contact not found", { contact });
}

export function searchByName(world: CrmWorld, { query }: CrmRequest): CrmAnswer {
  const words = (query.get("name") ?? "").toLowerCase();
  const found = world.shownPeople().filter((person) => nameOf(person).toLowerCase().includes(words));
  if (found.length === 0) return told(false, `No contact found with name ${words}`);
  return told(true, null, { contact: found.map((person) => render(world, person, person.phone ?? "")) });
}

export function createContact(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const { phoneNumber, newContactName, newContactType } = asObject(body);
  if (typeof phoneNumber !== "string" || typeof newContactName !== "string") return failed("createContact");
  const [firstName = "", ...rest] = newContactName.split(" ");
  const person = world.addPerson(
    {
      firstName,
      lastName: rest.join(" "),
      phone: phoneNumber,
      mobile: null,
      company: null,
      email: null,
      type: String(newContactType ?? "contact"),
    },
    world.lagMs,
  );
  return told(true, "Contact created.", { contact: { id: Number(person.id), name: nameOf(person) } });
}

function render(world: CrmWorld, person: Person, phone: string): Json {
  const deals = world.dealsOf(person.id).filter(({ closed }) => !closed);
  return {
    id: Number(person.id),
    name: nameOf(person),
    phone,
    createdDate: viewPerson(person).createdAt,
    mostRecentActivityDate: viewPerson(person).lastActivityAt,
    organization: person.company ?? "",
    additionalInfo:
      deals.length === 0 ? {} : { deals: deals.map(({ id, name }) => ({ const: id, title: name })) },
    type: "contact",
  };
}
