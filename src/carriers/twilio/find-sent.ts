import type { FindOutcome, SentSms } from "../../bridge/contracts/carrier.ts";
import { parseE164 } from "../../domain/phone.ts";
import { isSince, isUnreadable, listMessages, type MessageRecord } from "./message-list.ts";
import { readReport, readSid } from "./message-status.ts";
import type { TwilioApi } from "./twilio-api.ts";

/** Our clock and Twilio's may differ by this much. */
const SKEW_MS = 2 * 60_000;

/**
 * Looks for a text of these words, with as many files, between these numbers. Not filtered by `DateSent`: what still waits in Twilio's queue has none.
 * Throws `CarrierError`.
 */
export async function findSent(api: TwilioApi, sms: SentSms): Promise<FindOutcome> {
  const notBefore = new Date(sms.sendingSince.getTime() - SKEW_MS);
  const params = { To: sms.to, From: sms.from, PageSize: "100" };
  const found: MessageRecord[] = [];
  for await (const listed of listMessages(api, { params, notBefore })) {
    // It may be the one, or another one alike.
    if (isUnreadable(listed)) return { kind: "ambiguous" };
    if (isSince(listed, notBefore) && isOurs(listed, sms)) found.push(listed);
  }
  return outcomeOf(found);
}

function isOurs(record: MessageRecord, sms: SentSms): boolean {
  const isBetween = record.from === sms.from && parseE164(record.to ?? "") === parseE164(sms.to);
  const isSame = (record.body ?? "") === sms.body && hasItsFiles(record, sms);
  return isBetween && record.direction === "outbound-api" && isSame;
}

/** What it has not fetched yet it may not count. */
function hasItsFiles({ num_media: count }: MessageRecord, { media = [] }: SentSms): boolean {
  return count === media.length || count === 0;
}

function outcomeOf([first, ...others]: readonly MessageRecord[]): FindOutcome {
  if (first === undefined) return { kind: "absent" };
  const carrierMessageId = readSid(first.sid);
  const report = readReport(first.status, first.error_code);
  if (others.length > 0 || carrierMessageId === null || report === null) return { kind: "ambiguous" };
  return { kind: "found", carrierMessageId, ...report };
}
