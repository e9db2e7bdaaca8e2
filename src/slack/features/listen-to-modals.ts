/**
 * Brings submitted and closed modals, and menus that load their options, to the feature whose id they carry. The answer to them is
 * the acknowledgement, for which Slack waits three seconds: there is always one in time, in words where something is wrong.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { App, ViewResponseAction, ViewSubmitAction } from "@slack/bolt";
import type { SlackUserId } from "../../domain/ids.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { readSubmission, type Submission } from "../transport/read-submission.ts";
import { drawWords } from "../views/words.ts";
import type { Feature, Tools } from "./feature.ts";

/** Slack's limits for one load of options, in characters and in number. */
const labelLimit = 75;
const mostOptions = 100;

const words = {
  stale:
    "This form is from an earlier version of Threadline: nothing was done. Please close it and open it anew.",
  failed: "That did not work: something went wrong in Threadline. Please try again.",
  late: "This takes longer than usual, and may still be done. Please look whether it was before you try again.",
} as const;

/** `tools` are asked for only once something happens. `answerWithin`: milliseconds. */
export function listenToModals(
  app: Pick<App, "view" | "options">,
  features: readonly Feature[],
  tools: () => Tools,
  answerWithin = 2_500,
): void {
  const modals = new Map(
    features.flatMap(({ modals = [] }) => modals.map((modal) => [modal.callbackId, modal])),
  );
  const loads = new Map(features.flatMap(({ options = {} }) => Object.entries(options)));

  app.view<ViewSubmitAction>({ type: "view_submission" }, async ({ body, ack }) => {
    const submission = readSubmission(body);
    await ack(submission === null ? showWords(words.stale, []) : await submit(submission));
  });

  app.view({ type: "view_closed" }, async ({ body, ack }) => {
    await ack();
    const submission = readSubmission(body);
    if (submission !== null) await modals.get(submission.callbackId)?.close?.(submission, tools());
  });

  app.options<"block_suggestion">({ type: "block_suggestion" }, async ({ options, ack }) => {
    const load = loads.get(options.action_id);
    const asked = { user: options.user.id as SlackUserId, typed: options.value };
    const found = load === undefined ? [] : await inTime(() => load(asked, tools()));
    const offered = typeof found === "string" ? [] : found.slice(0, mostOptions);
    await ack({ options: offered.map(drawOption) });
  });

  async function submit(submission: Submission): Promise<ViewResponseAction | undefined> {
    const modal = modals.get(submission.callbackId);
    if (modal === undefined) return showWords(words.stale, submission.inputs);
    const errors = await inTime(() => modal.submit(submission, tools()));
    if (errors === "failed" || errors === "late") return showWords(words[errors], submission.inputs);
    return errors === null ? undefined : { response_action: "errors", errors: { ...errors } };
  }

  /** What comes too late goes on by itself. */
  async function inTime<T>(act: () => Promise<T>): Promise<T | "failed" | "late"> {
    const answered = new AbortController();
    const acting = (async () => await act())().catch((error: unknown) => {
      tools().bridge.log.error({ err: error }, "Slack: a modal or its options could not be handled");
      return "failed" as const;
    });
    const late = pause(answerWithin, "late" as const, { signal: answered.signal });
    try {
      return await Promise.race([acting, late]);
    } finally {
      answered.abort();
    }
  }
}

/** Under the last field, beside the button, so that what was filled in stays; a modal without fields makes room for the words. */
function showWords(sentence: string, inputs: readonly string[]): ViewResponseAction {
  const field = inputs.at(-1);
  if (field === undefined) return { response_action: "update", view: drawWords([sentence], "") };
  return { response_action: "errors", errors: { [field]: sentence } };
}

function drawOption({ label, value }: { readonly label: string; readonly value: string }) {
  const text = oneLine(label, labelLimit) || emptyWords;
  return { text: { type: "plain_text" as const, text, emoji: false }, value };
}
