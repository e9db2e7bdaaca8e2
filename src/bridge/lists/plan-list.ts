/** A text to many before it begins: whom it reaches and when, and what is wrong with it, by the field of the form. */
import {
  type Directory,
  groupByExtension,
  type Line,
  type Member,
  membersOfGroup,
} from "../../domain/directory.ts";
import type { E164, SlackUserId } from "../../domain/ids.ts";
import { fillingProblem } from "../../domain/list-filling.ts";
import { barWords, type ListPlan, planOf } from "../../domain/list-plan.ts";
import { isEmptyText, textLength } from "../../domain/plain-text.ts";
import type { Recipient as Named } from "../../domain/recipient.ts";
import { merged, type Recipient } from "../../domain/recipients.ts";
import { readStaffText } from "../../domain/staff.ts";
import { whoAndFrom } from "../composing/start-text.ts";
import { refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import { fillEach, type SentTemplate } from "./fill-listed.ts";
import { candidatesOf } from "./list-facts.ts";

export interface PlanList {
  readonly user: SlackUserId;
  /** As they were given; the same person several times is one. */
  readonly recipients: readonly Named[];
  /** From which of their lines; null: the one that is meant where none is named. */
  readonly line: E164 | null;
  readonly body: string;
  /** When it is to begin; null: now. Milliseconds. */
  readonly at: number | null;
  /** Asked of a text to one person alone; absent: no. */
  readonly unlessTheyWrite?: boolean;
  /** Whose words the body is, to be filled in for each; absent: it is the same for everybody. */
  readonly template?: SentTemplate | null;
}

export interface Prepared {
  readonly member: Member;
  readonly line: Line;
  readonly plan: ListPlan;
  /** As the first of them reads it. */
  readonly example: string;
}

/** Inside a transaction; throws what is refused. */
export async function prepareList(ctx: Context, tx: Tx, input: PlanList): Promise<Prepared> {
  const { recipients, body, at, template = null } = input;
  const people = await tx.directories.people();
  const member = memberOf(people, input.user);
  if (member === null) refuse("recipients", notInDirectory);
  if (at !== null && at <= ctx.now())
    refuse("when", "This time is over. Choose a later one, or none to send it now.");
  if (at !== null && input.unlessTheyWrite === true)
    refuse(
      "when",
      "“Cancel if they write first” is for a text to one person. Take that out, or choose one recipient.",
    );
  const each = eachOf(people, member, recipients);
  if (each.length === 0) refuse("recipients", "Choose at least one recipient.");
  const outside = each.filter(({ kind }) => kind === "outside").length;
  const { line } = outside > 0 ? whoAndFrom(people, input) : anyLine(people);
  const fills = template !== null && template.values !== null;
  if (!fills && outside > 0) refuseWords(body, ctx.carriers.get(line.carrier)?.capabilities.maxText ?? 0);
  else if (!fills) refuseStaffWords(body);
  const { listLimit } = ctx.settings;
  if (outside > listLimit)
    refuse(
      "recipients",
      `A list can have ${listLimit} people outside the team at most, and this one has ${outside}. Split it.`,
    );
  const list = { people, member, line, at: at ?? ctx.now() };
  const plan = planOf(await candidatesOf(ctx, tx, list, each));
  if (plan.leftOut.length === each.length)
    refuse("recipients", `Nobody of these can be texted: ${leftOutWords(plan)}.`);
  if (!fills) return { member, line, plan, example: body };
  const from = { ...list, line: outside > 0 ? line : null };
  const filled = await fillEach(ctx, tx, from, { body, values: template.values }, plan.each);
  const problem = fillingProblem(filled);
  if (problem !== null) refuse(problem.field, problem.sentence);
  return { member, line, plan, example: filled[0]?.filled.text ?? body };
}

/** Everybody once. */
export function eachOf(
  { directory }: People,
  member: Member,
  recipients: readonly Named[],
): readonly Recipient[] {
  return merged(
    recipients.flatMap((one) => unfolded(directory, member, one)),
    directory,
  );
}

/** What stays with the team leaves from none. */
function anyLine({ directory }: People): { readonly line: Line } {
  const [line] = directory.lines;
  return line === undefined ? refuse("line", "The directory has no lines yet.") : { line };
}

/** A group of the team is its members, one by one, without whoever writes to it. */
function unfolded(directory: Directory, sender: Member, named: Named): Recipient[] {
  if (named.kind === "number") return [{ kind: "outside", number: named.number }];
  if (named.kind === "member") return [named];
  const group = groupByExtension(directory, named.extension);
  const members = group === null ? [] : membersOfGroup(directory, group);
  return members.flatMap(({ username }) =>
    username === sender.username ? [] : [{ kind: "member" as const, username }],
  );
}

function refuseWords(body: string, most: number): void {
  if (isEmptyText(body)) refuse("text", "There is no text in it.");
  const length = textLength(body);
  if (length > most)
    refuse(
      "text",
      `It has ${length.toLocaleString("en-US")} characters, and a text can have ${most.toLocaleString("en-US")}. Make it shorter, or split it.`,
    );
}

/** What no carrier is handed is as long as what is written to one colleague may be. */
function refuseStaffWords(body: string): void {
  const words = readStaffText(body);
  if ("problem" in words) refuse("text", words.problem);
}

/** So many are named under a field of the form. */
const named = 3;

function leftOutWords({ leftOut }: ListPlan): string {
  const first = leftOut.slice(0, named).map(({ who, bar }) => `${who} (${barWords(bar)})`);
  const rest = leftOut.length - first.length;
  return [...first, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
