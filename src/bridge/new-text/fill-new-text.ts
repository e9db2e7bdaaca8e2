/** A form whose text is a template's: what keeps it from being filled in, and its words for one recipient. */
import type { Directory } from "../../domain/directory.ts";
import { fillingProblemOfOne, notAnswered } from "../../domain/list-filling.ts";
import type { Recipient } from "../../domain/recipient.ts";
import { textProblem } from "../../domain/template-problem.ts";
import { refuse } from "../composing/text-refused.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type FilledFrom, type FilledText, fillFor, type SentTemplate } from "../lists/fill-listed.ts";
import type { NewText } from "./new-text-form.ts";
import { askedBy, mostAsked, written } from "./template-in-form.ts";

/** What is asked, and was not answered. */
export interface Unanswered {
  readonly id: string;
  readonly words: string;
}

/** Of what its author has edited. Throws what is refused. */
export function unansweredIn(
  { directory }: People,
  { body }: Pick<NewText, "body">,
  { values }: SentTemplate,
): readonly Unanswered[] {
  if (values === null) return [];
  const problem = textProblem(written(body), linkNames(directory));
  if (problem !== null) refuse("text", problem);
  const asked = askedBy(body);
  if (asked.length > mostAsked)
    refuse(
      "text",
      `It asks for ${asked.length} things, and a form has room for ${mostAsked}. Write some of them yourself.`,
    );
  return asked
    .filter(({ name }) => values[name] === undefined)
    .map(({ id, label }) => ({ id, words: notAnswered(label) }));
}

export function linkNames({ links = [] }: Directory): readonly string[] {
  return links.map(({ name }) => name);
}

/** Throws what is refused. */
export async function filledForOne(
  tx: Tx,
  from: FilledFrom,
  text: FilledText,
  to: Exclude<Recipient, { readonly kind: "group" }>,
): Promise<string> {
  const recipient = to.kind === "number" ? ({ kind: "outside", number: to.number } as const) : to;
  const filled = await fillFor(tx, from, text, recipient);
  const problem = fillingProblemOfOne(filled);
  if (problem !== null) refuse("text", problem);
  return filled.text;
}
