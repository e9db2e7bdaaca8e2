/** What an App Connect server lets in by: a JWT of its own, two weeks long, and a new one once less than one is left. */
import { createHmac } from "node:crypto";

const SECRET = "of-the-stand-in-alone";
const WEEK = 7 * 24 * 3600;

interface Claims {
  readonly id: string;
  readonly platform: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

export function giveJwt(now: number): string {
  const iat = Math.floor(now / 1000);
  const head = encoded({ alg: "HS256", typ: "JWT" });
  const claims: Claims = { id: "4711-pipedrive", platform: "pipedrive", iat, exp: iat + 2 * WEEK };
  const signed = `${head}.${encoded(claims)}`;
  return `${signed}.${signatureOf(signed)}`;
}

/** Null: none of ours, or over. */
export function readJwt(token: string, now: number): Claims | null {
  const [head = "", body = "", signature = ""] = token.split(".");
  if (signature !== signatureOf(`${head}.${body}`)) return null;
  const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as Claims;
  return claims.exp * 1000 > now ? claims : null;
}

export function isNearItsEnd({ exp }: Claims, now: number): boolean {
  return exp - now / 1000 <= WEEK;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signatureOf(signed: string): string {
  return createHmac("sha256", SECRET).update(signed).digest("base64url");
}
