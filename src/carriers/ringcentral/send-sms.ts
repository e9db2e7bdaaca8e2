import { z } from "zod";
import type { OutgoingSms, SendOutcome } from "../../bridge/contracts/carrier.ts";
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { CarrierThreadId, LoginName } from "../../domain/ids.ts";
import { isRecord, listIn } from "../../lib/json.ts";
import { isCertainRefusal } from "../certain-refusal.ts";
import { loginOf } from "../login-of.ts";
import type { ApiRequest } from "./exchange.ts";
import { describeFailure, describeRefusal, noCredentials } from "./failures.ts";
import { readMessageId, readReport } from "./message-status.ts";
import { writeForm } from "./outgoing-media.ts";
import type { ApiAnswer, RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import type { ThreadLines } from "./thread-lines.ts";

/** How long to wait after "not now" that says no time, and after a connection that did not come about. */
const BUSY_MS = 30_000;
const UNREACHABLE_MS = 5_000;
const heldByAnother = "MSG-427";

type Answer = Extract<ApiAnswer, { kind: "answer" }>;

const rejected = (failure: CarrierFailure) => ({ kind: "rejected", failure }) as const;

/** Hands one SMS to RingCentral, once: by the line's own login, into the shared inbox where the line stands in it. */
export function createSending(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  threadLines: ThreadLines,
): (sms: OutgoingSms) => Promise<SendOutcome> {
  /** Threads that were over when a text came to them: the next try goes by its numbers, and opens another. */
  const over = new Set<CarrierThreadId>();

  return async (sms) => {
    const login = loginOf(settings, sms.login);
    if (login === null) return rejected(noLogin(sms.login));
    // First of all: whoever is not let in learns that in words, whatever would be looked at before.
    const pass = await api.pass(login);
    if (pass.kind === "silence") return outcomeOf(pass);
    try {
      const thread = sms.thread !== undefined && !over.has(sms.thread) ? sms.thread : null;
      // Where it is not known, the user's own way: what is wrong with the number is refused there for certain, and in words.
      const isThread = sms.thread !== undefined || (await threadLines.placeOf(login, sms.from)) === "inbox";
      if (isThread && (sms.others?.length ?? 0) > 0) return rejected(describeFailure("no-group"));
      const request = await (isThread ? threadRequest(sms, thread) : directRequest(sms));
      const answer = await api.ask(login, { ...request, method: "POST", group: "medium", use: "send" });
      if (thread !== null && isThreadOver(answer)) {
        over.add(thread);
        return rejected(describeFailure("thread-over", 1_000));
      }
      return outcomeOf(answer);
    } catch (thrown) {
      // Nothing has left: this is of what is looked at before.
      return rejected(failureBefore(thrown));
    }
  };
}

function noLogin(named: LoginName | undefined): CarrierFailure {
  return named === undefined ? describeFailure("no-login") : noCredentials(named);
}

type Request = Pick<ApiRequest, "path" | "json" | "raw">;

function directRequest(sms: OutgoingSms): Promise<Request> {
  const people = [sms.to, ...(sms.others ?? [])].map((phoneNumber) => ({ phoneNumber }));
  const content = { from: { phoneNumber: sms.from }, to: people, text: sms.body };
  const path = "/restapi/v1.0/account/~/extension/~/sms";
  return requestOf(sms, content, { plain: path, withFiles: path.replace(/sms$/, "mms") }, "json");
}

function threadRequest(sms: OutgoingSms, threadId: CarrierThreadId | null): Promise<Request> {
  const ends = { from: { phoneNumber: sms.from }, to: [{ phoneNumber: sms.to }] };
  const content = { ...(threadId === null ? {} : { threadId }), ...ends, text: sms.body };
  const path = "/restapi/v1.0/account/~/message-threads/messages";
  return requestOf(sms, content, { plain: path, withFiles: path }, "metadata");
}

async function requestOf(
  { media = [] }: OutgoingSms,
  content: unknown,
  paths: { readonly plain: string; readonly withFiles: string },
  name: "json" | "metadata",
): Promise<Request> {
  if (media.length === 0) return { path: paths.plain, json: content };
  const fileName = name === "json" ? "attachment" : "attachments";
  try {
    return {
      path: paths.withFiles,
      raw: await writeForm({ json: { name, content }, fileName, files: media }),
    };
  } catch {
    throw new CarrierError("a file is gone", { kind: "file-gone", retryable: false, certain: true });
  }
}

function failureBefore(thrown: unknown): CarrierFailure {
  if (!(thrown instanceof CarrierError)) throw thrown;
  const { kind, retryAfterMs, retryable } = thrown.failure;
  if (kind === "file-gone") return describeFailure(kind);
  const isPace = retryable && retryAfterMs !== undefined;
  return describeFailure(isPace ? "CMN-301" : "unreachable", retryAfterMs ?? UNREACHABLE_MS);
}

/** It was resolved or deleted meanwhile; the answer is certain, whatever word it has for that. */
function isThreadOver(answer: ApiAnswer): boolean {
  if (answer.kind !== "answer" || answer.code === heldByAnother) return false;
  if (answer.status === 404 || answer.status === 409 || answer.status === 410) return true;
  if (answer.status !== 400 || !isRecord(answer.json)) return false;
  return [answer.json, ...listIn(answer.json, "errors")].some(
    (error) => isRecord(error) && error.parameterName === "threadId",
  );
}

function outcomeOf(answer: ApiAnswer): SendOutcome {
  if (answer.kind === "silence") {
    if (!answer.certain) return { kind: "unknown", reason: answer.reason };
    const { failure, retryAfterMs } = answer;
    if (failure === null)
      return rejected(
        retryAfterMs === null
          ? describeFailure("unreachable", UNREACHABLE_MS)
          : describeFailure("CMN-301", retryAfterMs),
      );
    const comesAgain = retryAfterMs !== null || failure.scope === "passing";
    return rejected(comesAgain ? { ...failure, retryAfterMs: retryAfterMs ?? BUSY_MS } : failure);
  }
  if (answer.status >= 200 && answer.status < 300) return readAccepted(answer);
  if (answer.isClosed || answer.code === "MSG-290")
    return rejected(describeFailure(answer.code ?? "CMN-301", answer.retryAfterMs ?? BUSY_MS));
  return isCertainRefusal(answer.status)
    ? readRejected(answer)
    : { kind: "unknown", reason: `HTTP ${answer.status}` };
}

function readRejected({ code, status }: Answer): SendOutcome {
  if (code === null) return rejected(describeRefusal(status));
  return { ...rejected(describeFailure(code)), ...(code === heldByAnother ? { isHeldByAnother: true } : {}) };
}

const sentRecord = z.object({
  id: z.unknown(),
  messageStatus: z.string().catch("Queued"),
  deliveryErrorCode: z.string().nullish().catch(null),
  threadId: z.string().min(1).nullish().catch(null),
});

function readAccepted({ json, status }: Answer): SendOutcome {
  const record = sentRecord.safeParse(json);
  const carrierMessageId = record.success ? readMessageId(record.data.id) : null;
  if (!record.success || carrierMessageId === null)
    return { kind: "unknown", reason: `HTTP ${status} unreadable` };
  const { messageStatus, deliveryErrorCode, threadId } = record.data;
  const report = readReport(messageStatus, deliveryErrorCode ?? null);
  if (report?.failure) return { ...rejected(report.failure), carrierMessageId };
  return {
    kind: "accepted",
    carrierMessageId,
    state: report?.state ?? "accepted",
    ...(threadId ? { thread: threadId as CarrierThreadId } : {}),
  };
}
