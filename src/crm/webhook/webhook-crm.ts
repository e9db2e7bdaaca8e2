/**
 * Any system that takes a signed POST. It knows every number, as far as we are concerned: whom it files a record under is its own matter.
 * A record that is posted again has the same id, so that nothing is filed twice however often an answer is lost.
 */
import { createHash } from "node:crypto";
import type { Crm, CrmContact, LogEntry, WriteOutcome } from "../../bridge/contracts/crm.ts";
import type { Finding } from "../../domain/finding.ts";
import type { Address, CrmContactId, LogReference } from "../../domain/ids.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Call } from "../../lib/call.ts";
import { isRecord, stringIn } from "../../lib/json.ts";
import { networkWords } from "../../lib/network-words.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { fixedAccess } from "../access.ts";
import { type Answered, type AskApi, createJsonApi } from "../json-api.ts";
import { isDone, notDone } from "../read-answer.ts";
import { recordPayload } from "./record-payload.ts";
import { createRevisions, type Revisions } from "./revisions.ts";
import { signedHeaders } from "./sign.ts";

export interface WebhookSettings {
  /** All of it. */
  readonly url: string;
  /** The keys themselves; each signs. */
  readonly secrets: readonly Buffer[];
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds. */
  readonly timeoutMs?: number;
}

const reading = { title: "The CRM’s webhook" };
/** A record of so much is taken by whatever takes webhooks at all. */
const longestBody = 200_000;

export function createWebhookCrm({ url, secrets, ...settings }: WebhookSettings): Crm {
  const ask = createJsonApi({ ...settings, access: fixedAccess({ baseUrl: url, headers: {} }) });
  const signing = { secrets, now: settings.now };
  const revisions = createRevisions(settings.now);
  return {
    name: "webhook",
    title: "CRM",
    capabilities: {
      form: "own",
      maxBody: longestBody,
      contactTypes: [],
      createsContacts: false,
      searchesNames: false,
      everyNumberKnown: true,
    },
    findContacts: async (by) => ({ contacts: "phone" in by ? [contactOf(by.phone)] : [], more: false }),
    createContact: async () => ({
      kind: "rejected",
      why: "invalid",
      sentence: "Contacts can’t be made here: the receiver of the webhook knows them.",
    }),
    writeLog: (log, existing) => writeLog({ ask, signing, revisions }, log, existing),
    verify: async () => [await describeReach(ask, new URL(url).host)],
  };
}

function contactOf(phone: Address): CrmContact {
  const id = phone as string as CrmContactId;
  const name = formatPhone(phone);
  return { id, name, type: null, company: null, phones: [phone], createdAt: null, lastActivityAt: null };
}

interface Signing {
  readonly secrets: readonly Buffer[];
  readonly now: () => number;
}

interface Sending {
  readonly ask: AskApi;
  readonly signing: Signing;
  readonly revisions: Revisions;
}

async function writeLog(
  { ask, signing: { secrets, now }, revisions }: Sending,
  log: LogEntry,
  existing: LogReference | null,
): Promise<WriteOutcome> {
  const before = readReference(existing);
  const reference = before.theirs;
  const document = `${log.key}/${log.part}`;
  const said = digestOf(recordPayload(log, { ...before, reference }));
  const written = { revision: revisions.next(document, said, before.revision), reference };
  const payload = recordPayload(log, written);
  // What is the same is the same delivery, however often its answer is lost.
  const id = `msg_${digestOf(payload)}`;
  const at = now();
  const body = JSON.stringify({ ...payload, timestamp: new Date(at).toISOString() });
  const answer = await ask({
    method: "POST",
    path: "",
    text: body,
    headers: signedHeaders({ id, at, body }, secrets),
  });
  if (answer.kind === "answer" && isDone(answer)) {
    revisions.forget(document);
    const told = isRecord(answer.json) ? answer.json : {};
    const reference = referenceOf(log, { ...written, theirs: stringIn(told, "reference") ?? before.theirs });
    return { kind: "written", reference, url: webUrl(stringIn(told, "url")) };
  }
  const outcome = notDone(reading, answer, refused);
  // It may be posted again: what was done is known by its id.
  return outcome.kind === "unknown" && answer.kind === "answer"
    ? { kind: "later", afterMs: answer.retryAfterMs, reason: outcome.reason }
    : outcome;
}

function digestOf(payload: object): string {
  return createHash("sha256").update(JSON.stringify(payload)).digest("base64url").slice(0, 27);
}

interface Reference {
  readonly revision: number;
  readonly theirs: string | null;
}

/** `day:c1:2026-01-31/1@1772452800 theirs`: which part it is, its revision, and what they call it. */
function referenceOf({ key, part }: LogEntry, { revision, theirs }: Reference): LogReference {
  return `${key}/${part}@${revision}${theirs === null ? "" : ` ${theirs}`}` as LogReference;
}

function readReference(reference: LogReference | null): Reference {
  const [, revision = "0", theirs = null] = /^[^@ ]*@(\d+)(?: (.*))?$/s.exec(reference ?? "") ?? [];
  return { revision: Number(revision), theirs };
}

/** People will click on it. */
function webUrl(text: string | undefined): string | null {
  const url = text === undefined ? null : parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

function refused({ status }: Answered) {
  const why = status === 403 ? "forbidden" : "invalid";
  const sentence =
    status === 410
      ? "The CRM’s webhook takes no more records (HTTP 410). An administrator has to look at it."
      : `The CRM’s webhook did not take the record (HTTP ${status}).`;
  return { kind: "rejected", why, sentence } as const;
}

/** Posts nothing. Whether it takes our signature shows with the first record. */
async function describeReach(ask: AskApi, host: string): Promise<Finding> {
  const name = "CRM webhook: connection";
  const answer = await ask({ method: "GET", path: "" });
  if (answer.kind === "silence") {
    const sentence = `The CRM’s webhook (${host}) can't be reached: ${networkWords(answer.reason)}.`;
    const remedy = `Check CRM_WEBHOOK_URL; allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`;
    return { name, level: "problem", sentence, remedy };
  }
  if (answer.status < 500) return { name, level: "ok", sentence: `The CRM’s webhook (${host}) answers.` };
  const sentence = `The CRM’s webhook (${host}) answers with HTTP ${answer.status}.`;
  return {
    name,
    level: "warning",
    sentence,
    remedy: "What is owed is posted later by itself. See why it is unwell.",
  };
}
