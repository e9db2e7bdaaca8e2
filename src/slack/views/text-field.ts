/** The field for the words of a text, with what can be said of them: how many segments, and what makes them more. */
import type { KnownBlock } from "@slack/types";
import type { TextCheck } from "../../bridge/new-text/check-new-text.ts";
import { escapeMrkdwn } from "../text/escape-mrkdwn.ts";
import { actions, button, context, sections } from "./blocks.ts";
import { blockId, plainText, type Turns } from "./form-fields.ts";

export const checkActions = { check: "text.check", plain: "text.plain" } as const;

/** Slack's limit: longer than a text may be, so that what is too long is said in words. */
const mostTyped = 3_000;

export interface TextField {
  readonly typed: string;
  /** Null before somebody asked for it. */
  readonly check: TextCheck | null;
  readonly turns: Turns;
  /** How it reads where something is filled in; null or absent: as it stands. */
  readonly reads?: string | null;
}

export function drawTextField({ typed, check, turns, reads = null }: TextField): KnownBlock[] {
  const offersPlain = check !== null && check.plain !== null;
  return [
    {
      type: "input",
      block_id: blockId("text", turns),
      label: plainText("Text"),
      element: {
        type: "plain_text_input",
        action_id: "text",
        multiline: true,
        max_length: mostTyped,
        ...(typed === "" ? {} : { initial_value: typed.slice(0, mostTyped) }),
      },
    },
    ...(reads === null ? [] : sections(escapeMrkdwn(reads))),
    ...(check === null ? [] : [{ ...context(checkWords(check)), block_id: "count" }]),
    actions([
      button("Check", checkActions.check, "check"),
      ...(offersPlain ? [button("Use plain punctuation", checkActions.plain, "plain")] : []),
    ]),
  ];
}

function checkWords({ count, warnings }: TextCheck): string {
  return [escapeMrkdwn(count), ...warnings.map(warning)].join("\n");
}

/** What is asked, or said, before it is sent: right below the words. At the form's end it would often stand out of sight. */
export function drawQuestions(questions: readonly string[]): KnownBlock[] {
  return questions.flatMap((words) => sections(warning(words)));
}

function warning(words: string): string {
  return `:warning: ${escapeMrkdwn(words)}`;
}
