/** What the author of a text may not have meant, or may not know, asked before any of it leaves. */
import { createHash } from "node:crypto";
import { doubledHour } from "../../domain/doubled-hour.ts";
import { barWords, type ListPlan } from "../../domain/list-plan.ts";
import { plainMoment } from "../../domain/plain-sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { capitalized } from "../../lib/capitalized.ts";
import type { NewText } from "./new-text-form.ts";

export interface Question {
  readonly words: string;
  /** What its author agrees to by sending it again. */
  readonly reason?: WaitReason;
}

/** What was said yes to holds for these words, these people and this time alone. */
export function digestOf(
  {
    to,
    line,
    body,
    at,
    template = null,
    answers = {},
  }: Pick<NewText, "to" | "line" | "body" | "at"> & Partial<Pick<NewText, "template" | "answers">>,
  questions: readonly Question[],
): string {
  const asked = questions.map(({ words }) => words);
  return createHash("sha256")
    .update(JSON.stringify([to, line, body, at, template, answers, asked]))
    .digest("base64url");
}

/** @param zone an IANA name: where its author is. */
export function clockQuestions(at: number | null, zone: string): readonly Question[] {
  const doubled = at === null ? null : doubledHour(at, zone);
  if (at === null || doubled === null) return [];
  const { clock, which } = doubled;
  const words = `${clock} comes twice that night, since the clocks are put back. This is the ${which} of the two: ${plainMoment(at, zone)}.`;
  return [{ words }];
}

/** So many who are left out are named. */
const mostNamed = 10;

/** Always asked: a text to many is not taken back. */
export function listQuestion(plan: ListPlan, at: number | null, zone: string): Question {
  const people = plan.each.length - plan.leftOut.length;
  const begins = at === null ? "now" : `at ${plainMoment(at, zone)}`;
  const later = plan.later.map(
    ({ at: next, count }) =>
      `to ${count} of them only at ${plainMoment(next, zone)}, when the quiet hours end where they are`,
  );
  const when = plan.now > 0 || later.length === 0 ? [`It begins ${begins}`, ...later] : later;
  const named = plan.leftOut.slice(0, mostNamed).map(({ who, bar }) => `${who} (${barWords(bar)})`);
  const rest = plan.leftOut.length - named.length;
  const without = rest > 0 ? [...named, `${rest} more`] : named;
  return {
    words: [
      `${people} ${people === 1 ? "person gets" : "people get"} it, each a message of their own.`,
      `${capitalized(when.join(", and "))}.`,
      ...(without.length === 0 ? [] : [`Left out: ${without.join(", ")}.`]),
    ].join(" "),
  };
}
