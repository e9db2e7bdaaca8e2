/** Whose account it is, who works in it, and the deals and tickets that a contact has. */
import type { CrmUser, Deal } from "../crm/entities.ts";
import { asObject, type CrmAnswer, type CrmRequest } from "../crm/vendor.ts";
import type { CrmWorld } from "../crm/world.ts";
import { askedIn } from "./communications.ts";
import { notFound } from "./errors.ts";
import { renderObject } from "./objects.ts";

const PORTAL = 24_680_135;
/** Accounts do not say when somebody joined in any way that matters here. */
const LONG_AGO = "2026-01-05T09:00:00.000Z";

export function accountDetails(): CrmAnswer {
  return {
    status: 200,
    body: {
      portalId: PORTAL,
      accountType: "STANDARD",
      timeZone: "US/Eastern",
      companyCurrency: "USD",
      additionalCurrencies: [],
      utcOffset: "-05:00",
      utcOffsetMilliseconds: -18_000_000,
      uiDomain: "app.hubspot.com",
      dataHostingLocation: "na1",
    },
  };
}

export function listOwners(world: CrmWorld, { query }: CrmRequest): CrmAnswer {
  const limit = Math.min(Number(query.get("limit") ?? 100), 500);
  const after = Number(query.get("after") ?? 0);
  const archived = query.get("archived") === "true";
  const email = query.get("email");
  const all = [...world.users.values()].filter(
    (user) => user.active !== archived && (email === null || user.email === email),
  );
  const next = after + limit;
  return {
    status: 200,
    body: {
      results: all.slice(after, next).map(renderOwner),
      ...(next < all.length ? { paging: { next: { after: String(next) } } } : {}),
    },
  };
}

function renderOwner({ id, name, email, active }: CrmUser) {
  const [firstName = "", ...rest] = name.split(" ");
  return {
    id,
    email,
    type: "PERSON",
    firstName,
    lastName: rest.join(" "),
    userId: Number(id) + 1,
    userIdIncludingInactive: Number(id) + 1,
    createdAt: LONG_AGO,
    updatedAt: LONG_AGO,
    archived: !active,
    teams: [],
  };
}

/** What a private app's token may do. */
export function tokenInfo(world: CrmWorld, { body }: CrmRequest, token: string): CrmAnswer {
  if (asObject(body).tokenKey !== token) return notFound("token");
  const { forbidden } = world.access;
  const reads = !forbidden.has("search") && !forbidden.has("read");
  const writes = !(["createContact", "createRecord", "updateRecord"] as const).some((call) =>
    forbidden.has(call),
  );
  const scopes = [
    ...(reads ? ["crm.objects.contacts.read", "crm.objects.owners.read"] : []),
    ...(writes ? ["crm.objects.contacts.write"] : []),
  ];
  return { status: 200, body: { userId: 4_711, hubId: PORTAL, appId: 8_150, scopes } };
}

/** @param kind `deal`, `ticket` or `company` */
export function readDeal(world: CrmWorld, kind: string, id: string, { query }: CrmRequest): CrmAnswer {
  const deal = world.deals.get(id);
  if (deal === undefined || deal.kind !== kind) return notFound(id);
  const properties = propertiesOf(deal);
  const object = { id, properties, createdAt: LONG_AGO, updatedAt: LONG_AGO };
  return { status: 200, body: renderObject(object, askedIn(query), Object.keys(properties)) };
}

function propertiesOf({ kind, name, closed }: Deal): Record<string, string | null> {
  if (kind === "company") return { name };
  const end = closed ? LONG_AGO : null;
  return kind === "deal"
    ? { dealname: name, dealstage: closed ? "closedwon" : "contractsent", hs_is_closed: String(closed) }
    : { subject: name, hs_pipeline_stage: closed ? "4" : "1", closed_date: end };
}
