import type { Call } from "../../lib/call.ts";
import { createSafeFetch, type SafeFetch } from "../../lib/safe-fetch.ts";
import { withoutSlash } from "../../lib/without-slash.ts";

export interface TwilioSettings {
  readonly accountSid: string;
  /** The first makes calls; any of them verifies a signature, so that a token can be replaced without a gap. */
  readonly authTokens: readonly string[];
  /** `https://api.twilio.com` when absent. */
  readonly apiUrl?: string;
  /** Where Twilio reaches us, as Twilio knows it; null for a site without a public address, which polls. */
  readonly publicUrl: string | null;
  /** How often the list is read for what came. Milliseconds; 0, as when absent: by webhook only, beside an occasional look. */
  readonly pollEvery?: number;
  /** How many texts a second Twilio sends from one number of ours. 1 when absent: a long code's. */
  readonly textsPerSecond?: number;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** For what came with texts; absent: without a proxy. */
  readonly fetchSafely?: SafeFetch;
  /** How long one call may take, answer included. 15,000 when absent. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const TWILIO_API_URL = "https://api.twilio.com";

/** The settings with their defaults filled in, addresses without a slash at the end. */
export interface ResolvedTwilioSettings extends Required<TwilioSettings> {}

/** Fills in what is left out. */
export function resolveTwilioSettings(settings: TwilioSettings): ResolvedTwilioSettings {
  return {
    accountSid: settings.accountSid,
    authTokens: settings.authTokens,
    apiUrl: withoutSlash(settings.apiUrl ?? TWILIO_API_URL),
    publicUrl: settings.publicUrl === null ? null : withoutSlash(settings.publicUrl),
    pollEvery: settings.pollEvery ?? 0,
    textsPerSecond: settings.textsPerSecond ?? 1,
    call: settings.call,
    fetchSafely: settings.fetchSafely ?? createSafeFetch({ proxy: null }),
    timeoutMs: settings.timeoutMs ?? 15_000,
    now: settings.now,
  };
}
