/** The reactions that show on a member's message what became of it: one says how it stands, and takes the place of all before. */
import type { MessageState } from "./message-state.ts";

const all = [
  "hourglass_flowing_sand",
  "arrow_upper_right",
  "white_check_mark",
  "warning",
  "question",
  "memo",
  "no_entry_sign",
] as const;

export type Mark = (typeof all)[number];

/** How long a text may wait before it is marked as waiting. Milliseconds. */
export const showWaitingAfter = 15_000;

const marks: Record<MessageState, Mark | null> = {
  waiting: "hourglass_flowing_sand",
  queued: "hourglass_flowing_sand",
  sending: null,
  accepted: "arrow_upper_right",
  sent: "arrow_upper_right",
  delivered: "white_check_mark",
  failed: "warning",
  cancelled: "no_entry_sign",
  unknown: "question",
};

/** The mark that a message in this state should carry; null: none of its own. */
export function markFor(state: MessageState): Mark | null {
  return marks[state];
}

/** What a new mark takes the place of. */
export function replacedBy(mark: Mark): readonly Mark[] {
  return all.filter((other) => other !== mark);
}

/** Those that say the text left: it is known to whoever set them. */
const sent: readonly Mark[] = ["arrow_upper_right", "white_check_mark", "question", "warning"];

export function promisesSending(marks: readonly Mark[]): boolean {
  return marks.some((mark) => sent.includes(mark));
}
