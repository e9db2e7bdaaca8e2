import { z } from "zod";
import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import { isCertainRefusal } from "../certain-refusal.ts";
import { callbackFor } from "./callback.ts";
import { describeError, describeFailure, describeRefusal } from "./failures.ts";
import { readMessageId, readReport, statusIn } from "./message-status.ts";
import { mediaUrls } from "./outgoing-media.ts";
import { type Answer, type ApiAnswer, readErrors, type TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

/** How long to wait after "too many requests" that names no time, and after a connection that did not come about. */
const BUSY_MS = 2_000;
const UNREACHABLE_MS = 5_000;

/** Hands one SMS to Telnyx, once. */
export async function sendSms(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  sms: OutgoingSms,
): Promise<SendOutcome> {
  const urls = mediaUrls(sms);
  // It has nothing that it could fetch, and would send the words alone.
  if (urls === null) return { kind: "rejected", failure: describeFailure("no_address") };
  const hasFiles = urls.length > 0;
  return outcomeOf(
    await api.post("/messages", {
      from: sms.from,
      to: sms.to,
      ...(sms.body === "" && hasFiles ? {} : { text: sms.body }),
      ...(hasFiles ? { media_urls: urls, type: "MMS" } : { type: "SMS", encoding: "auto" }),
      // Where that address does not take a report, Telnyx tries the profile's, which leads here as well.
      ...(settings.publicUrl === null ? {} : { webhook_url: callbackFor(settings.publicUrl, sms.messageId) }),
    }),
  );
}

function outcomeOf(answer: ApiAnswer): SendOutcome {
  if (answer.kind === "silence") {
    if (!answer.certain) return { kind: "unknown", reason: answer.reason };
    return { kind: "rejected", failure: describeFailure("unreachable", UNREACHABLE_MS) };
  }
  const { status, error } = answer;
  if (status >= 200 && status < 300) return readAccepted(answer);
  if (status === 429 || error?.code === "10011") {
    return { kind: "rejected", failure: describeFailure("10011", answer.retryAfterMs ?? BUSY_MS) };
  }
  if (!isRefusal(answer)) return { kind: "unknown", reason: `HTTP ${status}` };
  return { kind: "rejected", failure: error === null ? describeRefusal(status) : describeError(error) };
}

/** It says that something went wrong inside, or that it took too long, which tells nothing of what was done. */
const uncertain: ReadonlySet<string | undefined> = new Set(["10007", "10008"]);

function isRefusal({ status, error }: Answer): boolean {
  return isCertainRefusal(status) && !uncertain.has(error?.code);
}

const accepted = z.object({ data: z.object({ id: z.string() }).loose() });

function readAccepted({ status, json }: Answer): SendOutcome {
  const { data } = accepted.safeParse(json).data ?? {};
  const carrierMessageId = readMessageId(data?.id);
  if (carrierMessageId === null) return { kind: "unknown", reason: `HTTP ${status} unreadable` };
  const report = readReport(statusIn(data) ?? "queued", readErrors(data)[0] ?? null);
  if (report?.failure) return { kind: "rejected", failure: report.failure, carrierMessageId };
  return { kind: "accepted", carrierMessageId, state: report?.state ?? "accepted" };
}
