import { createHmac } from "node:crypto";
import type { WebhookRequest } from "../bridge/contracts/carrier.ts";
import type { HmacProof } from "../domain/http-carrier.ts";
import { readTime } from "../lib/read-time.ts";
import { type Doubt, type Proving, provingValues } from "./doubt.ts";
import { isOneOf } from "./equal-secrets.ts";

/**
 * Whether a keyed hash signs what was agreed, as it was received, byte by byte; of what is signed by the second, whether that is near enough.
 * Null where it does.
 */
export function doubtOfHmac(proof: HmacProof, proving: Proving, request: WebhookRequest): Doubt | null {
  const { header, signs, timestamp } = proof;
  const shown = headerOf(request, header);
  if (shown === "") return unsigned(`It has no header ${header}`, proof);
  if (/\{\{url\}\}/.test(signs) && proving.publicUrl === null) return noAddress;
  const given = signaturesIn(shown, proof);
  if (given.length === 0) return unsigned(`Its header ${header} does not begin with ${proof.prefix}`, proof);
  const signedAt = timestamp === null ? "" : headerOf(request, timestamp.header);
  if (timestamp !== null && signedAt === "") return unsigned(`It has no header ${timestamp.header}`, proof);
  const absent = headersIn(signs).find((name) => headerOf(request, name) === "");
  if (absent !== undefined) return unsigned(`It has no header ${absent}`, proof);
  if (!isSigned(proof, proving, given, signedBytes(signs, signedAt, proving, request))) return wrong(proof);
  return timestamp === null ? null : doubtOfTime(timestamp, signedAt, proving.now());
}

const noAddress: Doubt = {
  reason: "No public address is configured to verify against",
  sentence: "Its signature covers our public address, and there is none: set PUBLIC_URL.",
};

function unsigned(what: string, { secret }: HmacProof): Doubt {
  return {
    reason: "Not signed by the carrier",
    sentence: `${what}: it is not signed. Switch signing on at the carrier, with the secret of ${secret}, or correct the description.`,
  };
}

function wrong({ algorithm, signs, secret }: HmacProof): Doubt {
  return {
    reason: "Wrong signature",
    sentence: `Its signature is not made over ${signs} by ${algorithm} with ${secret}: check the secret, what is signed, and that the request is unchanged.`,
  };
}

/** The headers that are signed as well, as they are written: a number used once, which some have beside the time. */
function headersIn(signs: string): string[] {
  return [...signs.matchAll(/\{\{header\.([\w-]+)\}\}/g)].map(([, name = ""]) => name);
}

function headerOf({ headers }: WebhookRequest, name: string): string {
  const value = headers[name.toLowerCase()];
  return typeof value === "string" ? value.trim() : "";
}

/** While a carrier replaces a secret of its own, it signs with both, and sets a comma between them. */
function signaturesIn(shown: string, { prefix, encoding }: HmacProof): Buffer[] {
  // What the prefix holds itself sets nothing apart.
  const between = prefix.includes(",") ? /\s+/ : /\s/.test(prefix) ? /\s*,\s*/ : /[\s,]+/;
  return shown
    .split(between)
    .filter((part) => part.startsWith(prefix) && part.length > prefix.length)
    .map((part) => Buffer.from(part.slice(prefix.length), encoding));
}

/** Each secret is tried, so that the time taken does not tell which one fitted. */
function isSigned(proof: HmacProof, proving: Proving, given: readonly Buffer[], signed: Buffer): boolean {
  const digests = provingValues(proving, proof.secret).map((secret) =>
    createHmac(proof.algorithm, secret).update(signed).digest(),
  );
  return given.map((one) => isOneOf(one, digests)).includes(true);
}

/** What stands in a request may look like a placeholder: each is filled in once, and the body as its bytes. */
function signedBytes(
  signs: string,
  signedAt: string,
  { publicUrl }: Proving,
  request: WebhookRequest,
): Buffer {
  const values = new Map<string, string | Buffer>([
    ...headersIn(signs).map((name) => [`{{header.${name}}}`, headerOf(request, name)] as const),
    ["{{body}}", request.body],
    ["{{timestamp}}", signedAt],
    // Never the Host header: whoever forges a request chooses it.
    ["{{url}}", (publicUrl ?? "") + request.rawUrl],
  ]);
  const parts = signs.split(/(\{\{[\w.-]+\}\})/);
  return Buffer.concat(parts.map((part) => values.get(part) ?? part).map((part) => Buffer.from(part)));
}

function doubtOfTime(
  { header, toleranceSeconds }: NonNullable<HmacProof["timestamp"]>,
  signedAt: string,
  now: number,
): Doubt | null {
  const at = readTime(signedAt);
  if (at === null)
    return { reason: "No time of signing", sentence: `Its header ${header} is no time that can be read.` };
  const seconds = Math.round(Math.abs(now - at.getTime()) / 1000);
  if (Math.abs(now - at.getTime()) <= toleranceSeconds * 1000) return null;
  const which = at.getTime() < now ? "ago" : "ahead of our clock";
  return {
    reason: "Signed too long ago, or by a clock that is off",
    sentence: `Its signature is right, but was made ${seconds} s ${which}; ${toleranceSeconds} s are let pass. Of a request that was captured earlier that is no fault; else check both clocks.`,
  };
}
