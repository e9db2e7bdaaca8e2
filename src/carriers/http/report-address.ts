/** Where reports of a text go: our id stands in the address, for carriers that give none back. */
import { createHmac } from "node:crypto";
import type { HttpCarrier } from "../../domain/http-carrier.ts";
import type { MessageId } from "../../domain/ids.ts";
import { provingValues } from "../doubt.ts";
import { isOneOf } from "../equal-secrets.ts";
import { messageIdIn, statusAddress } from "../status-address.ts";
import { type ResolvedHttpSettings, secretOf } from "./http-settings.ts";

/** Null where the carrier tells no reports, or can't reach us. */
export function reportAddress(settings: ResolvedHttpSettings, messageId: MessageId): string | null {
  const { publicUrl, description } = settings;
  if (publicUrl === null || description.reports === null) return null;
  const { secretPath } = description.proof;
  const secret = secretPath === undefined ? undefined : secretOf(settings, secretPath);
  const address = statusAddress(publicUrl, description.name, messageId, secret);
  const signer = uncovered(description);
  return signer === null ? address : `${address}&proof=${seal(secretOf(settings, signer), messageId)}`;
}

/** Our id in the address that was asked for, where that is one of ours; null else. */
export function messageIdFrom(settings: ResolvedHttpSettings, rawUrl: string): MessageId | null {
  const messageId = messageIdIn(rawUrl);
  const signer = uncovered(settings.description);
  if (messageId === null || signer === null) return messageId;
  const shown = new URLSearchParams(rawUrl.slice(rawUrl.indexOf("?") + 1)).get("proof") ?? "";
  const seals = provingValues(settings, signer).map((secret) => seal(secret, messageId));
  return isOneOf(shown, seals) ? messageId : null;
}

/** A signature over the body alone proves of every address: whoever has one report could post it as another text's. Its secret, or null. */
function uncovered({ proof: { hmac } }: HttpCarrier): string | null {
  return hmac === undefined || hmac.signs.includes("{{url}}") ? null : hmac.secret;
}

function seal(secret: string, messageId: MessageId): string {
  return createHmac("sha256", secret).update(`report of ${messageId}`).digest("hex").slice(0, 32);
}
