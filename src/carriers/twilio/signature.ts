import { createHash, createHmac } from "node:crypto";
import { isOneOf } from "../equal-secrets.ts";

/** Form parameters in the order received; a name may stand several times. */
export type FormParams = Iterable<readonly [name: string, value: string]>;

/**
 * Whether one of the tokens signed this form post. `url` is the address as configured at Twilio plus the raw path and query.
 * All parameters received are covered, never a fixed list. The scheme has no timestamp: repeats pass, and are told apart
 * by the message's SID.
 */
export function isSignedForm(
  tokens: readonly string[],
  signature: string,
  url: string,
  params: FormParams,
): boolean {
  const tail = signedTail(params);
  return withAndWithoutPort(url).some((candidate) => isSigned(tokens, signature, candidate + tail));
}

/** Whether one of the tokens signed this JSON post: the signature covers the URL, and the URL's `bodySHA256` the raw body. */
export function isSignedJson(
  tokens: readonly string[],
  signature: string,
  url: string,
  body: Buffer,
): boolean {
  const claimed = /[?&]bodySHA256=([0-9a-f]+)/i.exec(url)?.[1] ?? "";
  const actual = createHash("sha256").update(body).digest("hex");
  if (!isOneOf(claimed.toLowerCase(), [actual])) return false;
  return withAndWithoutPort(url).some((candidate) => isSigned(tokens, signature, candidate));
}

/** Names sorted; of a name that stands several times, its different values, sorted. */
function signedTail(params: FormParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of params) {
    const known = values.get(name);
    if (known === undefined) values.set(name, new Set([value]));
    else known.add(value);
  }
  return [...values.keys()]
    .sort()
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value))
    .join("");
}

/** Every token is tried, so that the time taken does not tell which one fitted. */
function isSigned(tokens: readonly string[], signature: string, signed: string): boolean {
  const sign = (token: string) => createHmac("sha1", token).update(signed, "utf8").digest("base64");
  return isOneOf(signature, tokens.map(sign));
}

/** Twilio's back ends differ in whether the port is part of what they sign. */
function withAndWithoutPort(url: string): string[] {
  const parts = /^(https?:\/\/)((?:[^/?#@]*@)?(?:\[[^\]]*\]|[^/?#:]*))(:\d*)?(.*)$/is.exec(url);
  if (parts === null) return [url];
  const [, scheme = "", host = "", port = "", rest = ""] = parts;
  const usual = scheme.toLowerCase() === "https://" ? ":443" : ":80";
  return [...new Set([url, scheme + host + rest, scheme + host + (port === "" ? usual : port) + rest])];
}
