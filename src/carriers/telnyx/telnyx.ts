/** Telnyx, as the registry knows it. */
import { numberIn, secret, secrets, webAddress } from "../../lib/environment-fields.ts";
import { defineCarrier, type Given } from "../define-carrier.ts";
import { isPublicKey } from "./signature.ts";
import { createTelnyxCarrier } from "./telnyx-carrier.ts";

const variables = {
  TELNYX_API_KEY: secret(),
  TELNYX_PUBLIC_KEY: secrets(readPublicKey, 2),
  TELNYX_API_URL: webAddress("http://127.0.0.1:8083"),
  TELNYX_TEXTS_PER_SECOND: numberIn(1, 100, 1),
};

export const telnyx = defineCarrier({
  name: "telnyx",
  title: "Telnyx",
  variables,
  missing,
  configure: (env) =>
    env.TELNYX_API_KEY === null
      ? null
      : {
          apiKey: env.TELNYX_API_KEY,
          /** One or two; each verifies signatures. */
          publicKeys: env.TELNYX_PUBLIC_KEY,
          /** Without a slash at its end. Null: Telnyx's own. */
          apiUrl: env.TELNYX_API_URL,
          /** From one number. */
          textsPerSecond: env.TELNYX_TEXTS_PER_SECOND,
        },
  create: ({ apiUrl, ...settings }, surroundings) =>
    createTelnyxCarrier({ ...settings, ...(apiUrl === null ? {} : { apiUrl }), ...surroundings }),
});

function missing(given: Given): string[] {
  const problems = (["TELNYX_API_KEY", "TELNYX_PUBLIC_KEY"] as const)
    .filter((key) => given[key] === undefined)
    .map((key) => `${key} is missing; copy it from API Keys in the Telnyx portal.`);
  if (given.PUBLIC_URL === undefined) {
    problems.push(
      "PUBLIC_URL is missing, so no text can come in; set it to the address at which Telnyx reaches this app.",
    );
  }
  return problems;
}

function readPublicKey(text: string) {
  return isPublicKey(text)
    ? { value: text }
    : {
        problem:
          "must be the account's public key, 32 bytes in base64 (44 characters that end in =); the API key is another one.",
      };
}
