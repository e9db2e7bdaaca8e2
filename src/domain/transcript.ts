/**
 * What was said in a conversation, for people to keep: as plain text, and as a table. Words from outside stay inside their entry: none looks
 * like the beginning of another, moves a cursor, or counts in a spreadsheet.
 */
import { nameAttachments } from "./attachments.ts";
import { csvRow, noFormula, noFormulaUnlessNumber } from "./csv-row.ts";
import { localTime } from "./local-time.ts";
import type { MessageState } from "./message-state.ts";
import { cleanText, withoutMisleading } from "./plain-text.ts";

export interface Transcript {
  /** Whom it is with; the number as people write it. */
  readonly contact: Named;
  /** Whose it is: a line, or one of the team, who has no number here. */
  readonly owner: Named;
  /** Between two of the team: it never left Slack. */
  readonly inside: boolean;
  /** In whose time it is told: an IANA name. */
  readonly zone: string;
  /** Texts that are left out, as they came while their number was blocked. */
  readonly leftOut: number;
  /** In the order in which they are told. */
  readonly entries: readonly TranscriptEntry[];
}

export interface Named {
  readonly name: string | null;
  readonly number: string | null;
}

export interface TranscriptEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly direction: "in" | "out" | "inside";
  /** Who wrote it. */
  readonly author: string;
  /** The line that it came to, or left from; null where it never left Slack. */
  readonly line: Named | null;
  readonly words: string;
  /** The Internet media types of what came with it. */
  readonly contentTypes: readonly string[];
  /** As people read it. */
  readonly state: string;
}

/** How a text ended, in words. */
export function stateWords(
  { state, failure }: { readonly state: "received" | MessageState; readonly failure: string | null },
  blocked = false,
): string {
  if (state === "received") return blocked ? "received while the number was blocked" : "received";
  if (state === "failed" && failure !== null) return `not delivered: ${failure}`;
  return words[state];
}

const words: Readonly<Record<MessageState, string>> = {
  waiting: "waiting, not sent yet",
  queued: "waiting, not sent yet",
  sending: "being sent",
  accepted: "handed to the phone company",
  sent: "sent",
  delivered: "delivered",
  failed: "not delivered",
  cancelled: "cancelled, not sent",
  unknown: "not known whether it was sent",
};

export function transcriptText(transcript: Transcript): string {
  const { entries, zone, leftOut } = transcript;
  return [
    ...headingOf(transcript),
    `Times are those of ${zone}.`,
    ...(leftOut === 0 ? [] : [leftOutLine(leftOut)]),
    ...(entries.length === 0
      ? ["", "Nothing was said."]
      : entries.flatMap((entry) => entryLines(entry, zone))),
    "",
  ].join("\n");
}

function headingOf({ contact, owner, inside }: Transcript): string[] {
  if (inside) return [`Between ${named(owner)} and ${named(contact)}, in Slack`];
  return [`Texts with ${named(contact)}`, `${owner.number === null ? "Of" : "On"} ${named(owner)}`];
}

export function leftOutLine(count: number): string {
  const [texts, are] = count === 1 ? ["1 text", "is"] : [`${count} texts`, "are"];
  return `${texts} that came while the number was blocked ${are} left out.`;
}

/** `Maria Lopez, (555) 019-9001` */
function named({ name, number }: Named): string {
  return [name, number].flatMap((word) => (word === null ? [] : [oneLine(word)])).join(", ");
}

function entryLines(entry: TranscriptEntry, zone: string): string[] {
  const { day, time, offset } = localTime(entry.at, zone);
  const what = attachmentsOf(entry);
  const shown = clean(entry.words).trimEnd();
  return [
    "",
    `${day} ${time} ${offset}  ${whoseWords(entry)}: ${oneLine(entry.state)}`,
    ...(shown === "" ? [] : shown.split("\n").map((line) => `  ${line}`.trimEnd())),
    ...(what === "" ? [] : [`  (${what})`]),
  ];
}

function whoseWords({ direction, author, line }: TranscriptEntry): string {
  if (line === null) return oneLine(author);
  return `${oneLine(author)}, ${direction === "in" ? "to" : "from"} ${named(line)}`;
}

/** The names of the columns. */
export const transcriptColumns = csvRow([
  "time",
  "zone",
  "direction",
  "contact",
  "number",
  "conversation",
  "line",
  "line_number",
  "author",
  "text",
  "attachments",
  "state",
]);

/** A row an entry, without the columns' names. */
export function transcriptRows({ contact, owner, zone, entries }: Transcript): string[] {
  return entries.map((entry) => {
    const { day, time, offset } = localTime(entry.at, zone);
    return csvRow([
      `${day}T${time}${offset}`,
      zone,
      entry.direction,
      cell(contact.name),
      noFormulaUnlessNumber(contact.number ?? ""),
      cell(owner.name ?? owner.number),
      cell(entry.line?.name ?? null),
      entry.line?.number ?? "",
      cell(entry.author),
      noFormula(clean(entry.words)),
      attachmentsOf(entry),
      entry.state,
    ]);
  });
}

function attachmentsOf({ contentTypes }: TranscriptEntry): string {
  return nameAttachments(0, contentTypes);
}

function cell(word: string | null): string {
  return word === null ? "" : noFormula(oneLine(word));
}

function clean(text: string): string {
  return withoutMisleading(cleanText(text));
}

function oneLine(text: string): string {
  return clean(text).replace(/\s+/gu, " ").trim();
}
