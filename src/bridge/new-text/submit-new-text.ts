/**
 * The form is sent: to one contact, to a colleague, or to many. What its author may not have meant is asked first, in the form itself, and
 * sending the same again says yes.
 */
import type { Member } from "../../domain/directory.ts";
import type { MessageId } from "../../domain/ids.ts";
import { isNote } from "../../domain/inside.ts";
import { plainSentence } from "../../domain/plain-sentence.ts";
import type { Recipient } from "../../domain/recipient.ts";
import type { WaitReason } from "../../domain/wait.ts";
import { type StartText, startText, whoAndFrom } from "../composing/start-text.ts";
import { type Field, orRefused, type Refused, refuse } from "../composing/text-refused.ts";
import type { Context } from "../context/context.ts";
import { memberOf, zoneOf } from "../context/episode-context.ts";
import type { People } from "../contracts/store/directories.ts";
import type { Tx } from "../contracts/store/store.ts";
import type { SentTemplate } from "../lists/fill-listed.ts";
import { planList, startList } from "../lists/start-list.ts";
import { type Done, withPage } from "../records/prompt-log.ts";
import { writeToStaff } from "../staff/write-to-staff.ts";
import { looksInside, missingIn, noteWords } from "./check-new-text.ts";
import { filledForOne, type Unanswered, unansweredIn } from "./fill-new-text.ts";
import { type LineOption, lineOptions, type NewText } from "./new-text-form.ts";
import { clockQuestions, digestOf, listQuestion, type Question } from "./new-text-questions.ts";
import { leavesSlack, readNewText } from "./read-new-text.ts";
import { type ShownTemplate, sentAs, shownIn } from "./template-in-form.ts";

export type SubmittedNewText =
  | Done
  /** `next`: the time that is offered instead of the one that was chosen. */
  | (Redrawn & {
      readonly kind: "wrong";
      readonly field: Field;
      readonly words: string;
      readonly next: number | null;
    })
  /** The text asks for something that was not said, each in a field of its own. */
  | (Redrawn & { readonly kind: "unanswered"; readonly missing: readonly Unanswered[] })
  /** Sending it again with `asked` says yes. */
  | (Redrawn & { readonly kind: "asks"; readonly questions: readonly string[]; readonly asked: string });

/** What the form is drawn anew with. */
interface Redrawn {
  readonly lines: readonly LineOption[];
  readonly template: ShownTemplate;
}

export async function submitNewText(ctx: Context, input: NewText): Promise<SubmittedNewText> {
  const { user, at } = input;
  const { lines, zone, template, read } = await ctx.store.read(async (tx) => {
    const people = await tx.directories.people();
    const member = memberOf(people, user);
    return {
      lines: member === null ? [] : lineOptions(people.directory, member),
      zone: zoneOf(people, user),
      template: await shownIn(tx, input.template, input.body),
      read: await orRefused(() => readForm(ctx, tx, people, member, input)),
    };
  });
  const redrawn = { lines, template };
  if ("kind" in read) return { ...wrong(read, zone), ...redrawn };
  const { to, sent, missing, body } = read;
  if (missing.length > 0) return { kind: "unanswered", missing, ...redrawn };
  const list = isList(to) ? await planList(ctx, { ...input, recipients: to, template: sent }) : null;
  if (list?.kind === "refused") return { ...wrong(list, zone), ...redrawn };
  const questions = [
    ...(leavesSlack(to) ? looksInside(ctx.settings.insideWords, list?.example ?? body) : []),
    ...clockQuestions(at, zone),
    ...(list === null ? [] : [listQuestion(list.plan, at, zone)]),
  ];
  const asked = digestOf(input, questions);
  if (questions.length > 0 && input.asked !== asked)
    return { kind: "asks", questions: questions.map(({ words }) => words), asked, ...redrawn };
  const outcome = await send(ctx, input, read, questions);
  return outcome.kind === "sent"
    ? await withPage(ctx, user, outcome.message)
    : { ...wrong(outcome, zone), ...redrawn };
}

interface ReadForm {
  readonly to: readonly Recipient[];
  /** Null where the body is of no template. */
  readonly sent: SentTemplate | null;
  readonly missing: readonly Unanswered[];
  /** As it would leave now to one recipient; to many, as it was written. */
  readonly body: string;
}

/** Throws what is refused. */
async function readForm(
  ctx: Context,
  tx: Tx,
  people: People,
  member: Member | null,
  input: NewText,
): Promise<ReadForm> {
  const { body, template, answers } = input;
  const to = await readNewText(tx, people.directory, member, input);
  const sent = template === null ? null : await sentAs(tx, template, body, answers);
  const left = sent?.values ? null : missingIn(body);
  if (left !== null) refuse("text", left);
  if (sent === null || member === null) return { to, sent, missing: [], body };
  const missing = unansweredIn(people, input, sent);
  const [first] = to;
  if (missing.length > 0 || isList(to) || first === undefined || first.kind === "group")
    return { to, sent, missing, body };
  const line = first.kind === "number" ? whoAndFrom(people, input).line : null;
  const from = { people, member, line, at: input.at ?? ctx.now() };
  const filled = await filledForOne(tx, from, { body, values: sent.values }, first);
  if (first.kind === "number" && isNote(filled)) refuse("text", noteWords);
  return { to, sent, missing, body: filled };
}

/** A group is its members, one by one. */
function isList(to: readonly Recipient[]): boolean {
  return to.length > 1 || to[0]?.kind === "group";
}

type NotSent = Pick<Refused, "kind" | "field" | "sentence" | "next">;
/** `message`: where one to one contact leaves now. */
type Sent = { readonly kind: "sent"; readonly message: MessageId | null };
const sent: Sent = { kind: "sent", message: null };

async function send(
  ctx: Context,
  input: NewText,
  { to, sent: template, body }: ReadForm,
  questions: readonly Question[],
): Promise<NotSent | Sent> {
  const [first] = to;
  if (isList(to) || first === undefined || first.kind === "group") {
    const started = await startList(ctx, { ...input, recipients: to, template });
    return started.kind === "refused" ? started : sent;
  }
  if (first.kind === "number") {
    const agreed = new Set<WaitReason>(questions.flatMap(({ reason }) => reason ?? []));
    const filled = template && filling(ctx, input, template, first);
    const started = await startText(ctx, { ...input, to: first.number, template: filled, agreed });
    return started?.kind === "refused" ? started : { kind: "sent", message: started?.sent ?? null };
  }
  if (input.at !== null)
    return {
      kind: "refused",
      field: "when",
      sentence: ["A colleague gets it at once. Take the time out to send it."],
    };
  const written = await writeToStaff(ctx, { ...input, body, to: first.username, template });
  return written.kind === "refused" ? written : sent;
}

/** What was read before may be known otherwise by the time it is written. */
function filling(
  ctx: Context,
  { body, at }: NewText,
  { values, id, version }: SentTemplate,
  to: Extract<Recipient, { readonly kind: "number" }>,
): NonNullable<StartText["template"]> {
  return {
    used: { id, version },
    fill: (tx, from) => filledForOne(tx, { ...from, at: at ?? ctx.now() }, { body, values }, to),
  };
}

function wrong({ field, sentence, next }: NotSent, zone: string) {
  return { kind: "wrong" as const, field, words: plainSentence(sentence, zone), next: next ?? null };
}
