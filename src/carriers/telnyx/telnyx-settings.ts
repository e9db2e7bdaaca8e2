import type { Call } from "../../lib/call.ts";
import { createSafeFetch, type SafeFetch } from "../../lib/safe-fetch.ts";
import { withoutSlash } from "../../lib/without-slash.ts";

export interface TelnyxSettings {
  readonly apiKey: string;
  /** Of each 32 bytes in base64: any of them verifies a signature, so that the key can be replaced without a gap. */
  readonly publicKeys: readonly string[];
  /** `https://api.telnyx.com` when absent. */
  readonly apiUrl?: string;
  /** Where Telnyx reaches us. Null: nothing comes in, and nothing is said of what became of a text. */
  readonly publicUrl: string | null;
  /** How many texts a second Telnyx sends from one number of ours. 1 when absent. */
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

const TELNYX_API_URL = "https://api.telnyx.com";

/** The settings with their defaults filled in, addresses without a slash at the end. */
export interface ResolvedTelnyxSettings extends Required<TelnyxSettings> {}

/** Fills in what is left out. */
export function resolveTelnyxSettings(settings: TelnyxSettings): ResolvedTelnyxSettings {
  return {
    apiKey: settings.apiKey,
    publicKeys: settings.publicKeys,
    // Telnyx's own documents and clients write the version behind it.
    apiUrl: withoutSlash(settings.apiUrl ?? TELNYX_API_URL).replace(/\/v2$/, ""),
    publicUrl: settings.publicUrl === null ? null : withoutSlash(settings.publicUrl),
    textsPerSecond: settings.textsPerSecond ?? 1,
    call: settings.call,
    fetchSafely: settings.fetchSafely ?? createSafeFetch({ proxy: null }),
    timeoutMs: settings.timeoutMs ?? 15_000,
    now: settings.now,
  };
}
