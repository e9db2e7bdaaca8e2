/** How far a text to many is, as its sender reads it: a bar and counts while it runs, at the end who did not get it and why. */
import type { ListId } from "./ids.ts";
import { quotedAtEnd } from "./quote.ts";
import type { Sentence } from "./sentence.ts";

export type ListState =
  /** Nothing has left yet: its hold, or the time that was chosen for it. */
  | "held"
  | "running"
  /** It should have gone on long ago, and waits for a word of its sender. */
  | "asking"
  | "stopped"
  | "done";

export interface ListProgress {
  readonly list: ListId;
  readonly state: ListState;
  /** The name of the line that it leaves from; null where nobody of it is outside the team. */
  readonly line: string | null;
  readonly body: string;
  /** The name of the template that its words are of; null: of none, or it is forgotten. */
  readonly template: string | null;
  readonly total: number;
  /** Handed over, or delivered in Slack. Of these: known to have reached the phone. */
  readonly left: number;
  readonly delivered: number;
  /** Nothing was handed over for them yet. */
  readonly toGo: number;
  /** Those of them that are in quiet hours, or whose list begins later, and when the first of them is due; null: none. */
  readonly later: { readonly count: number; readonly at: number } | null;
  /** An older copy of the database goes on: some may have got it meanwhile. */
  readonly isCopy: boolean;
  /** Who did not get it, or may not have, and why: the first of them, and how many more there are. */
  readonly missed: readonly { readonly who: string; readonly why: string }[];
  readonly moreMissed: number;
}

/** So many of those who did not get it are named. */
export const missedNamed = 20;
const cells = 10;

/** Full only when nobody is to go. */
export function progressBar({ total, toGo }: Pick<ListProgress, "total" | "toGo">): string {
  const done = total === 0 ? cells : Math.floor(((total - toGo) / total) * cells);
  return "▰".repeat(done) + "▱".repeat(cells - done);
}

/** Its buttons, by what they do. */
export function progressOffers({ state }: ListProgress): readonly ("go_on" | "stop")[] {
  if (state === "asking") return ["go_on", "stop"];
  return state === "held" || state === "running" ? ["stop"] : [];
}

/** Line by line. */
export function progressLines(progress: ListProgress): Sentence[] {
  const { state } = progress;
  const isOver = state === "stopped" || state === "done";
  return [
    [`Text to ${people(progress.total)}${fromOf(progress)}: ${quotedAtEnd(progress.body)}`],
    ...(isOver ? [] : [[`${progressBar(progress)} ${progress.total - progress.toGo} of ${progress.total}`]]),
    standOf(progress),
    ...missedLines(progress),
  ];
}

function standOf(progress: ListProgress): Sentence {
  const { state, total, left, toGo, later, isCopy } = progress;
  switch (state) {
    case "held":
      return later === null
        ? ["Nothing has left yet: the first leaves in a moment."]
        : ["Nothing has left yet: the first leaves ", { at: later.at }, "."];
    case "running":
      return [...countsOf(progress), ...laterOf(progress)];
    case "asking":
      return [
        isCopy
          ? `This was under way in an older copy of the database, so that some may have got it since. As far as is known here, it had left for ${left} of ${total}. Shall it go on for the other ${toGo}?`
          : `This should have gone on some time ago, and did not. It has left for ${left} of ${total}. Is it still right to send to the other ${toGo}?`,
      ];
    case "stopped":
      return [`Stopped. It had left for ${left} of ${total}.${deliveredOf(progress)}`];
    case "done":
      return [`Done. It left for ${left} of ${total}.${deliveredOf(progress)}`];
  }
}

function countsOf({ left, toGo, total }: ListProgress): Sentence {
  const not = total - left - toGo;
  const failed = not === 0 ? "" : `, ${not} did not get it`;
  return [`It has left for ${left}${failed}, ${toGo} to go.`];
}

function laterOf({ later, toGo }: ListProgress): Sentence {
  if (later === null) return [];
  const which =
    later.count === toGo ? "They are" : `${later.count} of them ${later.count === 1 ? "is" : "are"}`;
  return [` ${which} due only when quiet hours end where they are, the first `, { at: later.at }, "."];
}

function deliveredOf({ delivered, left }: ListProgress): string {
  if (left === 0) return "";
  if (delivered === left) return left === 1 ? " It arrived." : " All of these arrived.";
  return ` ${delivered} are known to have arrived.`;
}

function missedLines({ missed, moreMissed }: ListProgress): Sentence[] {
  if (missed.length === 0) return [];
  return [
    [`Did not get it, or may not have:`],
    ...missed.map(({ who, why }): Sentence => [`${who}: ${why}`]),
    ...(moreMissed > 0 ? [[`and ${moreMissed} more.`]] : []),
  ];
}

function fromOf({ line, template }: ListProgress): string {
  const from = line === null ? " of the team" : ` from ${line}`;
  return template === null ? from : `${from}, from template ${template}`;
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}
