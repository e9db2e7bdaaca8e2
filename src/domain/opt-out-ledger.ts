/** Who asked not to be texted, and who took it back: rows are added, and the newest that is about a line says how it stands. */
import type { Directory } from "./directory.ts";
import type { Address, E164, MessageId, Username } from "./ids.ts";
import { memberName } from "./people.ts";
import { quoted } from "./quote.ts";

/** How it came to be known. */
export type OptOutSource =
  /** The contact texted a word that is known for it. */
  | "word"
  /** The same, and the carrier acted on it by itself. */
  | "carrier_word"
  /** The carrier refused a text to them for it. */
  | "refusal"
  /** The contact put it in words of their own, and a person took it so. */
  | "review"
  /** A person says so. */
  | "record"
  /** The carrier's own list says so. */
  | "list";

/** Who did it, where a carrier's own list says so: the contact by a word, a company on the way, somebody through the carrier's interface. */
export type ConsentSource = "contact" | "network" | "interface";

export interface OptOutRow {
  readonly id: number;
  readonly address: Address;
  readonly kind: "out" | "in";
  /** Which line it is about; null: every one. */
  readonly line: E164 | null;
  readonly source: OptOutSource;
  /** Who of the team said so; null: the contact or the carrier. */
  readonly by: Username | null;
  /** When it was said. Milliseconds since 1970. */
  readonly at: number;
  /** The words, or what speaks for it otherwise; empty where it was erased, or nothing does. */
  readonly evidence: string;
  /** The text that said it, and the one that confirms it: that one may leave all the same. */
  readonly messageId: MessageId | null;
  readonly confirmationId: MessageId | null;
  readonly createdAt: number;
}

/**
 * What says that a contact does not want to be texted from a line; null where they may be. Said again it is what was said first.
 * What is found late is as old as it is.
 */
export function standingOptOut(rows: readonly OptOutRow[], line: E164 | null): OptOutRow | null {
  const about = rows.filter((row) => row.line === null || row.line === line);
  return inOrder(about).reduce<OptOutRow | null>(
    (standing, row) => (row.kind === "out" ? (standing ?? row) : null),
    null,
  );
}

/** What was said last about a line; null stands for all of them, null where nothing was. */
export function newestAbout<Row extends Pick<OptOutRow, "id" | "line" | "at">>(
  rows: readonly Row[],
  line: E164 | null,
): Row | null {
  const about = rows.filter((row) => row.line === null || row.line === line);
  return inOrder(about).at(-1) ?? null;
}

/**
 * The lines from which the carrier goes on refusing texts, whatever is written down here, until they text a word that it knows to each.
 *
 * @param lineOf the one that a row's text came to, or left from: a carrier knows of no other.
 */
export function refusedLines(
  rows: readonly OptOutRow[],
  lineOf: (row: OptOutRow) => E164 | null,
): (E164 | null)[] {
  const refused = new Set<E164 | null>();
  for (const row of inOrder(rows.filter(isCarriers))) {
    if (row.kind === "out") refused.add(lineOf(row));
    // Which line was meant by one that is not known any more, nobody can say: it may have been this.
    else for (const line of [lineOf(row), null]) refused.delete(line);
  }
  return [...refused];
}

export function isCarriers({ source }: Pick<OptOutRow, "source">): boolean {
  return source === "carrier_word" || source === "refusal" || source === "list";
}

/** What speaks for it, where a carrier's own list says so. */
export function listEvidence(carrier: string, source: ConsentSource | "us"): string {
  return `${carrier}’s list of opt-outs${setBy[source]}`;
}

const setBy: Readonly<Record<ConsentSource | "us", string>> = {
  contact: " (set by a text of theirs)",
  network: " (set by the phone network)",
  interface: " (set by an administrator or another app)",
  us: " (set by us)",
};

function inOrder<Row extends Pick<OptOutRow, "id" | "at">>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => one.at - other.at || one.id - other.id);
}

/** By which words, or otherwise how, as a part of a sentence. */
export function howOptedOut(
  directory: Directory,
  { source, by, evidence }: Pick<OptOutRow, "source" | "by" | "evidence">,
  words: "whole" | "short" = "short",
): string {
  const who = by === null ? "somebody" : memberName(directory, by);
  const said = evidence === "" ? null : words === "whole" ? `“${evidence.trim()}”` : quoted(evidence);
  switch (source) {
    case "word":
    case "carrier_word":
      return said === null ? "they wrote so" : `they wrote ${said}`;
    case "refusal":
      return "the phone company said so when it refused a text to them";
    case "review":
      return said === null ? `${who} took it so` : `they wrote ${said}, and ${who} took it so`;
    case "record":
      return said === null ? `${who} recorded it` : `${who} recorded it: ${said}`;
    case "list":
      return evidence === "" ? "the phone company’s own list says so" : `${evidence} says so`;
  }
}
