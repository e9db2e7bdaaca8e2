/** What a card tells of what is logged: one question, asked for cards alone. */
import type { CardRecord } from "../../domain/card-logging.ts";
import type { EpisodeId } from "../../domain/ids.ts";
import { isAsked } from "../../domain/record.ts";
import type { Context } from "../context/context.ts";
import type { Crm } from "../contracts/crm.ts";
import type { LogRecord, StandingRecord } from "../contracts/store/records.ts";
import type { Tx } from "../contracts/store/store.ts";

/** A direct conversation has one a day; of more than a fortnight nobody looks at its card for them. */
const newestRecords = 14;

/**
 * What somebody has to decide comes first, then the newest that stands of the conversation itself; messages that somebody chose out of
 * it only while nothing else stands.
 */
export async function loggingOfCard(
  ctx: Pick<Context, "crm" | "crmTitle">,
  tx: Tx,
  episode: EpisodeId,
): Promise<CardRecord | null> {
  const records = await tx.records.withUrls(episode, newestRecords);
  const asked = records.find(({ record }) => isAsked(record.hold));
  const standing = records.filter(({ record }) => record.written > 0);
  const shown = asked ?? standing.find(({ record }) => record.kind !== "selected") ?? standing[0];
  return shown === undefined ? null : drawn(ctx, shown);
}

function drawn(
  { crm, crmTitle }: Pick<Context, "crm" | "crmTitle">,
  { record, url }: StandingRecord,
): CardRecord | null {
  const isOwn = record.crm === crm.name;
  const isPart = record.kind === "selected";
  const state = record.hold === "off" || record.hold === "skipped" ? "logged" : (record.hold ?? "logged");
  if (state === "logged" && isOwn && isUnseen(crm, url)) return null;
  return {
    record: record.id,
    state,
    isPart,
    crm: isOwn ? crm.title : crmTitle(record.crm),
    stands: record.written > 0,
    url,
    sentence: state === "logged" ? null : record.reason,
    chooses: !crm.capabilities.everyNumberKnown,
    creates: crm.capabilities.createsContacts,
  };
}

/** That our own database, or something that shows it to nobody, has it too is no news. */
function isUnseen({ capabilities }: Crm, url: string | null): boolean {
  return capabilities.everyNumberKnown && url === null;
}

/** Whether the card tells whoever logged it how that went. */
export function isOnCard(crm: Crm, { kind }: Pick<LogRecord, "kind">, url: string | null): boolean {
  return kind !== "selected" && !isUnseen(crm, url);
}
