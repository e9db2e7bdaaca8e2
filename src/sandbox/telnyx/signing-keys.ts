import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** The account's key pair, by which the app knows that a webhook is Telnyx's. */
export interface SigningKeys {
  /** The newest one's public half: its 32 bytes in base64. */
  publicKey(): string;
  /** Of `timestamp|body`, in base64. */
  sign(timestamp: string, body: string): string;
  /** Takes a new pair, and says its public half. */
  rotate(): string;
}

/** Begins with a pair of its own. */
export function createSigningKeys(): SigningKeys {
  let pair = generateKeyPairSync("ed25519");
  return {
    publicKey: () => rawOf(pair.publicKey),
    sign: (timestamp, body) =>
      sign(null, Buffer.from(`${timestamp}|${body}`, "utf8"), pair.privateKey).toString("base64"),
    rotate() {
      pair = generateKeyPairSync("ed25519");
      return rawOf(pair.publicKey);
    },
  };
}

function rawOf(key: KeyObject): string {
  return key.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
}
