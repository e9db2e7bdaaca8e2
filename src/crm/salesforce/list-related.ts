/** What a task may be related to, which is one thing: an opportunity, or a case. */
import { z } from "zod";
import type { Association, CrmContact } from "../../bridge/contracts/crm.ts";
import { CrmError } from "../../domain/errors.ts";
import { quotedInQuery, type SalesforceApi } from "./salesforce-api.ts";

const atOnce = 100;

const contactRow = z.object({ AccountId: z.string().nullish() });
const opportunityRow = z.object({ Id: z.string(), Name: z.string().nullish() });
const caseRow = z.object({
  Id: z.string(),
  CaseNumber: z.string().nullish(),
  Subject: z.string().nullish(),
});

/** The open ones of the contact, and of its account. A lead has none. Throws `CrmError`. */
export async function listRelated(api: SalesforceApi, contact: CrmContact): Promise<Association[]> {
  if (contact.type === "Lead" || contact.id.startsWith("00Q")) return [];
  const id = quotedInQuery(contact.id);
  const [own] = await api.query(`SELECT AccountId FROM Contact WHERE Id = ${id}`, contactRow);
  const account = own?.AccountId == null ? null : quotedInQuery(own.AccountId);
  // A query can't ask for either of two lists, and whoever has an account has the opportunities there.
  const whose =
    account === null
      ? `Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE ContactId = ${id})`
      : `AccountId = ${account}`;
  const opportunities = await seen(
    api.query(
      `SELECT Id, Name FROM Opportunity WHERE IsClosed = false AND ${whose} ORDER BY LastModifiedDate DESC LIMIT ${atOnce}`,
      opportunityRow,
    ),
  );
  const ofCase = account === null ? `ContactId = ${id}` : `(ContactId = ${id} OR AccountId = ${account})`;
  const cases = await seen(
    api.query(
      `SELECT Id, CaseNumber, Subject FROM Case WHERE IsClosed = false AND ${ofCase} ORDER BY LastModifiedDate DESC LIMIT ${atOnce}`,
      caseRow,
    ),
  );
  return [
    ...opportunities.map(({ Id, Name }) => related(Id, `Opportunity ${Name ?? ""}`)),
    ...cases.map(({ Id, CaseNumber, Subject }) => related(Id, `Case ${CaseNumber ?? ""} ${Subject ?? ""}`)),
  ];
}

function related(id: string, name: string): Association {
  return { kind: "related", kindName: "Related to", id, name: name.trim() };
}

/** A company without cases, or a user who may not see them, has none. */
async function seen<Row>(rows: Promise<Row[]>): Promise<Row[]> {
  try {
    return await rows;
  } catch (error) {
    if (error instanceof CrmError && error.failure.kind === "INVALID_TYPE") return [];
    throw error;
  }
}
