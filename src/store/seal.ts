/**
 * Seals what people wrote before it is stored: AES-256-GCM, a new nonce each time. A sealed value names its key, so that
 * keys can be changed: the first of the list writes, all read. Without a key, values are stored readable and say so.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "../domain/errors.ts";

export interface Sealer {
  /** Whether values are encrypted. */
  readonly sealing: boolean;
  /** The keys' names; the first one writes. */
  readonly keyNames: readonly string[];
  seal(text: string): string;
  /** How every value begins that `seal` would leave as it is. */
  readonly prefix: string;
  /** @throws AppError `database` when none of the keys fits. */
  open(value: string): string;
}

const nonceBytes = 12;
const tagBytes = 16;
/** How every value begins that anybody can read. */
export const readable = "p:";
const sealed = "s:";

/** @param keys 32 bytes each; empty for none. */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const byName = new Map(keys.map((key) => [nameOf(key), key]));
  const first = keys[0];
  return {
    sealing: first !== undefined,
    keyNames: keys.map(nameOf),
    prefix: first === undefined ? readable : sealedBy(nameOf(first)),
    seal: (text) =>
      first === undefined ? readable + storable(text) : sealedBy(nameOf(first)) + encrypt(first, text),
    open: (value) => {
      if (value.startsWith(readable)) return fromStorable(value.slice(readable.length));
      const [, name = "", box = ""] = value.split(":");
      const key = byName.get(name);
      if (key === undefined) throw new AppError("database", whyNotOpened(first !== undefined));
      return decrypt(key, box);
    },
  };
}

/** PostgreSQL's text takes no NUL: one that holds it is written as JSON, behind a sign that no other begins with. */
const escaped = "\u0001";

function storable(text: string): string {
  return text.includes("\0") || text.startsWith(escaped) ? escaped + JSON.stringify(text) : text;
}

function fromStorable(stored: string): string {
  return stored.startsWith(escaped) ? JSON.parse(stored.slice(escaped.length)) : stored;
}

/** How every value begins that the key of this name has sealed. */
export function sealedBy(name: string): string {
  return `${sealed}${name}:`;
}

/** @param hasKey whether there is one, which does not fit. */
export function whyNotOpened(hasKey: boolean): string {
  const why = hasKey ? "with another key" : "with a key, and ENCRYPTION_KEY is not set";
  return `The database is sealed ${why}. Put the key it was written with into ENCRYPTION_KEY (several may be listed, separated by commas; the first one writes).`;
}

const names = new WeakMap<Buffer, string>();

function nameOf(key: Buffer): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = createHash("sha256").update(key).digest("hex").slice(0, 8);
  names.set(key, name);
  return name;
}

function encrypt(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
}

function decrypt(key: Buffer, box: string): string {
  const bytes = Buffer.from(box, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
      "utf8",
    );
  } catch (cause) {
    throw new AppError("database", whyNotOpened(true), { cause });
  }
}
