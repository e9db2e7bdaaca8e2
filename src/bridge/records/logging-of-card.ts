/** What a card tells of what is logged: one question, asked for cards alone. */
import type { CardRecord } from "../../domain/card-logging.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { isAsked } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { StandingRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A direct conversation has one a day; of more than a fortnight nobody looks at its card for them. */
const newestRecords = 14;

/** What somebody has to decide comes first, then the newest that stands. */
export async function loggingOfCard(
  ctx: Pick<Context, "crm" | "crmTitle">,
  tx: Tx,
  episode: EpisodeId,
): Promise<CardRecord | null> {
  const records = await tx.records.withUrls(episode, newestRecords);
  const asked = records.find(({ record }) => isAsked(record.hold));
  const shown = asked ?? records.find(({ record }) => record.written > 0);
  return shown === undefined ? null : drawn(ctx, shown);
}

function drawn(
  { crm, crmTitle }: Pick<Context, "crm" | "crmTitle">,
  { record, url }: StandingRecord,
): CardRecord | null {
  const isOwn = record.crm === crm.name;
  const state = record.hold === "off" || record.hold === "skipped" ? "logged" : (record.hold ?? "logged");
  // That our own database, or something that shows it to nobody, has it too is no news.
  if (state === "logged" && isOwn && crm.capabilities.everyNumberKnown && url === null) return null;
  return {
    record: record.id,
    state,
    crm: isOwn ? crm.title : crmTitle(record.crm),
    stands: record.written > 0,
    url,
    sentence: state === "logged" ? null : record.reason,
    chooses: !crm.capabilities.everyNumberKnown,
    creates: crm.capabilities.createsContacts,
  };
}
