import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import type { E164 } from "../../domain/ids.ts";
import { maskPhone } from "../../domain/phone.ts";
import { networkWords } from "../../lib/network-words.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { ApiAnswer, TwilioApi } from "./twilio-api.ts";
import type { ResolvedTwilioSettings } from "./twilio-settings.ts";

const account = z.object({ status: z.string(), type: z.string().nullish() });

/** Is Twilio reachable, do the credentials work, is the account active, can our lines text. Never throws. */
export async function verifyAccount(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  numbers: readonly E164[],
): Promise<Finding[]> {
  const answer = await api.get(".json");
  const reached = describeReach(settings, answer);
  if (answer.kind === "silence" || reached.level === "problem") return [reached];
  const standing = describeAccount(answer);
  if (standing[0]?.level === "problem") return [reached, ...standing];
  const lines: Finding[] = [];
  for (const number of numbers) lines.push(...(await describeLine(settings, api, number)));
  return [reached, ...standing, ...lines];
}

function describeReach(settings: ResolvedTwilioSettings, answer: ApiAnswer): Finding {
  const host = new URL(settings.apiUrl).host;
  const name = "twilio: connection";
  const remedy = `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`;
  if (answer.kind === "silence") {
    return {
      name,
      level: "problem",
      sentence: `Twilio (${host}) can't be reached: ${networkWords(answer.reason)}.`,
      remedy,
    };
  }
  if (answer.status >= 500 || (answer.status >= 300 && answer.status < 400)) {
    const sentence = `Twilio (${host}) answers with HTTP ${answer.status}.`;
    return {
      name,
      level: "problem",
      sentence,
      remedy: "Check TWILIO_API_URL, or wait until Twilio is well again.",
    };
  }
  return { name, level: "ok", sentence: `Twilio (${host}) answers.` };
}

function describeAccount(answer: Extract<ApiAnswer, { kind: "answer" }>): Finding[] {
  const name = "twilio: account";
  const read = account.safeParse(answer.json);
  if (answer.status !== 200 || !read.success) return [describeRefusal(name, answer.status)];
  const { status, type } = read.data;
  if (status !== "active") {
    const remedy = "Look at the account in the Twilio console, or ask Twilio's support.";
    return [{ name, level: "problem", sentence: `The Twilio account is ${status}.`, remedy }];
  }
  const ok: Finding = { name, level: "ok", sentence: "The credentials work and the account is active." };
  return type === "Trial" ? [ok, trialWarning] : [ok];
}

const trialWarning: Finding = {
  name: "twilio: trial",
  level: "warning",
  sentence:
    "The Twilio account is a trial: it texts verified numbers only, and adds words of its own to each text.",
  remedy: "Upgrade the account in the Twilio console.",
};

function describeRefusal(name: string, status: number): Finding {
  if (status === 401 || status === 403) {
    const remedy =
      "Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to the values of the Twilio console's first page.";
    return { name, level: "problem", sentence: "Twilio refuses the credentials.", remedy };
  }
  if (status === 404) {
    const remedy = "Check TWILIO_ACCOUNT_SID: it begins with AC.";
    return { name, level: "problem", sentence: "Twilio does not know the account.", remedy };
  }
  const sentence = `Twilio did not describe the account (HTTP ${status}).`;
  return { name, level: "problem", sentence, remedy: "Try again in a minute; check TWILIO_API_URL." };
}

const numberList = z.object({
  incoming_phone_numbers: z.array(
    z.object({
      phone_number: z.string(),
      sms_url: z.string().nullish(),
      sms_method: z.string().nullish(),
      sms_application_sid: z.string().nullish(),
      capabilities: z.object({ sms: z.boolean().nullish(), mms: z.boolean().nullish() }).partial().nullish(),
    }),
  ),
});

type OwnedNumber = z.infer<typeof numberList>["incoming_phone_numbers"][number];

