import { z } from "zod";
import type { Association, CrmContact } from "../../bridge/contracts/crm.ts";
import { unreadable } from "../read-answer.ts";
import { type PipedriveApi, readData, reading } from "./pipedrive-api.ts";

const deals = z.array(z.object({ id: z.number(), title: z.string().nullish() }));

/** The person's open ones. Throws `CrmError`. */
export async function listDeals({ ask }: PipedriveApi, contact: CrmContact): Promise<Association[]> {
  const query = new URLSearchParams({ person_id: contact.id, status: "open", limit: "100" });
  const { data } = readData(await ask({ method: "GET", path: `/api/v2/deals?${query}` }));
  const listed = deals.safeParse(data ?? []);
  if (!listed.success) throw unreadable(reading);
  return listed.data.map(({ id, title }) => ({
    kind: "deal",
    kindName: "Deal",
    id: String(id),
    name: title || `Deal ${id}`,
  }));
}
