import { z } from "zod";
import type { Finding } from "../../domain/finding.ts";
import { networkWords } from "../../lib/network-words.ts";
import type { ApiAnswer } from "../json-api.ts";
import { isDone } from "../read-answer.ts";
import { isShutOut, type PipedriveApi } from "./pipedrive-api.ts";
import type { PipedriveSettings } from "./pipedrive-settings.ts";

/** Is Pipedrive reachable, and does the token work; and the rest, where it does. Never throws. */
export async function verifyAccount(
  { apiUrl }: PipedriveSettings,
  { ask }: PipedriveApi,
  rest: () => Promise<readonly Finding[]>,
): Promise<Finding[]> {
  const me = await ask({ method: "GET", path: "/v1/users/me" });
  const reached = describeReach(new URL(apiUrl).host, me);
  return reached.level === "problem" ? [reached] : [reached, ...(await rest())];
}

/** Is there a kind of activity for SMS, and may the token's user see people and activities. Never throws. */
export async function verifyRights(
  { activityType }: PipedriveSettings,
  { ask }: PipedriveApi,
): Promise<Finding[]> {
  const types = await ask({ method: "GET", path: "/v1/activityTypes" });
  const people = await ask({ method: "GET", path: "/api/v2/persons?limit=1" });
  const activities = await ask({ method: "GET", path: "/api/v2/activities?limit=1" });
  return [
    describeType(activityType, types),
    describeSight("people", people),
    describeSight("activities", activities),
  ];
}

function describeReach(host: string, answer: ApiAnswer): Finding {
  const name = "Pipedrive: connection";
  const problem = (sentence: string, remedy: string): Finding => ({
    name,
    level: "problem",
    sentence,
    remedy,
  });
  if (answer.kind === "silence")
    return problem(
      `Pipedrive (${host}) can't be reached: ${networkWords(answer.reason)}.`,
      `Allow outgoing HTTPS to ${host}, directly or through HTTPS_PROXY.`,
    );
  if (isDone(answer)) return { name, level: "ok", sentence: `Pipedrive (${host}) takes the token.` };
  if (answer.status === 401)
    return problem(
      "Pipedrive refuses the token.",
      "Set PIPEDRIVE_API_TOKEN to the one under Personal preferences, API, of the user in whose name records are written.",
    );
  if (answer.status === 429 || isShutOut(answer))
    return problem(
      "Pipedrive is asked more than its plan allows.",
      "Wait until its day is over, or buy more API tokens there; what is owed is kept until then.",
    );
  return problem(
    `Pipedrive (${host}) answers with HTTP ${answer.status}.`,
    "Check PIPEDRIVE_API_URL, or wait until Pipedrive is well again.",
  );
}

const typeList = z.object({
  data: z.array(z.object({ key_string: z.string(), name: z.string(), active_flag: z.boolean().nullish() })),
});

function describeType(wanted: string, answer: ApiAnswer): Finding {
  const name = "Pipedrive: activity type";
  const listed = answer.kind === "answer" && isDone(answer) ? typeList.safeParse(answer.json) : null;
  if (!listed?.success) {
    const remedy = "Try again in a minute.";
    return { name, level: "warning", sentence: "Pipedrive did not tell its kinds of activities.", remedy };
  }
  const active = listed.data.data.filter(({ active_flag: isActive }) => isActive !== false);
  if (active.some(({ key_string: key }) => key === wanted))
    return { name, level: "ok", sentence: `There is an activity type with the key ${wanted}.` };
  const like = active.filter((type) => /sms|text/i.test(type.name)).map(({ key_string: key }) => key);
  const others = like.length === 0 ? active.map(({ key_string: key }) => key) : like;
  return {
    name,
    level: "problem",
    sentence: `Pipedrive has no activity type with the key ${wanted}, so no record can be written.`,
    remedy: `Add an activity type named SMS in Pipedrive (Company settings, Activities), or set PIPEDRIVE_ACTIVITY_TYPE to the key of one that is there: ${others.slice(0, 20).join(", ")}.`,
  };
}

function describeSight(what: "people" | "activities", answer: ApiAnswer): Finding {
  const name = `Pipedrive: ${what}`;
  if (answer.kind === "answer" && isDone(answer))
    return { name, level: "ok", sentence: `The token’s user sees ${what}.` };
  if (answer.kind === "answer" && answer.status === 403 && !isShutOut(answer))
    return {
      name,
      level: "problem",
      sentence: `Pipedrive does not let the token’s user see ${what}.`,
      remedy: "Give the user a permission set that sees and edits them, or use another user’s token.",
    };
  const how = answer.kind === "answer" ? `HTTP ${answer.status}` : networkWords(answer.reason);
  const sentence = `Pipedrive did not say whether the token’s user sees ${what} (${how}).`;
  return { name, level: "warning", sentence, remedy: "Try again in a minute." };
}
