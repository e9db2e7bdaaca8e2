import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { Answered, ApiAnswer } from "../json-api.ts";
import { type HubspotApi, refused } from "./hubspot-api.ts";

/** Is HubSpot reachable, does the token work, may it do what we do. Changes nothing; never throws. */
export async function verifyAccount(api: HubspotApi): Promise<Finding[]> {
  const answer = await api.ask({
    method: "POST",
    path: "/crm/v3/objects/contacts/search",
    body: { filterGroups: [], properties: ["phone"], limit: 1 },
    limit: api.searches,
  });
  const reached = describeReach(api, answer);
  if (answer.kind === "silence" || reached.level !== "ok") return [reached];
  const standing = describeStanding(answer);
  if (standing.level !== "ok") return [reached, standing];
  return [reached, standing, ...(await describeScopes(api)), ...(await describeOwners(api))];
}

function describeReach({ host }: HubspotApi, answer: ApiAnswer): Finding {
  const name = "HubSpot: connection";
  if (answer.kind === "silence") {
    const sentence = `HubSpot (${host}) can't be reached: ${networkWords(answer.reason)}.`;
    const remedy = `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`;
    return { name, level: "problem", sentence, remedy };
  }
  const { status } = answer;
  if (status === 429) {
    const sentence =
      "HubSpot wants to be left alone for a while: the account’s limit of requests is reached.";
    const remedy =
      "What is owed is written later by itself. See which apps ask so much in HubSpot’s settings.";
    return { name, level: "warning", sentence, remedy };
  }
  if (status >= 500 || status < 400) {
    if (status === 200 && answer.json !== null)
      return { name, level: "ok", sentence: `HubSpot (${host}) answers.` };
    const sentence = `HubSpot (${host}) gives no proper answer (HTTP ${status}).`;
    return {
      name,
      level: "problem",
      sentence,
      remedy: "Check HUBSPOT_API_URL, or wait until HubSpot is well again.",
    };
  }
  return { name, level: "ok", sentence: `HubSpot (${host}) answers.` };
}

const scopesPage = "In HubSpot, open the private app (Settings, Integrations, Private Apps, Scopes)";

function describeStanding(answer: Answered): Finding {
  const name = "HubSpot: token";
  if (answer.status === 200) return { name, level: "ok", sentence: "The token works and may read contacts." };
  if (answer.status === 401) {
    const remedy = "Copy the private app’s access token again (Settings, Integrations, Private Apps, Auth).";
    return { name, level: "problem", sentence: "HubSpot refuses HUBSPOT_ACCESS_TOKEN.", remedy };
  }
  if (answer.status === 403) {
    const remedy = `${scopesPage} and add crm.objects.contacts.read.`;
    return { name, level: "problem", sentence: refused(answer, "the question").sentence, remedy };
  }
  const sentence = `HubSpot does not search contacts for us (HTTP ${answer.status}).`;
  return {
    name,
    level: "problem",
    sentence,
    remedy: "Check HUBSPOT_API_URL, and that the account has contacts.",
  };
}

const tokenInfo = z.object({ scopes: z.array(z.string()) });
const needed = ["crm.objects.contacts.read", "crm.objects.contacts.write"];

/** Of a private app's token HubSpot tells what it may do; of others, the first record shows it. */
async function describeScopes({ ask, accessToken }: HubspotApi): Promise<Finding[]> {
  const answer = await ask({
    method: "POST",
    path: "/oauth/v2/private-apps/get/access-token-info",
    body: { tokenKey: accessToken },
  });
  const told = tokenInfo.safeParse(answer.kind === "answer" && answer.status === 200 ? answer.json : null);
  if (!told.success) return [];
  const missing = needed.filter((scope) => !told.data.scopes.includes(scope));
  const name = "HubSpot: scopes";
  if (missing.length === 0)
    return [{ name, level: "ok", sentence: "The token may read and write contacts and their texts." }];
  return [
    {
      name,
      level: "problem",
      sentence: `The token lacks ${missing.join(" and ")}: nothing can be logged.`,
      remedy: `${scopesPage} and add what is missing.`,
    },
  ];
}

/** Not needed to log, but to log under the one who wrote. */
async function describeOwners({ ask }: HubspotApi): Promise<Finding[]> {
  const answer = await ask({ method: "GET", path: "/crm/v3/owners?limit=1" });
  if (answer.kind !== "answer" || answer.status !== 403) return [];
  const sentence = "The token may not list HubSpot’s users, so records have no owner there.";
  const remedy = `${scopesPage} and add crm.objects.owners.read, or name them under crm.owners in the directory.`;
  return [{ name: "HubSpot: owners", level: "warning", sentence, remedy }];
}
