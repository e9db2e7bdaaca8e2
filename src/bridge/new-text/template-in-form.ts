/**
 * A template in the form of a text: its words stand in the text field, to be edited there, and what is filled in for each recipient stands
 * in braces until it is sent. A recipient may still change, and what is known of one must never reach another.
 */
import { createHash } from "node:crypto";
import { askedIn, hasVariables } from "../../domain/template-text.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { SentTemplate } from "../lists/fill-listed.ts";
import type { TemplateUsed } from "../messages/draft.ts";

/** What the text asks whoever sends it. The id is made of its name, so that an answer is known again wherever its field stands. */
export interface Asked {
  readonly id: string;
  readonly label: string;
}

export interface ShownTemplate {
  /** Null where none stands in the text: then braces are words. */
  readonly standing: TemplateUsed | null;
  /** Under the menu. */
  readonly words: string | null;
  /** Whether the one that is chosen can still be put in place of what is typed. */
  readonly isOffered: boolean;
  readonly asks: readonly Asked[];
  /** How it reads for one of those whom it is for; null before somebody asked. */
  readonly reads: string | null;
}

export const noTemplate: ShownTemplate = {
  standing: null,
  words: null,
  isOffered: false,
  asks: [],
  reads: null,
};

/** What was said to what is asked, by the id of that. */
export type Answers = Readonly<Record<string, string>>;

/** So many can be asked: a form has no room for more. */
export const mostAsked = 20;

/** Whether its braces are words. */
async function isLiteral(tx: Tx, { id, version }: TemplateUsed): Promise<boolean> {
  return (await tx.templates.version(id, version))?.literal ?? false;
}

/** As it is sent with these words. */
export async function sentAs(
  tx: Tx,
  standing: TemplateUsed,
  text: string,
  answers: Answers,
): Promise<SentTemplate> {
  return { ...standing, values: (await isLiteral(tx, standing)) ? null : valuesOf(text, answers) };
}

/** Of one that is filled in. */
export function askedBy(text: string): readonly (Asked & { readonly name: string })[] {
  return askedIn(written(text)).map(({ name, label }) => ({ id: idOf(name), name, label }));
}

/** Of one that stands in the text: how it is shown with these words. */
export function shownWith(standing: TemplateUsed, text: string, literal: boolean): ShownTemplate {
  const asks = literal ? [] : askedBy(text).slice(0, mostAsked);
  return {
    standing,
    words: literal ? literalWords(text) : hasVariables(written(text)) ? filledWords : null,
    isOffered: false,
    asks: asks.map(({ id, label }) => ({ id, label })),
    reads: null,
  };
}

const filledWords = "{{…}} is filled in for each recipient when you send.";

function literalWords(text: string): string | null {
  return text.includes("{{") ? "Its braces are sent as they stand." : null;
}

/** How the form shows what stands in its text, with these words. */
export async function shownIn(tx: Tx, standing: TemplateUsed | null, text: string): Promise<ShownTemplate> {
  return standing === null ? noTemplate : shownWith(standing, text, await isLiteral(tx, standing));
}

/** By the name of what was asked. */
function valuesOf(text: string, answers: Answers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    askedBy(text).flatMap(({ id, name }) => {
      const answer = answers[id] ?? "";
      return answer.trim() === "" ? [] : [[name, answer] as const];
    }),
  );
}

/** As a template's words are read whose braces are no words. */
export function written(text: string) {
  return { text, literal: false };
}

function idOf(name: string): string {
  return createHash("sha256").update(name).digest("base64url").slice(0, 10);
}
