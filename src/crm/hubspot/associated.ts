/** What stands on a contact, by HubSpot's own list, which is there sooner than its search. */
import { z } from "zod";
import type { CrmContact } from "../../bridge/contracts/crm.ts";
import { failureOf, unreadable } from "../read-answer.ts";
import { type HubspotApi, isWithheld, reading } from "./hubspot-api.ts";

interface Associated {
  readonly id: string;
  /** It is the one of its kind that counts, where there is such. */
  readonly isPrimary: boolean;
}

const page = z.object({
  results: z.array(
    z.object({
      toObjectId: z.union([z.string(), z.number()]).transform(String),
      associationTypes: z
        .array(z.object({ typeId: z.number().nullish(), label: z.string().nullish() }))
        .nullish(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

/** HubSpot's own type of a contact's first company is 1. */
function isPrimary({
  typeId,
  label,
}: {
  typeId?: number | null | undefined;
  label?: string | null | undefined;
}) {
  return typeId === 1 || label === "Primary";
}

/** Whoever has more is a company's switchboard. */
const mostPages = 10;

/** Null where it may not be asked, or is not told. @throws CrmError */
export async function idsOf(
  { ask }: HubspotApi,
  contact: CrmContact,
  what: "communications" | "deals" | "tickets" | "companies",
): Promise<readonly Associated[] | null> {
  const found: Associated[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({ limit: "500", ...(after === null ? {} : { after }) });
    const path = `/crm/v4/objects/contacts/${encodeURIComponent(contact.id)}/associations/${what}?${query}`;
    const answer = await ask({ method: "GET", path });
    if (isWithheld(answer)) return null;
    if (answer.kind !== "answer" || answer.status !== 200) throw failureOf(reading, answer);
    const read = page.safeParse(answer.json);
    if (!read.success) throw unreadable(reading);
    found.push(
      ...read.data.results.map(({ toObjectId: id, associationTypes }) => ({
        id,
        isPrimary: associationTypes?.some(isPrimary) ?? false,
      })),
    );
    after = read.data.paging?.next?.after ?? null;
    if (after === null) break;
  }
  return found;
}
