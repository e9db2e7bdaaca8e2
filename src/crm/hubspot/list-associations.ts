/** What a log may stand on beside its contact: open deals, open tickets, and the contact's own company. */
import { z } from "zod";
import type { Association, CrmContact } from "../../bridge/contracts/crm.ts";
import { failureOf } from "../read-answer.ts";
import { idsOf } from "./associated.ts";
import { type HubspotApi, isWithheld, reading } from "./hubspot-api.ts";

interface Kind {
  readonly kind: string;
  readonly kindName: string;
  readonly list: "deals" | "tickets" | "companies";
  /** The property that names it. */
  readonly name: string;
  /** The property that is set once it is closed. */
  readonly closed: string | null;
}

const kinds: readonly Kind[] = [
  { kind: "deal", kindName: "Deal", list: "deals", name: "dealname", closed: "hs_is_closed" },
  { kind: "ticket", kindName: "Ticket", list: "tickets", name: "subject", closed: "closed_date" },
  { kind: "company", kindName: "Company", list: "companies", name: "name", closed: null },
];

/** Each costs a question. */
const mostOfAKind = 20;

const object = z.object({ properties: z.record(z.string(), z.string().nullish()) });

/** What may not be asked is not there. @throws CrmError */
export async function listAssociations(api: HubspotApi, contact: CrmContact): Promise<Association[]> {
  const found: Association[] = [];
  for (const kind of kinds) {
    const ids = (await idsOf(api, contact, kind.list)) ?? [];
    // A contact has one company, and may be said to know others.
    const primary = kind.closed === null ? ids.filter(({ isPrimary }) => isPrimary) : [];
    for (const { id } of (primary.length > 0 ? primary : ids).slice(-mostOfAKind)) {
      const name = await openName(api, kind, id);
      if (name !== null) found.push({ kind: kind.kind, kindName: kind.kindName, id, name });
    }
  }
  return found;
}

/** Null of one that is closed, gone, or not to be seen. */
async function openName(
  { ask }: HubspotApi,
  { list, name, closed }: Kind,
  id: string,
): Promise<string | null> {
  const query = new URLSearchParams({ properties: [name, ...(closed === null ? [] : [closed])].join(",") });
  const path = `/crm/v3/objects/${list}/${encodeURIComponent(id)}?${query}`;
  const answer = await ask({ method: "GET", path });
  if (isWithheld(answer)) return null;
  if (answer.kind !== "answer" || answer.status !== 200) throw failureOf(reading, answer);
  const { properties } = object.safeParse(answer.json).data ?? { properties: {} };
  const end = closed === null ? null : properties[closed];
  return end && end !== "false" ? null : properties[name] || `${list} ${id}`;
}
