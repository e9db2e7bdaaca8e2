import type { Finding } from "../../domain/finding.ts";
import type { E164 } from "../../domain/ids.ts";
import { headerOf } from "../../lib/call.ts";
import { networkWords } from "../../lib/network-words.ts";
import { recordsPath, recordsQuery } from "./message-records.ts";
import type { Answer, ApiAnswer, TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";
import { verifyLines } from "./verify-lines.ts";

/** Is Telnyx reachable, does the key work, do the clocks agree, do our lines' texts come here. Never throws. */
export async function verifyAccount(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  numbers: readonly E164[],
): Promise<Finding[]> {
  const answer = await api.get("/messaging_profiles", { "page[size]": "1" });
  const reached = describeReach(settings, answer);
  if (answer.kind === "silence" || reached.level === "problem") return [reached];
  const account = describeAccount(answer);
  if (account.level === "problem") return [reached, account];
  return [
    reached,
    account,
    ...describeClock(settings, answer),
    ...(await describeRecords(settings, api)),
    ...(await verifyLines(settings, api, numbers)),
  ];
}

function describeReach(settings: ResolvedTelnyxSettings, answer: ApiAnswer): Finding {
  const host = new URL(settings.apiUrl).host;
  const name = "telnyx: connection";
  if (answer.kind === "silence") {
    const sentence = `Telnyx (${host}) can't be reached: ${networkWords(answer.reason)}.`;
    const remedy = `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`;
    return { name, level: "problem", sentence, remedy };
  }
  if (answer.status >= 500 || (answer.status >= 300 && answer.status < 400)) {
    const sentence = `Telnyx (${host}) answers with HTTP ${answer.status}.`;
    const remedy = "Check TELNYX_API_URL, or wait until Telnyx is well again.";
    return { name, level: "problem", sentence, remedy };
  }
  return { name, level: "ok", sentence: `Telnyx (${host}) answers.` };
}

function describeAccount({ status, error }: Answer): Finding {
  const name = "telnyx: account";
  if (status === 200) return { name, level: "ok", sentence: "The API key works." };
  if (status === 401 || status === 403) {
    const remedy = "Set TELNYX_API_KEY to a key of API Keys in the Telnyx portal; it begins with KEY.";
    return { name, level: "problem", sentence: "Telnyx refuses the API key.", remedy };
  }
  const sentence = `Telnyx did not say whether the API key works (HTTP ${status}, ${error?.code ?? "no code"}).`;
  return { name, level: "problem", sentence, remedy: "Try again in a minute; check TELNYX_API_URL." };
}

/** Signatures that are five minutes off are refused: half of that is said in time. Milliseconds. */
const farOff = 150_000;

function describeClock({ now }: ResolvedTelnyxSettings, answer: Answer): Finding[] {
  const off = Math.abs(now() - Date.parse(headerOf(answer, "date") ?? ""));
  if (!(off >= farOff)) return [];
  const sentence = `This host's clock is ${Math.round(off / 60_000)} minutes off Telnyx's: from five on, what it posts is refused, since signatures seem too old or too new, and texts come minutes late.`;
  const remedy = "Have the host keep its clock by NTP.";
  return [{ name: "telnyx: clock", level: "problem", sentence, remedy }];
}

async function describeRecords({ now }: ResolvedTelnyxSettings, api: TelnyxApi): Promise<Finding[]> {
  const query = recordsQuery(new Date(now()), { "page[size]": "1" });
  const answer = await api.get(recordsPath, query);
  if (answer.kind === "answer" && answer.status === 200) return [];
  const why = answer.kind === "silence" ? networkWords(answer.reason) : `HTTP ${answer.status}`;
  return [
    {
      name: "telnyx: records",
      level: "warning",
      sentence: `Telnyx does not show its records of messages (${why}): what comes while this app is away can't be fetched later.`,
      remedy: "Try again in a minute, or use an API key that may read detail records.",
    },
  ];
}
