/**
 * A request that we send to ourselves, to see that an address leads here. It proves by a secret of both sides that it is no
 * stranger's, and for a few minutes only: whoever sees it pass learns nothing and gains nothing.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const name = "x-own-probe";
/** Milliseconds. */
const lastsFor = 5 * 60_000;

/** @param now milliseconds since 1970. */
export function probeHeader(secret: string, now: number): Record<string, string> {
  return { [name]: `${now}.${signed(secret, now)}` };
}

export function isProbe(secret: string, headers: IncomingHttpHeaders, now: number): boolean {
  const [, at = "", given = ""] = /^(\d{1,15})\.([0-9a-f]{64})$/.exec(String(headers[name] ?? "")) ?? [];
  if (at === "" || Math.abs(now - Number(at)) > lastsFor) return false;
  return timingSafeEqual(Buffer.from(given, "hex"), Buffer.from(signed(secret, Number(at)), "hex"));
}

function signed(secret: string, at: number): string {
  return createHmac("sha256", secret).update(`probe ${at}`).digest("hex");
}
