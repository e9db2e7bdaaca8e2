import { z } from "zod";
import type { CrmContact, FindLogOutcome } from "../../bridge/contracts/crm.ts";
import type { RecordKey } from "../../domain/ids.ts";
import { keyMarker } from "../key-marker.ts";
import { quotedInQuery, type SalesforceApi } from "./salesforce-api.ts";
import { referenceOf } from "./task-place.ts";

/** What is sought was made a short while ago, so it is among the newest of its person. */
const newest = 200;

const task = z.object({ Id: z.string(), Description: z.string().nullish() });

/** Looks among the tasks of the person, for whose words no query can ask. Throws `CrmError`. */
export async function findTask(
  api: SalesforceApi,
  { key, part, contact }: { readonly key: RecordKey; readonly part: number; readonly contact: CrmContact },
): Promise<FindLogOutcome> {
  const soql = `SELECT Id, Description FROM Task WHERE WhoId = ${quotedInQuery(contact.id)} ORDER BY CreatedDate DESC LIMIT ${newest}`;
  const marker = keyMarker(key, part);
  const found = (await api.query(soql, task)).find(({ Description: words }) => words?.includes(marker));
  if (found === undefined) return { kind: "absent" };
  return {
    kind: "found",
    reference: referenceOf(found.Id, contact.id),
    url: await api.urlOf("Task", found.Id),
  };
}
