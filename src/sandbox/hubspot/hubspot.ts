/**
 * HubSpot as the outside world: contacts, communications (texts that are logged), owners and what they stand on. Built from HubSpot's
 * documents, not from our CRM folder, so that it can disagree with it.
 */
import { createRate } from "../crm/rates.ts";
import type { CrmCall } from "../crm/types/misbehaviour.ts";
import type { CrmAnswer, CrmRequest, CrmVendorDefinition } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { accountDetails, listOwners, readDeal, tokenInfo } from "./account.ts";
import {
  associateCommunication,
  changeCommunication,
  createCommunication,
  disassociateCommunication,
  readCommunication,
  removeCommunication,
} from "./communications.ts";
import { createContact, listAssociated, readContact } from "./contacts.ts";
import { missingScopes, refuse, tooMany, unauthorized } from "./errors.ts";
import { searchContacts } from "./search-contacts.ts";

const TOKEN = "pat-na1-00000000-0000-0000-0000-000000000001";

export const hubspot: CrmVendorDefinition = {
  name: "hubspot",
  title: "HubSpot",
  form: "html",
  kind: "SMS",
  newId: (count, prefix) => String((prefix === "contact" ? 51_000 : 70_000_000) + count),
  create(world, limited) {
    const searches = createRate(5, 1_000, world.now);
    const all = createRate(100, 10_000, world.now);
    const headers = () => ({
      "x-hubspot-ratelimit-max": "100",
      "x-hubspot-ratelimit-remaining": String(all.left()),
      "x-hubspot-ratelimit-interval-milliseconds": "10000",
    });

    function answer(request: CrmRequest, call: CrmCall | null): CrmAnswer {
      if (world.access.revoked || request.headers.authorization !== `Bearer ${TOKEN}`) return unauthorized();
      if (limited && !all.take()) return { ...tooMany("TEN_SECONDLY_ROLLING"), headers: headers() };
      if (call !== null && world.access.forbidden.has(call)) return missingScopes([scopeOf(call)]);
      // Searches tell nothing of rates.
      if (call === "search") return limited && !searches.take() ? tooMany("SECONDLY") : route(world, request);
      return { headers: headers(), ...route(world, request) };
    }

    return {
      callOf,
      answer,
      failed: (status) =>
        status === 429 ? tooMany("TEN_SECONDLY_ROLLING") : refuse(status, "INTERNAL_ERROR", "internal error"),
      environment: (url) => ({ HUBSPOT_ACCESS_TOKEN: TOKEN, HUBSPOT_API_URL: url }),
    };
  },
};

function scopeOf(call: CrmCall): string {
  return call === "search" || call === "read" ? "crm.objects.contacts.read" : "crm.objects.contacts.write";
}

function callOf({ method, path }: CrmRequest): CrmCall | null {
  const [family, , , type, last] = path;
  if (method === "GET" || family === "oauth") return "read";
  if (type === "contacts") return last === "search" ? "search" : "createContact";
  if (type !== "communications") return null;
  return method === "POST" ? "createRecord" : "updateRecord";
}

function route(world: CrmWorld, request: CrmRequest): CrmAnswer {
  const [family, version, what, type = "", id = "", sub, to = ""] = request.path;
  const { method } = request;
  if (family === "oauth") return method === "POST" ? tokenInfo(world, request, TOKEN) : noRoute();
  if (request.text !== "" && request.body === undefined)
    return refuse(400, "VALIDATION_ERROR", "Invalid input JSON on line 1");
  if (family === "account-info" && what === "details" && method === "GET") return accountDetails();
  if (family !== "crm") return noRoute();
  if (version === "v3" && what === "owners" && method === "GET") return listOwners(world, request);
  if (version === "v4" && what === "objects" && type === "contacts" && sub === "associations")
    return method === "GET" ? listAssociated(world, id, to, request) : noRoute();
  if (version === "v4" && what === "objects" && type === "communications" && sub === "associations") {
    const rest = request.path.slice(7);
    if (method === "DELETE") return disassociateCommunication(world, id, rest[0] ?? "");
    return method === "PUT" && to === "default"
      ? associateCommunication(world, id, rest[0] ?? "", rest[1] ?? "")
      : noRoute();
  }
  if (version !== "v3" || what !== "objects") return noRoute();
  switch (`${method} ${type} ${id === "" || id === "search" ? id : "ID"}`) {
    case "POST contacts search":
      return searchContacts(world, request.body);
    case "POST contacts ":
      return createContact(world, request);
    case "GET contacts ID":
      return readContact(world, id, request);
    case "POST communications ":
      return createCommunication(world, request);
    case "PATCH communications ID":
      return changeCommunication(world, id, request);
    case "GET communications ID":
      return readCommunication(world, id, request);
    case "DELETE communications ID":
      return removeCommunication(world, id);
    case "GET deals ID":
      return readDeal(world, "deal", id, request);
    case "GET tickets ID":
      return readDeal(world, "ticket", id, request);
    case "GET companies ID":
      return readDeal(world, "company", id, request);
    default:
      return noRoute();
  }
}

/** HubSpot answers what it does not know with a page. */
function noRoute(): CrmAnswer {
  return { status: 404, headers: { "content-type": "text/html" }, body: "Not Found" };
}