async function describeLine(
  settings: ResolvedTwilioSettings,
  api: TwilioApi,
  number: E164,
): Promise<Finding[]> {
  const name = `twilio: line ${maskPhone(number)}`;
  const answer = await api.get(`/IncomingPhoneNumbers.json?${new URLSearchParams({ PhoneNumber: number })}`);
  const read = numberList.safeParse(answer.kind === "answer" && answer.status === 200 ? answer.json : null);
  if (!read.success) {
    const sentence = "Twilio did not say whether this number is ours.";
    return [{ name, level: "warning", sentence, remedy: "Try again in a minute." }];
  }
  const owned = read.data.incoming_phone_numbers.find((candidate) => candidate.phone_number === number);
  return owned === undefined ? [notOwned(name)] : describeOwned(settings, name, owned);
}

function notOwned(name: string): Finding {
  const sentence = "The number does not belong to the Twilio account.";
  const remedy = "Buy or port it in the Twilio console, or correct the line's number in the directory.";
  return { name, level: "problem", sentence, remedy };
}

function describeOwned(settings: ResolvedTwilioSettings, name: string, owned: OwnedNumber): Finding[] {
  if (owned.capabilities?.sms === false) {
    const remedy = "Use a number that can text, or have texting added to this one by Twilio.";
    return [{ name, level: "problem", sentence: "The number can't send or receive texts.", remedy }];
  }
  const sentence = `The number is ours and can text.${aboutFiles(settings, owned)}`;
  if (settings.publicUrl === null) return [{ name, level: "ok", sentence }];
  const inbound = `${settings.publicUrl}/webhooks/twilio/inbound`;
  const elsewhere = leadsElsewhere(owned, inbound);
  if (elsewhere === null) {
    const here = `${sentence} Its webhook leads here (a Messaging Service that it is in may override that).`;
    return [{ name, level: "ok", sentence: here }];
  }
  return [{ ...notDelivered(elsewhere, inbound), name, ...(fetchesTexts(settings) ? {} : atSetup) }];
}

/** Nothing where Twilio does not say it. */
function aboutFiles({ publicUrl }: ResolvedTwilioSettings, { capabilities }: OwnedNumber): string {
  if (publicUrl === null)
    return " Pictures and files can't leave: Twilio fetches them at a public address, and PUBLIC_URL is not set.";
  if (capabilities?.mms == null) return "";
  return capabilities.mms
    ? " Pictures and files can leave from it (MMS)."
    : " Pictures and files can't leave from it: it has no MMS.";
}

/** Whether it does no harm, because the list is read anyway. */
function fetchesTexts({ pollEvery }: ResolvedTwilioSettings): boolean {
  return pollEvery > 0;
}

/** The running app can't tell it from a number whose Messaging Service delivers: whoever sets it up can. */
const atSetup = { atSetup: "problem" } as const;

/** Null where texts to the number are posted here. */
function leadsElsewhere(owned: OwnedNumber, inbound: string): string | null {
  if (owned.sms_application_sid) return "a TwiML app takes its texts";
  const [url] = (owned.sms_url ?? "").split("#");
  if (url === "" || url === undefined) return "its webhook is not set";
  if (url !== inbound)
    return `its webhook leads to ${hostOf(url)}${hostOf(url) === hostOf(inbound) ? ", at another path" : ""}`;
  return owned.sms_method?.toUpperCase() === "GET" ? "its webhook is called by GET" : null;
}

/** Paths and queries of other people's addresses may hold secrets. */
function hostOf(url: string): string {
  return parseUrl(url)?.host ?? "no web address";
}

function notDelivered(why: string, inbound: string): Omit<Finding, "name"> {
  return {
    level: "warning",
    sentence: `Texts to this number are not delivered to this app: ${why}.`,
    remedy: `In the Twilio console, set the number's "A message comes in" webhook to ${inbound} (HTTP POST). If it is in a Messaging Service, that one may override it: set the same address there (Integration).`,
  };
}
