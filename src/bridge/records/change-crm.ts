/**
 * Another CRM is in use than the one that a record was for: what was written stays there, and this one gets it whole. Whom it was logged on,
 * what it belonged to and what was asked about it was the other one's.
 */
import { isAsked } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { LogRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";
import { withoutContact } from "./without-contact.ts";

/** When a record was last found to be for another CRM; the newest time. */
const changedKey = "crm.changed";

type Changing = Pick<Context, "now"> & { readonly crm: Pick<Context["crm"], "name"> };

/** What of the record is different then; nothing where it is for the one in use. */
export async function changeCrm(
  { crm, now }: Changing,
  tx: Tx,
  record: Pick<LogRecord, "id" | "crm" | "hold" | "additions">,
): Promise<Partial<LogRecord>> {
  if (record.crm === crm.name) return {};
  const isReleased = isAsked(record.hold);
  const change = {
    crm: crm.name,
    ...withoutContact(record),
    ...(isReleased ? { hold: null, reason: null } : {}),
  };
  for (const { number } of await tx.records.parts(record.id)) await tx.records.dropPart(record.id, number);
  await tx.records.update(record.id, change);
  await tx.settings.writeTime(changedKey, now());
  return change;
}

/** Of what began before, this CRM may hold what nothing here knows any more, since it was in use before the other one. */
export async function crmChangedAt(tx: Tx): Promise<number | null> {
  return await tx.settings.readTime(changedKey);
}
