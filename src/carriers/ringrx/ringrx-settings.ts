import type { NumberForm } from "../../domain/http-carrier.ts";
import type { LoginName } from "../../domain/ids.ts";
import type { Call } from "../../lib/call.ts";
import { withoutSlash } from "../../lib/without-slash.ts";

/** An API key: it lets in as the RingRx user who made it, and what it sends leaves from that user's own number. */
export interface ApiKey {
  readonly token: string;
  readonly secret: string;
}

/** Whether what is asked stands in the query of its address, or in a JSON body. */
export type AskAs = "query" | "json";

export interface RingRxSettings {
  /** The key of each login. */
  readonly keys: Readonly<Record<LoginName, ApiKey>>;
  /** What stands behind `/webhooks/ringrx/inbound/`. Two while it is replaced; none: it is not asked for. */
  readonly callbackPaths?: readonly string[];
  /** Basic Auth of callbacks; two of each while they are replaced, none: it is not asked for. */
  readonly callbackUsers?: readonly string[];
  readonly callbackPasswords?: readonly string[];
  /** `https://portal.ringrx.com` when absent. */
  readonly apiUrl?: string;
  /** How a key is shown: `json` when absent. RingRx's page has it in the query, and other programs in either. */
  readonly loginAs?: AskAs;
  /** How a text is handed over: `query` when absent, as other programs do. */
  readonly sendAs?: AskAs;
  /** How numbers are written to it: 15550100001 (`digits`, when absent), +15550100001, or 5550100001. */
  readonly numbers?: NumberForm["kind"];
  /** UTF-16 code units. 800 when absent. */
  readonly maxText?: number;
  /** From one line. 1 when absent. */
  readonly textsPerSecond?: number;
  /** Where RingRx reaches us; null for a site without a public address. */
  readonly publicUrl: string | null;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** How long one call may take, answer included. 15,000 when absent. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** RingRx's numbers are of the United States, and may stand without the country's code. */
export const country = "US";

const RINGRX_URL = "https://portal.ringrx.com";

/** In an address, whatever its script: nine characters for each of these stay below what servers take in one. */
export const defaultMaxText = 800;

/** The settings with their defaults filled in, addresses without a slash at the end. */
export interface ResolvedRingRxSettings extends Required<Omit<RingRxSettings, "numbers">> {
  readonly numbers: NumberForm;
  readonly logins: readonly LoginName[];
}

export function resolveRingRxSettings(given: RingRxSettings): ResolvedRingRxSettings {
  return {
    keys: given.keys,
    logins: Object.keys(given.keys) as LoginName[],
    callbackPaths: given.callbackPaths ?? [],
    callbackUsers: given.callbackUsers ?? [],
    callbackPasswords: given.callbackPasswords ?? [],
    apiUrl: withoutSlash(given.apiUrl ?? RINGRX_URL),
    loginAs: given.loginAs ?? "json",
    sendAs: given.sendAs ?? "query",
    numbers: formOf(given.numbers ?? "digits"),
    maxText: given.maxText ?? defaultMaxText,
    textsPerSecond: given.textsPerSecond ?? 1,
    publicUrl: given.publicUrl === null ? null : withoutSlash(given.publicUrl),
    call: given.call,
    timeoutMs: given.timeoutMs ?? 15_000,
    now: given.now,
  };
}

function formOf(kind: NumberForm["kind"]): NumberForm {
  return kind === "national" ? { kind, country } : { kind };
}
