import { z } from "zod";
import type { CrmContact, FindLogOutcome } from "../../bridge/contracts/crm.ts";
import type { LogReference, RecordKey } from "../../domain/ids.ts";
import { keyMarker } from "../key-marker.ts";
import { failureOf, unreadable } from "../read-answer.ts";
import { idsOf } from "./associated.ts";
import { type HubspotApi, isWithheld, reading } from "./hubspot-api.ts";
import type { Portal } from "./portal.ts";

/** It is looked for soon after it was made: only so many can have come since. */
const mostLookedAt = 30;

const communication = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  properties: z.object({ hs_communication_body: z.string().nullish() }).nullish(),
});

interface Surroundings {
  readonly api: HubspotApi;
  readonly portal: Portal;
}

/** Looks through the contact's newest communications for our mark. What may not be asked is absent, which proves nothing. */
export async function findLog(
  { api, portal }: Surroundings,
  key: RecordKey,
  part: number,
  contact: CrmContact,
): Promise<FindLogOutcome> {
  const ids = (await idsOf(api, contact, "communications")) ?? [];
  const newest = ids.map(({ id }) => id).toSorted(newestFirst);
  const mark = keyMarker(key, part);
  for (const id of newest.slice(0, mostLookedAt)) {
    if (!(await bodyOf(api, id))?.includes(mark)) continue;
    const reference = id as LogReference;
    return { kind: "found", reference, url: await portal.linkTo(contact.id, reference) };
  }
  return { kind: "absent" };
}

/** HubSpot counts them up. */
function newestFirst(one: string, other: string): number {
  return other.length - one.length || (one < other ? 1 : -1);
}

async function bodyOf({ ask }: HubspotApi, id: string): Promise<string | null> {
  const query = new URLSearchParams({ properties: "hs_communication_body" });
  const answer = await ask({
    method: "GET",
    path: `/crm/v3/objects/communications/${encodeURIComponent(id)}?${query}`,
  });
  // Gone since, or not to be seen.
  if (isWithheld(answer)) return null;
  if (answer.kind !== "answer" || answer.status !== 200) throw failureOf(reading, answer);
  const read = communication.safeParse(answer.json);
  if (!read.success) throw unreadable(reading);
  return read.data.properties?.hs_communication_body ?? null;
}
