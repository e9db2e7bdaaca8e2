/** The form in which its author changes a text that has not left: held to what the form of a new one is held to. */
import type { MessageId, SlackUserId } from "../../domain/ids.ts";
import { isNote } from "../../domain/inside.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import { editText } from "../composing/change-text.ts";
import type { Context } from "../context/context.ts";
import { zoneOf } from "../context/episode-context.ts";
import { looksInside, missingIn, noteWords } from "./check-new-text.ts";
import { digestOf } from "./new-text-questions.ts";

export interface EditedText {
  readonly user: SlackUserId;
  readonly message: MessageId;
  readonly body: string;
  /** What they were asked before they sent this, if it was the same. */
  readonly asked: string | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type SubmittedEditedText =
  | { readonly kind: "done" }
  /** What is wrong with its words. */
  | { readonly kind: "wrong"; readonly words: string }
  /** Sending it again with `asked` says yes. */
  | { readonly kind: "asks"; readonly questions: readonly string[]; readonly asked: string };

export async function submitEditedText(ctx: Context, input: EditedText): Promise<SubmittedEditedText> {
  const { user, message, body, act } = input;
  if (isNote(body)) return { kind: "wrong", words: noteWords };
  const missing = missingIn(body);
  if (missing !== null) return { kind: "wrong", words: missing };
  const questions = looksInside(ctx.settings.insideWords, body);
  const asked = digestOf({ to: [message], line: null, body, at: null }, questions);
  if (questions.length > 0 && input.asked !== asked)
    return { kind: "asks", questions: questions.map(({ words }) => words), asked };
  const refused = await editText(ctx, { user, message, body, act });
  if (refused === null) return { kind: "done" };
  const people = await ctx.store.read((tx) => tx.directories.people());
  return { kind: "wrong", words: plainSentence(refused.sentence, zoneOf(people, user)) };
}
