/** Where carriers post to: `/webhooks/NAME/inbound` what comes in, `/webhooks/NAME/status` what became of what left. */

/** What stands behind it is for the carrier to compare: its company may know no better proof that it is itself. */
const form = /^\/webhooks\/([a-z0-9-]+)\/(inbound|status)(?:\/([^/]+))?$/;

export interface WebhookAddress {
  readonly carrier: string;
  readonly kind: "inbound" | "status";
  readonly secret?: string;
}

/** Null for what is no carrier's address. */
export function webhookAddress(pathname: string): WebhookAddress | null {
  const [, carrier, kind, secret] = form.exec(pathname) ?? [];
  if (carrier === undefined || (kind !== "inbound" && kind !== "status")) return null;
  return { carrier, kind, ...(secret === undefined ? {} : { secret }) };
}
