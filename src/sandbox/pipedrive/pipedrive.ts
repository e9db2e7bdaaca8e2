/**
 * Pipedrive as the outside world: persons, activities, deals, users, and what each call costs of the day's tokens. Built from Pipedrive's
 * documents, not from our CRM folder.
 */
import { createRate } from "../crm/rates.ts";
import type { CrmCall } from "../crm/types/misbehaviour.ts";
import type { CrmAnswer, CrmRequest, CrmVendorDefinition } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { activityTypes, changeActivity, createActivity, listActivities, readActivity } from "./activities.ts";
import { data, notFound, page, refuse, unauthorized } from "./answers.ts";
import { createPerson, readPerson, readPersons, searchPersons } from "./persons.ts";

const TOKEN = "0000000000000000000000000000000000000001";
/** Tokens a day, of the smallest plan with one user. */
const DAILY = 30_000;
const DAY_MS = 24 * 3_600_000;
const WINDOW_MS = 2_000;
/** Calls in the window, of the smallest plan; searches have fewer. */
const BURST = { calls: 20, searches: 10 };

export const pipedrive: CrmVendorDefinition = {
  name: "pipedrive",
  title: "Pipedrive",
  form: "html",
  kind: "SMS",
  newId: (count, prefix) => String((prefix === "contact" ? 100 : 2_000) + count),
  create(world, limited) {
    const calls = createRate(BURST.calls, WINDOW_MS, world.now);
    const searches = createRate(BURST.searches, WINDOW_MS, world.now);
    const tokens = createRate(DAILY, DAY_MS, world.now);
    const limits = () => ({
      "x-ratelimit-limit": String(BURST.calls),
      "x-ratelimit-remaining": String(calls.left()),
      "x-ratelimit-reset": String(WINDOW_MS / 1000),
      "x-daily-ratelimit-token-limit": String(DAILY),
      "x-daily-ratelimit-token-remaining": String(tokens.left()),
    });
    const tooMany = () => ({ ...refuse(429, "ERR_RATE_LIMIT", "request over limit"), headers: limits() });

    function answer(request: CrmRequest, call: CrmCall | null): CrmAnswer {
      if (world.access.revoked || request.headers["x-api-token"] !== TOKEN) return unauthorized();
      if (limited) {
        if (call === "search" && !searches.take()) return tooMany();
        if (!calls.take() || !tokens.take(costOf(request, call))) return tooMany();
      }
      if (call !== null && world.access.forbidden.has(call))
        return refuse(403, "ERR_FORBIDDEN", "The user lacks the permission to do this.");
      return { headers: limits(), ...route(world, request) };
    }

    return {
      callOf,
      answer,
      failed: (status) =>
        status === 429 ? tooMany() : refuse(status, "ERR_INTERNAL", "Something went wrong on our side."),
      environment: (url) => ({ PIPEDRIVE_API_TOKEN: TOKEN, PIPEDRIVE_API_URL: url }),
    };
  },
};

/** Tokens. */
function costOf({ method, path }: CrmRequest, call: CrmCall | null): number {
  if (call === "search") return 20;
  const isList = method === "GET" && path[3] === undefined;
  return isList ? 10 : method === "GET" ? 1 : 5;
}

function callOf({ method, path }: CrmRequest): CrmCall | null {
  const [, , type, last] = path;
  if (method === "GET") return last === "search" ? "search" : "read";
  if (type === "persons") return "createContact";
  if (type !== "activities") return null;
  return method === "POST" ? "createRecord" : "updateRecord";
}

function route(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const [first, second, third = "", fourth = ""] = request.path;
  if (first === "v1") return routeOld(world, request.method, second ?? "", third);
  if (first !== "api" || second !== "v2") return notFound("Route");
  switch (`${request.method} ${third} ${fourth === "" || fourth === "search" ? fourth : "ID"}`) {
    case "GET persons search":
      return searchPersons(world, request);
    case "GET persons ":
      return readPersons(world, request);
    case "GET persons ID":
      return readPerson(world, fourth);
    case "POST persons ":
      return createPerson(world, request);
    case "POST activities ":
      return createActivity(world, request);
    case "GET activities ":
      return listActivities(world, request);
    case "GET activities ID":
      return readActivity(world, fourth);
    case "PATCH activities ID":
      return changeActivity(world, fourth, request);
    case "GET deals ":
      return listDeals(world, request);
    default:
      return notFound("Route");
  }
}

function listDeals(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const [person, status] = [request.query.get("person_id"), request.query.get("status")];
  const deals = person === null ? [...world.deals.values()] : world.dealsOf(person);
  const wanted = deals.filter(({ closed }) => status === null || closed === (status !== "open"));
  return page(
    wanted.map(({ id, name, closed }) => ({ id: Number(id), title: name, status: closed ? "won" : "open" })),
    request,
  );
}

/** What has no second version. */
function routeOld(world: CrmWorld, method: string, what: string, id: string): CrmAnswer {
  if (method !== "GET") return notFound("Route");
  const users = [...world.users.values()].map(({ id: user, name, email, active }) => ({
    id: Number(user),
    name,
    email,
    active_flag: active,
  }));
  if (what === "users" && id === "me")
    return data({ ...users[0], company_domain: "sandbox", company_name: "Sandbox" });
  if (what === "users") return data(users);
  return what === "activityTypes" ? data(activityTypes) : notFound("Route");
}
