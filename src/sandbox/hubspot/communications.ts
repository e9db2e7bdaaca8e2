/** `/crm/v3/objects/communications`: made with what they stand on, changed in place. */
import type { LogRecord } from "../crm/entities.ts";
import { asList, asObject, type CrmAnswer, type CrmRequest } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { invalidProperty, notFound, refuse } from "./errors.ts";
import { checkProperties, renderObject } from "./objects.ts";
import { communicationProperties, iso, propertiesOfCommunication, withoutNull } from "./properties.ts";

const usual = [...Object.keys(communicationProperties), "hs_createdate", "hs_lastmodifieddate"];
/** From a communication to what it stands on. */
const ASSOCIATIONS: Readonly<Record<number, "contact" | "company" | "deal" | "ticket">> = {
  81: "contact",
  83: "ticket",
  85: "deal",
  87: "company",
};

export function createCommunication(world: CrmWorld, { body }: CrmRequest): CrmAnswer {
  const checked = checkProperties(body, communicationProperties);
  if (!checked.ok) return checked.answer;
  const { properties } = checked;
  for (const name of ["hs_communication_channel_type", "hs_communication_logged_from", "hs_timestamp"])
    if (properties[name] == null)
      return refuse(
        400,
        "VALIDATION_ERROR",
        `Error creating COMMUNICATION. Some required properties were not set.`,
        {
          context: { properties: [name] },
        },
      );
  const mistake = mistakeIn(world, properties);
  if (mistake !== null) return mistake;
  const standsOn = associationsIn(world, body);
  if (!standsOn.ok) return standsOn.answer;
  const {
    hs_communication_body: words,
    hubspot_owner_id: owner = null,
    hs_timestamp: at,
    ...more
  } = properties;
  const record = world.addRecord(
    {
      contact: standsOn.contact,
      linked: standsOn.linked,
      subject: "",
      body: words ?? "",
      owner,
      at: timeOf(at ?? "") ?? world.now(),
      more: withoutNull(more),
    },
    world.lagMs,
  );
  return { status: 201, body: render(record, null) };
}

export function changeCommunication(world: CrmWorld, id: string, { body }: CrmRequest): CrmAnswer {
  const record = world.record(id);
  if (record === null) return notFound(id);
  const checked = checkProperties(body, communicationProperties);
  if (!checked.ok) return checked.answer;
  const mistake = mistakeIn(world, checked.properties);
  if (mistake !== null) return mistake;
  const {
    hs_communication_body: words,
    hubspot_owner_id: owner,
    hs_timestamp: at,
    ...more
  } = checked.properties;
  world.changeRecord(record, {
    ...(words === undefined ? {} : { body: words ?? "" }),
    ...(owner === undefined ? {} : { owner }),
    ...(at == null ? {} : { at: timeOf(at) ?? record.at }),
    more: { ...record.more, ...withoutNull(more) },
  });
  return { status: 200, body: render(record, null) };
}

/** `PUT /crm/v4/objects/communications/{id}/associations/default/{type}/{to}`: twice is once. */
export function associateCommunication(world: CrmWorld, id: string, type: string, to: string): CrmAnswer {
  const record = world.record(id);
  if (record === null) return notFound(id);
  const kind = type === "companies" ? "company" : type.replace(/s$/, "");
  if (!Object.values(ASSOCIATIONS).some((known) => known === kind))
    return refuse(400, "VALIDATION_ERROR", `Unable to infer object type from: ${type}`);
  const person = kind === "contact" ? world.person(to) : null;
  if (kind === "contact" ? person === null : world.deals.get(to)?.kind !== kind) return notFound(to);
  if (person !== null) world.changeRecord(record, { contact: person.id });
  else if (!record.linked.includes(to)) world.changeRecord(record, { linked: [...record.linked, to] });
  return { status: 200, body: { status: "COMPLETE", results: [{ from: { id }, to: { id: to } }] } };
}

/** `DELETE /crm/v4/objects/communications/{id}/associations/{type}/{to}`: what does not stand on it is left as it is. */
export function disassociateCommunication(world: CrmWorld, id: string, to: string): CrmAnswer {
  const record = world.record(id);
  if (record === null) return notFound(id);
  if (record.linked.includes(to))
    world.changeRecord(record, { linked: record.linked.filter((one) => one !== to) });
  return { status: 204 };
}

export function readCommunication(world: CrmWorld, id: string, { query }: CrmRequest): CrmAnswer {
  const record = world.record(id);
  return record === null ? notFound(id) : { status: 200, body: render(record, askedIn(query)) };
}

export function removeCommunication(world: CrmWorld, id: string): CrmAnswer {
  const record = world.record(id);
  if (record !== null) world.removeRecord(record);
  return { status: 204 };
}

/** Given once with commas, or several times. */
export function askedIn(query: URLSearchParams): readonly string[] | null {
  const asked = query.getAll("properties").flatMap((names) => names.split(","));
  return asked.length === 0 ? null : asked;
}

function render(record: LogRecord, asked: readonly string[] | null) {
  const [createdAt, updatedAt] = [iso(record.createdAt), iso(record.changedAt)];
  const properties = propertiesOfCommunication(record);
  return renderObject({ id: record.id, properties, createdAt, updatedAt }, asked, usual);
}

function mistakeIn(world: CrmWorld, properties: Readonly<Record<string, string | null>>): CrmAnswer | null {
  const { hs_timestamp: at, hubspot_owner_id: owner } = properties;
  if (at != null && timeOf(at) === null)
    return invalidProperty("hs_timestamp", "INVALID_DATE", `${at} was not a valid long or ISO 8601 time.`);
  if (owner != null && world.users.get(owner)?.active !== true)
    return invalidProperty("hubspot_owner_id", "INVALID_OWNER_ID", `The owner ${owner} does not exist`);
  return null;
}

/** Milliseconds since 1970, or ISO 8601. */
function timeOf(text: string): number | null {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

type StandsOn =
  | { readonly ok: true; readonly contact: string | null; readonly linked: readonly string[] }
  | { readonly ok: false; readonly answer: CrmAnswer };

function associationsIn(world: CrmWorld, body: unknown): StandsOn {
  let contact: string | null = null;
  const linked: string[] = [];
  for (const one of asList(asObject(body).associations).map(asObject)) {
    const id = String(asObject(one.to).id ?? "");
    const types = asList(one.types).map(asObject);
    if (id === "" || types.length === 0)
      return bad(refuse(400, "VALIDATION_ERROR", "An association needs to.id and types."));
    for (const { associationCategory, associationTypeId } of types) {
      const to = ASSOCIATIONS[Number(associationTypeId)];
      if (associationCategory !== "HUBSPOT_DEFINED" || to === undefined)
        return bad(refuse(400, "VALIDATION_ERROR", `There is no association ${String(associationTypeId)}.`));
      const person = to === "contact" ? world.person(id) : null;
      if (to === "contact" ? person === null : world.deals.get(id)?.kind !== to) return bad(notThere(to, id));
      if (person === null) linked.push(id);
      else contact = person.id;
    }
  }
  return { ok: true, contact, linked };
}

function notThere(to: string, id: string): CrmAnswer {
  const type = to.toUpperCase();
  return refuse(400, "VALIDATION_ERROR", "One or more associations are not valid", {
    errors: [
      { message: `${type}=${id} is not valid`, code: "INVALID_OBJECT_IDS", context: { [type]: [id] } },
    ],
  });
}

function bad(answer: CrmAnswer): StandsOn {
  return { ok: false, answer };
}
