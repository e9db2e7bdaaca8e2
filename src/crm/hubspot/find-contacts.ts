import { z } from "zod";
import type { ContactQuery, FoundContacts } from "../../bridge/contracts/crm.ts";
import type { Address } from "../../domain/ids.ts";
import { formatPhone, nationalDigits, numberOf } from "../../domain/phone.ts";
import { readJson, unreadable } from "../read-answer.ts";
import { contactObject, contactProperties, readContact } from "./contacts.ts";
import { type HubspotApi, reading } from "./hubspot-api.ts";

const most = 100;
/** Longer words it refuses. */
const longestName = 200;

const found = z.object({ total: z.number().nullish(), results: z.array(contactObject) });

export async function findContacts(api: HubspotApi, by: ContactQuery): Promise<FoundContacts> {
  if ("phone" in by && numberOf(by.phone) === null) return { contacts: [], more: false };
  const what = "phone" in by ? { filterGroups: byNumber(by.phone) } : byName(by.name);
  const answer = await api.ask({
    method: "POST",
    path: "/crm/v3/objects/contacts/search",
    body: { ...what, properties: contactProperties, limit: most },
    limit: api.searches,
  });
  const read = found.safeParse(readJson(reading, answer));
  if (!read.success) throw unreadable(reading);
  const { results, total } = read.data;
  return { contacts: results.map(readContact), more: (total ?? 0) > results.length };
}

/**
 * HubSpot keeps the digits of each number for searching, without the country's code. It does so for numbers that it could read, so that the
 * usual forms are looked for as they may have been typed. It takes five groups, of which one has to hold.
 */
function byNumber(phone: Address) {
  const digits = nationalDigits(phone);
  return [
    ["hs_searchable_calculated_phone_number", digits],
    ["hs_searchable_calculated_mobile_number", digits],
    ["phone", phone],
    ["mobilephone", phone],
    ["phone", formatPhone(phone)],
  ].map(([propertyName, value]) => ({ filters: [{ propertyName, operator: "EQ", value }] }));
}

/** By all that it looks through for words; with none, whoever was changed last. */
function byName(name: string) {
  const query = name.trim().slice(0, longestName);
  if (query !== "") return { query };
  return { filterGroups: [], sorts: [{ propertyName: "lastmodifieddate", direction: "DESCENDING" }] };
}
