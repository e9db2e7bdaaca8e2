/**
 * The form is sent: to one contact, to a colleague, or to many. What its author may not have meant is asked first, in the form itself, and
 * sending the same again says yes.
 */
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { Recipient } from "../../domain/recipient.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { startText } from "../composing/start-text.ts";
import { type Field, orRefused, type Refused } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { planList, startList } from "../lists/start-list.ts";
import { writeToStaff } from "../staff/write-to-staff.ts";
import { looksInside } from "./check-new-text.ts";
import { type LineOption, lineOptions, type NewText } from "./new-text-form.ts";
import { clockQuestions, digestOf, listQuestion, type Question } from "./new-text-questions.ts";
import { leavesSlack, readNewText } from "./read-new-text.ts";

export type SubmittedNewText =
  | { readonly kind: "done" }
  /** `next`: the time that is offered instead of the one that was chosen. */
  | (Redrawn & {
      readonly kind: "wrong";
      readonly field: Field;
      readonly words: string;
      readonly next: number | null;
    })
  /** Sending it again with `asked` says yes. */
  | (Redrawn & { readonly kind: "asks"; readonly questions: readonly string[]; readonly asked: string });

/** What the form is drawn anew with. */
interface Redrawn {
  readonly lines: readonly LineOption[];
}

export async function submitNewText(ctx: Context, input: NewText): Promise<SubmittedNewText> {
  const { user, at } = input;
  const { member, directory, to } = await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const author = memberOf(people, user);
    const read = () => readNewText(tx, people.directory, author, input);
    return { member: author, directory: people.directory, to: await orRefused(read) };
  });
  const lines = member === null ? [] : lineOptions(directory, member);
  const zone = member?.timeZone ?? directory.timeZone;
  if (isRefused(to)) return { ...wrong(to, zone), lines };
  const list = isList(to) ? await planList(ctx, { ...input, recipients: to }) : null;
  if (list?.kind === "refused") return { ...wrong(list, zone), lines };
  const questions = [
    ...(leavesSlack(to) ? looksInside(ctx.settings.insideWords, input.body) : []),
    ...clockQuestions(at, zone),
    ...(list === null ? [] : [listQuestion(list.plan, at, zone)]),
  ];
  const asked = digestOf(input, questions);
  if (questions.length > 0 && input.asked !== asked)
    return { kind: "asks", questions: questions.map(({ words }) => words), asked, lines };
  const refused = await send(ctx, input, to, questions);
  return refused === null ? { kind: "done" } : { ...wrong(refused, zone), lines };
}

/** A group is its members, one by one. */
function isList(to: readonly Recipient[]): boolean {
  return to.length > 1 || to[0]?.kind === "group";
}

function isRefused(read: readonly Recipient[] | Refused): read is Refused {
  return "kind" in read;
}

type NotSent = Pick<Refused, "field" | "sentence" | "next">;

async function send(
  ctx: Context,
  input: NewText,
  to: readonly Recipient[],
  questions: readonly Question[],
): Promise<NotSent | null> {
  const [first] = to;
  if (isList(to) || first === undefined || first.kind === "group") {
    const started = await startList(ctx, { ...input, recipients: to });
    return started.kind === "refused" ? started : null;
  }
  if (first.kind === "number") {
    const agreed = new Set<WaitReason>(questions.flatMap(({ reason }) => reason ?? []));
    const started = await startText(ctx, { ...input, to: first.number, agreed });
    return started?.kind === "refused" ? started : null;
  }
  if (input.at !== null)
    return { field: "when", sentence: ["A colleague gets it at once. Take the time out to send it."] };
  const written = await writeToStaff(ctx, { ...input, to: first.username });
  return written.kind === "refused" ? written : null;
}

function wrong({ field, sentence, next }: NotSent, zone: string) {
  return { kind: "wrong" as const, field, words: plainSentence(sentence, zone), next: next ?? null };
}
