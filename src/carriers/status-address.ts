/** Where a carrier posts what became of a text: our own id is in it, so that a report settles a send whose answer was lost. */
import type { MessageId } from "../domain/ids.ts";

/** `secret` stands at the end of its path; absent: the address is known to all. */
export function statusAddress(
  publicUrl: string,
  carrier: string,
  messageId: MessageId,
  secret?: string,
): string {
  const path = secret === undefined ? "status" : `status/${encodeURIComponent(secret)}`;
  return `${publicUrl}/webhooks/${carrier}/${path}?message=${encodeURIComponent(messageId)}`;
}

/** Our id in the address as it was asked for; null where there is none. */
export function messageIdIn(rawUrl: string): MessageId | null {
  const query = rawUrl.indexOf("?");
  return query < 0 ? null : readMessageId(new URLSearchParams(rawUrl.slice(query + 1)).get("message"));
}

/** What came back, as an id of ours; null for what can't be one. */
export function readMessageId(given: string | null): MessageId | null {
  return given !== null && /^[\w-]{1,64}$/.test(given) ? (given as MessageId) : null;
}
