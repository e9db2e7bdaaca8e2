/** Twilio, as the registry knows it. */
import { numberIn, secrets, variable, webAddress } from "../../lib/environment-fields.ts";
import { defineCarrier, type Given } from "../define-carrier.ts";
import { createTwilioCarrier } from "./twilio-carrier.ts";

const variables = {
  TWILIO_ACCOUNT_SID: variable(null, readAccountSid),
  TWILIO_AUTH_TOKEN: secrets(readToken, 2),
  TWILIO_API_URL: webAddress("http://127.0.0.1:8081"),
  TWILIO_POLL_SECONDS: numberIn(0, 3600, 0),
  TWILIO_TEXTS_PER_SECOND: numberIn(1, 100, 1),
};

export const twilio = defineCarrier({
  name: "twilio",
  title: "Twilio",
  variables,
  missing,
  configure: (env) =>
    env.TWILIO_ACCOUNT_SID === null
      ? null
      : {
          accountSid: env.TWILIO_ACCOUNT_SID,
          /** One or two; the first makes calls, each verifies signatures. */
          authTokens: env.TWILIO_AUTH_TOKEN,
          /** Without a slash at its end. Null: Twilio's own. */
          apiUrl: env.TWILIO_API_URL,
          /** 0: inbound texts come by webhook only. */
          pollSeconds: env.TWILIO_POLL_SECONDS,
          /** From one number. */
          textsPerSecond: env.TWILIO_TEXTS_PER_SECOND,
        },
  create: ({ accountSid, authTokens, apiUrl, pollSeconds, textsPerSecond }, surroundings) =>
    createTwilioCarrier({
      accountSid,
      authTokens,
      ...(apiUrl === null ? {} : { apiUrl }),
      pollEvery: pollSeconds * 1000,
      textsPerSecond,
      ...surroundings,
    }),
});

/** Looks at single variables again, so that a mistake elsewhere does not hide these. */
function missing(given: Given): string[] {
  const problems = (["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"] as const)
    .filter((key) => given[key] === undefined)
    .map((key) => `${key} is missing; copy it from the Twilio console.`);
  const poll = variables.TWILIO_POLL_SECONDS.safeParse(given.TWILIO_POLL_SECONDS).data;
  if (given.PUBLIC_URL === undefined && poll === 0) {
    problems.push(
      "PUBLIC_URL is missing, so no text can come in; set it to the address that Twilio reaches, or set TWILIO_POLL_SECONDS (30, say) to fetch texts without a public address.",
    );
  }
  return problems;
}

function readAccountSid(text: string) {
  return /^AC\w+$/.test(text)
    ? { value: text }
    : { problem: "must be the account's SID, which begins with AC (an API key's begins with SK)." };
}

function readToken(text: string) {
  return /\s/.test(text) ? { problem: "holds spaces; copy it again." } : { value: text };
}
