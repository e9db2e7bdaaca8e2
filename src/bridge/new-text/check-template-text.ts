/** How a template in a form reads for the first of those whom it is for, or for somebody made up, and whom it can't be filled in for. */
import type { Member } from "../../domain/directory.ts";
import { exampleFacts } from "../../domain/example-facts.ts";
import { type FilledFor, fillingProblem, fillingProblemOfOne } from "../../domain/list-filling.ts";
import { textProblem } from "../../domain/template-problem.ts";
import { orRefused } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import type { Tx } from "../contracts/store/store.ts";
import { type FilledFrom, fillEach, filledText } from "../lists/fill-listed.ts";
import { candidatesOf } from "../lists/list-facts.ts";
import { eachOf } from "../lists/plan-list.ts";
import type { TemplateUsed } from "../messages/draft.ts";
import { type CheckedNewText, type CheckNewText, checkText, fromWhere } from "./check-new-text.ts";
import { linkNames } from "./fill-new-text.ts";
import type { NewText } from "./new-text-form.ts";
import { readNewText } from "./read-new-text.ts";
import { type ShownTemplate, sentAs, shownIn, written } from "./template-in-form.ts";

export type CheckTemplateText = Pick<CheckNewText, "user" | "typed" | "body" | "line"> &
  Pick<NewText, "to" | "at" | "answers"> & { readonly template: TemplateUsed };

export interface CheckedTemplateText extends CheckedNewText {
  readonly template: ShownTemplate;
}

export async function checkTemplateText(
  ctx: Context,
  input: CheckTemplateText,
): Promise<CheckedTemplateText> {
  return await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const { member, lines, line } = fromWhere(people, input);
    const template = await shownIn(tx, input.template, input.body);
    const from = { people, member, line, at: input.at ?? ctx.now() };
    const preview = await previewOf(ctx, tx, from, input);
    const { body, reads, problem } = preview ?? { body: input.body, reads: null, problem: null };
    const check = checkText(ctx, line, { typed: input.typed, body });
    const warnings = problem === null ? check.warnings : [problem, ...check.warnings];
    return { check: { ...check, warnings }, lines, template: { ...template, reads } };
  });
}

interface Preview {
  /** As it would leave for the first of them. */
  readonly body: string;
  readonly reads: string;
  /** The first thing that keeps it from somebody. */
  readonly problem: string | null;
}

/** Null where nothing is filled in. */
async function previewOf(
  ctx: Context,
  tx: Tx,
  from: Omit<FilledFrom, "member"> & { readonly member: Member | null },
  input: CheckTemplateText,
): Promise<Preview | null> {
  const { body, template, answers } = input;
  const { directory } = from.people;
  const { member } = from;
  const { values } = await sentAs(tx, template, body, answers);
  if (values === null) return null;
  const each = member === null ? [] : await filledEach(ctx, tx, { ...from, member }, input, values);
  const [first, ...others] = each;
  const { text } = first?.filled ?? filledText({ body, values }, exampleFacts(directory, from));
  return {
    body: text,
    reads: `${first === undefined ? "For example" : `For ${first.who}`}: ${text}`,
    problem: textProblem(written(body), linkNames(directory)) ?? problemOf(first, others),
  };
}

function problemOf(first: FilledFor | undefined, others: readonly FilledFor[]): string | null {
  if (first === undefined) return null;
  if (others.length === 0) return fillingProblemOfOne(first.filled);
  return fillingProblem([first, ...others])?.sentence ?? null;
}

/** Nobody where it is not plain whom it is for: that is said when it is sent. */
async function filledEach(
  ctx: Context,
  tx: Tx,
  from: FilledFrom,
  { to, body, line, at }: CheckTemplateText,
  values: Readonly<Record<string, string>>,
): Promise<readonly FilledFor[]> {
  const { people, member } = from;
  const read = await orRefused(() =>
    readNewText(tx, people.directory, member, { to, line, body, at, unlessTheyWrite: false }),
  );
  if ("kind" in read) return [];
  const each = eachOf(people, member, read);
  const candidates = await candidatesOf(ctx, tx, from, each);
  const leaves = each.some(({ kind }) => kind === "outside");
  return await fillEach(ctx, tx, { ...from, line: leaves ? from.line : null }, { body, values }, candidates);
}
