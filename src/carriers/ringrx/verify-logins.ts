import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { maskPhone } from "../../domain/phone.ts";
import { networkWords } from "../../lib/network-words.ts";
import { loginOf } from "../login-of.ts";
import type { Access, KeptOut } from "./access.ts";
import type { ResolvedRingRxSettings } from "./ringrx-settings.ts";
import { verifyCallback } from "./verify-callback.ts";

/**
 * Is RingRx reachable, does each login's key let in, does each line that sends have a login of its own, does a callback lead here. Whose the numbers
 * are can't be asked. Never throws.
 */
export async function verifyLogins(
  settings: ResolvedRingRxSettings,
  access: Access,
  lines: readonly CarrierLine[],
): Promise<Finding[]> {
  const entries = await Promise.all(
    settings.logins.map(async (login) => ({ login, entry: await access.letIn(login) })),
  );
  const keptOut = entries.flatMap(({ entry }) => (entry.kind === "kept out" ? [entry] : []));
  const trouble = describeReach(settings, keptOut);
  if (trouble !== null) return [trouble, ...ofLines(settings, lines)];
  const letIn = entries.flatMap(({ entry }) => (entry.kind === "let in" ? [entry] : []));
  return [
    { name: "ringrx: connection", level: "ok", sentence: `RingRx (${hostOf(settings)}) answers.` },
    ...entries.map(({ login, entry }) =>
      describeLogin(settings, login, entry.kind === "kept out" ? entry : null),
    ),
    ...ofLines(settings, lines),
    ...(await verifyCallback(settings, letIn)),
  ];
}

function hostOf({ apiUrl }: ResolvedRingRxSettings): string {
  return new URL(apiUrl).host;
}

/** Null where it answers. */
function describeReach(settings: ResolvedRingRxSettings, keptOut: readonly KeptOut[]): Finding | null {
  const host = hostOf(settings);
  const name = "ringrx: connection";
  for (const { answer } of keptOut) {
    if (answer.kind === "silence")
      return {
        name,
        level: "problem",
        sentence: `RingRx (${host}) can't be reached: ${networkWords(answer.reason)}.`,
        remedy: `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`,
      };
    if (answer.status >= 500 || answer.status < 400 || answer.status === 404)
      return {
        name,
        level: "problem",
        sentence: `RingRx (${host}) answers the login with HTTP ${answer.status}, and lets nobody in.`,
        remedy: "Check RINGRX_API_URL, or wait until RingRx is well again.",
      };
  }
  return null;
}

function describeLogin(
  { loginAs }: ResolvedRingRxSettings,
  login: LoginName,
  keptOut: KeptOut | null,
): Finding {
  const name = `ringrx: login ${login}`;
  if (keptOut === null) return { name, level: "ok", sentence: "Its API key lets in." };
  const variable = loginVariable(login);
  const status = keptOut.answer.kind === "answer" ? keptOut.answer.status : 0;
  if (status === 429)
    return {
      name,
      level: "warning",
      sentence: "RingRx takes no more logins at the moment.",
      remedy: "Try again in a minute.",
    };
  const variables = `RINGRX_TOKEN_${variable} and RINGRX_SECRET_${variable}`;
  const elsewhere = loginAs === "json" ? "query" : "json";
  return {
    name,
    level: "problem",
    sentence: `RingRx refuses its API key (HTTP ${status}).`,
    remedy: `Check ${variables}, or make a new key as that user in RingRx's portal. If a new key is refused as well, set RINGRX_LOGIN_AS=${elsewhere}: RingRx may want to be shown it there.`,
  };
}

/** One that nothing leaves from needs none: RingRx lets many numbers lead to one user. */
function ofLines(settings: ResolvedRingRxSettings, all: readonly CarrierLine[]): Finding[] {
  const lines = all.filter(({ sendsNothing }) => sendsNothing !== true);
  return lines.flatMap((line) => {
    const name = `ringrx: line ${maskPhone(line.number)}`;
    const login = loginOf(settings, line.login);
    if (login === null) return [noLogin(name, line.login)];
    const [other] = lines.filter(
      ({ number, login: named }) => number !== line.number && loginOf(settings, named) === login,
    );
    return other === undefined ? [] : [sameLogin(name, login, other)];
  });
}

function noLogin(name: string, login: LoginName | undefined): Finding {
  if (login === undefined) {
    const sentence = "The line names no login, and there is more than one.";
    return { name, level: "problem", sentence, remedy: "Write `login:` at the line in the directory." };
  }
  const variable = loginVariable(login);
  return {
    name,
    level: "problem",
    sentence: `There is no API key for its login ${login}.`,
    remedy: `Make a key as that user in RingRx's portal, and set RINGRX_TOKEN_${variable} and RINGRX_SECRET_${variable} to it.`,
  };
}

/** Whatever line a text is of, it leaves from the number of the key's user. */
function sameLogin(name: string, login: LoginName, other: CarrierLine): Finding {
  return {
    name,
    level: "problem",
    sentence: `It has the same login, ${login}, as the line ${maskPhone(other.number)}: RingRx sends the texts of both from one number, that of the login's user.`,
    remedy:
      "Make an API key as a user whose outbound SMS number is this line's, and write that login at the line in the directory.",
  };
}
