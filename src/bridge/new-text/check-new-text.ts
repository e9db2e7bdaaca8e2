/** What can be said of a text before it leaves: how long it is, what makes it longer than it needs, and whether it looks meant for the team. */
import { type Line, lineByNumber, type Member } from "../../domain/directory.ts";
import { gapsIn } from "../../domain/filled-template.ts";
import type { E164, SlackUserId } from "../../domain/ids.ts";
import { beginsInside, callsSomebody, isNote, linksInside } from "../../domain/inside.ts";
import { plainPunctuation } from "../../domain/plain-punctuation.ts";
import { isEmptyText, textLength } from "../../domain/plain-text.ts";
import { segmentsLine, segmentsOf, segmentsWarning } from "../../domain/segments.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import { type LineOption, lineOptions } from "./new-text-form.ts";

export interface CheckNewText {
  readonly user: SlackUserId;
  /** As it stands in the field; `body` as it would leave. */
  readonly typed: string;
  readonly body: string;
  /** Null: the one that is meant where none is chosen. */
  readonly line: E164 | null;
}

export interface CheckedNewText {
  readonly check: TextCheck;
  readonly lines: readonly LineOption[];
}

/** For who is not in the directory, too: that is said when it is sent. */
export async function checkNewText(ctx: Context, input: CheckNewText): Promise<CheckedNewText> {
  const people = await ctx.store.read((tx) => tx.directories.people());
  const { line, lines } = fromWhere(people, input);
  return { check: checkText(ctx, line, input), lines };
}

/** Who texts, from which lines they may, and from which of them it would leave as the form stands. */
export function fromWhere(
  people: People,
  { user, line: chosen }: Pick<CheckNewText, "user" | "line">,
): { readonly member: Member | null; readonly lines: readonly LineOption[]; readonly line: Line | null } {
  const { directory } = people;
  const member = memberOf(people, user);
  const lines = member === null ? [] : lineOptions(directory, member);
  const number = chosen ?? lines[0]?.number;
  return { member, lines, line: number === undefined ? null : lineByNumber(directory, number) };
}

export interface TextCheck {
  /** How many characters and segments. */
  readonly count: string;
  readonly warnings: readonly string[];
  /** The words as they were typed, in plain punctuation, where that takes fewer segments; else null. */
  readonly plain: string | null;
}

/** @param line from which it would leave; null: none is known. */
export function checkText(
  { settings, carriers }: Pick<Context, "settings" | "carriers">,
  line: Line | null,
  { typed, body }: Pick<CheckNewText, "typed" | "body">,
): TextCheck {
  const maxText = (line && carriers.get(line.carrier)?.capabilities.maxText) ?? null;
  const segments = segmentsOf(body);
  const length = textLength(body);
  const costly = segmentsWarning(segments);
  const plain = segments.plain === null ? null : plainPunctuation(typed);
  const warnings = [
    isEmptyText(body) ? "There are no words in it yet." : null,
    maxText !== null && length > maxText ? tooLong(length, maxText) : null,
    costly,
    isNote(body) ? noteWords : null,
    ...looksInside(settings.insideWords, body).map(({ words }) => words),
  ].filter((warning) => warning !== null);
  return {
    count: segmentsLine(segments),
    warnings,
    // What makes it longer may be a name that is filled in.
    plain: plain === typed ? null : plain,
  };
}

function tooLong(length: number, maxText: number): string {
  const [is, most] = [length, maxText].map((number) => number.toLocaleString("en-US"));
  return `It is ${is} characters long, and a text holds at most ${most}. Make it shorter.`;
}

export const noteWords =
  "It begins like a note to the team, which never leaves. Take that sign away to text it to somebody.";

/** What a template left to be filled in still stands in it, marked; null where nothing does. */
export function missingIn(body: string): string | null {
  const [gap] = gapsIn(body);
  if (gap !== undefined) return `“${gap.label}” is still missing. Fill it in, or take it out of the text.`;
  // Of a mark that somebody took away in part, nobody knows what was to be there.
  const [mark] = /[⟦⟧]/u.exec(body) ?? [];
  return mark === undefined
    ? null
    : `A ${mark} is left of something that is missing. Take it out of the text.`;
}

/** Why it may not be meant for a phone, with the reason that its author agrees to by going on. */
export function looksInside(
  insideWords: readonly string[],
  body: string,
): readonly { readonly reason: WaitReason; readonly words: string }[] {
  return [
    ...(callsSomebody(body)
      ? [
          {
            reason: "mention",
            words: "It begins with @ and a name, as what is meant for a colleague does.",
          } as const,
        ]
      : []),
    ...(beginsInside(body, insideWords)
      ? [
          {
            reason: "word",
            words: "It begins with a word with which you begin what is meant for the team.",
          } as const,
        ]
      : []),
    ...(linksInside(body)
      ? [{ reason: "link", words: "It links into Slack, which nobody outside can open." } as const]
      : []),
  ];
}
