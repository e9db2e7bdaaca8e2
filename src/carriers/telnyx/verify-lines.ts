import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import type { E164 } from "../../domain/ids.ts";
import { maskPhone } from "../../domain/phone.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import type { TelnyxApi } from "./telnyx-api.ts";
import type { ResolvedTelnyxSettings } from "./telnyx-settings.ts";

const numberList = z.object({
  data: z.array(
    z.object({
      phone_number: z.string(),
      messaging_profile_id: z.string().nullish(),
      features: z.object({ sms: z.unknown(), mms: z.unknown() }).partial().nullish(),
    }),
  ),
});

type OwnedNumber = z.infer<typeof numberList>["data"][number];

const profileAnswer = z.object({
  data: z.object({
    name: z.string().nullish(),
    enabled: z.boolean().nullish(),
    webhook_url: z.string().nullish(),
    webhook_api_version: z.string().nullish(),
  }),
});

type Profile = z.infer<typeof profileAnswer>["data"];

/** A finding for each line. Many lines share a profile, which is asked for once. */
export async function verifyLines(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  numbers: readonly E164[],
): Promise<Finding[]> {
  const profiles = new Map<string, Profile | null>();
  const profileOf = async (id: string) => {
    const known = profiles.get(id);
    if (known !== undefined) return known;
    const read = await readProfile(api, id);
    profiles.set(id, read);
    return read;
  };
  const findings: Finding[] = [];
  for (const number of numbers) {
    const said = await describeLine(settings, api, number, profileOf);
    findings.push({ name: `telnyx: line ${maskPhone(number)}`, ...said });
  }
  return findings;
}

type Said = Omit<Finding, "name">;

async function describeLine(
  settings: ResolvedTelnyxSettings,
  api: TelnyxApi,
  number: E164,
  profileOf: (id: string) => Promise<Profile | null>,
): Promise<Said> {
  const answer = await api.get("/phone_numbers/messaging", { "filter[phone_number]": number });
  const read = numberList.safeParse(answer.kind === "answer" && answer.status === 200 ? answer.json : null);
  if (!read.success) return notSaid("Telnyx did not say whether this number is ours.");
  const owned = read.data.data.find((candidate) => candidate.phone_number === number);
  if (owned === undefined) return notOwned;
  if (owned.features?.sms === null) return noTexts;
  if (owned.messaging_profile_id == null || owned.messaging_profile_id === "") return noProfile;
  const profile = await profileOf(owned.messaging_profile_id);
  return profile === null
    ? notSaid("Telnyx did not describe the number's messaging profile.")
    : describeProfile(settings, owned, profile);
}

async function readProfile(api: TelnyxApi, id: string): Promise<Profile | null> {
  const answer = await api.get(`/messaging_profiles/${encodeURIComponent(id)}`);
  if (answer.kind === "silence" || answer.status !== 200) return null;
  return profileAnswer.safeParse(answer.json).data?.data ?? null;
}

function notSaid(sentence: string): Said {
  return { level: "warning", sentence, remedy: "Try again in a minute." };
}

const notOwned: Said = {
  level: "problem",
  sentence: "The number does not belong to the Telnyx account, or texting is not set up for it.",
  remedy: "Buy or port it in the Telnyx portal, or correct the line's number in the directory.",
};

const noTexts: Said = {
  level: "problem",
  sentence: "The number can't send or receive texts.",
  remedy: "Use a number that can text, or have texting added to this one by Telnyx.",
};

const noProfile: Said = {
  level: "problem",
  sentence: "The number is in no messaging profile, so no text comes in or leaves.",
  remedy: "In the Telnyx portal, under Numbers, give it a messaging profile whose webhook leads here.",
};

function describeProfile(
  { publicUrl }: ResolvedTelnyxSettings,
  { features }: OwnedNumber,
  { name, enabled, webhook_url: url, webhook_api_version: version }: Profile,
): Said {
  const called = name ? `messaging profile “${name}”` : "messaging profile";
  if (enabled === false) {
    const remedy = "Switch it on in the Telnyx portal, under Messaging.";
    return { level: "problem", sentence: `The number's ${called} is switched off.`, remedy };
  }
  const inbound = `${publicUrl ?? "PUBLIC_URL"}/webhooks/telnyx/inbound`;
  const elsewhere = publicUrl === null ? "there is no public address" : leadsElsewhere(url ?? "", inbound);
  if (elsewhere !== null) {
    return {
      level: "warning",
      // An address that is not ours may still lead here, which the running app can't see.
      atSetup: "problem",
      sentence: `Texts to this number are not delivered to this app: ${elsewhere}.`,
      remedy: `In the Telnyx portal, set the webhook URL of the number's ${called} to ${inbound}, and the failover URL to the same.`,
    };
  }
  if (version != null && version !== "2") {
    return {
      level: "problem",
      sentence: `The number's ${called} posts events of API version ${version}, which this app does not read.`,
      remedy: "In the Telnyx portal, set its webhook API version to 2.",
    };
  }
  return { level: "ok", sentence: `The number is ours, and its texts come here.${aboutFiles(features)}` };
}

/** Null where texts are posted here. Paths and queries of other people's addresses may hold secrets. */
function leadsElsewhere(url: string, inbound: string): string | null {
  if (url === "") return "its messaging profile has no webhook URL";
  if (url === inbound) return null;
  const host = parseUrl(url)?.host ?? "no web address";
  const isHere = host === parseUrl(inbound)?.host;
  return `its messaging profile's webhook leads to ${host}${isHere ? ", at another path" : ""}`;
}

/** Nothing where Telnyx does not say it. */
function aboutFiles(features: OwnedNumber["features"]): string {
  if (features?.mms === undefined) return "";
  return features.mms === null
    ? " Pictures and files can't leave from it: it has no MMS."
    : " Pictures and files can leave from it (MMS).";
}
