import type { CreateOutcome, NewCrmContact } from "../../bridge/contracts/crm.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import type { Answered } from "../json-api.ts";
import { notDone, refusalSentence } from "../read-answer.ts";
import { timeOf } from "./find-persons.ts";
import { changedIn, isShutOut, type PipedriveApi, reading } from "./pipedrive-api.ts";

/** Makes a person, once. */
export async function createPerson(
  { ask }: PipedriveApi,
  { phone, name }: NewCrmContact,
): Promise<CreateOutcome> {
  const body = { name, phones: [{ value: phone, primary: true, label: "mobile" }] };
  const answer = await ask({ method: "POST", path: "/api/v2/persons", body });
  const made = changedIn(answer);
  if (made === null) {
    if (answer.kind === "answer" && isShutOut(answer))
      return { kind: "later", afterMs: null, reason: "kept out (HTTP 403)" };
    return notDone(reading, answer, refusedPerson);
  }
  const id = String(made.id) as CrmContactId;
  const createdAt = typeof made.add_time === "string" ? timeOf(made.add_time) : null;
  const contact = { id, name, type: null, company: null, phones: [phone], createdAt, lastActivityAt: null };
  return { kind: "created", contact };
}

function refusedPerson(answer: Answered) {
  const why = answer.status === 403 ? "forbidden" : "invalid";
  const sentence =
    why === "forbidden"
      ? "Pipedrive does not let the app’s user add people."
      : refusalSentence(reading, answer, "the new person");
  return { kind: "rejected", why, sentence } as const;
}
