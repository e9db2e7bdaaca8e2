import { type ActAnswer, type SlackAct, type SlackOperation, slackOperations } from "../page-api.ts";
import { RefusedByClient } from "../slack/refusals.ts";
import type { SlackControl } from "../slack/types/control.ts";

/** A person acts in Slack. @throws RefusedByClient in Slack's own words, where the client does not let them. */
export async function actInSlack(control: SlackControl, act: SlackAct): Promise<unknown> {
  if (!slackOperations.includes(act.operation)) throw new Error("There is no such operation.");
  if (typeof act.input !== "object" || act.input === null) throw new Error("The act lacks its input.");
  // The union says which input belongs to which operation; TypeScript can't follow it through the look-up.
  const operation = control[act.operation] as (input: SlackAct<SlackOperation>["input"]) => unknown;
  return await operation(act.input);
}

export function refusal(error: unknown): ActAnswer {
  if (error instanceof RefusedByClient) return { ok: false, code: error.code, message: error.message };
  return { ok: false, code: "failed", message: error instanceof Error ? error.message : String(error) };
}
