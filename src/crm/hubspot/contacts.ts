/** A contact as HubSpot tells it. */
import { z } from "zod";
import type { CrmContact } from "../../bridge/contracts/crm.ts";
import type { CrmContactId } from "../../domain/ids.ts";

/** What is asked of each. */
export const contactProperties = [
  "firstname",
  "lastname",
  "email",
  "company",
  "phone",
  "mobilephone",
  "createdate",
  "notes_last_updated",
] as const;

export const contactObject = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  properties: z.record(z.string(), z.string().nullish()),
});

export function readContact({ id, properties }: z.infer<typeof contactObject>): CrmContact {
  const { firstname, lastname, email, company, phone, mobilephone, createdate } = properties;
  const phones = [phone, mobilephone].filter(isSaid);
  const name = [firstname, lastname].filter(isSaid).join(" ");
  return {
    id: id as CrmContactId,
    name: name || email || phones[0] || `Contact ${id}`,
    type: null,
    company: company || null,
    phones,
    createdAt: timeOf(createdate),
    lastActivityAt: timeOf(properties.notes_last_updated),
  };
}

function isSaid(text: string | null | undefined): text is string {
  return typeof text === "string" && text.trim() !== "";
}

/** ISO 8601, or milliseconds since 1970 as text. */
function timeOf(text: string | null | undefined): number | null {
  if (!isSaid(text)) return null;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
