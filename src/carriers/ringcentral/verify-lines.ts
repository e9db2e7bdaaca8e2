/** Whether each line can be texted from by its login. */
import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { loginVariable } from "../../domain/login-fields.ts";
import { maskPhone } from "../../domain/phone.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import { loginOf, type ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { type OwnNumber, readOwnNumbers } from "./thread-lines.ts";

export async function verifyLines(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  lines: readonly CarrierLine[],
  letIn: readonly LoginName[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const numbersOf = new Map<LoginName, readonly OwnNumber[] | null>();
  for (const line of lines) {
    const name = `ringcentral: line ${maskPhone(line.number)}`;
    const login = loginOf(settings, line.login);
    if (login === null) {
      findings.push(noLogin(name, line.login));
      continue;
    }
    // What keeps its login out is said already.
    if (!letIn.includes(login)) continue;
    if (!numbersOf.has(login)) numbersOf.set(login, await numbersAsked(api, login));
    findings.push(describeLine(name, line, login, numbersOf.get(login) ?? null));
  }
  return findings;
}

async function numbersAsked(api: RingCentralApi, login: LoginName): Promise<readonly OwnNumber[] | null> {
  try {
    return await readOwnNumbers(api, login);
  } catch (thrown) {
    if (thrown instanceof CarrierError) return null;
    throw thrown;
  }
}

function noLogin(name: string, login: LoginName | undefined): Finding {
  if (login === undefined) {
    const sentence = "The line names no login, and there is more than one.";
    return { name, level: "problem", sentence, remedy: "Write `login:` at the line in the directory." };
  }
  const sentence = `There are no credentials for its login ${login}.`;
  const remedy = `Make a JWT credential for that user in RingCentral's developer console, and set RINGCENTRAL_JWT_${loginVariable(login)} to it.`;
  return { name, level: "problem", sentence, remedy };
}

function describeLine(
  name: string,
  { number }: CarrierLine,
  login: LoginName,
  numbers: readonly OwnNumber[] | null,
): Finding {
  if (numbers === null) {
    const sentence = `RingCentral did not say which numbers the login ${login} has.`;
    const remedy = "Give the app the scope Read Accounts in the developer console, and try again.";
    return { name, level: "warning", sentence, remedy };
  }
  const own = numbers.find((one) => one.number === number);
  if (own === undefined) {
    const sentence = `The number is not one of the login ${login}.`;
    const remedy =
      "Give the line the login of the user whose number it is, or correct the number in the directory.";
    return { name, level: "problem", sentence, remedy };
  }
  if (own.features !== null && !own.features.includes("SmsSender")) {
    const sentence = `The login ${login} has the number, but may not text from it (it lacks SmsSender).`;
    const remedy = "Have texting switched on for the number in RingCentral, or assign the user to it there.";
    return { name, level: "problem", sentence, remedy };
  }
  return { name, level: "ok", sentence: `The number is one of the login ${login}, and can text.` };
}
