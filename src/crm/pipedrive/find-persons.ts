import { z } from "zod";
import type { ContactQuery, CrmContact, FoundContacts } from "../../bridge/contracts/crm.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import { nationalDigits } from "../../domain/phone.ts";
import { unreadable } from "../read-answer.ts";
import { type PipedriveApi, readData, readIfAllowed, reading } from "./pipedrive-api.ts";

/** The most that it gives at once, and the most whose details it gives at once. */
const pageSize = 500;
const detailsAtOnce = 100;

const searchPage = z.object({
  items: z.array(
    z.object({
      item: z.object({
        id: z.number(),
        name: z.string().nullish(),
        phones: z.array(z.string()).nullish(),
        organization: z.object({ name: z.string().nullish() }).nullish(),
      }),
    }),
  ),
});

/** It looks for digits within numbers however they are written, so a number is looked for by its national part. */
export async function findPersons(api: PipedriveApi, by: ContactQuery): Promise<FoundContacts> {
  const isByPhone = "phone" in by;
  const term = isByPhone ? nationalDigits(by.phone) : by.name.trim();
  // It refuses to search for less.
  if (term.length < 2) return { contacts: [], more: false };
  const query = new URLSearchParams({
    term,
    fields: isByPhone ? "phone" : "name",
    limit: String(isByPhone ? pageSize : detailsAtOnce),
  });
  const answer = await api.ask({
    method: "GET",
    path: `/api/v2/persons/search?${query}`,
    limit: api.searches,
  });
  const { data, nextCursor } = readData(answer);
  const page = searchPage.safeParse(data);
  if (!page.success) throw unreadable(reading);
  const contacts = page.data.items.map(({ item }): CrmContact => {
    const phones = item.phones ?? [];
    const company = item.organization?.name || null;
    const id = String(item.id) as CrmContactId;
    return { id, name: item.name ?? "", type: null, company, phones, createdAt: null, lastActivityAt: null };
  });
  const dated = isByPhone && contacts.length > 1 ? await withTimes(api, contacts) : contacts;
  return { contacts: dated, more: nextCursor !== null };
}

const persons = z.array(
  z.object({ id: z.number(), add_time: z.string().nullish(), last_activity_id: z.number().nullish() }),
);
const activities = z.array(
  z.object({ id: z.number(), due_date: z.string().nullish(), due_time: z.string().nullish() }),
);

/** The search does not tell when somebody came, and was last heard of; who has to choose among several wants to know. */
async function withTimes(api: PipedriveApi, contacts: readonly CrmContact[]): Promise<CrmContact[]> {
  const ids = contacts.slice(0, detailsAtOnce).map(({ id }) => id as string);
  const details = await byIds(api, persons, "persons", ids, { include_fields: "last_activity_id" });
  const lastIds = details.flatMap(({ last_activity_id: last }) => (last == null ? [] : [String(last)]));
  const last = await byIds(api, activities, "activities", lastIds);
  const byId = new Map(details.map((person) => [String(person.id), person]));
  const at = new Map(last.map(({ id, due_date, due_time }) => [id, timeOf(due_date, due_time)]));
  return contacts.map((contact) => {
    const person = byId.get(contact.id);
    const lastId = person?.last_activity_id;
    return {
      ...contact,
      createdAt: timeOf(person?.add_time),
      lastActivityAt: lastId == null ? null : (at.get(lastId) ?? null),
    };
  });
}

async function byIds<T>(
  { ask }: PipedriveApi,
  list: z.ZodType<T[]>,
  what: "persons" | "activities",
  ids: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<T[]> {
  if (ids.length === 0) return [];
  const query = new URLSearchParams({ ids: ids.join(","), limit: String(detailsAtOnce), ...more });
  const data = readIfAllowed(await ask({ method: "GET", path: `/api/v2/${what}?${query}` }));
  return list.safeParse(data).data ?? [];
}

/** `2026-01-31T10:00:00Z`, or a day and a time of its own in UTC, which is missing where it is a whole day. Milliseconds since 1970. */
export function timeOf(day: string | null | undefined, time?: string | null): number | null {
  const at = Date.parse(time ? `${day}T${time.length === 5 ? `${time}:00` : time}Z` : (day ?? ""));
  return Number.isFinite(at) ? at : null;
}
