import type { CrmCallView } from "../crm/types/control.ts";
import type { CrmCall } from "../crm/types/misbehaviour.ts";
import type { StripLine } from "../page-api.ts";
import type { Names } from "./names.ts";

const DONE: Readonly<Record<CrmCall, string>> = {
  search: "looked for a contact",
  createContact: "made a contact",
  createRecord: "has the record",
  updateRecord: "has the record, written anew",
  read: "was asked for something",
  token: "let Threadline in",
};

const WANTED: Readonly<Record<CrmCall, string>> = {
  search: "look for a contact",
  createContact: "make a contact",
  createRecord: "take the record",
  updateRecord: "take the record",
  read: "answer",
  token: "let Threadline in",
};

/** What Threadline and the CRM have to do with each other, as a person would tell it. */
export function crmCallWords(
  names: Names,
  { call, method, status }: Pick<CrmCallView, "call" | "method" | "status">,
): Pick<StripLine, "words" | "tone"> {
  const title = names.crm();
  const known = call ?? "read";
  if (status === 0) return { words: `${title} was to ${WANTED[known]}: no answer came`, tone: "bad" };
  if (status === 429) return { words: `${title} wants to be asked less often`, tone: "waiting" };
  if (status === 404 && method === "GET") return { words: `${title} has nothing there`, tone: "quiet" };
  if (status >= 400) return { words: `${title} does not ${WANTED[known]} (${status})`, tone: "bad" };
  const quiet = known === "search" || known === "read" || known === "token";
  return { words: `${title} ${DONE[known]}`, tone: quiet ? "quiet" : "good" };
}
