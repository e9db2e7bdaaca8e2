import type { CreateOutcome, NewCrmContact } from "../../bridge/contracts/crm.ts";
import { isDone, notDone } from "../read-answer.ts";
import { contactObject, readContact } from "./contacts.ts";
import { type HubspotApi, reading, refused } from "./hubspot-api.ts";

/** Makes a contact, once. */
export async function createContact(
  { ask }: HubspotApi,
  { phone, name }: NewCrmContact,
): Promise<CreateOutcome> {
  const properties = { ...namesOf(name), phone };
  const answer = await ask({ method: "POST", path: "/crm/v3/objects/contacts", body: { properties } });
  const made = answer.kind === "answer" && isDone(answer) ? contactObject.safeParse(answer.json) : null;
  if (!made?.success) return notDone(reading, answer, (told) => refused(told, "the new contact"));
  // What it shows of a new one may be less than what it was given.
  return { kind: "created", contact: { ...readContact(made.data), name, phones: [phone] } };
}

/** HubSpot shows the two with a blank between them. */
function namesOf(name: string) {
  const [firstname = "", ...rest] = name.trim().split(" ");
  const lastname = rest.join(" ");
  return lastname === "" ? { firstname } : { firstname, lastname };
}
