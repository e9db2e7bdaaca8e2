import { z } from "zod";
import type { FindOutcome, SentSms } from "../../bridge/contracts/carrier.ts";
import type { CarrierMessageId, MessageId } from "../../domain/ids.ts";
import { messageNamed } from "./callback.ts";
import { listRecords, type MessageRecord, readOutcome, recordsQuery } from "./message-records.ts";
import { type Report, readMessageId, readReport, statusIn } from "./message-status.ts";
import { retrieveMessage } from "./retrieve-message.ts";
import { readErrors, type TelnyxApi } from "./telnyx-api.ts";

/** Our clock and Telnyx's may differ by this much: whose text it is, its address says, and not when it left. Milliseconds. */
const skew = 24 * 60 * 60_000;

/**
 * Looks for a text between these numbers whose reports go to the address that names ours: no other text has it, whatever its words. What
 * waits in Telnyx's queue has no record yet. Throws `CarrierError`.
 */
export async function findSent(
  api: TelnyxApi,
  { messageId, from, to, sendingSince }: SentSms,
): Promise<FindOutcome> {
  const since = new Date(sendingSince.getTime() - skew);
  const between = { "filter[direction]": "outbound", "filter[cli]": from, "filter[cld]": to };
  let isAnyUnread = false;
  for await (const record of listRecords(api, recordsQuery(since, between))) {
    const carrierMessageId = readMessageId(record?.uuid);
    const sent =
      record === null || carrierMessageId === null ? null : await whatWasSent(api, record, carrierMessageId);
    if (sent === null || carrierMessageId === null) isAnyUnread = true;
    else if (sent.messageId === messageId)
      return sent.report === null
        ? { kind: "ambiguous" }
        : { kind: "found", carrierMessageId, ...sent.report };
  }
  // It may be the one.
  return { kind: isAnyUnread ? "ambiguous" : "absent" };
}

interface Sent {
  /** Ours, where its reports go to an address of ours. */
  readonly messageId: MessageId | null;
  readonly report: Report | null;
}

const message = z.object({ webhook_url: z.string() });

/** By its record, or, where that does not say it, by the message itself. Null where that can't be had. */
async function whatWasSent(
  api: TelnyxApi,
  record: MessageRecord,
  id: CarrierMessageId,
): Promise<Sent | null> {
  const named = messageNamed(record.delivery_status_webhook_url);
  const outcome = readOutcome(record);
  if (named !== null && outcome !== null) return { messageId: named, report: outcome };
  const retrieved = await retrieveMessage(api, id);
  if (retrieved === null) return null;
  const { webhook_url: url } = message.safeParse(retrieved).data ?? {};
  const report = readReport(statusIn(retrieved) ?? "", readErrors(retrieved)[0] ?? null);
  return { messageId: named ?? messageNamed(url), report };
}
