/** Standard Webhooks: by its headers a receiver knows who sent something, when, and whether it had it before. */
import { createHmac } from "node:crypto";

/** @param at milliseconds since 1970. @param secrets each signs, so that the receiver may know one of them. */
export function signedHeaders(
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
  secrets: readonly Buffer[],
): Record<string, string> {
  const timestamp = Math.floor(at / 1000);
  const signatures = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64"),
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.map((signature) => `v1,${signature}`).join(" "),
  };
}
