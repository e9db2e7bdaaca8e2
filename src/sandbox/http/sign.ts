import { createHmac } from "node:crypto";

/** What proves a callback: the time in seconds since 1970, and HMAC-SHA256 in hexadecimal over it, a point and the body as posted. */
export function signCallback(
  name: string,
  secret: string,
  seconds: number,
  body: string,
): Readonly<Record<string, string>> {
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`, "utf8").digest("hex");
  return { [`x-${name}-timestamp`]: String(seconds), [`x-${name}-signature`]: `v1=${signature}` };
}
