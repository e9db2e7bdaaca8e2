import { z } from "zod";
import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import { describeFailure, describeRefusal } from "./failures.ts";
import { readReport, readSid } from "./message-status.ts";
import type { ApiAnswer, TwilioApi } from "./twilio-api.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

/** How long to wait after "too many requests" without a Retry-After, and after a connection that did not come about. */
const BUSY_MS = 2_000;
const UNREACHABLE_MS = 5_000;

type Answer = Extract<ApiAnswer, { kind: "answer" }>;

/** Hands one SMS to Twilio, once. */
export async function sendSms(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  sms: OutgoingSms,
): Promise<SendOutcome> {
  const form = { To: sms.to, From: sms.from, Body: sms.body };
  const callback = statusCallback(settings.publicUrl, sms.messageId);
  const answer = await api.post("/Messages.json", callback === null ? form : { ...form, ...callback });
  return outcomeOf(answer);
}

/** The callback names our own message, so a report settles it even when the answer to the send was lost. */
function statusCallback(publicUrl: string | null, messageId: string): { StatusCallback: string } | null {
  if (publicUrl === null) return null;
  return { StatusCallback: `${publicUrl}/webhooks/twilio/status?message=${encodeURIComponent(messageId)}` };
}

function outcomeOf(answer: ApiAnswer): SendOutcome {
  if (answer.kind === "silence") {
    if (!answer.certain) return { kind: "unknown", reason: answer.reason };
    return { kind: "rejected", failure: describeFailure("unreachable", UNREACHABLE_MS) };
  }
  if (answer.status >= 200 && answer.status < 300) return readAccepted(answer);
  if (answer.status === 429 || answer.code === "20429") {
    return { kind: "rejected", failure: describeFailure("20429", answer.retryAfterMs ?? BUSY_MS) };
  }
  return isRefusal(answer) ? readRejected(answer) : { kind: "unknown", reason: `HTTP ${answer.status}` };
}

/** A gateway's 408 and 499 say that it gave up waiting, not that nothing happened. */
function isRefusal(answer: Answer): boolean {
  return answer.status >= 300 && answer.status < 500 && answer.status !== 408 && answer.status !== 499;
}

function readRejected(answer: Answer): SendOutcome {
  const failure = answer.code === null ? describeRefusal(answer.status) : describeFailure(answer.code);
  return { kind: "rejected", failure };
}

const sentRecord = z.object({
  sid: z.string(),
  status: z.string().default("queued"),
  error_code: z.coerce.string().nullish(),
});

function readAccepted(answer: Answer): SendOutcome {
  const record = sentRecord.safeParse(answer.json);
  const sid = record.success ? readSid(record.data.sid) : null;
  if (!record.success || sid === null) return { kind: "unknown", reason: `HTTP ${answer.status} unreadable` };
  const report = readReport(record.data.status, record.data.error_code ?? null);
  if (report?.failure) return { kind: "rejected", failure: report.failure };
  return { kind: "accepted", carrierMessageId: sid, state: report?.state ?? "accepted" };
}
