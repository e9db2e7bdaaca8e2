/**
 * The form is sent: to one contact, to a colleague, or to many. What its author may not have meant is asked first, in the form itself, and
 * sending the same again says yes.
 */
import { createHash } from "node:crypto";
import { allowedLines } from "../../domain/allowed-lines.ts";
import type { Directory, Line, Member } from "../../domain/directory.ts";
import { doubledHour } from "../../domain/doubled-hour.ts";
import type { E164, SlackUserId } from "../../domain/ids.ts";
import { isNote } from "../../domain/inside.ts";
import { countryOfLine } from "../../domain/line-country.ts";
import { isShortCode, parseAddress, parseE164 } from "../../domain/phone.ts";
import { plainMoment, plainSentence } from "../../domain/plain-sentence.ts";
import { type Recipient, readChosen } from "../../domain/recipient.ts";
import type { Sentence } from "../../domain/sentence.ts";
import type { WaitReason } from "../../domain/wait.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { People } from "../contracts/store/directories.ts";
import { looksInside, noteWords } from "./check-new-text.ts";
import { type LineOption, lineOptions } from "./new-text-form.ts";
import { startText } from "./start-text.ts";
import { type Field, orRefused, type Refused, refuse } from "./text-refused.ts";

export interface NewText {
  readonly user: SlackUserId;
  /** The values of what was chosen. */
  readonly to: readonly string[];
  /** Null where there was no choice. */
  readonly line: E164 | null;
  readonly body: string;
  /** When it is to leave; null: now. Milliseconds. */
  readonly at: number | null;
  readonly unlessTheyWrite: boolean;
  /** What they were asked before they sent this, if it was the same. */
  readonly asked: string | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

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
  const people = await ctx.store.read((tx) => tx.directories.people());
  const member = memberOf(people, input.user);
  const lines = member === null ? [] : lineOptions(people.directory, member);
  const zone = member?.timeZone ?? people.directory.timeZone;
  const read = await orRefused(async () => readForm(people, member, input));
  if (read.kind === "refused") return { ...wrong(read, zone), lines };
  const questions = questionsOf(ctx, input, read, zone);
  const asked = digest(input, questions);
  if (questions.length > 0 && input.asked !== asked)
    return { kind: "asks", questions: questions.map(({ words }) => words), asked, lines };
  const agreed = new Set(questions.flatMap(({ reason }) => reason ?? []));
  const refused = await send(ctx, input, read, agreed);
  return refused === null ? { kind: "done" } : { ...wrong(refused, zone), lines };
}

interface Form {
  readonly kind: "read";
  readonly to: readonly Recipient[];
}

function readForm({ directory }: People, member: Member | null, input: NewText): Form {
  const { to: values, line: wanted, body } = input;
  if (member === null) refuse("recipients", notInDirectory);
  const lines = allowedLines(directory, member);
  const line = lines.find(({ number }) => number === wanted) ?? lines[0];
  const to = values.map((value) => readRecipient(directory, line, value));
  if (to.length === 0) refuse("recipients", "Choose whom it is for.");
  if (isNote(body) && to.some(({ kind }) => kind === "number")) refuse("text", noteWords);
  return { kind: "read", to };
}

function readRecipient(directory: Directory, line: Line | undefined, value: string): Recipient {
  const chosen = readChosen(value);
  if (chosen === null)
    refuse("recipients", "One of these is not known here any more. Choose whom it is for anew.");
  if (chosen.kind !== "typed") return chosen;
  const number = parseE164(chosen.typed, line === undefined ? undefined : countryOfLine(line));
  return number === null
    ? refuse("recipients", whyNoNumber(directory, chosen.typed))
    : { kind: "number", number };
}

function whyNoNumber({ customerWord }: Directory, typed: string): string {
  const address = parseAddress(typed.replace(/[\s().-]/g, ""));
  const isShort = address !== null && isShortCode(address);
  return isShort
    ? `${typed} is a short code, or a number without its area code: it can’t be texted. Write the ${customerWord}’s whole number.`
    : `${typed} can’t be a phone number. Look at its digits, and write it with its country’s code, such as +1 555 010 0123.`;
}

interface Question {
  readonly words: string;
  /** What its author agrees to by sending it again. */
  readonly reason?: WaitReason;
}

function questionsOf(ctx: Context, { body, at }: NewText, { to }: Form, zone: string): readonly Question[] {
  const leaves = to.some(({ kind }) => kind === "number");
  const doubled = at === null ? null : doubledHour(at, zone);
  return [
    ...(leaves ? looksInside(ctx.settings.insideWords, body) : []),
    ...(at === null || doubled === null
      ? []
      : [
          {
            words: `${doubled.clock} comes twice that night, since the clocks are put back. This is the ${doubled.which} of the two: ${plainMoment(at, zone)}.`,
          },
        ]),
  ];
}

/** What was said yes to holds for these words, these people and this time alone. */
function digest({ to, line, body, at }: NewText, questions: readonly Question[]): string {
  const asked = questions.map(({ words }) => words);
  return createHash("sha256")
    .update(JSON.stringify([to, line, body, at, asked]))
    .digest("base64url");
}

async function send(
  ctx: Context,
  input: NewText,
  { to }: Form,
  agreed: ReadonlySet<WaitReason>,
): Promise<(Pick<Refused, "field" | "sentence"> & { readonly next?: number }) | null> {
  const { user, line, body, at, unlessTheyWrite, act } = input;
  const [first] = to;
  if (to.length > 1 || first?.kind !== "number")
    return { field: "recipients", sentence: ["A text goes to one number so far. Choose one."] };
  const begun = { user, to: first.number, line, body, at, unlessTheyWrite, act, agreed };
  const started = await startText(ctx, begun);
  return started?.kind === "refused" ? started : null;
}

function wrong(
  { field, sentence, next }: { readonly field: Field; readonly sentence: Sentence; readonly next?: number },
  zone: string,
) {
  return { kind: "wrong" as const, field, words: plainSentence(sentence, zone), next: next ?? null };
}
