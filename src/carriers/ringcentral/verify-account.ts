import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { verifyLines } from "./verify-lines.ts";

/** Is RingCentral reachable, is each login let in, can its lines text. Never throws. */
export async function verifyAccount(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  lines: readonly CarrierLine[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const letIn: LoginName[] = [];
  let isReached = false;
  for (const login of settings.logins) {
    const pass = await api.pass(login);
    if (pass.kind === "silence" && pass.failure === null && pass.retryAfterMs === null) {
      return [notReached(settings, pass.reason)];
    }
    if (!isReached) findings.push(reached(settings));
    isReached = true;
    findings.push(
      pass.kind === "pass" ? isLetIn(login) : notLetIn(login, pass.failure?.sentence, pass.reason),
    );
    if (pass.kind === "pass") letIn.push(login);
  }
  return [...findings, ...(await verifyLines(settings, api, lines, letIn))];
}

const connection = "ringcentral: connection";

function hostOf({ apiUrl }: ResolvedRingCentralSettings): string {
  return new URL(apiUrl).host;
}

function reached(settings: ResolvedRingCentralSettings): Finding {
  return { name: connection, level: "ok", sentence: `RingCentral (${hostOf(settings)}) answers.` };
}

function notReached(settings: ResolvedRingCentralSettings, reason: string): Finding {
  const host = hostOf(settings);
  return {
    name: connection,
    level: "problem",
    sentence: `RingCentral (${host}) can't be reached: ${networkWords(reason)}.`,
    remedy: `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`,
  };
}

function isLetIn(login: LoginName): Finding {
  return { name: `ringcentral: login ${login}`, level: "ok", sentence: "Its credentials work." };
}

/** What is refused says in a second sentence what to do. */
function notLetIn(login: LoginName, told: string | undefined, reason: string): Finding {
  const [sentence, remedy] = told === undefined ? [] : splitRemedy(told);
  return {
    name: `ringcentral: login ${login}`,
    level: "problem",
    sentence: sentence ?? `RingCentral does not let it in at the moment (${reason}).`,
    remedy: remedy ?? "Try again in a minute.",
  };
}

function splitRemedy(told: string): [string, string | undefined] {
  const at = told.indexOf(". ");
  return at === -1 ? [told, undefined] : [told.slice(0, at + 1), told.slice(at + 2)];
}
