import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import { CarrierError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/finding.ts";
import type { LoginName } from "../../domain/ids.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { NoPass } from "./access.ts";
import type { ConsentChanges } from "./change-consent.ts";
import { isRateCode } from "./failures.ts";
import type { RingCentralApi } from "./ringcentral-api.ts";
import type { ResolvedRingCentralSettings } from "./ringcentral-settings.ts";
import { verifyLines } from "./verify-lines.ts";
import { type LoginFacts, verifyLogin } from "./verify-login.ts";
import { type LackingNews, verifyNews } from "./verify-news.ts";
import { verifyReadings } from "./verify-readings.ts";
import { verifySubscription } from "./verify-subscription.ts";
import { verifyTemplates } from "./verify-templates.ts";

/** Is RingCentral reachable, is each login let in, what may it do, can its lines text. Changes nothing there. Never throws. */
export async function verifyAccount(
  settings: ResolvedRingCentralSettings,
  api: RingCentralApi,
  lines: readonly CarrierLine[],
  { lacking, changes }: { readonly lacking: LackingNews; readonly changes: ConsentChanges },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const facts = new Map<LoginName, LoginFacts>();
  try {
    for (const login of settings.logins) {
      const pass = await api.pass(login);
      if (pass.kind === "silence" && isUnreached(pass))
        return [...findings, notReached(settings, pass.reason)];
      if (findings.length === 0) findings.push(reached(settings));
      if (pass.kind === "silence") {
        findings.push(notLetIn(login, pass));
        continue;
      }
      const verified = await verifyLogin(settings, api, login, pass);
      findings.push(...verified.findings);
      facts.set(login, verified.facts);
      const subscription = await verifySubscription(settings, api, login, hasInbox(lines, verified.facts));
      // What this process was refused it knows better than a list.
      const lacks = verifyNews(login, lacking.get(login) ?? []);
      findings.push(...(lacks.length > 0 ? lacks : subscription));
    }
    findings.push(...sameUsers(facts), ...(await verifyLines(settings, api, lines, facts)));
    findings.push(...(await verifyTemplates(api, [...facts.keys()])));
    findings.push(...(await verifyReadings(api, [...facts.keys()], changes)));
    return findings;
  } catch (thrown) {
    if (!(thrown instanceof CarrierError)) throw thrown;
    return [...findings, cutShort(thrown)];
  }
}

/** A line of another login is told to whoever has its thread. */
function hasInbox(lines: readonly CarrierLine[], { hasThreads, numbers }: LoginFacts): boolean {
  const isShared = ({ number }: CarrierLine) => {
    const usage = numbers?.find((one) => one.number === number)?.usage ?? null;
    return usage !== null && usage !== "DirectNumber";
  };
  return hasThreads === true && lines.some(isShared);
}

const connection = "ringcentral: connection";

function isUnreached({ failure, retryAfterMs }: NoPass): boolean {
  return failure === null && retryAfterMs === null;
}

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

/** What was looked at before is so all the same. */
function cutShort({ message, failure }: CarrierError): Finding {
  const isPace = failure.retryAfterMs !== undefined;
  return {
    name: connection,
    level: "warning",
    sentence: isPace
      ? "RingCentral lets no more be asked now, so not all was looked at."
      : `Not all could be looked at: ${message}.`.replace(/\.\.$/, "."),
    remedy: "Try again in a minute.",
  };
}

/** What is refused says in its second sentence what to do. */
function notLetIn(login: LoginName, { failure, reason, retryAfterMs }: NoPass): Finding {
  if (failure !== null && isRateCode(failure.code)) return tooManyTokens(login);
  const [, sentence, remedy] = /^(.+?\.) (.+)$/s.exec(failure?.sentence ?? "") ?? [];
  return {
    name: `ringcentral: login ${login}`,
    // That too much was asked passes by itself.
    level: failure === null && retryAfterMs !== null ? "warning" : "problem",
    sentence: sentence ?? `RingCentral does not let it in at the moment (${reason}).`,
    remedy: remedy ?? "Try again in a minute.",
  };
}

/** Each `doctor` asks for one, and so does each start of the app: no credential is to be looked at for that. */
function tooManyTokens(login: LoginName): Finding {
  return {
    name: `ringcentral: login ${login}`,
    level: "warning",
    sentence: "RingCentral gives it no access now: it was asked too often in the last minute.",
    remedy: "Wait a minute before you try again; whoever asks sooner waits anew.",
  };
}

/** A credential was pasted twice, or one user made two. */
function sameUsers(facts: ReadonlyMap<LoginName, LoginFacts>): Finding[] {
  const seen = new Map<string, LoginName>();
  return [...facts].flatMap(([login, { id }]): Finding[] => {
    const other = id === null ? undefined : seen.get(id);
    if (id !== null && other === undefined) seen.set(id, login);
    if (other === undefined) return [];
    const sentence = `The logins ${other} and ${login} are the same user of RingCentral.`;
    const remedy = "Keep one of them, or make the other's JWT credential as the user who is meant.";
    return [{ name: `ringcentral: login ${login}`, level: "warning", sentence, remedy }];
  });
}
