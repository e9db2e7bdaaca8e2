/** `/api/v2/persons`: looked for, made, read. Who was deleted is still told, and says so. */
import type { Person } from "../crm/entities.ts";
import { digits } from "../crm/numbers.ts";
import { asList, asObject, type CrmAnswer, type CrmRequest } from "../crm/vendor.ts";
import { nameOf } from "../crm/views.ts";
import type { CrmWorld } from "../crm/world.ts";
import { data, invalid, notFound, page } from "./answers.ts";

export function searchPersons(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const { query } = request;
  const term = (query.get("term") ?? "").trim();
  const isExact = query.get("exact_match") === "true";
  const fields = (query.get("fields") ?? "name,phone,email").split(",");
  if (term.length < (isExact ? 1 : 2)) return invalid("term is too short");
  const matches = (held: string, wanted: string) => (isExact ? held === wanted : held.includes(wanted));
  const found = world.shownPeople().filter((person) => {
    const words = term.toLowerCase();
    const isNamed = fields.includes("name") && matches(nameOf(person).toLowerCase(), words);
    const wanted = digits(term);
    const isCalled = wanted !== "" && phonesOf(person).some((phone) => matches(digits(phone), wanted));
    const isMailed = fields.includes("email") && matches(person.email?.toLowerCase() ?? "", words);
    return isNamed || (fields.includes("phone") && isCalled) || isMailed;
  });
  return page(found.map(renderFound), request, (items) => ({ items }));
}

export function readPersons(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const ids = request.query.get("ids")?.split(",") ?? null;
  const all = [...world.people.values()].filter(
    ({ gone, id }) => gone === null && (ids === null || ids.includes(id)),
  );
  return page(
    all.map((person) => render(world, person)),
    request,
  );
}

export function readPerson(world: CrmWorld, id: string): CrmAnswer {
  const person = world.people.get(id);
  return person === undefined ? notFound("Person") : data(render(world, person));
}

export function createPerson(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const { name, phones, emails, owner_id: owner, add_time: _, ...others } = asObject(body);
  if (typeof name !== "string" || name.trim() === "") return invalid("name: is required");
  const [odd] = Object.keys(others).filter((key) => !["org_id", "visible_to", "label_ids"].includes(key));
  if (odd !== undefined) return invalid(`${odd}: is not allowed`);
  if (owner !== undefined && !world.users.has(String(owner))) return invalid("owner_id: no such user");
  const [first = "", ...rest] = name.split(" ");
  const [phone = null, mobile = null] = asList(phones).map((one) => String(asObject(one).value ?? ""));
  const [email = null] = asList(emails).map((one) => String(asObject(one).value ?? ""));
  const made = world.addPerson(
    { firstName: first, lastName: rest.join(" "), phone, mobile, email, company: null, type: null },
    world.lagMs,
  );
  return data(render(world, made), 201);
}

function phonesOf({ phone, mobile }: Person): string[] {
  return [phone, mobile].filter((number) => number !== null);
}

function renderFound(person: Person) {
  const { company, email } = person;
  return {
    result_score: 0.29,
    item: {
      id: Number(person.id),
      type: "person",
      name: nameOf(person),
      phones: phonesOf(person),
      emails: email === null ? [] : [email],
      primary_email: email,
      visible_to: 3,
      organization: company === null ? null : { id: 1, name: company, address: null },
      custom_fields: [],
      notes: [],
    },
  };
}

function render(world: CrmWorld, person: Person) {
  const { firstName, lastName, email, createdAt, changedAt, gone } = person;
  const last = [...world.records.values()].findLast((record) => record.contact === person.id && !record.gone);
  return {
    id: Number(person.id),
    name: nameOf(person),
    first_name: firstName,
    last_name: lastName,
    add_time: seconds(createdAt),
    update_time: seconds(changedAt),
    phones: phonesOf(person).map((value, index) => ({ value, primary: index === 0, label: "mobile" })),
    emails: email === null ? [] : [{ value: email, primary: true, label: "work" }],
    org_id: null,
    is_deleted: gone !== null,
    last_activity_id: last === undefined ? null : Number(last.id),
    custom_fields: {},
  };
}

/** `2026-01-31T10:00:00Z` */
export function seconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
