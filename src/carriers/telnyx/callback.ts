/** The address for the reports of a text. It names our own message, so that one settles it even when the answer to the send was lost. */
import type { MessageId } from "../../domain/ids.ts";
import { parseUrl } from "../../lib/parse-url.ts";

const path = "/webhooks/telnyx/status";

export function callbackFor(publicUrl: string, messageId: MessageId): string {
  return `${publicUrl}${path}?message=${encodeURIComponent(messageId)}`;
}

/** Whose report an address is for; null for one that names none of ours. */
export function messageNamed(publicUrl: string | null, url: string | null | undefined): MessageId | null {
  const own = publicUrl === null ? null : parseUrl(publicUrl + path);
  const address = parseUrl(url ?? "");
  if (own === null || address === null) return null;
  if (address.origin !== own.origin || address.pathname !== own.pathname) return null;
  const id = address.searchParams.get("message");
  return id !== null && /^[\w-]{1,64}$/.test(id) ? (id as MessageId) : null;
}
