const BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Mints everything that Slack makes up: ids, timestamps, tokens. Repeatable by seed. */
export interface Mint {
  /** `prefix` and ten characters, like `Ev0AATDEL38U`. */
  id(prefix: string): string;
  hex(length: number): string;
  uuid(): string;
  /** The next message timestamp: `1773327463.619929`, never twice, always growing. */
  ts(): string;
  digits(length: number): string;
  /** One of them, at random; undefined of none. */
  pick<Item>(items: readonly Item[]): Item | undefined;
}

/** Mulberry32: small, fast, repeatable; nothing here is secret. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function picks(random: () => number, alphabet: string, length: number): string {
  let text = "";
  for (let i = 0; i < length; i += 1) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}

/** Writes microseconds since 1970 as Slack writes a timestamp. */
function tsOf(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, "0")}`;
}

/** A mint whose timestamps follow `now` (milliseconds). */
export function createMint(now: () => number, seed: number): Mint {
  const random = randomFrom(seed);
  let lastMicros = 0;
  const hex = (length: number) => picks(random, "0123456789abcdef", length);
  return {
    id: (prefix) => `${prefix}0${picks(random, BASE36, 9)}`,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    digits: (length) => `1${picks(random, "0123456789", length - 1)}`,
    // Where there is nothing to choose nothing is drawn, so that ids go by what happens alone.
    pick: (items) => (items.length < 2 ? items[0] : items[Math.floor(random() * items.length)]),
    ts: () => {
      lastMicros = Math.max(Math.floor(now() * 1000), lastMicros + 1);
      return tsOf(lastMicros);
    },
  };
}
