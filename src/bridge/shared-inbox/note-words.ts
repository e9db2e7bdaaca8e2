/** How a note is known again: by its words. */
import { createHash } from "node:crypto";

export function noteDigest(text: string): string {
  const plain = text.normalize("NFC").replaceAll(/\s+/g, " ").trim();
  return createHash("sha256").update(plain).digest("base64url").slice(0, 22);
}

/** How the names begin of those that are being written there. */
export const trying = "tried:";

/** What names one that is being written there, until the carrier says how it calls it. */
export function tried(channel: string, ts: string): string {
  return `${trying}${channel}:${ts}`;
}
