import { z } from "zod";
import type { ContactQuery, CrmContact, FoundContacts } from "../../bridge/contracts/crm.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import { unreadable } from "../read-answer.ts";
import { readAnswer, reading, type SalesforceApi } from "./salesforce-api.ts";
import { nameTerms, phoneTerms } from "./search-terms.ts";

/** Of all kinds together. */
const atOnce = 200;

const common = "Id, Name, Phone, MobilePhone, CreatedDate, LastActivityDate";
const returned = `Contact(${common}, HomePhone, OtherPhone, Account.Name), Lead(${common}, Company WHERE IsConverted = false)`;

const person = z.object({
  attributes: z.object({ type: z.enum(["Contact", "Lead"]) }),
  Id: z.string(),
  Name: z.string().nullish(),
  Phone: z.string().nullish(),
  MobilePhone: z.string().nullish(),
  HomePhone: z.string().nullish(),
  OtherPhone: z.string().nullish(),
  Account: z.object({ Name: z.string().nullish() }).nullish(),
  Company: z.string().nullish(),
  CreatedDate: z.string().nullish(),
  LastActivityDate: z.string().nullish(),
});
const searchAnswer = z.object({ searchRecords: z.array(person) });

/** Contacts, and leads that did not become contacts yet. Throws `CrmError`. */
export async function findPeople({ ask, root }: SalesforceApi, by: ContactQuery): Promise<FoundContacts> {
  const terms = "phone" in by ? phoneTerms(by.phone) : nameTerms(by.name);
  if (terms === null) return { contacts: [], more: false };
  const group = "phone" in by ? "PHONE" : "NAME";
  const sosl = `FIND {${terms}} IN ${group} FIELDS RETURNING ${returned} LIMIT ${atOnce}`;
  const answer = await ask({ method: "GET", path: `${root}/search/?q=${encodeURIComponent(sosl)}` });
  const found = searchAnswer.safeParse(readAnswer(answer));
  if (!found.success) throw unreadable(reading);
  const contacts = found.data.searchRecords.map(contactIn);
  return { contacts, more: contacts.length >= atOnce };
}

function contactIn(record: z.output<typeof person>): CrmContact {
  const { Phone, MobilePhone, HomePhone, OtherPhone } = record;
  return {
    id: record.Id as CrmContactId,
    name: record.Name ?? "",
    type: record.attributes.type,
    company: record.Account?.Name ?? record.Company ?? null,
    phones: [MobilePhone, Phone, HomePhone, OtherPhone].filter(
      (phone) => phone != null && phone !== "",
    ) as string[],
    createdAt: timeOf(record.CreatedDate),
    lastActivityAt: timeOf(record.LastActivityDate),
  };
}

/** `2026-01-31T10:00:00.000+0000`, or a day. Milliseconds since 1970. */
function timeOf(text: string | null | undefined): number | null {
  const at = Date.parse((text ?? "").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isFinite(at) ? at : null;
}
