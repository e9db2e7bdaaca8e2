import { z } from "zod";
import type { CreateOutcome, NewCrmContact } from "../../bridge/contracts/crm.ts";
import type { Answered } from "../json-api.ts";
import { notDone } from "../read-answer.ts";
import {
  type AppConnectApi,
  isStranger,
  loginMs,
  reading,
  refusedSentence,
  saidIn,
} from "./app-connect-api.ts";
import { contactIdOf } from "./contact-id.ts";

const made = z.object({
  successful: z.literal(true),
  contact: z.object({
    id: z.union([z.string(), z.number()]),
    name: z.string().nullish(),
    type: z.string().nullish(),
  }),
});

/** Makes one in the CRM behind it, once. */
export async function createContact(
  { ask }: AppConnectApi,
  { phone, name, type }: NewCrmContact,
): Promise<CreateOutcome> {
  const body = { phoneNumber: phone, newContactName: name, newContactType: type ?? "" };
  const answer = await ask({ method: "POST", path: "/contact", body });
  if (answer.kind === "answer" && isStranger(answer))
    return { kind: "later", afterMs: loginMs, reason: "the session is over" };
  const read = made.safeParse(answer.kind === "answer" ? answer.json : null);
  if (answer.kind !== "answer" || answer.status !== 200) return notDone(reading, answer, notTaken);
  if (!read.success) return refusedIn(answer);
  const { contact } = read.data;
  const kind = contact.type ?? type;
  const unknown = { company: null, createdAt: null, lastActivityAt: null };
  return {
    kind: "created",
    contact: { id: contactIdOf(contact.id), name, type: kind, phones: [phone], ...unknown },
  };
}

function refusedIn(answer: Answered): CreateOutcome {
  const said = saidIn(answer.json);
  if (said === null) return { kind: "unknown", reason: "an answer that can't be read" };
  if (said.message === "Rate limit exceeded")
    return { kind: "later", afterMs: null, reason: "the CRM behind App Connect wants a pause" };
  if (said.message === "Authorization error")
    return {
      kind: "rejected",
      why: "forbidden",
      sentence: "The CRM behind App Connect does not let its user add contacts.",
    };
  // Whatever went wrong between it and the CRM: the contact may have been made.
  if (said.message === null || said.message === "Error creating contact" || said.isSuccessful)
    return { kind: "unknown", reason: "App Connect could not say what became of it" };
  return notTaken(answer);
}

function notTaken(answer: Answered): Extract<CreateOutcome, { kind: "rejected" }> {
  const why = answer.status === 403 ? "forbidden" : "invalid";
  return { kind: "rejected", why, sentence: refusedSentence(answer, "the new contact") };
}
