/** RingCentral, as the registry knows it. */
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { oneOf, secret, secrets, variable, webAddress } from "../../lib/environment-fields.ts";
import { defineCarrier, type Given, loginsGiven } from "../define-carrier.ts";
import { createRingCentralCarrier } from "./ringcentral-carrier.ts";

const variables = {
  RINGCENTRAL_CLIENT_ID: variable(null, readClientId),
  RINGCENTRAL_CLIENT_SECRET: secret(),
  RINGCENTRAL_API_URL: webAddress("http://127.0.0.1:8083"),
  RINGCENTRAL_RECEIVE: oneOf(["websocket", "webhook"], "websocket"),
  RINGCENTRAL_VERIFICATION_TOKEN: secrets(readToken, 2),
  RINGCENTRAL_MARK_READ: oneOf(["on", "off"], "on"),
};

const loginVariables = { RINGCENTRAL_JWT: secret(wrongJwt) };

export const ringCentral = defineCarrier({
  name: "ringcentral",
  title: "RingCentral",
  variables,
  loginVariables,
  missing,
  configure: (env, logins) =>
    env.RINGCENTRAL_CLIENT_ID === null || env.RINGCENTRAL_CLIENT_SECRET === null
      ? null
      : {
          clientId: env.RINGCENTRAL_CLIENT_ID,
          clientSecret: env.RINGCENTRAL_CLIENT_SECRET,
          /** By the login's name. */
          jwts: Object.fromEntries([...logins].map(([name, { RINGCENTRAL_JWT: jwt }]) => [name, jwt ?? ""])),
          /** Without a slash at its end. Null: RingCentral's own. */
          apiUrl: env.RINGCENTRAL_API_URL,
          receive: env.RINGCENTRAL_RECEIVE,
          /** One or two; the first is given to new subscriptions. */
          verificationTokens: env.RINGCENTRAL_VERIFICATION_TOKEN,
          marksRead: env.RINGCENTRAL_MARK_READ === "on",
        },
  create: ({ jwts, apiUrl, ...settings }, surroundings) =>
    createRingCentralCarrier({
      ...settings,
      jwts: jwts as Record<LoginName, string>,
      ...(apiUrl === null ? {} : { apiUrl }),
      ...surroundings,
    }),
});

function missing(given: Given): string[] {
  const problems: string[] = [];
  const need = (met: boolean, sentence: string) => {
    if (!met) problems.push(sentence);
  };
  for (const key of ["RINGCENTRAL_CLIENT_ID", "RINGCENTRAL_CLIENT_SECRET"] as const)
    need(
      given[key] !== undefined,
      `${key} is missing; copy it from the app's page in RingCentral's developer console.`,
    );
  need(
    loginsGiven({ loginVariables }, given).size > 0,
    `RINGCENTRAL_JWT_${loginVariable("main" as LoginName)} is missing (MAIN stands for the login's name in the directory); make a JWT credential for each user who sends, in RingCentral's developer console.`,
  );
  const receive = variables.RINGCENTRAL_RECEIVE.safeParse(given.RINGCENTRAL_RECEIVE).data;
  need(
    receive !== "webhook" || given.PUBLIC_URL !== undefined,
    "PUBLIC_URL is missing, which RINGCENTRAL_RECEIVE=webhook needs; set it to the address that RingCentral reaches, or leave RINGCENTRAL_RECEIVE out.",
  );
  return problems;
}

function readClientId(text: string) {
  return /\s/.test(text) ? { problem: "holds spaces; copy it again." } : { value: text };
}

/** It travels in a header. */
function readToken(text: string) {
  return /^[\x21-\x7e]{1,255}$/.test(text)
    ? { value: text }
    : { problem: "must be letters, digits and signs without spaces, 255 at most; make one up anew." };
}

function wrongJwt(text: string): string | null {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
    ? null
    : "is no JWT: it consists of three parts with points between them; copy all of it from the developer console.";
}
