/** Telnyx's signatures: Ed25519 over the timestamp, a bar and the raw body. Which address was posted to they do not cover. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { WebhookRequest } from "../../bridge/contracts/carrier.ts";

/** How far the time of a signature may be off, either way: what somebody caught can be posted again no longer. Seconds. */
const tolerance = 300;

/** What stands before the 32 bytes of an Ed25519 key, in the form that all libraries read (RFC 8410). */
const prefix = Buffer.from("302a300506032b6570032100", "hex");

export function isPublicKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}

/** @param text for which `isPublicKey` holds. */
export function readPublicKey(text: string): KeyObject {
  const der = Buffer.concat([prefix, Buffer.from(text, "base64")]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}

export type SignatureTrouble =
  | "Not signed by Telnyx"
  | "Wrong signature"
  | "Signed too long ago, or by a clock that is ahead";

/** Why the request does not prove to be Telnyx's; null where one of the keys signed it just now. */
export function signatureTrouble(
  keys: readonly KeyObject[],
  { headers, body }: Pick<WebhookRequest, "headers" | "body">,
  now: number,
): SignatureTrouble | null {
  const signature = headers["telnyx-signature-ed25519"];
  const timestamp = headers["telnyx-timestamp"];
  if (typeof signature !== "string" || typeof timestamp !== "string") return "Not signed by Telnyx";
  const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body]);
  const bytes = Buffer.from(signature, "base64");
  // Each key is tried, so that the time taken does not tell which one fitted.
  if (!keys.map((key) => verify(null, signed, key, bytes)).includes(true)) return "Wrong signature";
  const offset = Number(timestamp) - now / 1000;
  return /^\d{1,12}$/.test(timestamp) && Math.abs(offset) <= tolerance
    ? null
    : "Signed too long ago, or by a clock that is ahead";
}
