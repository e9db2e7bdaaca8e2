/** A member's auto-reply: which one is in force, and what can be made of one that somebody fills in. */
import { type AutoReply, type AutoReplyHours, longestAnswer, type Member } from "./directory.ts";
import { isEmptyText, normalizeText, textLength } from "./plain-text.ts";

/** What a member set at the desk. */
export interface ChosenAutoReply {
  readonly reply: AutoReply;
  /** What the directory said of it by then, as `directoryAutoReply` writes it. */
  readonly directoryWas: string | null;
}

/** 30 days, as in the directory. */
const longestPause = 30 * 24 * 60;

/** What was set at the desk leads until the directory says something else than it did by then. Null for who never had one. */
export function autoReplyInForce(member: Member, chosen: ChosenAutoReply | null): AutoReply | null {
  if (chosen !== null && chosen.directoryWas === directoryAutoReply(member)) return chosen.reply;
  return member.autoReply ?? null;
}

/** What the directory says of it, written so that two can be compared; null: nothing. */
export function directoryAutoReply({ autoReply }: Member): string | null {
  if (autoReply === undefined) return null;
  const { text, on, atMostEveryMinutes = null, hours } = autoReply;
  return JSON.stringify([text, on, atMostEveryMinutes, hours]);
}

/** As it was filled in. */
export interface TypedAutoReply {
  readonly text: string;
  readonly on: boolean;
  readonly hours: AutoReplyHours;
  /** Minutes; empty for none. */
  readonly every: string;
}

export type AutoReplyProblems = Partial<Record<"text" | "hours" | "every", string>>;

/** Each problem says what to write. @param maxText the longest text of the carrier that it leaves through. */
export function readAutoReply(
  typed: TypedAutoReply,
  { maxText, hasHours }: { readonly maxText: number; readonly hasHours: boolean },
): AutoReply | { readonly problems: AutoReplyProblems } {
  const { on, hours } = typed;
  const every = readPause(typed.every);
  const problems: AutoReplyProblems = {};
  const [length, most] = [textLength(typed.text), Math.min(maxText, longestAnswer)];
  if (length > most)
    problems.text = `This has ${counted(length)} characters, and a text holds ${counted(most)}. Please shorten it.`;
  else if (on && isEmptyText(typed.text)) problems.text = "Write what it answers, or switch it off.";
  if (hours === "outside" && !hasHours)
    problems.hours =
      "The directory has no hours of yours. Choose “At any time”, or ask whoever runs Threadline to add them.";
  if (every === null)
    problems.every = `Write a whole number of minutes, at most ${counted(longestPause)} (30 days), or leave it empty.`;
  if (Object.keys(problems).length > 0) return { problems };
  const text = isEmptyText(typed.text) ? "" : normalizeText(typed.text);
  return { text, on, hours, ...(every ? { atMostEveryMinutes: every } : {}) };
}

/** Null for what is no such number; 0 for none. */
function readPause(typed: string): number | null {
  const digits = typed.trim();
  if (digits === "") return 0;
  if (!/^\d{1,6}$/.test(digits)) return null;
  const minutes = Number(digits);
  return minutes > longestPause ? null : minutes;
}

function counted(amount: number): string {
  return amount.toLocaleString("en-US");
}
