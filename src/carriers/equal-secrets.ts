import { createHash, timingSafeEqual } from "node:crypto";

/** Whether it is one of them. Each is compared, whole: the time that it takes tells neither which one fits, nor how much of it, nor how long it is. */
export function isOneOf(given: string | Buffer, secrets: readonly (string | Buffer)[]): boolean {
  const asked = digest(given);
  return secrets.map((secret) => timingSafeEqual(asked, digest(secret))).includes(true);
}

function digest(value: string | Buffer): Buffer {
  return createHash("sha256").update(value).digest();
}
