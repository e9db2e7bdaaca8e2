/**
 * Brings submitted and closed modals, and menus that load their options, to the feature whose id they carry. The answer to them is
 * the acknowledgement, for which Slack waits three seconds: there is always one in time, in words where something is wrong.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { App, ViewResponseAction, ViewSubmitAction } from "@slack/bolt";
import type { SlackUserId } from "../../domain/ids.ts";
import { emptyWords, oneLine } from "../text/inert.ts";
import { readSubmission, type Submission } from "../transport/read-submission.ts";
import { notLookedUp, withoutLookUp } from "../views/form-fields.ts";
import { drawWords } from "../views/words.ts";
import type { Feature, OfferedGroup, OfferedOption, Tools } from "./feature.ts";
import { readSubmitted } from "./read-submitted.ts";
import { tellLate } from "./tell-late.ts";

/** Slack's limits for one load of options, in characters and in number. */
const labelLimit = 75;
const mostOptions = 100;

const words = {
  stale:
    "This form is from an earlier version of Threadline: nothing was done. Please close it and open it anew.",
  failed: "That did not work: something went wrong in Threadline. Please try again.",
  late: "This takes longer than usual, and may still be done. Please look whether it was before you try again.",
  notLookedUp: "What is chosen here could not be looked up, and is no choice. Take it out, and type again.",
} as const;

export interface Submissions {
  /** Resolves when whatever took too long for its answer is done, and told. */
  idle(): Promise<void>;
}

/** `tools` are asked for only once something happens. `answerWithin`: milliseconds. */
export function listenToModals(
  app: Pick<App, "view" | "options">,
  features: readonly Feature[],
  tools: () => Tools,
  answerWithin = 2_500,
): Submissions {
  const modals = new Map(
    features.flatMap(({ modals = [] }) => modals.map((modal) => [modal.callbackId, modal])),
  );
  /** Of each modal that is being seen to, by its view: the submission that came last. */
  const newest = new Map<string, symbol>();
  const goingOn = new Set<Promise<void>>();
  const loads = new Map(features.flatMap(({ options = {} }) => Object.entries(options)));

  app.view<ViewSubmitAction>({ type: "view_submission" }, async ({ body, ack }) => {
    const submission = readSubmission(body);
    const answer = submission === null ? showWords(words.stale, []) : await submit(submission);
    if (typeof answer !== "function") return await ack(answer);
    await ack();
    await answer();
  });

  app.view({ type: "view_closed" }, async ({ body, ack }) => {
    await ack();
    const submission = readSubmission(body);
    if (submission !== null) await modals.get(submission.callbackId)?.close?.(submission, tools());
  });

  app.options<"block_suggestion">({ type: "block_suggestion" }, async ({ options, ack }) => {
    const load = loads.get(options.action_id);
    const asked = {
      user: options.user.id as SlackUserId,
      typed: options.value,
      blockId: options.block_id,
      actionId: options.action_id,
      metadata: options.view?.private_metadata ?? "",
    };
    const found = load === undefined ? [] : await inTime((held) => load(asked, held));
    await ack(drawOffer(typeof found === "string" ? [notLookedUp] : found));
  });

  async function submit(
    submission: Submission,
  ): Promise<ViewResponseAction | (() => Promise<void>) | undefined> {
    const modal = modals.get(submission.callbackId);
    if (modal === undefined) return showWords(words.stale, submission.inputs);
    const refused = withoutLookUp(submission.values);
    if (refused.length > 0)
      return {
        response_action: "errors",
        errors: Object.fromEntries(refused.map((id) => [id, words.notLookedUp])),
      };
    const { viewId } = submission;
    // Whoever submits it once more learns the outcome from that.
    const asking = Symbol();
    newest.set(viewId, asking);
    const isNewest = () => newest.get(viewId) === asking && newest.delete(viewId);
    const answer = await inTime(
      (held) => modal.submit(submission, held),
      async (came, held) => void (isNewest() && (await tellLate(submission, came, held))),
    );
    if (answer === "late") return showWords(words.late, submission.inputs);
    isNewest();
    if (answer === "failed") return showWords(words.failed, submission.inputs);
    const came = readSubmitted(answer);
    if (came.kind === "done") return undefined;
    if (came.kind === "closes") return came.closes;
    if (came.kind === "view") return { response_action: came.action, view: came.view };
    return { response_action: "errors", errors: came.errors };
  }

  /** What comes too late goes on by itself, with the tools of when it began: the app may be stopping by then. */
  async function inTime<T>(
    act: (held: Tools) => Promise<T>,
    whenLate: (came: T | "failed", held: Tools) => Promise<void> = async () => {},
  ): Promise<T | "failed" | "late"> {
    const held = tools();
    const answered = new AbortController();
    const failed = (error: unknown) => {
      held.bridge.log.error({ err: error }, "Slack: a modal or its options could not be handled");
      return "failed" as const;
    };
    const acting = (async () => await act(held))().catch(failed);
    const late = pause(answerWithin, "late" as const, { signal: answered.signal });
    try {
      const came = await Promise.race([acting, late]);
      if (came === "late") goOn(acting.then((done) => whenLate(done, held)).catch(failed));
      return came;
    } finally {
      answered.abort();
    }
  }

  function goOn(work: Promise<unknown>): void {
    const going = work.then(() => void goingOn.delete(going));
    goingOn.add(going);
  }

  return { idle: async () => void (await Promise.all(goingOn)) };
}

/** Under the last field, beside the button, so that what was filled in stays; a modal without fields makes room for the words. */
function showWords(sentence: string, inputs: readonly string[]): ViewResponseAction {
  const field = inputs.at(-1);
  if (field === undefined) return { response_action: "update", view: drawWords([sentence], "") };
  return { response_action: "errors", errors: { [field]: sentence } };
}

function drawOffer(offered: readonly OfferedOption[] | readonly OfferedGroup[]) {
  if (!areGroups(offered)) return { options: offered.slice(0, mostOptions).map(drawOption) };
  const shown = offered.filter(({ options }) => options.length > 0).slice(0, mostOptions);
  return shown.length === 0
    ? { options: [] }
    : {
        option_groups: shown.map(({ heading, options }) => ({
          label: drawLabel(heading),
          options: options.slice(0, mostOptions).map(drawOption),
        })),
      };
}

function areGroups(
  offered: readonly OfferedOption[] | readonly OfferedGroup[],
): offered is readonly OfferedGroup[] {
  const [first] = offered;
  return first !== undefined && "options" in first;
}

function drawOption({ label, description, value }: OfferedOption) {
  const option = { text: drawLabel(label), value };
  return description === undefined ? option : { ...option, description: drawLabel(description) };
}

function drawLabel(label: string) {
  const line = oneLine(label, labelLimit);
  // From right to left, a name that was cut gets two signs more.
  const text = (line.length > labelLimit ? oneLine(label, labelLimit - 2) : line) || emptyWords;
  return { type: "plain_text" as const, text, emoji: false };
}
