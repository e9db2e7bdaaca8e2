import { type ActAnswer, type SlackAct, type SlackOperation, slackOperations } from "../page-api.ts";
import type { Sandbox } from "../sandbox.ts";
import { RefusedByClient } from "../slack/refusals.ts";
import type { SlackControl } from "../slack/types/control.ts";
import type { TextSpec } from "../types/messages.ts";

/** A person acts in Slack. @throws RefusedByClient in Slack's own words, where the client does not let them. */
export async function actInSlack(control: SlackControl, act: SlackAct): Promise<unknown> {
  if (!slackOperations.includes(act.operation)) throw new Error("There is no such operation.");
  if (typeof act.input !== "object" || act.input === null) throw new Error("The act lacks its input.");
  // The union says which input belongs to which operation; TypeScript can't follow it through the look-up.
  const operation = control[act.operation] as (input: SlackAct<SlackOperation>["input"]) => unknown;
  return await operation(act.input);
}

/** A text of a phone's, of which only what is known goes on: a picture's address is for the control alone. */
export function textIn({ from, to, body, media = [] }: TextSpec): TextSpec {
  const files = media.map(({ contentType, base64 }) => ({ contentType, base64 }));
  return { from, to, body, ...(files.length === 0 ? {} : { media: files }) };
}

/** A phone more. @throws Error with a sentence when somebody has that number already. */
export function addPhone({ phones: control }: Sandbox, number: string, name: string): void {
  const { numbers, phones } = control.state();
  const line = numbers.find((known) => known.number === number);
  if (line !== undefined) throw new Error(`This number is the line ${line.name}.`);
  const phone = phones.find((known) => known.number === number);
  if (phone !== undefined)
    throw new Error(
      phone.name === number
        ? "There is a phone with this number already."
        : `${phone.name} has this number already.`,
    );
  control.addPhone({ number, name });
}

export function refusal(error: unknown): ActAnswer {
  if (error instanceof RefusedByClient) return { ok: false, code: error.code, message: error.message };
  return { ok: false, code: "failed", message: error instanceof Error ? error.message : String(error) };
}
