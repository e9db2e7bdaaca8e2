import type { CarrierLine } from "../../bridge/contracts/carrier.ts";
import type { Finding } from "../../domain/finding.ts";
import { maskPhone } from "../../domain/phone.ts";
import { networkWords } from "../../lib/network-words.ts";
import { parseUrl } from "../../lib/parse-url.ts";
import { askOnce } from "../ask-once.ts";
import { apiOrigin } from "./api-origin.ts";
import type { ResolvedHttpSettings } from "./http-settings.ts";
import { authorizing } from "./send-request.ts";

/**
 * Whether its host answers, and does not shut us out: its first page is asked for, with what lets in and nothing else, so that no text can
 * leave. Whose the numbers are, nothing can be asked. Never throws.
 */
export async function verifyHost(
  settings: ResolvedHttpSettings,
  lines: readonly CarrierLine[],
): Promise<Finding[]> {
  const { title, name } = settings.description;
  const reached = await describeReach(settings);
  return [
    reached,
    ...describeCallbacks(settings),
    ...lines.map(({ number }): Finding => {
      const sentence = `Whether ${title} serves this number can't be asked: a text to it and one from it show.`;
      return { name: `${name}: line ${maskPhone(number)}`, level: "ok", sentence };
    }),
  ];
}

async function describeReach(settings: ResolvedHttpSettings): Promise<Finding> {
  const { description } = settings;
  const { title } = description;
  const name = `${description.name}: connection`;
  const origin = apiOrigin(description);
  if (origin === null) {
    const remedy = "Describe `url`, or a whole address as `path` of `send`.";
    return { name, level: "problem", sentence: `Nothing says where ${title} is asked to send.`, remedy };
  }
  const host = parseUrl(origin)?.host ?? origin;
  const headers = authorizing(settings);
  const answer = await askOnce(settings, `${origin}/`, { method: "GET", headers });
  if (answer.kind === "silence") {
    const sentence = `${title} (${host}) can't be reached: ${networkWords(answer.reason)}.`;
    const remedy = `Allow outgoing connections to ${host}, directly or through HTTPS_PROXY, and check its address in the directory.`;
    return { name, level: "problem", sentence, remedy };
  }
  if (answer.status === 401 && Object.keys(headers).length > 0) {
    const sentence = `${title} (${host}) answers, and asks who we are although its credentials were given (HTTP 401).`;
    return { name, level: "warning", atSetup: "problem", sentence, remedy: remedyOf(settings) };
  }
  if (answer.status >= 500) {
    const sentence = `${title} (${host}) answers with HTTP ${answer.status}.`;
    return {
      name,
      level: "warning",
      sentence,
      remedy: `Wait until ${title} is well again, or ask its support.`,
    };
  }
  return { name, level: "ok", sentence: `${title} (${host}) answers.` };
}

function remedyOf({ description: { send } }: ResolvedHttpSettings): string {
  const templates = send.headers.map(([, template]) => template).join(" ");
  const named = [...templates.matchAll(/\{\{secret\.(\w+)\}\}/g)].map(([, variable = ""]) => variable);
  const variables = [...(send.basic === null ? [] : [send.basic.username, send.basic.password]), ...named];
  return `Check ${variables.join(" and ")}. Where a text to a phone of yours leaves all the same, its first page is closed to everybody.`;
}

function describeCallbacks({ description, publicUrl }: ResolvedHttpSettings): Finding[] {
  const { name, title, proof, reports } = description;
  if (publicUrl === null) {
    const sentence = `Nothing that ${title} has for us can reach us: there is no public address, and it can't be asked.`;
    const remedy = `Set PUBLIC_URL, and have ${title} post to /webhooks/${name}/inbound there.`;
    return [{ name: `${name}: callbacks`, level: "problem", sentence, remedy }];
  }
  const secret = proof.secretPath === undefined ? "" : `/ and the value of ${proof.secretPath}`;
  const address = (kind: "inbound" | "status") => `${publicUrl}/webhooks/${name}/${kind}${secret}`;
  const told = reports === null ? "" : `, and what becomes of texts at ${address("status")}`;
  const sentence = `Texts are expected at ${address("inbound")}${told}.`;
  return [{ name: `${name}: callbacks`, level: "ok", sentence }];
}
