/**
 * What becomes of a message that someone wrote in a thread (law 7): a text to the customer, a note, or neither. The first
 * rule that applies decides; only what passes all of them may leave.
 */
import { isNote } from "./inside.ts";
import { isEmptyText, textLength } from "./plain-text.ts";
import type { WaitReason } from "./wait.ts";

export interface ReplyFacts {
  readonly text: string;
  readonly kind: "plain" | "me";
  readonly mentions: boolean;
  readonly files: number;
  /** The author has agreed to send the text without them. */
  readonly filesAgreed: boolean;
  /** Whether the author may text on this line. */
  readonly mayText: boolean;
  /** Whether the line still stands in the directory. */
  readonly lineKnown: boolean;
  /** Whether the contact can be answered at all: short codes and sender names can't. */
  readonly canReceive: boolean;
  /** The carrier's longest text, in UTF-16 code units. */
  readonly maxText: number;
  readonly carriesMedia: boolean;
  readonly thread: "current" | "former";
  readonly conversation: "open" | "resolved";
  /** Found or written too long ago to leave without a word from its author. */
  readonly tooLate: false | "late" | "outage";
}

export type Verdict =
  /** It waits out the hold, then leaves. */
  | { readonly kind: "text" }
  /** It could leave, if its author says so. */
  | { readonly kind: "ask"; readonly reason: Exclude<WaitReason, "hold" | "mention"> }
  /** It is meant for the team. With `mention`, its author may say otherwise. */
  | { readonly kind: "note"; readonly reason: "prefix" | "me" | "mention" }
  /** It can't leave. */
  | { readonly kind: "refused"; readonly reason: Refusal };

export type Refusal = "not_member" | "line_gone" | "cannot_receive" | "empty" | "files_only" | "too_long";

export function judgeReply(facts: ReplyFacts): Verdict {
  if (facts.kind === "me") return { kind: "note", reason: "me" };
  if (isNote(facts.text)) return { kind: "note", reason: "prefix" };
  if (!facts.mayText) return { kind: "refused", reason: "not_member" };
  if (facts.mentions) return { kind: "note", reason: "mention" };
  return refusal(facts) ?? question(facts) ?? { kind: "text" };
}

function refusal(facts: ReplyFacts): Verdict | null {
  const reason = refusalOf(facts);
  return reason === null ? null : { kind: "refused", reason };
}

function refusalOf(facts: ReplyFacts): Refusal | null {
  if (!facts.lineKnown) return "line_gone";
  if (!facts.canReceive) return "cannot_receive";
  if (isEmptyText(facts.text)) return facts.files > 0 ? "files_only" : "empty";
  if (textLength(facts.text) > facts.maxText) return "too_long";
  return null;
}

function question(facts: ReplyFacts): Verdict | null {
  if (facts.conversation === "resolved") return { kind: "ask", reason: "resolved" };
  if (facts.thread === "former") return { kind: "ask", reason: "former" };
  if (facts.tooLate !== false) return { kind: "ask", reason: facts.tooLate };
  if (facts.files > 0 && !facts.carriesMedia && !facts.filesAgreed) return { kind: "ask", reason: "files" };
  return null;
}
