/** A record is a task: completed, its description the text. */
import type { CrmRefusal, LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import { cut } from "../../domain/cut.ts";
import type { LogReference } from "../../domain/ids.ts";
import { localDay } from "../../domain/local-day.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { keyMarker } from "../key-marker.ts";
import { refusalSentence } from "../read-answer.ts";
import { relatedGone } from "./related-gone.ts";
import { changedIn, fieldsIn, notChanged, reading, type SalesforceApi, wordOf } from "./salesforce-api.ts";
import { partsOf, referenceOf } from "./task-place.ts";

type Rejected = Extract<CrmRefusal, { kind: "rejected" }>;

const longestSubject = 255;

/** Makes the task, or writes it anew; once. @param externalId the field that holds our key, where the company has one. */
export async function writeTask(
  api: SalesforceApi,
  externalId: string | null,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  return existing === null
    ? await makeTask(api, externalId, log)
    : await rewriteTask(api, externalId, log, existing);
}

async function makeTask(api: SalesforceApi, externalId: string | null, log: LogEntry): Promise<WriteOutcome> {
  const { digest } = log;
  const body = {
    ...wordsOf(log, externalId),
    WhoId: log.contact.id,
    Status: "Completed",
    ActivityDate: digest.day ?? localDay(digest.startedAt, digest.zone),
  };
  const tasks = `${api.root}/sobjects/Task`;
  const answer =
    externalId === null
      ? await api.ask({ method: "POST", path: tasks, body })
      : await api.ask({ method: "PATCH", path: `${tasks}/${externalId}/${ownKey(log)}`, body });
  return await outcomeOf(api, log, answer, changedIn(answer), refusedTask);
}

async function rewriteTask(
  api: SalesforceApi,
  externalId: string | null,
  log: LogEntry,
  existing: LogReference,
): Promise<WriteOutcome> {
  const { task, person } = partsOf(existing);
  // Left out where it stays: whoever was merged into somebody else has taken the task along.
  const moved = person === log.contact.id ? {} : { WhoId: log.contact.id };
  const path = `${api.root}/sobjects/Task/${encodeURIComponent(task)}`;
  const answer = await api.ask({ method: "PATCH", path, body: { ...wordsOf(log, externalId), ...moved } });
  const id = changedIn(answer);
  return await outcomeOf(api, log, answer, id === null ? task : id, (refused) =>
    isRecordGone(refused, person !== log.contact.id) ? recordGone : refusedTask(refused),
  );
}

function wordsOf(log: LogEntry, externalId: string | null) {
  const { subject, body, owner, associations, key, part } = log;
  return {
    Subject: cut(subject, longestSubject),
    Description: externalId === null ? `${body}\n${keyMarker(key, part)}` : body,
    ...(owner === null ? {} : { OwnerId: owner }),
    ...(associations.related === undefined ? {} : { WhatId: associations.related }),
  };
}

/** What the field holds, as it stands in an address. */
function ownKey({ key, part }: LogEntry): string {
  return encodeURIComponent(`${key}:${part}`);
}

async function outcomeOf(
  api: SalesforceApi,
  { contact, associations }: LogEntry,
  answer: ApiAnswer,
  task: string | null | undefined,
  refused: (answer: Answered) => Rejected,
): Promise<WriteOutcome> {
  if (task != null)
    return { kind: "written", reference: referenceOf(task, contact.id), url: await api.urlOf("Task", task) };
  // Written, and not said under which id: found by its key.
  if (task === null) return { kind: "unknown", reason: "its id was not told" };
  if (answer.kind === "answer" && answer.status === 300) return keyTwice;
  const outcome = notChanged(answer, refused);
  // Its words are the same for whoever it is on, and for what it belongs to.
  const mayBeRelated = outcome.kind === "rejected" && answer.kind === "answer" && answer.status !== 404;
  const gone = mayBeRelated ? await relatedGone(api, associations.related) : null;
  return gone ?? outcome;
}

const recordGone: Rejected = {
  kind: "rejected",
  why: "record_gone",
  sentence: "Somebody deleted the task in Salesforce.",
};
const contactGone: Rejected = {
  kind: "rejected",
  why: "contact_gone",
  sentence: "The person is not in Salesforce any more, or the app’s user does not see them.",
};
const keyTwice: Rejected = {
  kind: "rejected",
  why: "invalid",
  sentence: "Salesforce has two tasks with the key of this record; its external id has to be unique.",
};

/** @param hasMoved whoever it moved to may be gone instead. */
function isRecordGone(answer: Answered, hasMoved: boolean): boolean {
  if (answer.status === 404) return true;
  const fields = fieldsIn(answer.json);
  if (fields.includes("WhoId")) return false;
  const word = wordOf(answer.json);
  return word === "ENTITY_IS_DELETED"
    ? !hasMoved
    : word === "INVALID_CROSS_REFERENCE_KEY" && fields.includes("Id");
}

function refusedTask(answer: Answered): Rejected {
  const word = String(wordOf(answer.json));
  const fields = fieldsIn(answer.json);
  if (word === "ENTITY_IS_DELETED" || fields.includes("WhoId")) return contactGone;
  if (word === "INVALID_CROSS_REFERENCE_KEY" && fields.length === 0) return contactGone;
  if (answer.status === 403 || /^INSUFFICIENT_ACCESS/.test(word)) {
    const sentence = "Salesforce does not let the app’s user write this task.";
    return { kind: "rejected", why: "forbidden", sentence };
  }
  return { kind: "rejected", why: "invalid", sentence: refusalSentence(reading, answer, "the task") };
}
