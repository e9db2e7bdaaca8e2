import { z } from "zod";
import type { ContactQuery, CrmContact, FoundContacts } from "../../bridge/contracts/crm.ts";
import { type AppConnectApi, readAnswer } from "./app-connect-api.ts";
import { contactIdOf } from "./contact-id.ts";

const found = z.object({
  contact: z
    .array(
      z.object({
        id: z.union([z.string(), z.number()]).nullish(),
        name: z.string().nullish(),
        type: z.string().nullish(),
        phone: z.string().nullish(),
        phoneNumber: z.string().nullish(),
        company: z.string().nullish(),
        createdDate: z.union([z.string(), z.number()]).nullish(),
        mostRecentActivityDate: z.union([z.string(), z.number()]).nullish(),
        isNewContact: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

/** Of those with a name like it: who is not among them has to be named better. */
const mostNamed = 200;

/** Throws `CrmError`. */
export async function findContacts({ ask }: AppConnectApi, by: ContactQuery): Promise<FoundContacts> {
  if ("name" in by && by.name.trim() === "") return { contacts: [], more: false };
  const path =
    "phone" in by
      ? // It keeps what it found for a week otherwise, also of those who are gone.
        `/contact?${new URLSearchParams({ phoneNumber: by.phone, isForceRefreshAccountData: "true" })}`
      : `/custom/contact/search?${new URLSearchParams({ name: by.name.trim() })}`;
  const { contact: matches } = readAnswer(await ask({ method: "GET", path }), found, isNobody);
  const contacts = (matches ?? []).flatMap((match): CrmContact[] => {
    const { id, type = null } = match;
    // Who can be made is among those who are there.
    if (match.isNewContact === true || id == null || id === "createNewContact") return [];
    const phone = match.phone || match.phoneNumber || null;
    // Connectors that leave it out have searched for it.
    const phones = phone !== null ? [phone] : "phone" in by ? [by.phone] : [];
    return [
      {
        id: contactIdOf(id),
        name: match.name ?? "",
        type,
        company: match.company || null,
        phones,
        createdAt: timeOf(match.createdDate),
        lastActivityAt: timeOf(match.mostRecentActivityDate),
      },
    ];
  });
  // By its number somebody has to be found among all.
  const shown = "phone" in by ? contacts : contacts.slice(0, mostNamed);
  return { contacts: shown, more: shown.length < contacts.length };
}

/** Who is logged out there is given no list at all. */
function isNobody({ contact }: z.output<typeof found>, message: string): boolean {
  return contact != null || message.startsWith("No contact found");
}

/** In whatever form the CRM behind it gives its dates. Milliseconds since 1970. */
function timeOf(date: string | number | null | undefined): number | null {
  const at = typeof date === "number" ? date : Date.parse(date ?? "");
  return Number.isFinite(at) ? at : null;
}
