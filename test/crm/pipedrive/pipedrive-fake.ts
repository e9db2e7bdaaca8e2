/** Pipedrive as its published documentation has it, so far as records touch it; see the addresses in `../README.md`. */
import { createHttpFake, type FakeAnswer, type FakeRequest, type HttpFake } from "../http-fake.ts";

export interface FakePerson {
  readonly id: number;
  readonly name: string;
  readonly phones: readonly string[];
  readonly company: string | null;
  readonly addTime: string;
  readonly lastActivity: number | null;
  isDeleted: boolean;
}

export interface FakeActivity {
  readonly id: number;
  readonly fields: Readonly<Record<string, unknown>>;
  isDeleted: boolean;
}

export interface PipedriveFake extends HttpFake {
  readonly persons: FakePerson[];
  readonly activities: FakeActivity[];
  readonly deals: {
    readonly id: number;
    readonly title: string;
    readonly personId: number;
    readonly status: string;
  }[];
  readonly users: {
    readonly id: number;
    readonly name: string;
    readonly email: string;
    readonly active: boolean;
  }[];
  readonly types: { readonly key: string; readonly name: string; readonly active: boolean }[];
  /** A page of its search and of its lists. */
  pageSize: number;
  /** What it answers where its owner may not see what is asked for. */
  readonly forbidden: Set<"persons" | "activities">;
}

const token = "pd-token";
/** What a client may set; it refuses what is read-only. */
const settable = new Set(
  "subject type owner_id deal_id lead_id org_id project_id due_date due_time duration busy done location participants attendees public_description priority outcome note".split(
    " ",
  ),
);

