/** RingRx, as the registry knows it. */
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { numberIn, oneOf, secret, secrets, webAddress } from "../../lib/environment-fields.ts";
import { defineCarrier, type Given, loginsGiven } from "../define-carrier.ts";
import { createRingRxCarrier } from "./ringrx-carrier.ts";
import { type ApiKey, defaultMaxText } from "./ringrx-settings.ts";

const variables = {
  RINGRX_CALLBACK_PATH: secrets(readPath, 2),
  RINGRX_CALLBACK_USER: secrets(readUser, 2),
  RINGRX_CALLBACK_PASSWORD: secrets(readPassword, 2),
  RINGRX_API_URL: webAddress("http://127.0.0.1:8084"),
  RINGRX_LOGIN_AS: oneOf(["json", "query"], "json"),
  RINGRX_SEND_AS: oneOf(["query", "json"], "query"),
  RINGRX_NUMBERS: oneOf(["digits", "e164", "national"], "digits"),
  RINGRX_MAX_TEXT: numberIn(160, 10_000, defaultMaxText),
  RINGRX_TEXTS_PER_SECOND: numberIn(1, 100, 1),
};

const loginVariables = { RINGRX_TOKEN: secret(), RINGRX_SECRET: secret() };

export const ringRx = defineCarrier({
  name: "ringrx",
  title: "RingRx",
  hasAutoResponder: true,
  variables,
  loginVariables,
  missing,
  configure: (env, logins) =>
    logins.size === 0
      ? null
      : {
          /** By the login's name. */
          keys: Object.fromEntries(
            [...logins].map(([name, { RINGRX_TOKEN: token, RINGRX_SECRET: password }]) => [
              name,
              { token: token ?? "", secret: password ?? "" },
            ]),
          ),
          callbackPaths: env.RINGRX_CALLBACK_PATH,
          callbackUsers: env.RINGRX_CALLBACK_USER,
          callbackPasswords: env.RINGRX_CALLBACK_PASSWORD,
          /** Without a slash at its end. Null: RingRx's own. */
          apiUrl: env.RINGRX_API_URL,
          loginAs: env.RINGRX_LOGIN_AS,
          sendAs: env.RINGRX_SEND_AS,
          numbers: env.RINGRX_NUMBERS,
          maxText: env.RINGRX_MAX_TEXT,
          textsPerSecond: env.RINGRX_TEXTS_PER_SECOND,
        },
  create: ({ keys, apiUrl, ...settings }, surroundings) =>
    createRingRxCarrier({
      ...settings,
      keys: keys as Record<LoginName, ApiKey>,
      ...(apiUrl === null ? {} : { apiUrl }),
      ...surroundings,
    }),
});

function missing(given: Given): string[] {
  const problems: string[] = [];
  const need = (met: boolean, sentence: string) => {
    if (!met) problems.push(sentence);
  };
  const logins = loginsGiven({ loginVariables }, given);
  need(
    logins.size > 0,
    "RINGRX_TOKEN_MAIN and RINGRX_SECRET_MAIN are missing (MAIN stands for the login's name in the directory); make an API key as each user who sends, in RingRx's portal.",
  );
  for (const [login, { RINGRX_TOKEN, RINGRX_SECRET }] of logins)
    for (const [key, value] of Object.entries({ RINGRX_TOKEN, RINGRX_SECRET }))
      need(
        value !== undefined,
        `${key}_${loginVariable(login)} is missing; an API key has both a token and a secret.`,
      );
  const { RINGRX_CALLBACK_USER: user, RINGRX_CALLBACK_PASSWORD: password } = given;
  need(
    given.RINGRX_CALLBACK_PATH !== undefined || user !== undefined || password !== undefined,
    "RINGRX_CALLBACK_PATH is missing, or RINGRX_CALLBACK_USER and RINGRX_CALLBACK_PASSWORD; without one of them anybody could send texts in RingRx's name. Make one up, of letters and digits.",
  );
  need(
    (user === undefined) === (password === undefined),
    `${user === undefined ? "RINGRX_CALLBACK_USER" : "RINGRX_CALLBACK_PASSWORD"} is missing; Basic Auth needs both, as they stand in RingRx's callback.`,
  );
  need(
    given.PUBLIC_URL !== undefined,
    "PUBLIC_URL is missing, so no text can come in; set it to the address that RingRx reaches.",
  );
  return problems;
}

/** It travels in an address. */
function readPath(text: string) {
  return /^[\w-]{16,128}$/.test(text)
    ? { value: text }
    : { problem: "must be 16 to 128 letters, digits, - and _; make one up anew." };
}

function readUser(text: string) {
  return /^[\x21-\x7e]+$/.test(text) && !text.includes(":")
    ? { value: text }
    : { problem: "must be letters, digits and signs without blanks and colons." };
}

function readPassword(text: string) {
  return /^[\x21-\x7e]{12,128}$/.test(text)
    ? { value: text }
    : { problem: "must be 12 to 128 letters, digits and signs without blanks; make one up anew." };
}
