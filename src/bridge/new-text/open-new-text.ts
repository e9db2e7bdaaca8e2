/** `/sms` and the shortcut: what was typed is done at once where it can be read in one way only, else it fills in the form. */
import { allowedLines } from "../../domain/allowed-lines.ts";
import type { Directory, Line, Member } from "../../domain/directory.ts";
import type { Address, E164, SlackUserId } from "../../domain/ids.ts";
import { isNote } from "../../domain/inside.ts";
import { formatPhone } from "../../domain/phone.ts";
import type { Recipient } from "../../domain/recipient.ts";
import type { Sentence } from "../../domain/sentence.ts";
import { readSmsCommand, type SmsCommand } from "../../domain/sms-command.ts";
import { startText } from "../composing/start-text.ts";
import { whereItStands } from "../composing/where-it-stands.ts";
import type { Context } from "../context/context.ts";
import { memberOf } from "../context/episode-context.ts";
import { isFirstAct } from "../context/first-act.ts";
import { notInDirectory } from "../context/outcome.ts";
import type { Tx } from "../contracts/store/store.ts";
import { writeToStaff } from "../staff/write-to-staff.ts";
import { looksInside } from "./check-new-text.ts";
import { countryFor, lineOptions, type NewTextForm, recipientOption } from "./new-text-form.ts";

export interface OpenNewText {
  readonly user: SlackUserId;
  /** What was typed behind the command; empty for the shortcut. */
  readonly typed: string;
  /** Since when it was kept, where it could not be taken up at once. Milliseconds. */
  readonly keptSince: number | null;
  /** Names this act: told twice, it is done once. */
  readonly act: string;
}

export type OpenedNewText =
  /** Something is looked for, and nothing begun. */
  | { readonly kind: "find"; readonly words: string }
  | { readonly kind: "form"; readonly form: NewTextForm }
  /** It is done, or can't be: this is what whoever typed it reads. */
  | { readonly kind: "says"; readonly sentence: Sentence };

type Read = OpenedNewText | Extract<SmsCommand, { readonly kind: "number" | "staff" }>;

export async function openNewText(ctx: Context, input: OpenNewText): Promise<OpenedNewText> {
  const { user, typed, act } = input;
  const read = await ctx.store.read((tx) => readTyped(ctx, tx, user, typed));
  if (read.kind === "number" || read.kind === "staff") {
    const late = await tooLate(ctx, input);
    if (late !== null) return late;
  }
  if (read.kind === "number") return await textAtOnce(ctx, { user, act, ...read });
  if (read.kind !== "staff") return read;
  const { sentence } = await writeToStaff(ctx, { user, to: read.username, body: read.text, act });
  return { kind: "says", sentence };
}

/** What would leave at once leaves soon after it was typed, or not at all. Null where it is not too late, or was done before. */
async function tooLate(ctx: Context, { keptSince, act }: OpenNewText): Promise<OpenedNewText | null> {
  if (keptSince === null || ctx.now() - keptSince <= ctx.settings.sendWithin) return null;
  const isFirst = await ctx.store.transaction((tx) => isFirstAct(ctx, tx, act));
  if (!isFirst) return null;
  return says(
    "You typed a text ",
    { at: keptSince },
    ", and Threadline could take it up only now. Nothing was sent: if it is still right, type it again.",
  );
}

async function readTyped(ctx: Context, tx: Tx, user: SlackUserId, typed: string): Promise<Read> {
  const people = await tx.directories.people();
  const { directory } = people;
  const member = memberOf(people, user);
  if (member === null) return says(notInDirectory);
  const [line] = allowedLines(directory, member);
  const command = readSmsCommand(typed, { directory, country: countryFor(directory, member) });
  switch (command.kind) {
    case "help":
      return says(...help(line));
    case "find":
      return command;
    case "staff":
      return command;
    case "unknown":
      return says(...unknownWords(typed, command));
    case "new":
      return command.to.length > mostFilledIn
        ? says(...tooMany(command.to.length))
        : await fillIn(tx, directory, member, command);
    case "number": {
      const { number, text } = command;
      const isKnown = await tx.messages.anySaidWith(number as string as Address);
      return isKnown && !mayBeInside(ctx, text)
        ? command
        : await fillIn(tx, directory, member, { to: [{ kind: "number", number }], text });
    }
  }
}

/** A form can be opened with so many chosen, and nobody may be left out of it unseen. */
const mostFilledIn = 100;

function tooMany(count: number): Sentence {
  return [
    `These are ${count} people, and the form can be opened with ${mostFilledIn}. Nothing was sent. Take some of them out, and write to those in a text of their own.`,
  ];
}

/** What may be meant for the team is never sent without a question: the form asks it. */
function mayBeInside({ settings }: Context, text: string): boolean {
  return isNote(text) || looksInside(settings.insideWords, text).length > 0;
}

async function fillIn(
  tx: Tx,
  directory: Directory,
  member: Member,
  { to, text }: { readonly to: readonly Recipient[]; readonly text: string },
): Promise<OpenedNewText> {
  const named = [];
  for (const chosen of to) {
    const known =
      chosen.kind === "number" ? await tx.contacts.find(chosen.number as string as Address) : null;
    named.push(recipientOption(directory, chosen, known));
  }
  return { kind: "form", form: { lines: lineOptions(directory, member), to: named, text } };
}

async function textAtOnce(
  ctx: Context,
  {
    user,
    number,
    text,
    act,
  }: Pick<OpenNewText, "user" | "act"> & { readonly number: E164; readonly text: string },
): Promise<OpenedNewText> {
  const now = { line: null, at: null, unlessTheyWrite: false };
  const started = await startText(ctx, { user, to: number, body: text, act, ...now });
  // It was told before, and answered then.
  if (started === null) return says("This was done already.");
  if (started.kind === "refused") return says(...started.sentence, " Nothing was sent.");
  const { contact, thread, asks } = started;
  return says(...whereItStands({ contact, thread, asks: asks !== null }));
}

function help(line: Line | undefined): Sentence {
  const example = line === undefined ? "+1 555 010 0123" : exampleFor(line);
  return [
    [
      "/sms opens a form: to whom, from which line, and now or at a time.",
      `/sms ${example} running late texts a number with which there were texts before; any other fills in the form.`,
      "/sms 102 can you take line 2? writes to a colleague, by extension or username. It never leaves Slack.",
      "/sms find Maria lists your conversations with somebody, closed ones too.",
      "/sms help shows these lines.",
    ].join("\n"),
  ];
}

/** In the form in which numbers are written where the line is. */
function exampleFor({ number }: Line): string {
  return formatPhone(number).replace(/\d(?=\D*\d{0,3}$)/g, "0");
}

function unknownWords(
  typed: string,
  { what, looksLike, near }: Extract<SmsCommand, { kind: "unknown" }>,
): Sentence {
  const is =
    looksLike === "number"
      ? `“${what}” is neither a number that can be texted nor an extension.`
      : `“${what}” is no number, extension or username, and neither help nor find.`;
  const meant = near === null ? "" : ` Did you mean ${near}?`;
  return [
    `${is}${meant} Nothing was sent. Write for example “/sms +1 555 010 0123 running late”, or “/sms” alone for the form.\nYou typed: /sms ${typed}`,
  ];
}

function says(...sentence: Sentence): { readonly kind: "says"; readonly sentence: Sentence } {
  return { kind: "says", sentence };
}
