/** What Telnyx would post to us, signed with a key of ours. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { WebhookRequest } from "../../../src/bridge/contracts/carrier.ts";

export interface SigningKey {
  readonly privateKey: KeyObject;
  /** As the portal shows it: 32 bytes in base64. */
  readonly publicKey: string;
}

export function createKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return { privateKey, publicKey: Buffer.from(x, "base64url").toString("base64") };
}

/** @param at seconds since 1970. */
export function signedRequest(
  { privateKey }: Pick<SigningKey, "privateKey">,
  body: Buffer,
  at: number | string,
  rawUrl = "/webhooks/telnyx/inbound",
): WebhookRequest {
  const signed = Buffer.concat([Buffer.from(`${at}|`), body]);
  return {
    method: "POST",
    rawUrl,
    headers: {
      "content-type": "application/json",
      "telnyx-signature-ed25519": sign(null, signed, privateKey).toString("base64"),
      "telnyx-timestamp": String(at),
    },
    body,
  };
}

/** The event around a message. */
export function eventBody(type: string, payload: unknown, more: object = {}): Buffer {
  const data = { record_type: "event", event_type: type, id: "e-1", payload };
  return Buffer.from(JSON.stringify({ data, meta: { attempt: 1 }, ...more }));
}
