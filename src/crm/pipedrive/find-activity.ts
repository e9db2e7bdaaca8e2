import { z } from "zod";
import type { CrmContact, FindLogOutcome } from "../../bridge/contracts/crm.ts";
import type { RecordKey } from "../../domain/ids.ts";
import { keyMarker } from "../key-marker.ts";
import { unreadable } from "../read-answer.ts";
import { type ActivityPlace, referenceOf } from "./activity-place.ts";
import { type PipedriveApi, readData, reading } from "./pipedrive-api.ts";

/** The most that it gives at once. What is sought was made a short while ago, so it is among the newest of its person. */
const newest = 500;

const activities = z.array(
  z.object({ id: z.number(), note: z.string().nullish(), is_deleted: z.boolean().nullish() }),
);

/** Looks among the activities of the person. Throws `CrmError`. */
export async function findActivity(
  { ask }: PipedriveApi,
  place: ActivityPlace,
  { key, part, contact }: { readonly key: RecordKey; readonly part: number; readonly contact: CrmContact },
): Promise<FindLogOutcome> {
  const query = new URLSearchParams({
    person_id: contact.id,
    sort_by: "add_time",
    sort_direction: "desc",
    limit: String(newest),
  });
  const { data } = readData(await ask({ method: "GET", path: `/api/v2/activities?${query}` }));
  const listed = activities.safeParse(data ?? []);
  if (!listed.success) throw unreadable(reading);
  const marker = keyMarker(key, part);
  const found = listed.data.find(({ note, is_deleted: deleted }) => !deleted && note?.includes(marker));
  if (found === undefined) return { kind: "absent" };
  const activity = String(found.id);
  return { kind: "found", reference: referenceOf(activity, contact.id), url: await place.urlOf(activity) };
}
