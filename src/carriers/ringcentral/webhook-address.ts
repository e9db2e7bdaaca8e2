/** Where RingCentral posts to: an address that nobody can guess, since its posts are not signed. */
import { createHmac } from "node:crypto";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";

const path = "/webhooks/ringcentral/inbound/";

/** The same at every start, as long as the app's secret is. */
export function webhookSecret({ clientId, clientSecret }: ResolvedRingCentralSettings): string {
  return createHmac("sha256", clientSecret).update(`webhooks of ${clientId}`).digest("base64url");
}

/** Null for a site without a public address. */
export function webhookAddress(settings: ResolvedRingCentralSettings): string | null {
  const { publicUrl } = settings;
  return publicUrl === null ? null : publicUrl + path + webhookSecret(settings);
}

/** Whether it is one of this site's, with this or a former secret. */
export function isOurAddress({ publicUrl }: ResolvedRingCentralSettings, address: string): boolean {
  return publicUrl !== null && address.startsWith(publicUrl + path);
}
