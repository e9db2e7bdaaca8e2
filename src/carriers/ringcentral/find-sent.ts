import { z } from "zod";
import type { FindOutcome, SentSms } from "../../bridge/contracts/carrier.ts";
import type { CarrierMessageId, LoginName } from "../../domain/ids.ts";
import { numberOf } from "../../domain/phone.ts";
import { sameWords } from "../../domain/same-words.ts";
import { loginOf } from "../login-of.ts";
import { isRefused } from "./ask-sync.ts";
import { listPages } from "./list-pages.ts";
import { readMessageRecord, readNumber, time } from "./message-record.ts";
import { readMessageId, readReport } from "./message-status.ts";
import { noLogin } from "./no-login.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import type { ThreadLines } from "./thread-lines.ts";

/** Our clock and RingCentral's may differ by this much. */
const SKEW_MS = 2 * 60_000;

/** A text between these numbers that left at that time or later; null where something there can't be read. */
interface Seen {
  readonly id: CarrierMessageId | null;
  readonly body: string;
  readonly at: Date | null;
  readonly status: string;
  readonly code: string | null;
  /** Whether files went along; null where it does not say. */
  readonly hasFiles: boolean | null;
}

interface SeenThere {
  readonly one: Seen | null;
  readonly isThread: boolean;
}

const of =
  (isThread: boolean) =>
  (one: Seen | null): SeenThere => ({ one, isThread });

/** Looks for a text of these words between these numbers. Throws `CarrierError`. */
export function createFinding(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  threadLines: ThreadLines,
): (sms: SentSms) => Promise<FindOutcome> {
  return async (sms) => {
    const login = loginOf(settings, sms.login);
    if (login === null) throw noLogin(sms.login);
    const since = new Date(sms.sendingSince.getTime() - SKEW_MS);
    const place = sms.thread !== undefined ? "inbox" : await threadLines.placeOf(login, sms.from);
    const seen: SeenThere[] = [];
    // Where it is not known, it may have been known when the text left.
    if (place !== "inbox") seen.push(...(await inStore(api, login, sms, since)).map(of(false)));
    if (place !== "own messages") {
      const until = new Date(settings.now() + SKEW_MS);
      const found = await inThreads(api, login, sms, since, until).catch((thrown: unknown) => {
        // Who may not look there can't have sent there.
        if (place === "unknown" && isRefused(thrown)) return [];
        throw thrown;
      });
      seen.push(...found.map(of(true)));
    }
    const alike = seen.filter(({ one }) => one === null || isAlike(one, sms, since));
    return await outcomeOf(api, login, alike);
  };
}

function isAlike({ body, at, hasFiles }: Seen, { body: sought, media = [] }: SentSms, since: Date): boolean {
  if (!sameWords(body, sought) || (hasFiles !== null && hasFiles !== media.length > 0)) return false;
  return at === null || at >= since;
}

async function outcomeOf(
  api: RingCentralApi,
  login: LoginName,
  [first, ...others]: readonly SeenThere[],
): Promise<FindOutcome> {
  if (first === undefined) return { kind: "absent" };
  const { one, isThread } = first;
  if (one === null || one.id === null || others.length > 0) return { kind: "ambiguous" };
  const { id, status, code } = one;
  const report = readReport(status, code);
  if (report === null) return { kind: "ambiguous" };
  if (report.failure === null || code !== null || isThread)
    return { kind: "found", carrierMessageId: id, ...report };
  const reason = await readReason(api, login, id);
  return { kind: "found", carrierMessageId: id, ...(readReport(status, reason) ?? report) };
}

/** Why a text failed: lists don't say, the text itself does. Null where it says nothing. Throws `CarrierError`. */
async function readReason(
  api: RingCentralApi,
  login: LoginName,
  id: CarrierMessageId,
): Promise<string | null> {
  const path = `/restapi/v1.0/account/~/extension/~/message-store/${encodeURIComponent(id)}`;
  const json = await api.read(login, { method: "GET", path, group: "light" });
  return readMessageRecord(json)?.deliveryErrorCode ?? null;
}

