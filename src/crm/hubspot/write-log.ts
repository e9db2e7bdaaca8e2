/** A log is a communication of the channel SMS: made on its contact, and changed in its place. */
import { z } from "zod";
import type { CrmContact, LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import type { LogReference } from "../../domain/ids.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { keyMarker, keyMarkerRoom } from "../key-marker.ts";
import { isDone, notDone } from "../read-answer.ts";
import { type HubspotApi, reading, refused } from "./hubspot-api.ts";
import { type LogPlace, placeIn, referenceOf } from "./log-place.ts";
import type { Portal } from "./portal.ts";
import { goneOf, knownOf, putOn } from "./put-on.ts";

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
}

export async function writeLog(
  surroundings: Surroundings,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  return existing === null ? await make(surroundings, log) : await change(surroundings, log, existing);
}

async function make({ api, portal }: Surroundings, log: LogEntry): Promise<WriteOutcome> {
  const standsOn = knownOf(log.associations);
  const associations = Object.entries({ ...standsOn, contact: log.contact.id }).map(([kind, id]) => ({
    to: { id },
    types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: typeIds[kind] }],
  }));
  const kind = { hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };
  const body = { properties: { ...kind, ...propertiesOf(log) }, associations };
  const answer = await api.ask({ method: "POST", path: "/crm/v3/objects/communications", body });
  const made = idIn(answer);
  if (made !== null) return await writtenAt(portal, log, { communication: made, standsOn });
  const outcome = notDone(reading, answer, (told) => refused(told, "the record"));
  if (outcome.kind !== "rejected" || outcome.why === "forbidden") return outcome;
  if (await isGone(api, log.contact)) return contactGone;
  return (await goneOf(api, standsOn)) ?? outcome;
}

async function change(
  { api, portal }: Surroundings,
  log: LogEntry,
  reference: LogReference,
): Promise<WriteOutcome> {
  const before = placeIn(reference);
  const path = `/crm/v3/objects/communications/${encodeURIComponent(before.communication)}`;
  const answer = await api.ask({ method: "PATCH", path, body: { properties: propertiesOf(log) } });
  if (idIn(answer) === null) return notDone(reading, answer, refusedChange);
  const place = await putOn(api, before, log.associations);
  return "kind" in place ? place : await writtenAt(portal, log, place);
}

async function writtenAt(portal: Portal, { contact }: LogEntry, place: LogPlace): Promise<WriteOutcome> {
  const url = await portal.linkTo(contact.id, place.communication);
  return { kind: "written", reference: referenceOf(place), url };
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

function idIn(answer: ApiAnswer): string | null {
  const told = answer.kind === "answer" && isDone(answer) ? communication.safeParse(answer.json) : null;
  return told?.success ? told.data.id : null;
}
