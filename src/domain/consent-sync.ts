/**
 * Our ledger of opt-outs beside a carrier's own list: what of one has to be written into the other. Of each line the newer of the two
 * wins, by when it was said; at the same moment, an opt-out. What changes nothing is written nowhere.
 */
import type { E164 } from "./ids.ts";
import { type ConsentSource, newestAbout, type OptOutRow } from "./opt-out-ledger.ts";

/** A list may tell times by the second, and by a clock that is not quite ours: what is no further apart was said at once. Milliseconds. */
const moment = 1_000;

const lately = 5 * 60_000;

/** What the list says of one contact. */
export interface ListedConsent {
  /** Null: all numbers of the account. */
  readonly line: E164 | null;
  readonly state: "out" | "in";
  readonly source: ConsentSource;
  /** Milliseconds since 1970; null: it does not say. */
  readonly at: number | null;
}

type Row = Pick<OptOutRow, "id" | "kind" | "line" | "source" | "at">;

/** A row that the ledger lacks. */
export interface ConsentNews {
  readonly kind: "out" | "in";
  readonly line: E164;
  readonly source: ConsentSource;
  readonly at: number;
}

/** What the list lacks. `line` null: all numbers of the account. */
export interface ConsentOwed {
  readonly line: E164 | null;
  readonly state: "out" | "in";
}

/**
 * @param rows the contact's in the ledger.
 * @param listed all that the list says of the contact; of a part of it, what lets texts leave again must not be taken.
 * @param lines the account's.
 */
export function consentNews(
  rows: readonly Row[],
  listed: readonly ListedConsent[],
  lines: readonly E164[],
  now: number,
): ConsentNews[] {
  return lines.flatMap((line): ConsentNews[] => {
    const said = sayingOf(listed, line);
    const known = newestAbout(rows, line);
    if (said === null || (known === null ? said.state === "in" : said.state === known.kind)) return [];
    const { state: kind, source } = said;
    const at = heardAt(said, now);
    if (at === null) return isNewUntimed(said, known) ? [{ kind, line, source, at: now }] : [];
    if (known === null) return [{ kind, line, source, at }];
    // What stands here at the same moment gives way to an opt-out alone, which is the last word of it then.
    if (kind === "in") return at >= known.at + moment ? [{ kind, line, source, at }] : [];
    // One that was known lately is what was taken back: it may be put there a while after it was said here.
    const isKnown = about(rows, line).some((row) => row.kind === "out" && row.at > at - lately);
    return at > known.at || (at > known.at - moment && !isKnown)
      ? [{ kind, line, source, at: Math.max(at, known.at) }]
      : [];
  });
}

/**
 * @param rows the contact's in the ledger, with what `consentNews` said of the same list.
 * @param isKnownThere whether the account knows of what a row says by itself: it was said to it, or stood in its list.
 */
export function consentsOwed(
  rows: readonly Row[],
  listed: readonly ListedConsent[],
  lines: readonly E164[],
  isKnownThere: (row: Row) => boolean,
): ConsentOwed[] {
  const wishes = lines.flatMap((line): Wish[] => {
    const row = newestAbout(rows, line);
    return row === null ? [] : [{ line, row, against: againstIt(row, listed, line, isKnownThere) }];
  });
  const owed = wishes.filter(({ row, line, against }) => {
    if (row.kind === "in") return against.length > 0;
    return row.source !== "list" && !isKnownThere(row) && !isOutThere(listed, line);
  });
  const isOut = wishes.length === lines.length && wishes.every(({ row }) => row.kind === "out");
  // One statement says it of all numbers.
  if (isOut && owed.some(({ row }) => row.line === null)) return [{ line: null, state: "out" }];
  if (!owed.some(({ row, against }) => row.kind === "in" && row.line === null && against.some(isWhole)))
    return owed.map(({ line, row }) => ({ line, state: row.kind }));
  // What is said of single ones holds beside it, and what held by it alone has to be said of each.
  const ins = owed.filter(({ row, against }) => row.kind === "in" && !against.every(isWhole));
  const outs = wishes.filter(
    ({ line, row }) => row.kind === "out" && !listed.some((one) => one.line === line && one.state === "out"),
  );
  return [
    { line: null, state: "in" },
    ...ins.map(({ line }) => ({ line, state: "in" }) as const),
    ...outs.map(({ line }) => ({ line, state: "out" }) as const),
  ];
}

interface Wish {
  readonly line: E164;
  readonly row: Row;
  /** What stands there, and has to go. */
  readonly against: readonly ListedConsent[];
}

/** Whoever took it back by a word of theirs took back that of the line they wrote to; what was put there by others goes with it. */
function againstIt(
  row: Row,
  listed: readonly ListedConsent[],
  line: E164,
  isKnownThere: (row: Row) => boolean,
): ListedConsent[] {
  if (row.source === "list") return [];
  const against = about(listed, line).filter(({ state }) => state !== row.kind);
  return isKnownThere(row) ? against.filter(({ source }) => source === "interface") : against;
}

function isWhole({ line }: ListedConsent): boolean {
  return line === null;
}

/** Whether the account keeps back texts from that line. */
export function isOutThere(listed: readonly ListedConsent[], line: E164): boolean {
  return about(listed, line).some(({ state }) => state === "out");
}

function about<One extends { readonly line: E164 | null }>(all: readonly One[], line: E164): One[] {
  return all.filter((one) => one.line === null || one.line === line);
}

/** As the account acts on it: any entry about a line that says "out" keeps its texts back, whatever others say. */
function sayingOf(listed: readonly ListedConsent[], line: E164): ListedConsent | null {
  const all = about(listed, line);
  const outs = all.filter(({ state }) => state === "out");
  // One that does not say when is the oldest.
  const at = (one: ListedConsent) => one.at ?? Number.NEGATIVE_INFINITY;
  return (outs.length > 0 ? outs : all).reduce<ListedConsent | null>(
    (newest, one) => (newest === null || at(one) > at(newest) ? one : newest),
    null,
  );
}

/** By a clock that is ahead of ours, nothing that takes an opt-out back is newer than all that is said here; an opt-out is of now. */
function heardAt({ state, at }: ListedConsent, now: number): number | null {
  if (at === null || at <= now) return at;
  return state === "out" ? now : null;
}

/** Nobody can say whether it is newer than what is known: it counts where nothing is, or where the list itself said otherwise before. */
function isNewUntimed({ state }: ListedConsent, known: Row | null): boolean {
  return known === null ? state === "out" : known.source === "list";
}
