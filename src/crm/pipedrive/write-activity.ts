/** A record is an activity: done, of the SMS kind, its note the text. */
import type { AssociationGone, CrmRefusal, LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import type { CrmContactId, LogReference } from "../../domain/ids.ts";
import { isRecord } from "../../lib/json.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { keyMarker } from "../key-marker.ts";
import { isDone, notDone, refusalSentence } from "../read-answer.ts";
import { type ActivityPlace, partsOf, referenceOf } from "./activity-place.ts";
import { changedIn, isShutOut, type PipedriveApi, reading } from "./pipedrive-api.ts";

type Rejected = Extract<CrmRefusal, { kind: "rejected" }>;

/** Makes the activity, or writes it anew; once. */
export async function writeActivity(
  api: PipedriveApi,
  place: ActivityPlace,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  return existing === null
    ? await makeActivity(api, place, log)
    : await rewriteActivity(api, place, log, existing);
}

async function makeActivity(api: PipedriveApi, place: ActivityPlace, log: LogEntry): Promise<WriteOutcome> {
  // It takes activities of somebody who was deleted, and shows them nowhere.
  const person = await api.ask({
    method: "GET",
    path: `/api/v2/persons/${encodeURIComponent(log.contact.id)}`,
  });
  if (isDeleted(person)) return contactGone;
  if (person.kind === "silence" || person.status === 429)
    return { kind: "later", afterMs: person.retryAfterMs, reason: "the person could not be read" };
  // The same of a deal.
  const deal = await askDeal(api, log);
  if (deal !== null && isDeleted(deal)) return dealGone;
  const body = { ...wordsOf(log), type: place.type, participants: participantsOf(log.contact.id) };
  const answer = await api.ask({ method: "POST", path: "/api/v2/activities", body });
  const outcome = await outcomeOf(place, log, answer, (refused) =>
    person.status === 404 ? contactGone : rejectionOf(refused),
  );
  return mayBeDeal(outcome) && isNowhere(deal) ? dealGone : outcome;
}

async function rewriteActivity(
  api: PipedriveApi,
  place: ActivityPlace,
  log: LogEntry,
  existing: LogReference,
): Promise<WriteOutcome> {
  const { activity, person } = partsOf(existing);
  // Who else was added to it by hand stays, unless it moves to somebody else.
  const moved = person === log.contact.id ? {} : { participants: participantsOf(log.contact.id) };
  const answer = await api.ask({
    method: "PATCH",
    path: `/api/v2/activities/${encodeURIComponent(activity)}`,
    body: { ...wordsOf(log), ...moved },
  });
  if (isDeleted(answer)) return recordGone;
  const outcome = await outcomeOf(place, log, answer, (refused) =>
    refused.status === 404 || refused.status === 410 ? recordGone : rejectionOf(refused),
  );
  if (!mayBeDeal(outcome)) return outcome;
  const deal = await askDeal(api, log);
  return isNowhere(deal) || (deal !== null && isDeleted(deal)) ? dealGone : outcome;
}

/** Null where it belongs to none. */
async function askDeal(api: PipedriveApi, { associations: { deal } }: LogEntry): Promise<ApiAnswer | null> {
  if (deal === undefined) return null;
  return await api.ask({ method: "GET", path: `/api/v2/deals/${encodeURIComponent(deal)}` });
}

function mayBeDeal(outcome: WriteOutcome): boolean {
  return outcome.kind === "rejected" && outcome.why === "invalid";
}

function isNowhere(answer: ApiAnswer | null): boolean {
  return answer?.kind === "answer" && (answer.status === 404 || answer.status === 410);
}

function wordsOf({ key, part, subject, body, digest, owner, associations }: LogEntry) {
  const began = new Date(digest.startedAt).toISOString();
  const [ownerId, dealId] = [Number(owner ?? Number.NaN), Number(associations.deal)];
  return {
    subject,
    note: `${body}<p>${keyMarker(key, part)}</p>`,
    done: true,
    due_date: began.slice(0, 10),
    due_time: began.slice(11, 16),
    ...(Number.isInteger(ownerId) ? { owner_id: ownerId } : {}),
    ...(Number.isInteger(dealId) ? { deal_id: dealId } : {}),
  };
}

function participantsOf(person: CrmContactId) {
  return [{ person_id: Number(person), primary: true }];
}

async function outcomeOf(
  place: ActivityPlace,
  { contact }: LogEntry,
  answer: ApiAnswer,
  refused: (answer: Answered) => Rejected,
): Promise<WriteOutcome> {
  const changed = changedIn(answer);
  if (changed !== null) {
    const activity = String(changed.id);
    return {
      kind: "written",
      reference: referenceOf(activity, contact.id),
      url: await place.urlOf(activity),
    };
  }
  if (answer.kind === "answer" && isShutOut(answer))
    return { kind: "later", afterMs: null, reason: "kept out (HTTP 403)" };
  return notDone(reading, answer, refused);
}

const contactGone: Rejected = {
  kind: "rejected",
  why: "contact_gone",
  sentence: "The person is not in Pipedrive any more.",
};
const dealGone: AssociationGone = {
  kind: "association_gone",
  kinds: ["deal"],
  sentence: "The deal is not in Pipedrive any more: choose what it belongs to.",
};
const recordGone: Rejected = {
  kind: "rejected",
  why: "record_gone",
  sentence: "Somebody deleted the activity in Pipedrive.",
};

function rejectionOf(answer: Answered): Rejected {
  if (answer.status === 403 || answer.status === 402) {
    const sentence = "Pipedrive does not let the app’s user write this activity.";
    return { kind: "rejected", why: "forbidden", sentence };
  }
  return { kind: "rejected", why: "invalid", sentence: refusalSentence(reading, answer, "the activity") };
}

function isDeleted(answer: ApiAnswer): boolean {
  if (answer.kind !== "answer" || !isDone(answer) || !isRecord(answer.json)) return false;
  return isRecord(answer.json.data) && answer.json.data.is_deleted === true;
}
