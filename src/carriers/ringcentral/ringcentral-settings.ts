import type { LoginName } from "../../domain/ids.ts";
import type { Call } from "../../lib/call.ts";
import type { Connect } from "../../lib/connect.ts";
import { createSafeFetch, type SafeFetch } from "../../lib/safe-fetch.ts";
import { withoutSlash } from "../../lib/without-slash.ts";

/** How it tells us of what came: over a connection that we open, or by posting it to our public address. */
export type Receive = "websocket" | "webhook";

export interface RingCentralSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The JWT credential of each login: one user of the account, who made it in the developer console. */
  readonly jwts: Readonly<Record<LoginName, string>>;
  /** `https://platform.ringcentral.com` when absent. */
  readonly apiUrl?: string;
  /** `websocket` when absent. */
  readonly receive?: Receive;
  /** Comes with each webhook. The first is given to new subscriptions, any of them is taken, so that it can be replaced without a gap. */
  readonly verificationTokens?: readonly string[];
  /** Whether texts are shown as read there once somebody saw to them here. True when absent. */
  readonly marksRead?: boolean;
  /** Null for a site without a public address. */
  readonly publicUrl: string | null;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** Fetches files; guarded in its own way when absent. */
  readonly fetchSafely?: SafeFetch;
  /** For what is told over a socket; absent: nothing can be. */
  readonly connect?: Connect;
  /** How long one call may take, answer included. 15,000 when absent. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since whenever; nobody sets it. The process's own when absent. */
  readonly steady?: () => number;
}

const RINGCENTRAL_API_URL = "https://platform.ringcentral.com";
const RINGCENTRAL_MEDIA_URL = "https://media.ringcentral.com";

/** The settings with their defaults filled in, addresses without a slash at the end. */
export interface ResolvedRingCentralSettings extends Required<RingCentralSettings> {
  /** Those that there are credentials for, in their order. */
  readonly logins: readonly LoginName[];
  /** Where attachments are. */
  readonly mediaUrl: string;
}

/** Fills in what is left out. */
export function resolveRingCentralSettings(given: RingCentralSettings): ResolvedRingCentralSettings {
  const apiUrl = withoutSlash(given.apiUrl ?? RINGCENTRAL_API_URL);
  return {
    clientId: given.clientId,
    clientSecret: given.clientSecret,
    jwts: given.jwts,
    logins: Object.keys(given.jwts) as LoginName[],
    apiUrl,
    // A stand-in has both at one address.
    mediaUrl: apiUrl === RINGCENTRAL_API_URL ? RINGCENTRAL_MEDIA_URL : apiUrl,
    receive: given.receive ?? "websocket",
    verificationTokens: given.verificationTokens ?? [],
    marksRead: given.marksRead ?? true,
    publicUrl: given.publicUrl === null ? null : withoutSlash(given.publicUrl),
    call: given.call,
    fetchSafely: given.fetchSafely ?? createSafeFetch({ proxy: null }),
    connect: given.connect ?? noConnection,
    timeoutMs: given.timeoutMs ?? 15_000,
    now: given.now,
    steady: given.steady ?? (() => performance.now()),
  };
}

const noConnection: Connect = (_url, { closed }) => {
  queueMicrotask(closed);
  return { send() {}, close() {} };
};
