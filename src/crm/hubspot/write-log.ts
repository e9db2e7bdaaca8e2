/** A log is a communication of the channel SMS: made on its contact, and changed in its place. */
import { z } from "zod";
import type { CrmContact, LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import type { LogReference } from "../../domain/ids.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { keyMarker, keyMarkerRoom } from "../key-marker.ts";
import { isDone, notDone } from "../read-answer.ts";
import { type HubspotApi, reading, refused } from "./hubspot-api.ts";
import type { Portal } from "./portal.ts";

/** A subject of 255 signs as HTML, and what stands around it. */
const subjectRoom = 1_600;

/** What HubSpot takes, without what is put around a body here. UTF-16 code units. */
export const longestBody = 65_536 - subjectRoom - keyMarkerRoom;

/** From a communication to what it stands on. */
const typeIds: Readonly<Record<string, number>> = { contact: 81, ticket: 83, deal: 85, company: 87 };

const communication = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

interface Surroundings {
  readonly api: HubspotApi;
  readonly portal: Portal;
  readonly attached: Set<string>;
}

export async function writeLog(
  surroundings: Surroundings,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  return existing === null ? await make(surroundings, log) : await change(surroundings, log, existing);
}

async function make({ api, portal, attached }: Surroundings, log: LogEntry): Promise<WriteOutcome> {
  const standsOn = Object.entries({ ...log.associations, contact: log.contact.id });
  const associations = standsOn.flatMap(([kind, id]) => {
    const associationTypeId = typeIds[kind];
    const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }];
    return associationTypeId === undefined ? [] : [{ to: { id }, types }];
  });
  const kind = { hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };
  const body = { properties: { ...kind, ...propertiesOf(log) }, associations };
  const answer = await api.ask({ method: "POST", path: "/crm/v3/objects/communications", body });
  const reference = referenceIn(answer);
  if (reference !== null) {
    for (const [what, id] of standsOn) attached.add(attachment(reference, what, id));
    return { kind: "written", reference, url: await portal.linkTo(log.contact.id, reference) };
  }
  const outcome = notDone(reading, answer, (told) => refused(told, "the record"));
  if (outcome.kind !== "rejected" || outcome.why === "forbidden") return outcome;
  return (await isGone(api, log.contact)) ? contactGone : outcome;
}

async function change(
  { api, portal, attached }: Surroundings,
  log: LogEntry,
  reference: LogReference,
): Promise<WriteOutcome> {
  const path = `/crm/v3/objects/communications/${encodeURIComponent(reference)}`;
  const answer = await api.ask({ method: "PATCH", path, body: { properties: propertiesOf(log) } });
  if (referenceIn(answer) === null) return notDone(reading, answer, refusedChange);
  for (const [what, id] of Object.entries(log.associations)) {
    const done = attachment(reference, what, id);
    if (typeIds[what] === undefined || attached.has(done)) continue;
    const trouble = notAttached(await attach(api, reference, what, id));
    if (trouble !== null) return trouble;
    attached.add(done);
  }
  return { kind: "written", reference, url: await portal.linkTo(log.contact.id, reference) };
}

/** Changing a communication changes nothing of what it stands on. To put it there twice is to put it there once. */
async function attach(
  { ask }: HubspotApi,
  reference: LogReference,
  what: string,
  id: string,
): Promise<ApiAnswer> {
  const [from, to] = [encodeURIComponent(reference), encodeURIComponent(id)];
  return await ask({
    method: "PUT",
    path: `/crm/v4/objects/communications/${from}/associations/default/${what}/${to}`,
  });
}

/** The record stands as it should; that a deal is gone, or not to be seen, must not hold it. What comes again does. */
function notAttached(answer: ApiAnswer): WriteOutcome | null {
  if (answer.kind === "answer" && isDone(answer)) return null;
  const ignored = { kind: "rejected", why: "invalid", sentence: "" } as const;
  const outcome = notDone(reading, answer, () => ignored);
  return outcome.kind === "rejected" ? null : outcome;
}

function refusedChange(answer: Answered) {
  const sentence = "Somebody deleted this record in HubSpot.";
  if (answer.status === 404) return { kind: "rejected", why: "record_gone", sentence } as const;
  return refused(answer, "the record");
}

const contactGone = {
  kind: "rejected",
  why: "contact_gone",
  sentence: "The contact is no longer in HubSpot: somebody deleted it, or merged it with another one.",
} as const;

/** Deleted, or merged into another, by which it is told. */
async function isGone({ ask }: HubspotApi, { id }: CrmContact): Promise<boolean> {
  const answer = await ask({ method: "GET", path: `/crm/v3/objects/contacts/${encodeURIComponent(id)}` });
  if (answer.kind !== "answer") return false;
  if (answer.status === 404) return true;
  const told = communication.safeParse(answer.json);
  return isDone(answer) && told.success && told.data.id !== (id as string);
}

function propertiesOf({ key, part, subject, body, owner, digest }: LogEntry) {
  return {
    hs_timestamp: new Date(digest.startedAt).toISOString(),
    hs_communication_body: `<p><strong>${escapeHtml(subject)}</strong></p>\n${body}\n<p>${keyMarker(key, part)}</p>`,
    ...(owner === null ? {} : { hubspot_owner_id: owner }),
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function referenceIn(answer: ApiAnswer): LogReference | null {
  const told = answer.kind === "answer" && isDone(answer) ? communication.safeParse(answer.json) : null;
  return told?.success ? (told.data.id as LogReference) : null;
}

function attachment(reference: LogReference, what: string, id: string): string {
  return `${reference} ${what} ${id}`;
}
