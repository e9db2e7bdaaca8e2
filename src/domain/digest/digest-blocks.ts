/** What a record says, in pieces of which each form makes its own: facts about the whole, and what was said. */
import { nameAttachments } from "../attachments.ts";
import { cut } from "../cut.ts";
import type { Digest, DigestEntry, DigestText } from "../digest.ts";
import { localDay } from "../local-day.ts";
import { leftOutLine, type Named } from "../transcript.ts";
import { cleanLines, cleanName, oneLine } from "./clean-words.ts";
import type { Fact, FormOf } from "./digest-forms.ts";
import { fullDay, fullMoment, timeOfDay } from "./digest-moments.ts";
import { counted, durationWords } from "./duration.ts";

/** Something that was said, or happened. */
export interface Block {
  /** Under which day it stands; null: under none. */
  readonly day: { readonly key: string; readonly words: string } | null;
  /** When it was, or what it is; which of several pieces it is stands behind it. */
  readonly when: string;
  /** Who said it, or what happened; null: nothing more. */
  readonly what: string | null;
  readonly lines: readonly string[];
  /** What is to be known about it, behind it. */
  readonly remarks: readonly string[];
}

/** Longer ones are told on several lines, so that each fits. */
const longestFact = 400;
const longestRemark = 200;
const longestSentence = 300;

export function factsOf(digest: Digest): Fact[] {
  const { contact, lines, owner, assignee, members, zone, link, disposition, leftOut } = digest;
  const facts: (Fact | null)[] = [
    fact("Contact", named(contact)),
    ...listed(lines.length === 1 ? "Line" : "Lines", lines.map(named)),
    said("Owner", owner),
    said("Assigned to", assignee),
    ...listed("Members", members.map(cleanName)),
    fact("Messages", countsOf(digest)),
    ...timesOf(digest),
    fact("Time zone", zone),
    said("Disposition", disposition),
    leftOut === 0 ? null : fact("Left out", leftOutLine(leftOut)),
    link === null || !/^https?:\/\/\S+$/.test(link) ? null : { label: "Slack", value: link, isLink: true },
  ];
  return facts.flatMap((one) => one ?? []);
}

function fact(label: string, value: string): Fact {
  return { label, value, isLink: false };
}

function said(label: string, name: string | null): Fact | null {
  return name === null ? null : fact(label, cleanName(name));
}

/** As few facts as they fit in. */
function listed(label: string, names: readonly string[]): Fact[] {
  const rows: string[] = [];
  for (const name of names) {
    const row = rows.at(-1);
    const longer = row === undefined ? null : `${row}; ${name}`;
    if (longer === null || longer.length > longestFact) rows.push(name);
    else rows[rows.length - 1] = longer;
  }
  return rows.map((row) => fact(label, row));
}

/** `Maria Lopez, (555) 019-9001` */
function named({ name, number }: Named): string {
  const words = [name, number].flatMap((word) => (word === null ? [] : [cleanName(word)]));
  return [...new Set(words)].filter((word) => word !== "").join(", ");
}

function countsOf({ entries }: Digest): string {
  const texts = entries.filter((entry) => entry.kind === "text");
  const count = (is: (text: DigestText) => boolean) => texts.filter(is).length;
  const out = count(({ direction }) => direction === "out");
  const troubled = count(({ trouble }) => trouble !== null);
  const notes = entries.filter(({ kind }) => kind === "note").length;
  return [
    `${texts.length - out} in`,
    troubled === 0 ? `${out} out` : `${out} out (${troubled} not known to have arrived)`,
    ...(notes === 0 ? [] : [counted(notes, "note")]),
  ].join(", ");
}

function timesOf({ resolvable, startedAt, endedAt, entries, zone }: Digest): Fact[] {
  const at = (label: string, moment: number) => fact(label, fullMoment(moment, zone));
  const last = entries.findLast(({ kind }) => kind === "text")?.at ?? endedAt ?? startedAt;
  if (!resolvable) return [at("First text", startedAt), at("Last text", last)];
  const began = [at("Started", startedAt), at("Last text", last)];
  if (endedAt === null) return [...began, fact("Ended", "still open")];
  return [...began, at("Ended", endedAt), fact("Duration", durationWords(endedAt - startedAt))];
}

/** @param form that it is drawn in. */
export function drawBlock(form: FormOf, { when, what, lines, remarks }: Block): string {
  return form.block(what === null ? when : `${when}, ${what}`, lines, remarks);
}

/** What somebody added by hand, then all that was said. */
export function blocksOf(digest: Digest): Block[] {
  const { note, entries, zone } = digest;
  const lines = note === null ? [] : cleanLines(note);
  const added = { day: null, when: "Note for this record", what: null, lines, remarks: [] };
  const told = asTold(zone);
  return [...(lines.length === 0 ? [] : [added]), ...entries.map((entry) => blockOf(entry, told))];
}

interface Told {
  day(at: number): Block["day"];
  time(at: number): string;
  named(who: Named): string;
}

/** The same few hundred moments and names come again and again, and finding out how each is told costs most of it all. */
function asTold(zone: string): Told {
  const day = remembering((quarter: number) => {
    const at = quarter * quarterOfHour;
    return { key: localDay(at, zone), words: fullDay(at, zone) };
  });
  const time = remembering((minute: number) => timeOfDay(minute * 60_000, zone));
  const names = remembering((who: string) => named(JSON.parse(who) as Named));
  return {
    // By every clock a day begins at a quarter of an hour.
    day: (at) => day(Math.floor(at / quarterOfHour)),
    time: (at) => time(Math.floor(at / 60_000)),
    named: ({ name, number }) => names(JSON.stringify({ name, number })),
  };
}

const quarterOfHour = 15 * 60_000;

function remembering<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key) ?? find(key);
    known.set(key, found);
    return found;
  };
}

function blockOf(entry: DigestEntry, told: Told): Block {
  const day = told.day(entry.at);
  const when = told.time(entry.at);
  switch (entry.kind) {
    case "text": {
      const what = told.named({ name: entry.author, number: entry.number });
      return { day, when, what, lines: cleanLines(entry.words), remarks: remarksOf(entry) };
    }
    case "note": {
      const files = entry.files === 0 ? [] : [counted(entry.files, "file")];
      const what = `note by ${told.named({ name: entry.author, number: null })}`;
      return { day, when, what, lines: cleanLines(entry.words), remarks: files };
    }
    case "event":
      return { day, when, what: limited(entry.sentence, longestSentence), lines: [], remarks: [] };
  }
}

/** What is to be known of a text beside its words. */
export function remarksOf({ contentTypes, automatic, toMany, template, trouble }: DigestText): string[] {
  const attached = nameAttachments(0, contentTypes);
  return [
    ...(attached === "" ? [] : [attached]),
    ...(automatic ? ["automatic answer"] : []),
    ...(toMany ? ["sent to many"] : []),
    ...(template === null ? [] : [fromTemplate(cleanName(template))]),
    ...(trouble === null ? [] : [limited(trouble, longestRemark)]),
  ];
}

function fromTemplate(name: string): string {
  return name === "" ? "from a template" : `from the template “${name}”`;
}

function limited(words: string, max: number): string {
  return cut(oneLine(words), max);
}
