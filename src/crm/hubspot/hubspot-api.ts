/** HubSpot's API: what it is asked with, how often, and how its refusals read. */
import type { CrmRefusal } from "../../bridge/contracts/crm.ts";
import type { Call } from "../../lib/call.ts";
import { isRecord, listIn, recordIn, stringIn } from "../../lib/json.ts";
import { fixedAccess } from "../access.ts";
import { type Answered, type ApiAnswer, type AskApi, createJsonApi } from "../json-api.ts";
import { createRateLimit, type RateLimit } from "../rate-limit.ts";
import { type Reading, refusalSentence } from "../read-answer.ts";

export interface HubspotSettings {
  readonly accessToken: string;
  /** `https://api.hubapi.com` when absent. */
  readonly apiUrl?: string;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long one request may take, answer included. Milliseconds. */
  readonly timeoutMs?: number;
}

export interface HubspotApi {
  readonly ask: AskApi;
  readonly freeIn: RateLimit["freeIn"];
  /** What searches keep to beside. */
  readonly searches: RateLimit;
  readonly host: string;
  readonly accessToken: string;
}

/** The day's budget is spent: it comes back at midnight, by the account's clock. */
const afterDaily = 15 * 60_000;

export const reading: Reading = {
  title: "HubSpot",
  wordOf: (json) => (isRecord(json) ? json.category : null),
};

export function createHubspotApi({
  accessToken,
  apiUrl = "https://api.hubapi.com",
  ...settings
}: HubspotSettings): HubspotApi {
  const access = fixedAccess({ baseUrl: apiUrl, headers: { authorization: `Bearer ${accessToken}` } });
  // Of an account without an upgrade, with some room for others' apps; a little slower than told, since its clock is not ours.
  const limit = createRateLimit({ times: 90, withinMs: 10_500 });
  return {
    ask: createJsonApi({ ...settings, access, limit, leaveAlone }),
    freeIn: limit.freeIn,
    searches: createRateLimit({ times: 5, withinMs: 1_100 }),
    host: new URL(apiUrl).host,
    accessToken,
  };
}

/** Beside `Retry-After`, which it rarely sends: the name of the limit that was met. */
function leaveAlone({ status, json, retryAfterMs }: Answered): number | null {
  if (status !== 429 || !isRecord(json) || retryAfterMs !== null) return null;
  return stringIn(json, "policyName") === "DAILY" ? afterDaily : null;
}

/** A question that is not answered to us: a scope is missing, or there is no such thing. Asking again brings nothing. */
export function isWithheld(answer: ApiAnswer): boolean {
  if (answer.kind !== "answer") return false;
  const { status } = answer;
  return status >= 400 && status < 500 && ![401, 408, 423, 425, 429].includes(status);
}

type Refused = Extract<CrmRefusal, { kind: "rejected" }>;

/** @param what is refused, as it stands in a sentence: "the record". */
export function refused(answer: Answered, what: string): Refused {
  if (answer.status === 403) return { kind: "rejected", why: "forbidden", sentence: forbidden(answer) };
  const sentence = refusalSentence(reading, answer, what);
  const named = wordsIn(answer.json, "propertyName");
  if (named.length === 0) return { kind: "rejected", why: "invalid", sentence };
  return { kind: "rejected", why: "invalid", sentence: `${sentence} It does not like ${named.join(", ")}.` };
}

function forbidden({ json }: Answered): string {
  const scopes = wordsIn(json, "requiredGranularScopes");
  return scopes.length === 0
    ? "HubSpot does not allow this app to do that. An administrator can look at its private app."
    : `HubSpot’s token lacks a scope (${scopes.join(" or ")}). An administrator can add it to the private app.`;
}

/** Names of HubSpot's own that stand under that word of its errors: scopes, properties. Nothing else of a body is believed. */
function wordsIn(json: unknown, where: string): string[] {
  if (!isRecord(json)) return [];
  const contexts = listIn(json, "errors").map((error) =>
    isRecord(error) ? recordIn(error, "context") : null,
  );
  const words = contexts.flatMap((context) => (context ? listIn(context, where) : []));
  return words.filter(
    (word): word is string => typeof word === "string" && /^[a-z][a-z0-9._-]{0,60}$/.test(word),
  );
}
