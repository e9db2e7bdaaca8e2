import { createHmac } from "node:crypto";

/** Twilio's signature of a form post: HMAC-SHA1 over the address and each parameter, sorted by name. */
export function signForm(token: string, url: string, params: Readonly<Record<string, string>>): string {
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + (params[name] ?? ""), url);
  return createHmac("sha1", token).update(signed, "utf8").digest("base64");
}
