/** HubSpot's API as its documents describe it (addresses in ../README.md), as far as we call it. */
import { createHttpFake, type FakeAnswer, type FakeRequest, type HttpFake } from "../http-fake.ts";

export const token = "pat-na1-1";

interface Stored {
  readonly id: string;
  properties: Record<string, string>;
}

interface Communication extends Stored {
  /** By what it is: the ids that it stands on. */
  readonly standsOn: Record<string, string[]>;
}

export interface FakeHubspot {
  readonly http: HttpFake;
  readonly contacts: Map<string, Stored>;
  readonly communications: Map<string, Communication>;
  /** By path: what is answered there instead. */
  readonly instead: Map<string, FakeAnswer>;
  /** Deals, tickets and companies that somebody deleted; one that was never put in is there, and nobody's. */
  readonly gone: Set<string>;
  /** Deals, tickets and companies by `deals/1`. */
  readonly others: Map<string, Stored & { readonly contact: string; readonly label?: string }>;
}

const kindOf: Readonly<Record<number, string>> = { 81: "contact", 83: "ticket", 85: "deal", 87: "company" };

export async function createFakeHubspot(): Promise<FakeHubspot> {
  const contacts: FakeHubspot["contacts"] = new Map();
  const communications: FakeHubspot["communications"] = new Map();
  const others: FakeHubspot["others"] = new Map();
  const instead: FakeHubspot["instead"] = new Map();
  const gone: FakeHubspot["gone"] = new Set();
  let lastId = 100;
  const newId = () => {
    lastId += 1;
    return String(lastId);
  };

  function answer(request: FakeRequest): FakeAnswer {
    if (request.headers.authorization !== `Bearer ${token}`) return error(401, "INVALID_AUTHENTICATION");
    const other = instead.get(request.path);
    if (other !== undefined) return other;
    const [, family, version, ...rest] = request.path.split("/");
    const body = (request.json ?? {}) as Body;
    if (family === "account-info") return ok({ portalId: 62515, uiDomain: "app-eu1.hubspot.com" });
    if (family === "oauth")
      return ok({ scopes: ["crm.objects.contacts.read", "crm.objects.contacts.write"] });
    if (rest[0] === "owners")
      return ok({ results: [{ id: "41", email: "Ana@Example.com", firstName: "Ana", lastName: "Reyes" }] });
    if (version === "v4" && rest[1] === "contacts") return associated(rest[2] ?? "", rest[4] ?? "");
    if (version === "v4") return request.method === "DELETE" ? takeOff(rest) : attach(rest);
    const [, type = "", id = ""] = rest;
    if (type === "contacts" && id === "search") return search(body);
    if (type === "contacts" && request.method === "POST") return create(contacts, body);
    if (type === "contacts") return read(contacts.get(id));
    if (type === "communications" && request.method === "POST") return log(body);
    if (type === "communications" && request.method === "PATCH") return change(id, body);
    if (type === "communications") return read(communications.get(id));
    const anyone = { id, properties: {} };
    return read(others.get(`${type}/${id}`) ?? (gone.has(id) ? undefined : anyone));
  }

  function search({ filterGroups = [], query = "", limit = 10 }: Body): FakeAnswer {
    if (filterGroups.length > 5) return error(400, "VALIDATION_ERROR");
    const found = [...contacts.values()].filter(({ properties }) => {
      const held = { ...properties, ...searchable(properties) } as Record<string, string | undefined>;
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const all = Object.values(properties).join(" ").toLowerCase();
      return (
        words.every((word) => all.includes(word)) &&
        (filterGroups.length === 0 ||
          filterGroups.some(({ filters }) =>
            filters.every(({ propertyName, operator, value }) =>
              operator === "EQ" ? held[propertyName] === value : false,
            ),
          ))
      );
    });
    return ok({ total: found.length, results: found.slice(0, limit) });
  }

  function create(into: Map<string, Stored>, { properties = {} }: Body): FakeAnswer {
    const made = { id: newId(), properties: { createdate: "2026-03-02T12:00:00.000Z", ...properties } };
    into.set(made.id, made);
    return { status: 201, body: made };
  }

  function log({ properties = {}, associations = [] }: Body): FakeAnswer {
    if (
      properties.hs_communication_channel_type !== "SMS" ||
      properties.hs_communication_logged_from !== "CRM" ||
      Number.isNaN(Date.parse(properties.hs_timestamp ?? "")) ||
      (properties.hs_communication_body ?? "").length > 65_536
    )
      return error(400, "VALIDATION_ERROR");
    const standsOn: Record<string, string[]> = {};
    for (const { to, types } of associations) {
      const [{ associationCategory, associationTypeId } = {}] = types;
      const kind = kindOf[associationTypeId ?? 0];
      if (associationCategory !== "HUBSPOT_DEFINED" || kind === undefined)
        return error(400, "VALIDATION_ERROR");
      if (kind === "contact" ? !contacts.has(to.id) : gone.has(to.id)) return error(400, "VALIDATION_ERROR");
      standsOn[kind] = [...(standsOn[kind] ?? []), to.id];
    }
    const made = { id: newId(), properties, standsOn };
    communications.set(made.id, made);
    return { status: 201, body: made };
  }

  function change(id: string, { properties = {} }: Body): FakeAnswer {
    const known = communications.get(id);
    if (known === undefined) return error(404, "OBJECT_NOT_FOUND");
    if ((properties.hs_communication_body ?? "").length > 65_536) return error(400, "VALIDATION_ERROR");
    known.properties = { ...known.properties, ...properties };
    return ok(known);
  }

  function attach([, , id = "", , , kind = "", to = ""]: readonly string[]): FakeAnswer {
    const known = communications.get(id);
    if (known === undefined || gone.has(to)) return error(404, "OBJECT_NOT_FOUND");
    known.standsOn[kind] = [...(known.standsOn[kind] ?? []), to];
    return ok({});
  }

  function takeOff([, , id = "", , kind = "", to = ""]: readonly string[]): FakeAnswer {
    const known = communications.get(id);
    if (known === undefined) return error(404, "OBJECT_NOT_FOUND");
    known.standsOn[kind] = (known.standsOn[kind] ?? []).filter((one) => one !== to);
    return { status: 204 };
  }

  function associated(contact: string, type: string): FakeAnswer {
    const ids =
      type === "communications"
        ? [...communications.values()]
            .filter(({ standsOn }) => standsOn.contact?.includes(contact))
            .map(({ id }) => ({ id, label: null }))
        : [...others.entries()]
            .filter(([key, one]) => key.startsWith(`${type}/`) && one.contact === contact)
            .map(([, { id, label = null }]) => ({ id, label }));
    return ok({
      results: ids.map(({ id, label }) => ({ toObjectId: Number(id), associationTypes: [{ label }] })),
    });
  }

  const http = await createHttpFake(answer);
  return { http, contacts, communications, instead, gone, others };
}

interface Body {
  readonly properties?: Record<string, string>;
  readonly filterGroups?: readonly {
    filters: readonly { propertyName: string; operator: string; value: string }[];
  }[];
  readonly query?: string;
  readonly limit?: number;
  readonly associations?: readonly {
    to: { id: string };
    types: readonly { associationCategory?: string; associationTypeId?: number }[];
  }[];
}

/** HubSpot's own calculation, for the +1 plan alone. */
function searchable({ phone = "", mobilephone = "" }: Record<string, string>) {
  const digits = (typed: string) => typed.replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  return {
    hs_searchable_calculated_phone_number: digits(phone),
    hs_searchable_calculated_mobile_number: digits(mobilephone),
  };
}

function ok(body: unknown): FakeAnswer {
  return { status: 200, body };
}

function read(known: Stored | undefined): FakeAnswer {
  return known === undefined ? error(404, "OBJECT_NOT_FOUND") : ok(known);
}

export function error(status: number, category: string, more: object = {}): FakeAnswer {
  const message = `Something about (202) 555-0143 and the tulips are on the balcony`;
  return { status, body: { status: "error", message, correlationId: "a-1", category, ...more } };
}