export async function createPipedriveFake(): Promise<PipedriveFake> {
  let count = 100;
  const state: Omit<PipedriveFake, keyof HttpFake> = {
    persons: [],
    activities: [],
    deals: [],
    users: [],
    types: [
      { key: "call", name: "Call", active: true },
      { key: "sms", name: "SMS", active: true },
    ],
    pageSize: 500,
    forbidden: new Set(),
  };
  const idOf = ({ path }: FakeRequest) => Number(path.split("/").at(-1));

  function answer(request: FakeRequest): FakeAnswer {
    if (request.headers["x-api-token"] !== token)
      return { status: 401, body: { success: false, error: "unauthorized access", errorCode: 401 } };
    const seen = request.path.includes("/activities") ? "activities" : "persons";
    if (request.path.startsWith("/api/v2/") && state.forbidden.has(seen))
      return refusal(403, "ERR_FORBIDDEN");
    switch (`${request.method} ${request.path.replace(/\/\d+$/, "/ID")}`) {
      case "GET /v1/users/me":
        return done({ id: 1, company_domain: "flowers", is_admin: 1 });
      case "GET /v1/users":
        return done(state.users.map(({ active, ...user }) => ({ ...user, active_flag: active })));
      case "GET /v1/activityTypes":
        return done(
          state.types.map(({ key, name, active }) => ({ key_string: key, name, active_flag: active })),
        );
      case "GET /api/v2/persons/search":
        return search(request.query);
      case "GET /api/v2/persons":
        return listed(request.query, state.persons.map(shownPerson));
      case "GET /api/v2/persons/ID": {
        const person = state.persons.find(({ id }) => id === idOf(request));
        return person === undefined ? refusal(404, "ERR_NOT_FOUND") : done(shownPerson(person));
      }
      case "POST /api/v2/persons":
        return addPerson(request.json as Record<string, unknown>);
      case "GET /api/v2/activities":
        return listed(request.query, state.activities.map(shownActivity).reverse());
      case "POST /api/v2/activities":
        return putActivity(null, request.json as Record<string, unknown>);
      case "PATCH /api/v2/activities/ID":
        return putActivity(idOf(request), request.json as Record<string, unknown>);
      case "GET /api/v2/deals/ID": {
        const deal = state.deals.find(({ id }) => id === idOf(request));
        return deal === undefined
          ? refusal(404, "ERR_NOT_FOUND")
          : done({ ...deal, is_deleted: deal.status === "deleted" });
      }
      case "GET /api/v2/deals": {
        const [person, status] = [Number(request.query.get("person_id")), request.query.get("status")];
        return done(state.deals.filter((deal) => deal.personId === person && deal.status === status));
      }
      default:
        return refusal(404, "ERR_NOT_FOUND");
    }
  }

  function search(query: URLSearchParams): FakeAnswer {
    const term = query.get("term") ?? "";
    if (term.length < 2) return refusal(400, "ERR_SCHEMA_VALIDATION_FAILED");
    const digits = (text: string) => text.replace(/\D/g, "");
    const fits = (person: FakePerson) =>
      query.get("fields") === "phone"
        ? person.phones.some((phone) => digits(phone).includes(digits(term)))
        : person.name.toLowerCase().includes(term.toLowerCase());
    const found = state.persons.filter((person) => !person.isDeleted && fits(person));
    const items = found.slice(0, state.pageSize).map(({ id, name, phones, company }) => ({
      result_score: 0.5,
      item: {
        id,
        type: "person",
        name,
        phones,
        emails: [],
        organization: company && { id: 1, name: company },
      },
    }));
    return done({ items }, found.length > state.pageSize ? "next" : null);
  }

  function listed(query: URLSearchParams, all: readonly Record<string, unknown>[]): FakeAnswer {
    if (query.has("type")) return refusal(400, "ERR_SCHEMA_VALIDATION_FAILED");
    const ids = query.get("ids")?.split(",").map(Number);
    const person = query.get("person_id");
    const found = all.filter(
      (one) =>
        (ids === undefined || ids.includes(one.id as number)) &&
        (person === null || one.person_id === Number(person)),
    );
    return done(found.slice(0, Math.min(Number(query.get("limit") ?? 100), state.pageSize)));
  }

  function addPerson({ name, phones }: Record<string, unknown>): FakeAnswer {
    if (typeof name !== "string" || name === "" || !Array.isArray(phones))
      return refusal(400, "ERR_SCHEMA_VALIDATION_FAILED");
    count += 1;
    const values = phones.map(({ value }: { value: string }) => value);
    const person = personOf(count, { name, phones: values });
    state.persons.push(person);
    return { ...done(shownPerson(person)), status: 201 };
  }

  function putActivity(id: number | null, given: Record<string, unknown>): FakeAnswer {
    const known = state.activities.find((activity) => activity.id === id);
    if (id !== null && known === undefined) return refusal(404, "ERR_NOT_FOUND");
    const fields = { ...known?.fields, ...given };
    const participants = (fields.participants ?? []) as { person_id: number; primary?: boolean }[];
    const isRight =
      Object.keys(given).every((key) => settable.has(key)) &&
      state.types.some(({ key, active }) => active && key === fields.type) &&
      participants.every((one) => state.persons.some((person) => person.id === one.person_id)) &&
      /^\d{4}-\d\d-\d\d$/.test(String(fields.due_date)) &&
      /^\d\d:\d\d$/.test(String(fields.due_time)) &&
      (fields.owner_id === undefined || state.users.some((user) => user.id === fields.owner_id));
    if (!isRight) return refusal(400, "ERR_BAD_REQUEST");
    count += 1;
    const activity = { id: id ?? count, fields, isDeleted: known?.isDeleted ?? false };
    if (known === undefined) state.activities.push(activity);
    else state.activities.splice(state.activities.indexOf(known), 1, activity);
    return { ...done(shownActivity(activity)), status: id === null ? 201 : 200 };
  }

  return Object.assign(state, await createHttpFake(answer));
}

export function personOf(id: number, person: Partial<FakePerson>): FakePerson {
  const unsaid = { name: "Maria Lopez", phones: [], company: null, lastActivity: null, isDeleted: false };
  return { id, ...unsaid, addTime: "2025-01-31T10:00:00Z", ...person };
}

function shownPerson({ id, name, phones, addTime, lastActivity, isDeleted }: FakePerson) {
  const shown = phones.map((value, at) => ({ value, primary: at === 0, label: "work" }));
  return {
    id,
    name,
    phones: shown,
    add_time: addTime,
    last_activity_id: lastActivity,
    is_deleted: isDeleted,
  };
}

function shownActivity({ id, fields, isDeleted }: FakeActivity): Record<string, unknown> {
  const participants = fields.participants as { person_id: number; primary?: boolean }[] | undefined;
  const primary = participants?.find((one) => one.primary);
  return { id, ...fields, person_id: primary?.person_id ?? null, is_deleted: isDeleted };
}

function done(data: unknown, nextCursor: string | null = null): FakeAnswer {
  const headers = { "x-ratelimit-limit": "20", "x-ratelimit-remaining": "19", "x-ratelimit-reset": "2" };
  return {
    status: 200,
    headers,
    body: { success: true, data, additional_data: { next_cursor: nextCursor } },
  };
}

/** As it refuses: its sentences may repeat what was sent. */
export function refusal(status: number, code: string): FakeAnswer {
  const error = "the tulips are on the balcony, +12025550143";
  return { status, body: { success: false, error, code, additional_data: { next_cursor: null } } };
}
