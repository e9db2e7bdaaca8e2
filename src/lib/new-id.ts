/** Ids that sort by the time they were made: ten characters of milliseconds, sixteen of chance, in Crockford's base 32. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const chancePerId = 16;
/** Chance costs little when much of it is asked for at once. */
const idsAtOnce = 64;

/** @param random bytes of chance, as many as asked for. */
export function createIds(now: () => number, random: (count: number) => Uint8Array): () => string {
  let chance: Uint8Array = new Uint8Array(0);
  return () => {
    if (chance.length === 0) chance = random(chancePerId * idsAtOnce);
    let id = timePart(now());
    for (const byte of chance.subarray(0, chancePerId)) id += alphabet[byte & 31];
    chance = chance.subarray(chancePerId);
    return id;
  };
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
