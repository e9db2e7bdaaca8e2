/** Whose account it is, who works in it, and the deals and tickets that a contact has. */
import type { CrmUser } from "../crm/entities.ts";
import type { CrmAnswer, CrmRequest } from "../crm/vendor.ts";
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

/** @param kind `deal` or `ticket` */
export function readDeal(world: CrmWorld, kind: string, id: string, { query }: CrmRequest): CrmAnswer {
  const deal = world.deals.get(id);
  if (deal === undefined || deal.kind !== kind) return notFound(id);
  const properties: Record<string, string> =
    kind === "deal"
      ? {
          dealname: deal.name,
          dealstage: deal.closed ? "closedwon" : "appointmentscheduled",
          hs_is_closed: String(deal.closed),
        }
      : {
          subject: deal.name,
          hs_pipeline_stage: deal.closed ? "4" : "1",
          hs_is_closed: String(deal.closed),
        };
  const object = { id, properties, createdAt: LONG_AGO, updatedAt: LONG_AGO };
  return { status: 200, body: renderObject(object, askedIn(query), Object.keys(properties)) };
}
