/** Salesforce's REST API: what it is asked with, and how its answers are read. */
import { z } from "zod";
import type { CrmRefusal } from "../../bridge/contracts/crm.ts";
import { CrmError } from "../../domain/errors.ts";
import { isRecord } from "../../lib/json.ts";
import type { Access } from "../access.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import { type Answered, type ApiAnswer, type AskApi, createJsonApi } from "../json-api.ts";
import { createRateLimit, type RateLimit } from "../rate-limit.ts";
import { type NotDone, notDone, type Reading, readJson, unreadable } from "../read-answer.ts";
import { createSalesforceAccess } from "./salesforce-access.ts";
import type { SalesforceSettings } from "./salesforce-settings.ts";

/** The day's requests of the whole company are spent; they come back bit by bit. Milliseconds. */
const SPENT_MS = 15 * 60_000;
/** Answers come in pages; who has more than so many tasks, or users, is not read to the end. */
const mostPages = 10;

export const reading: Reading = { title: "Salesforce", wordOf };

export interface SalesforceApi {
  readonly ask: AskApi;
  readonly freeIn: RateLimit["freeIn"];
  readonly access: Access;
  /** `/services/data/v62.0`. */
  readonly root: string;
  /** All rows of a query. Throws `CrmError`. */
  query<Row>(soql: string, row: z.ZodType<Row>): Promise<Row[]>;
  /** Where people see a record; null while nobody let us in. */
  urlOf(object: string, id: string): Promise<string | null>;
}

export function createSalesforceApi(
  settings: SalesforceSettings,
  surroundings: CrmSurroundings,
): SalesforceApi {
  const { call, now } = surroundings;
  const access = createSalesforceAccess(settings, surroundings);
  const limit = createRateLimit({ times: 100, withinMs: 1_000 });
  const heard = (answer: Answered) => {
    if (isSpent(answer)) limit.hold(SPENT_MS);
  };
  const ask = createJsonApi({ call, now, access, limit, heard });
  const root = `/services/data/v${settings.apiVersion}`;
  return {
    ask,
    freeIn: limit.freeIn,
    access,
    root,
    query: (soql, row) => queryAll(ask, `${root}/query?q=${encodeURIComponent(soql)}`, row),
    async urlOf(object, id) {
      try {
        return `${(await access.pass()).baseUrl}/lightning/r/${object}/${id}/view`;
      } catch {
        return null;
      }
    },
  };
}

async function queryAll<Row>(ask: AskApi, first: string, row: z.ZodType<Row>): Promise<Row[]> {
  const page = z.object({ records: z.array(row), nextRecordsUrl: z.string().nullish() });
  const rows: Row[] = [];
  let path: string | null = first;
  for (let count = 0; path !== null && count < mostPages; count += 1) {
    const read = page.safeParse(readAnswer(await ask({ method: "GET", path })));
    if (!read.success) throw unreadable(reading);
    rows.push(...read.data.records);
    const next: string | null = read.data.nextRecordsUrl ?? null;
    // The token goes with the request: never to an address that an answer chose.
    if (next !== null && !next.startsWith("/services/data/")) throw unreadable(reading);
    path = next;
  }
  return rows;
}

/** What a question brought. @throws CrmError */
export function readAnswer(answer: ApiAnswer): unknown {
  if (answer.kind !== "answer" || !isSpent(answer)) return readJson(reading, answer);
  const failure = { kind: "REQUEST_LIMIT_EXCEEDED", retryable: true, certain: true, retryAfterMs: SPENT_MS };
  throw new CrmError("Salesforce takes no more requests today (REQUEST_LIMIT_EXCEEDED)", failure);
}

/** What was changed, by its id; undefined where the answer does not say. An update's answer may be empty. */
export function changedIn(answer: ApiAnswer): string | null | undefined {
  if (answer.kind !== "answer" || answer.status < 200 || answer.status >= 300) return undefined;
  if (answer.status === 204) return null;
  if (!isRecord(answer.json) || answer.json.success !== true) return undefined;
  return typeof answer.json.id === "string" ? answer.json.id : undefined;
}

/** What becomes of a change that was not plainly done. */
export function notChanged(
  answer: ApiAnswer,
  refused: (answer: Answered) => Extract<CrmRefusal, { kind: "rejected" }>,
): NotDone {
  if (answer.kind === "answer" && isSpent(answer))
    return { kind: "later", afterMs: SPENT_MS, reason: "REQUEST_LIMIT_EXCEEDED" };
  // Somebody else writes what hangs on the same account.
  if (answer.kind === "answer" && wordOf(answer.json) === "UNABLE_TO_LOCK_ROW")
    return { kind: "later", afterMs: null, reason: "UNABLE_TO_LOCK_ROW" };
  return notDone(reading, answer, refused);
}

function isSpent(answer: Answered): boolean {
  return wordOf(answer.json) === "REQUEST_LIMIT_EXCEEDED";
}

/** It answers with a list of what is wrong. */
export function wordOf(json: unknown): unknown {
  const [first] = Array.isArray(json) ? json : [];
  return isRecord(first) ? first.errorCode : null;
}

/** The fields that it names with what is wrong. */
export function fieldsIn(json: unknown): readonly string[] {
  const [first] = Array.isArray(json) ? json : [];
  const fields = isRecord(first) && Array.isArray(first.fields) ? first.fields : [];
  return fields.filter((field): field is string => typeof field === "string");
}

/** As it stands between quotes in a query. */
export function quotedInQuery(text: string): string {
  return `'${text
    .replace(/[\\'"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")}'`;
}
