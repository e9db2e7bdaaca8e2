import { z } from "zod";
import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import { isCertainRefusal } from "../certain-refusal.ts";
import { statusAddress } from "../status-address.ts";
import { describeFailure, describeRefusal, describeWithFiles } from "./failures.ts";
import { readReport, readSid } from "./message-status.ts";
import { mediaUrls } from "./outgoing-media.ts";
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
  const urls = mediaUrls(sms);
  // It has nothing that it could fetch, and would send the words alone.
  if (urls === null) return { kind: "rejected", failure: describeFailure("no_address") };
  const form = new URLSearchParams({ To: sms.to, From: sms.from });
  if (sms.body !== "" || urls.length === 0) form.append("Body", sms.body);
  for (const url of urls) form.append("MediaUrl", url);
  if (settings.publicUrl !== null)
    form.append("StatusCallback", statusAddress(settings.publicUrl, "twilio", sms.messageId));
  const outcome = outcomeOf(await api.post("/Messages.json", form));
  if (outcome.kind !== "rejected" || urls.length === 0) return outcome;
  return { ...outcome, failure: describeWithFiles(outcome.failure) };
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
  return isCertainRefusal(answer.status)
    ? readRejected(answer)
    : { kind: "unknown", reason: `HTTP ${answer.status}` };
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