async function inStore(
  api: RingCentralApi,
  login: LoginName,
  sms: SentSms,
  since: Date,
): Promise<(Seen | null)[]> {
  const query = {
    messageType: "SMS",
    direction: "Outbound",
    phoneNumber: sms.to,
    dateFrom: since.toISOString(),
    perPage: "100",
  };
  const path = "/restapi/v1.0/account/~/extension/~/message-store";
  const people = new Set<string>([sms.to, ...(sms.others ?? [])].map((to) => numberOf(to) ?? to));
  const found: (Seen | null)[] = [];
  for (const raw of await listPages(api, login, path, query, "light")) {
    const record = readMessageRecord(raw);
    if (record === null) {
      found.push(null);
      continue;
    }
    const from = readNumber(record.from?.phoneNumber ?? "");
    const to = (record.to ?? []).map(({ phoneNumber }) => readNumber(phoneNumber ?? "") ?? phoneNumber ?? "");
    const isBetween = from === sms.from && to.length === people.size && to.every((one) => people.has(one));
    if (record.direction !== "Outbound" || !isBetween) continue;
    found.push({
      id: record.id,
      body: record.subject ?? "",
      at: record.creationTime,
      status: record.messageStatus ?? "",
      code: record.deliveryErrorCode ?? null,
      hasFiles: record.attachments?.some(({ type }) => type === "MmsAttachment") ?? null,
    });
  }
  return found;
}

const threadRecord = z.object({
  id: z.string(),
  ownerParty: z.object({ phoneNumber: z.string() }).nullish(),
  guestParty: z.object({ phoneNumber: z.string() }).nullish(),
  lastModifiedTime: time,
});
const threadMessage = z.object({
  id: z.unknown().transform(readMessageId),
  direction: z.string(),
  text: z.string().nullish(),
  creationTime: time,
  messageStatus: z.string().nullish(),
  deliveryErrorCode: z.string().nullish().catch(null),
  to: z
    .array(z.object({ errorCode: z.string().nullish() }))
    .nullish()
    .catch(null),
  attachments: z
    .array(z.object({ contentType: z.string().nullish() }))
    .nullish()
    .catch(null),
});

/** The texts of the shared inbox have no numbers: their threads do. */
async function inThreads(
  api: RingCentralApi,
  login: LoginName,
  sms: SentSms,
  since: Date,
  until: Date,
): Promise<(Seen | null)[]> {
  const ends = { ownerPhoneNumber: sms.from, guestPhoneNumber: sms.to, perPage: "100" };
  const path = "/restapi/v1.0/account/~/message-threads";
  const threadIds: string[] = [];
  for (const raw of await listPages(api, login, path, ends, "medium")) {
    const read = threadRecord.safeParse(raw);
    if (!read.success) return [null];
    const { id, ownerParty, guestParty, lastModifiedTime } = read.data;
    const isTheirs =
      readNumber(ownerParty?.phoneNumber ?? "") === sms.from &&
      (guestParty == null || readNumber(guestParty.phoneNumber) === numberOf(sms.to));
    if (isTheirs && (lastModifiedTime === null || lastModifiedTime >= since)) threadIds.push(id);
  }
  if (threadIds.length === 0) return [];
  // Neither moment is taken without the other.
  const range = { creationTimeFrom: since.toISOString(), creationTimeTo: until.toISOString() };
  const query = { threadIds, ...range, perPage: "100" };
  const found: (Seen | null)[] = [];
  for (const raw of await listPages(api, login, `${path}/messages`, query, "medium")) {
    const read = threadMessage.safeParse(raw);
    if (!read.success) found.push(null);
    else if (read.data.direction === "Outbound") found.push(seenIn(read.data));
  }
  return found;
}

function seenIn({
  id,
  text,
  creationTime,
  messageStatus,
  deliveryErrorCode,
  to,
  attachments,
}: z.infer<typeof threadMessage>): Seen {
  const code = deliveryErrorCode ?? to?.find(({ errorCode }) => errorCode)?.errorCode ?? null;
  return {
    id,
    body: text ?? "",
    at: creationTime,
    status: messageStatus ?? "",
    code,
    hasFiles: hasFiles(attachments ?? null),
  };
}

/** Plain text among them may be the words themselves. */
function hasFiles(attachments: readonly { readonly contentType?: string | null | undefined }[] | null) {
  if (attachments === null) return null;
  const isPlain =
    attachments.length > 0 && attachments.every(({ contentType }) => contentType === "text/plain");
  return isPlain ? null : attachments.length > 0;
}
