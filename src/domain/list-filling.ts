/** A template that goes to many, filled in for each before any of it leaves: whom it can't be filled in for, and for whom it is too long. */
import type { FilledTemplate, Gap } from "./filled-template.ts";
import { isNote } from "./inside.ts";
import { isEmptyText, textLength } from "./plain-text.ts";

export interface FilledFor {
  /** As people read it. */
  readonly who: string;
  readonly filled: FilledTemplate;
  /** So long it may be for them. UTF-16 code units. */
  readonly most: number;
  /** Whether it leaves Slack. */
  readonly leaves: boolean;
}

export interface FillingProblem {
  /** Where in the form it can be mended. */
  readonly field: "recipients" | "text";
  readonly sentence: string;
}

/** The first thing that keeps it from somebody; null where each gets it whole. */
export function fillingProblem(each: readonly FilledFor[]): FillingProblem | null {
  const missing = gapsOf(each);
  const ofAll = missing.find(({ gap }) => !isTheirs(gap));
  if (ofAll !== undefined) return { field: "text", sentence: notKnown(ofAll.gap) };
  if (missing.length > 0) return { field: "recipients", sentence: missingWords(missing) };
  const empty = each.filter(({ filled }) => isEmptyText(filled.text));
  if (empty.length > 0)
    return { field: "text", sentence: `Nothing is left of it for ${named(empty.map(({ who }) => who))}.` };
  const notes = each.filter(({ filled, leaves }) => leaves && isNote(filled.text));
  if (notes.length > 0)
    return {
      field: "text",
      sentence: `Filled in, it begins like a note to the team, which never leaves, for: ${named(notes.map(({ who }) => who))}. Begin it with a word of your own.`,
    };
  return lengthProblem(each);
}

/** The same for one person alone: what is missing is said at the text, where it can be written by hand. */
export function fillingProblemOfOne({ gaps }: Pick<FilledTemplate, "gaps">): string | null {
  const [gap] = gaps;
  if (gap === undefined) return null;
  if (!isTheirs(gap)) return notKnown(gap);
  return `The template needs ${theirs(gap)}, which is not known. ${whyOf(gap)}${fallbackFor(gap)}, or write it yourself.`;
}

/** Why somebody on a list gets nothing after all, in a few words behind their name. */
export function notFilledWords({ gaps }: Pick<FilledTemplate, "gaps">): string | null {
  const [gap] = gaps;
  return gap === undefined ? null : `the template needs ${theirs(gap)}, which is not known any more`;
}

/** One gap, and who has it. */
interface Missing {
  readonly gap: Gap;
  readonly who: readonly string[];
}

/** Why is said only where it is so for all of them. */
function gapsOf(each: readonly FilledFor[]): readonly Missing[] {
  const found = new Map<string, Missing>();
  for (const { who, filled } of each)
    for (const gap of filled.gaps) {
      const before = found.get(gap.name);
      const why = before === undefined || before.gap.why === gap.why ? gap.why : null;
      found.set(gap.name, { gap: { ...gap, why }, who: [...(before?.who ?? []), who] });
    }
  return [...found.values()];
}

/** What is known of one and not of another; the rest is missing for everybody. */
function isTheirs({ name }: Gap): boolean {
  return name.startsWith("contact.");
}

function missingWords(missing: readonly Missing[]): string {
  const [first] = missing;
  if (first === undefined) return "";
  const said = missing.map(
    ({ gap, who }) =>
      `The template needs ${theirs(gap)}, which is not known for: ${named(who)}. ${whyOf(gap)}`,
  );
  return `${said.join("")}${fallbackFor(first.gap)}, or take them out.`;
}

function notKnown(gap: Gap): string {
  if (gap.name.startsWith("?")) return notAnswered(gap.label);
  return `The template needs ${theirs(gap)}, which is not known. ${whyOf(gap)}Write it in its place, or take it out.`;
}

export function notAnswered(label: string): string {
  return `“${label}” is missing. Fill it in, or take it out of the text.`;
}

function whyOf({ why }: Gap): string {
  return why === null ? "" : `${why.replace(/\.?$/, ".")} `;
}

/** “Contact’s first name”, as one says it of somebody. */
function theirs({ label }: Gap): string {
  if (/^(Contact|Line)’s /u.test(label))
    return label.replace(/^Contact’s/u, "their").replace(/^Line/u, "the line");
  return label.startsWith("Your ") ? `your${label.slice("Your".length)}` : `“${label}”`;
}

const fallbacks: Readonly<Record<string, string>> = {
  "contact.company": "your company",
  "contact.phone": "this number",
};

function fallbackFor({ name }: Gap): string {
  return `Give it a fallback, {{${name}|${fallbacks[name] ?? "there"}}}`;
}

function lengthProblem(each: readonly FilledFor[]): FillingProblem | null {
  const tooLong = each.filter(({ filled, most }) => textLength(filled.text) > most);
  const [first] = tooLong;
  if (first === undefined) return null;
  const who = tooLong.map(
    ({ who: name, filled }) => `${name} (${counted(textLength(filled.text))} characters)`,
  );
  return {
    field: "text",
    sentence: `Filled in, it is too long for: ${named(who)}. It can have ${counted(first.most)} characters. Make it shorter.`,
  };
}

function counted(number: number): string {
  return number.toLocaleString("en-US");
}

/** So many are named. */
const mostNamed = 10;

function named(who: readonly string[]): string {
  const rest = who.length - mostNamed;
  return rest > 0 ? `${who.slice(0, mostNamed).join(", ")} and ${rest} more` : who.join(", ");
}
