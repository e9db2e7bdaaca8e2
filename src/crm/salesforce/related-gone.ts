import { z } from "zod";
import type { AssociationGone } from "../../bridge/contracts/crm.ts";
import { CrmError } from "../../domain/errors.ts";
import { quotedInQuery, type SalesforceApi } from "./salesforce-api.ts";

/** What a task may be related to, by how its id begins. */
const objects: Readonly<Record<string, string>> = { "006": "Opportunity", "500": "Case" };
const row = z.object({ Id: z.string() });

/** Whether somebody deleted it, or the app's user does not see it any more; null: no, as far as it may be asked. */
export async function relatedGone(
  api: SalesforceApi,
  related: string | undefined,
): Promise<AssociationGone | null> {
  const object = objects[related?.slice(0, 3) ?? ""];
  if (related === undefined || object === undefined) return null;
  try {
    const found = await api.query(`SELECT Id FROM ${object} WHERE Id = ${quotedInQuery(related)}`, row);
    if (found.length > 0) return null;
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return null;
  }
  const sentence = `The ${object.toLowerCase()} is not in Salesforce any more, or the app’s user does not see it: choose what it belongs to.`;
  return { kind: "association_gone", kinds: ["related"], sentence };
}
