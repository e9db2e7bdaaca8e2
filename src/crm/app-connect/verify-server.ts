import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { ApiAnswer } from "../json-api.ts";
import { isDone } from "../read-answer.ts";
import { claimsOf } from "./app-connect-access.ts";
import { type AppConnectApi, isStranger, saidIn } from "./app-connect-api.ts";
import type { AppConnectSettings } from "./app-connect-settings.ts";

/** Is the server reachable, does it know our session, and the CRM behind it its user, and can its connector log texts. Never throws. */
export async function verifyServer(
  { url }: AppConnectSettings,
  { ask, access }: AppConnectApi,
): Promise<Finding[]> {
  const session = await ask({ method: "GET", path: "/authValidation" });
  const reached = describeReach(new URL(url).host, session);
  if (reached.level === "problem") return [reached];
  // What could be read for the question may not be any more.
  const { platform, goodUntil } = claimsOf(await access.token().catch(() => ""));
  const entry = describeSession(session, goodUntil);
  if (entry.level === "problem" || platform === null) return [reached, entry];
  const query = new URLSearchParams({ platform });
  const abilities = await ask({ method: "GET", path: `/implementedInterfaces?${query}` });
  return [reached, entry, ...describeConnector(platform, abilities)];
}

function describeReach(host: string, answer: ApiAnswer): Finding {
  const name = "App Connect: connection";
  if (answer.kind === "silence")
    return {
      name,
      level: "problem",
      sentence: `The App Connect server (${host}) can't be reached: ${networkWords(answer.reason)}.`,
      remedy: `Start it, or allow outgoing connections to ${host}, directly or through HTTPS_PROXY.`,
    };
  // Also a stranger is told so by an App Connect server.
  if (!isStranger(answer) && saidIn(answer.json) === null)
    return {
      name,
      level: "problem",
      sentence: `What answers at ${host} (HTTP ${answer.status}) is no App Connect server.`,
      remedy: "Check APP_CONNECT_URL: the server's address, without a path of its routes.",
    };
  return { name, level: "ok", sentence: `The App Connect server (${host}) answers.` };
}

function describeSession(answer: ApiAnswer, goodUntil: number | null): Finding {
  const name = "App Connect: session";
  if (answer.kind === "answer" && isStranger(answer))
    return {
      name,
      level: "problem",
      sentence: "The App Connect server does not know the session: it is over, or of another server.",
      remedy:
        "Log in to the CRM in App Connect again, and set APP_CONNECT_TOKEN to the new token; each lives for two weeks, and is renewed while it is used.",
    };
  if (answer.kind !== "answer" || saidIn(answer.json)?.isSuccessful !== true)
    return {
      name,
      level: "problem",
      sentence: "App Connect is logged out of the CRM behind it.",
      remedy: "Log in to the CRM in App Connect again.",
    };
  const until =
    goodUntil === null
      ? ""
      : ` until ${new Date(goodUntil).toISOString().slice(0, 10)}, and is renewed while it is used`;
  return { name, level: "ok", sentence: `The session is good${until}.` };
}

const abilitiesForm = z.object({
  createMessageLog: z.boolean().optional(),
  updateMessageLog: z.boolean().optional(),
  findContact: z.boolean().optional(),
});

function describeConnector(platform: string, answer: ApiAnswer): Finding[] {
  const name = "App Connect: connector";
  const able = answer.kind === "answer" && isDone(answer) ? abilitiesForm.safeParse(answer.json) : null;
  if (!able?.success) return [];
  const { createMessageLog, updateMessageLog, findContact } = able.data;
  if (createMessageLog && updateMessageLog && findContact)
    return [{ name, level: "ok", sentence: `Its connector ${platform} logs texts.` }];
  const sentence = `Its connector ${platform} can't log texts.`;
  return [{ name, level: "problem", sentence, remedy: "Use a connector that can, or another CRM." }];
}
