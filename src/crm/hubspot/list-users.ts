import { z } from "zod";
import type { CrmUser } from "../../bridge/contracts/crm.ts";
import { failureOf, unreadable } from "../read-answer.ts";
import { type HubspotApi, isWithheld, reading } from "./hubspot-api.ts";

const page = z.object({
  results: z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      email: z.string().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      archived: z.boolean().nullish(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
});

const mostPages = 20;

/** Nobody where the owners may not be asked for, or are not told. @throws CrmError */
export async function listUsers({ ask }: HubspotApi): Promise<CrmUser[]> {
  const users: CrmUser[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({ limit: "500", ...(after === null ? {} : { after }) });
    const answer = await ask({ method: "GET", path: `/crm/v3/owners?${query}` });
    if (isWithheld(answer)) return [];
    if (answer.kind !== "answer" || answer.status !== 200) throw failureOf(reading, answer);
    const read = page.safeParse(answer.json);
    if (!read.success) throw unreadable(reading);
    for (const { id, email, firstName, lastName, archived } of read.data.results) {
      const name = [firstName, lastName].filter(Boolean).join(" ") || email || id;
      if (archived !== true) users.push({ id, name, email: email?.toLowerCase() || null });
    }
    after = read.data.paging?.next?.after ?? null;
    if (after === null) break;
  }
  return users;
}
