import { z } from "zod";
import type { ContactQuery, CrmContact, FoundContacts } from "../../bridge/contracts/crm.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { unreadable } from "../read-answer.ts";
import { readAnswer, reading, type SalesforceApi, wordOf } from "./salesforce-api.ts";
import { nameTerms, phoneTerms } from "./search-terms.ts";

/** Of all kinds together. */
const atOnce = 200;

const common = "Id, Name, Phone, MobilePhone, CreatedDate, LastActivityDate";
const least = "Id, Name, Phone, MobilePhone";
/** What is asked for, the most first: it refuses all where the user may not see one field, or leads. */
const returning = [
  `Contact(${common}, HomePhone, OtherPhone, Account.Name), Lead(${common}, Company WHERE IsConverted = false)`,
  `Contact(${least}), Lead(${least} WHERE IsConverted = false)`,
  `Contact(${least})`,
];

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
  let answer: ApiAnswer | null = null;
  for (const returned of returning) {
    const sosl = `FIND {${terms}} IN ${group} FIELDS RETURNING ${returned} LIMIT ${atOnce}`;
    answer = await ask({ method: "GET", path: `${root}/search/?q=${encodeURIComponent(sosl)}` });
    if (answer.kind !== "answer" || !mayNotSee(answer)) break;
  }
  if (answer === null) throw unreadable(reading);
  const found = searchAnswer.safeParse(readAnswer(answer));
  if (!found.success) throw unreadable(reading);
  const contacts = found.data.searchRecords.map(contactIn);
  return { contacts, more: contacts.length >= atOnce };
}

function mayNotSee({ json }: Answered): boolean {
  return ["INVALID_FIELD", "INVALID_TYPE"].includes(String(wordOf(json)));
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
