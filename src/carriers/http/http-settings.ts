import type { HttpCarrier, SecretName } from "../../domain/http-carrier.ts";
import type { Call } from "../../lib/call.ts";
import { createSafeFetch, type SafeFetch } from "../../lib/safe-fetch.ts";
import { withoutSlash } from "../../lib/without-slash.ts";

export interface HttpSettings {
  readonly description: HttpCarrier;
  /** By the names that the description calls them by: one each, or two while it is replaced. The first is used, both prove. */
  readonly secrets: ReadonlyMap<SecretName, readonly string[]>;
  /** Where the carrier reaches us; null for a site without a public address, which can only send. */
  readonly publicUrl: string | null;
  /** Through the site's proxy where it has one. */
  readonly call: Call;
  /** For what came with texts; absent: without a proxy. */
  readonly fetchSafely?: SafeFetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long one call may take, answer included. 15,000 when absent. */
  readonly timeoutMs?: number;
}

/** The settings with their defaults filled in, our address without a slash at its end. */
export interface ResolvedHttpSettings extends Required<HttpSettings> {}

export function resolveHttpSettings(settings: HttpSettings): ResolvedHttpSettings {
  return {
    ...settings,
    publicUrl: settings.publicUrl === null ? null : withoutSlash(settings.publicUrl),
    fetchSafely: settings.fetchSafely ?? createSafeFetch({ proxy: null }),
    timeoutMs: settings.timeoutMs ?? 15_000,
  };
}

/** The value in use; empty where it is not set, which whoever starts the app is told. */
export function secretOf({ secrets }: Pick<HttpSettings, "secrets">, name: SecretName): string {
  return secrets.get(name)?.[0] ?? "";
}
