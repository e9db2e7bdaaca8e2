/** Ids that sort by the time they were made: ten characters of milliseconds, sixteen of chance, in Crockford's base 32. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** @param random bytes of chance, as many as asked for. */
export function createIds(now: () => number, random: (count: number) => Uint8Array): () => string {
  return () => timePart(now()) + [...random(16)].map((byte) => alphabet[byte & 31]).join("");
}

function timePart(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds));
  let part = "";
  for (let place = 0; place < 10; place += 1) {
    part = alphabet[rest % 32] + part;
    rest = Math.floor(rest / 32);
  }
  return part;
}
