/** Which properties HubSpot's contacts and communications have, and what they may hold. */
import type { LogRecord, NewPerson, Person } from "../crm/entities.ts";
import { nationalDigits } from "../crm/numbers.ts";

type Properties = Readonly<Record<string, string | null>>;

const lifecycleStages = [
  "subscriber",
  "lead",
  "marketingqualifiedlead",
  "salesqualifiedlead",
  "opportunity",
  "customer",
  "evangelist",
  "other",
];
const leadStatuses = ["NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED", "BAD_TIMING"];

/** What may be written of a contact; where there are options, they. */
export const contactProperties: Readonly<Record<string, readonly string[] | null>> = {
  firstname: null,
  lastname: null,
  company: null,
  phone: null,
  mobilephone: null,
  email: null,
  jobtitle: null,
  website: null,
  hubspot_owner_id: null,
  lifecyclestage: lifecycleStages,
  hs_lead_status: leadStatuses,
};

export const communicationProperties: Readonly<Record<string, readonly string[] | null>> = {
  hs_communication_channel_type: ["WHATS_APP", "LINKEDIN_MESSAGE", "SMS"],
  hs_communication_logged_from: ["CRM"],
  hs_communication_body: null,
  hs_timestamp: null,
  hubspot_owner_id: null,
};

/** What HubSpot itself writes of a contact can be asked for, and searched by. */
export const readOnlyOfContact = [
  "hs_object_id",
  "createdate",
  "lastmodifieddate",
  "notes_last_updated",
  "notes_last_contacted",
  "hs_last_sales_activity_timestamp",
  "hs_searchable_calculated_phone_number",
  "hs_searchable_calculated_mobile_number",
  "hs_calculated_phone_number",
  "hs_calculated_mobile_number",
];

export function propertiesOfContact(person: Person): Properties {
  const { id, firstName, lastName, company, phone, mobile, email, type, createdAt, changedAt } = person;
  const activity = person.lastActivityAt === null ? null : iso(person.lastActivityAt);
  return {
    ...person.more,
    firstname: firstName || null,
    lastname: lastName || null,
    company,
    phone,
    mobilephone: mobile,
    email,
    lifecyclestage: type,
    hs_object_id: id,
    createdate: iso(createdAt),
    lastmodifieddate: iso(changedAt),
    notes_last_updated: activity,
    notes_last_contacted: activity,
    hs_last_sales_activity_timestamp: activity,
    hs_searchable_calculated_phone_number: phone === null ? null : nationalDigits(phone),
    hs_searchable_calculated_mobile_number: mobile === null ? null : nationalDigits(mobile),
  };
}

export function personOf(given: Properties): NewPerson {
  const { firstname, lastname, company, phone, mobilephone, email, lifecyclestage, ...more } = given;
  return {
    firstName: firstname ?? "",
    lastName: lastname ?? "",
    company: company || null,
    phone: phone || null,
    mobile: mobilephone || null,
    email: email || null,
    type: lifecyclestage || "lead",
    more: withoutNull(more),
  };
}

export function propertiesOfCommunication(record: LogRecord): Properties {
  return {
    ...record.more,
    hs_communication_body: record.body,
    hubspot_owner_id: record.owner,
    hs_timestamp: iso(record.at),
    hs_object_id: record.id,
    hs_createdate: iso(record.createdAt),
    hs_lastmodifieddate: iso(record.changedAt),
  };
}

export function withoutNull(given: Properties): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
