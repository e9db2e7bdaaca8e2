/** Why a text did not leave by RingRx, in words for the person who wrote it. RingRx's own words are not known: only its HTTP codes tell. */
import type { CarrierFailure } from "../../bridge/contracts/carrier-events.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { failureOf, type KnownFailure, type KnownFailures } from "../known-failures.ts";

const askAdministrator = "An administrator has to look at it.";
const notTaken: KnownFailure = {
  scope: "recipient",
  sentence:
    "RingRx did not take this text. Check the number. If a mobile phone has it, RingRx may have refused the words: an administrator can ask RingRx's support.",
};
const tooLong: KnownFailure = {
  scope: "content",
  sentence: "The text is longer than RingRx takes. Send it in two.",
};

const known: KnownFailures = new Map([
  ["http-400", notTaken],
  ["http-422", notTaken],
  ["http-413", tooLong],
  ["http-414", tooLong],
  ["http-431", tooLong],
  [
    "http-402",
    { scope: "account", sentence: `RingRx says that something has to be paid first. ${askAdministrator}` },
  ],
  [
    "http-404",
    {
      scope: "account",
      sentence: `RingRx does not know the address that takes texts. ${askAdministrator}`,
    },
  ],
  [
    "http-429",
    {
      scope: "passing",
      sentence:
        "RingRx is taking too many requests at the moment. The text did not leave; try again in a minute.",
    },
  ],
  [
    "unreachable",
    {
      scope: "passing",
      sentence: "RingRx can't be reached from here at the moment. The text did not leave.",
    },
  ],
  [
    "login-unanswered",
    {
      scope: "passing",
      sentence:
        "RingRx could not let this login in at the moment. The text did not leave; try again in a minute.",
    },
  ],
  [
    "no-login",
    {
      scope: "account",
      sentence:
        "The line names no RingRx login, and there is more than one. An administrator has to name it in the directory.",
    },
  ],
  [
    "no-files",
    { scope: "content", sentence: "RingRx carries no pictures or files. The words alone can be sent." },
  ],
]);

/** What one of those, or another refusal of HTTP's (`http-418`), means. */
export function describeFailure(code: string, retryAfterMs?: number): CarrierFailure {
  return failureOf(known, code, refused, retryAfterMs);
}

function refused(code: string): KnownFailure {
  const status = code.replace("http-", "HTTP ");
  return { scope: "account", sentence: `RingRx refused the text (${status}). ${askAdministrator}` };
}

/** The key does not let in any more, or its user may not text. */
export function describeShut(login: LoginName, status: number): CarrierFailure {
  const name = loginVariable(login);
  return {
    code: "login-refused",
    scope: "account",
    sentence: `RingRx does not let the login ${login} send (HTTP ${status}): its API key is wrong or was deleted, or its user may not text. An administrator has to check RINGRX_TOKEN_${name} and RINGRX_SECRET_${name}, and the user's outbound SMS number.`,
  };
}

export function describeNoKey(login: LoginName): CarrierFailure {
  const name = loginVariable(login);
  return {
    code: "no-key",
    scope: "account",
    sentence: `There is no RingRx API key for the login ${login}. An administrator has to set RINGRX_TOKEN_${name} and RINGRX_SECRET_${name}.`,
  };
}
