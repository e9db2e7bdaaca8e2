/** `/crm/v3/objects/contacts`, and what stands on a contact. */
import type { Person } from "../crm/entities.ts";
import type { CrmAnswer, CrmRequest } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { askedIn } from "./communications.ts";
import { invalidProperty, notFound, refuse } from "./errors.ts";
import { checkProperties, renderObject } from "./objects.ts";
import { contactProperties, iso, personOf, propertiesOfContact } from "./properties.ts";

const usual = ["firstname", "lastname", "email"];
/** From a contact to what stands on it. */
const LABELS: Readonly<Record<string, number>> = { communications: 82, deals: 4, tickets: 15, companies: 1 };

export function createContact(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const checked = checkProperties(body, contactProperties);
  if (!checked.ok) return checked.answer;
  const { email, hubspot_owner_id: owner } = checked.properties;
  if (owner != null && !world.users.has(owner))
    return invalidProperty("hubspot_owner_id", "INVALID_OWNER_ID", `The owner ${owner} does not exist`);
  if (email != null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return invalidProperty("email", "INVALID_EMAIL", `Email address ${email} is invalid`);
  const same = [...world.people.values()].find(
    (one) => email != null && one.gone === null && one.email === email,
  );
  if (same !== undefined) return refuse(409, "CONFLICT", `Contact already exists. Existing ID: ${same.id}`);
  const person = world.addPerson(personOf(checked.properties), world.lagMs);
  return { status: 201, body: render(person, Object.keys(propertiesOfContact(person))) };
}

/** By the id of one that was merged: the one that it was merged into. */
export function readContact(world: CrmWorld, id: string, { query }: CrmRequest): CrmAnswer {
  const person = world.person(id);
  return person === null ? notFound(id) : { status: 200, body: render(person, askedIn(query)) };
}

/** `GET /crm/v4/objects/contacts/{id}/associations/{type}` */
export function listAssociated(world: CrmWorld, id: string, type: string, { query }: CrmRequest): CrmAnswer {
  const person = world.person(id);
  const label = LABELS[type] ?? LABELS[`${type}s`];
  if (person === null) return notFound(id);
  if (label === undefined)
    return refuse(400, "VALIDATION_ERROR", `Unable to infer object type from: ${type}`);
  const limit = Math.min(Number(query.get("limit") ?? 500), 500);
  const after = Number(query.get("after") ?? 0);
  const all = associatedWith(world, person.id, type);
  const next = after + limit;
  return {
    status: 200,
    body: {
      results: all.slice(after, next).map((one) => ({
        toObjectId: Number(one),
        associationTypes: [
          {
            category: "HUBSPOT_DEFINED",
            typeId: label,
            label: label === LABELS.companies ? "Primary" : null,
          },
        ],
      })),
      ...(next < all.length ? { paging: { next: { after: String(next) } } } : {}),
    },
  };
}

function associatedWith(world: CrmWorld, contact: string, type: string): string[] {
  if (type.startsWith("communication")) return world.shownRecords(contact).map((record) => record.id);
  const kind = type === "companies" ? "company" : type.replace(/s$/, "");
  return world
    .dealsOf(contact)
    .filter((deal) => deal.kind === kind)
    .map((deal) => deal.id);
}

function render(person: Person, asked: readonly string[] | null) {
  const [createdAt, updatedAt] = [iso(person.createdAt), iso(person.changedAt)];
  const properties = propertiesOfContact(person);
  return renderObject({ id: person.id, properties, createdAt, updatedAt }, asked, usual);
}
