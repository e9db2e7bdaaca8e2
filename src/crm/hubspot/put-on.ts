/** Deals, tickets and companies on which a log stands: changing a communication changes nothing of them. */
import type { AssociationGone, WriteOutcome } from "../../bridge/contracts/crm.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { ApiAnswer } from "../json-api.ts";
import { isDone, notDone } from "../read-answer.ts";
import { type HubspotApi, reading } from "./hubspot-api.ts";
import type { LogPlace } from "./log-place.ts";

const lists: Readonly<Record<string, string>> = { deal: "deals", ticket: "tickets", company: "companies" };

/** What of it HubSpot knows. */
export function knownOf(associations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(associations).filter(([kind]) => lists[kind] !== undefined));
}

/**
 * It stands on these alone of those that we put it on: done twice is done once. That one of them may not be changed by us must not hold the
 * record.
 */
export async function putOn(
  api: HubspotApi,
  { communication, standsOn: before }: LogPlace,
  associations: Readonly<Record<string, string>>,
): Promise<LogPlace | Exclude<WriteOutcome, { kind: "written" | "rejected" }>> {
  const wanted = knownOf(associations);
  const path = `/crm/v4/objects/communications/${encodeURIComponent(communication)}/associations`;
  for (const [kind, id] of Object.entries(before)) {
    if (wanted[kind] === id) continue;
    const answer = await api.ask({ method: "DELETE", path: `${path}/${kind}/${encodeURIComponent(id)}` });
    const outcome = outcomeOf(answer);
    if (outcome !== "done" && outcome !== "refused") return outcome;
  }
  const standsOn: Record<string, string> = {};
  const refused: Record<string, string> = {};
  for (const [kind, id] of Object.entries(wanted)) {
    const isThere = before[kind] === id;
    const to = `${path}/default/${kind}/${encodeURIComponent(id)}`;
    const outcome = isThere ? "done" : outcomeOf(await api.ask({ method: "PUT", path: to }));
    if (outcome === "done") standsOn[kind] = id;
    else if (outcome === "refused") refused[kind] = id;
    else return outcome;
  }
  return (await goneOf(api, refused)) ?? { communication, standsOn };
}

function outcomeOf(answer: ApiAnswer) {
  if (answer.kind === "answer" && isDone(answer)) return "done";
  const ignored = { kind: "rejected", why: "invalid", sentence: "" } as const;
  const outcome = notDone(reading, answer, () => ignored);
  return outcome.kind === "rejected" ? "refused" : outcome;
}

/** Which of these somebody deleted; null: none, as far as it may be asked. */
export async function goneOf(
  { ask }: HubspotApi,
  associations: Readonly<Record<string, string>>,
): Promise<AssociationGone | null> {
  const kinds: string[] = [];
  for (const [kind, id] of Object.entries(knownOf(associations))) {
    const path = `/crm/v3/objects/${lists[kind]}/${encodeURIComponent(id)}`;
    const answer = await ask({ method: "GET", path });
    if (answer.kind === "answer" && answer.status === 404) kinds.push(kind);
  }
  if (kinds.length === 0) return null;
  const what = kinds.map((kind) => `the ${kind}`).join(" and ");
  const are = kinds.length === 1 ? "is" : "are";
  const sentence = `${capitalized(what)} ${are} not in HubSpot any more: choose what it belongs to.`;
  return { kind: "association_gone", kinds, sentence };
}
