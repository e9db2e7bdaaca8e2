/** The address for the reports of a text. It names our own message, so that one settles it even when the answer to the send was lost. */
import type { MessageId } from "../../domain/ids.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { readMessageId, statusAddress } from "../status-address.ts";

const path = "/webhooks/telnyx/status";

export function callbackFor(publicUrl: string, messageId: MessageId): string {
  return statusAddress(publicUrl, "telnyx", messageId);
}

/**
 * Whose report an address is for; null for one that names none of ours. At whichever host: a text may have left before the public address was
 * changed, and no two texts have one id.
 */
export function messageNamed(url: string | null | undefined): MessageId | null {
  const address = parseUrl(url ?? "");
  if (address === null || !address.pathname.endsWith(path)) return null;
  return readMessageId(address.searchParams.get("message"));
}
