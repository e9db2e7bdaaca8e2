import type { CreateOutcome, CrmRefusal, NewCrmContact } from "../../bridge/contracts/crm.ts";
import { cut } from "../../domain/cut.ts";
import type { CrmContactId } from "../../domain/ids.ts";
import type { Answered } from "../json-api.ts";
import { notDone, refusalSentence } from "../read-answer.ts";
import { changedIn, notChanged, reading, type SalesforceApi, wordOf } from "./salesforce-api.ts";

const longestFirst = 40;
const longestLast = 80;

/** Makes a contact, or a lead; once. */
export async function createPerson(
  { ask, root }: SalesforceApi,
  { phone, name, type }: NewCrmContact,
): Promise<CreateOutcome> {
  const object = type === "Lead" ? "Lead" : "Contact";
  const body = {
    ...nameParts(name),
    MobilePhone: phone,
    // A lead has to have one; this is what Salesforce itself writes where it is not said.
    ...(object === "Lead" ? { Company: "[not provided]" } : {}),
  };
  const answer = await ask({ method: "POST", path: `${root}/sobjects/${object}`, body });
  const id = changedIn(answer);
  if (id === undefined) return notChanged(answer, (refused) => refusedPerson(refused, object));
  if (id === null) return notDone(reading, answer, (refused) => refusedPerson(refused, object));
  const unknown = { company: null, createdAt: null, lastActivityAt: null };
  return {
    kind: "created",
    contact: { id: id as CrmContactId, name, type: object, phones: [phone], ...unknown },
  };
}

/** It puts them together again with a blank. What holds a number or a sign is no first and last name. */
function nameParts(name: string): { FirstName?: string; LastName: string } {
  const [, first, last] = /^([\p{L}\p{M}.'’ -]+) ([\p{L}\p{M}.'’-]+)$/u.exec(name) ?? [];
  if (first !== undefined && last !== undefined && first.length <= longestFirst && last.length <= longestLast)
    return { FirstName: first, LastName: last };
  return { LastName: cut(name, longestLast) };
}

function refusedPerson(answer: Answered, object: string): Extract<CrmRefusal, { kind: "rejected" }> {
  const word = wordOf(answer.json);
  if (word === "DUPLICATES_DETECTED") {
    const sentence = "Salesforce says that it has somebody like this already; search for them by name.";
    return { kind: "rejected", why: "invalid", sentence };
  }
  if (answer.status === 403 || /^INSUFFICIENT_ACCESS/.test(String(word))) {
    const what = object === "Lead" ? "leads" : "contacts";
    const sentence = `Salesforce does not let the app’s user add ${what}.`;
    return { kind: "rejected", why: "forbidden", sentence };
  }
  return { kind: "rejected", why: "invalid", sentence: refusalSentence(reading, answer, "the new person") };
}
